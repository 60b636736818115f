// Package verdict holds the five verdicts, how they merge, and the records that carry them from a run to its report.
//
// It is a leaf: nothing of the station or the language is known here. The exit codes of the command follow from the
// worst verdict (exit.go).
package verdict

import "fmt"

// Verdict is what is said of an expectation, a scenario or a run. They merge upward only.
type Verdict uint8

// The verdicts, from the least to the worst. None means that nothing was judged.
const (
	None Verdict = iota
	Pass
	Inconclusive
	Fail
	Error
)

var names = [...]string{None: "none", Pass: "pass", Inconclusive: "inconclusive", Fail: "fail", Error: "error"}

// All lists the verdicts in order.
var All = []Verdict{None, Pass, Inconclusive, Fail, Error}

// String returns the verdict's name.
func (v Verdict) String() string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("verdict %d", uint8(v))
}

// MarshalText writes the name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name.
func (v *Verdict) UnmarshalText(b []byte) error {
	for i, n := range names {
		if n == string(b) {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("there is no verdict '%s'", b)
}

// Worse returns the worse of two verdicts.
func (v Verdict) Worse(w Verdict) Verdict { return max(v, w) }

// Fault says whose fault a verdict other than pass is.
type Fault string

// The parties that can be at fault.
const (
	Device   Fault = "device"
	Scenario Fault = "scenario"
	Bench    Fault = "bench"
	Harness  Fault = "harness"
)

// Cause is why a verdict is not a pass.
type Cause struct {
	Fault    Fault  `json:"fault"`
	Text     string `json:"text"`               // one line
	Place    string `json:"place,omitempty"`    // file:line:column of the step
	Expected string `json:"expected,omitempty"` // what the step wanted
	Actual   string `json:"actual,omitempty"`   // what came
	AtNS     int64  `json:"at_ns,omitempty"`    // since the scenario's start, in its own time
}

// Step is one step of a scenario as it ran.
type Step struct {
	Text    string  `json:"text"`  // as written
	Place   string  `json:"place"` // file:line:column
	StartNS int64   `json:"start_ns"`
	EndNS   int64   `json:"end_ns"`
	Verdict Verdict `json:"verdict"` // None for a step that only acts
	Cause   *Cause  `json:"cause,omitempty"`
	// Measured is what a judging step compared, each with its limits.
	Measured []Measurement `json:"measured,omitempty"`
}

// Measurement is one value that was judged.
type Measurement struct {
	Name    string  `json:"name"`
	Value   string  `json:"value"`
	Limits  string  `json:"limits"`
	Verdict Verdict `json:"verdict"`
}

// Invariant is what a run's checkers found.
type Invariant struct {
	Name       string   `json:"name"`
	Checks     int      `json:"checks"`
	Violations int      `json:"violations"`
	First      string   `json:"first,omitempty"`
	LeftOut    string   `json:"left_out,omitempty"` // what of it was not checked, and why
	Texts      []string `json:"-"`
}

// Record is one scenario's result.
type Record struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	File       string      `json:"file"`
	Covers     []string    `json:"covers,omitempty"`
	Labels     []string    `json:"labels,omitempty"`
	Seed       string      `json:"seed"` // 0x-hex
	Verdict    Verdict     `json:"verdict"`
	Cause      *Cause      `json:"cause,omitempty"` // the first one of the worst verdict
	Steps      []Step      `json:"steps"`
	Invariants []Invariant `json:"invariants"`
	StartNS    int64       `json:"start_ns"` // Unix, of the scenario's own time
	VirtualNS  int64       `json:"virtual_ns"`
	Digests    []string    `json:"digests,omitempty"` // "bus 1 0123abcd"
	Judged     int         `json:"judged"`            // expectations that were judged
	RealMS     float64     `json:"-"`                 // never in evidence where time is virtual
	// NotApplicable says what the bench lacks; such a scenario did not run, and its verdict is None.
	NotApplicable string `json:"not_applicable,omitempty"`
}

// Judge merges a verdict into the record. The first cause of the worst verdict is kept.
func (r *Record) Judge(v Verdict, c *Cause) {
	if v > r.Verdict {
		r.Verdict = v
		if v > Pass {
			r.Cause = c
		}
	}
	if v == Pass || v == Inconclusive || v == Fail {
		r.Judged++
	}
}
