package reports

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// Result is a run in numbers: the object that --json prints. The caller fills in where the evidence lies.
type Result struct {
	Seed          string                `json:"seed"`
	Rig           string                `json:"rig"`
	Suite         string                `json:"suite,omitempty"`
	Selected      int                   `json:"selected"` // applicable; the sum of Verdicts
	NotApplicable int                   `json:"not_applicable"`
	WhyNot        []NotApplicable       `json:"why_not_applicable,omitempty"`
	Judged        int                   `json:"judged"` // pass, inconclusive and fail
	Verdicts      Counts                `json:"verdicts"`
	Verdict       verdict.Verdict       `json:"verdict"` // the worst
	Scenarios     []Scenario            `json:"scenarios"`
	Invariants    []Invariant           `json:"invariants"`
	Limits        []verdict.Measurement `json:"limits,omitempty"`
	Evidence      string                `json:"evidence"`
	Exit          int                   `json:"exit"`
}

// Counts are scenarios by verdict.
type Counts struct {
	None         int `json:"none"`
	Pass         int `json:"pass"`
	Inconclusive int `json:"inconclusive"`
	Fail         int `json:"fail"`
	Error        int `json:"error"`
}

// Scenario is one scenario's result in short.
type Scenario struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Verdict  verdict.Verdict `json:"verdict"`
	Cause    *verdict.Cause  `json:"cause"`
	VirtualS json.Number     `json:"virtual_s"`
}

// Invariant is one invariant, summed over the run.
type Invariant struct {
	Name       string `json:"name"`
	Scenarios  int    `json:"scenarios"` // that checked it
	Checks     int    `json:"checks"`
	Violations int    `json:"violations"`
	First      string `json:"first,omitempty"`    // the first violation, after the scenario's id
	LeftOut    string `json:"left_out,omitempty"` // what of it was not checked, and why
}

// Summary counts a run and says how the command exits. The worst verdict decides; a run in which a scenario was judged
// by nobody is an error, and one that passed but missed a gate says so.
func Summary(run Run) Result {
	run = settled(run)
	r := Result{
		Seed: run.Seed, Rig: run.Rig, Suite: run.Suite, Selected: run.Selected, NotApplicable: len(run.NotApplicable),
		WhyNot:    run.NotApplicable,
		Scenarios: []Scenario{}, Invariants: invariants(run), Limits: run.Limits,
	}
	for _, rec := range run.Records {
		r.Verdict = r.Verdict.Worse(rec.Verdict)
		r.Verdicts.add(rec.Verdict)
		r.Scenarios = append(r.Scenarios, Scenario{rec.ID, rec.Name, rec.Verdict, rec.Cause, seconds(rec.VirtualNS)})
	}
	if missing := run.Selected - len(run.Records); missing > 0 {
		r.Verdicts.None += missing
		r.Verdict = verdict.Error
	}
	r.Judged = r.Verdicts.Pass + r.Verdicts.Inconclusive + r.Verdicts.Fail
	r.Exit = verdict.ExitCode(r.Verdict)
	if r.Exit == verdict.ExitPass && missedGate(run.Limits) {
		r.Exit = verdict.ExitGate
	}
	return r
}

func (c *Counts) add(v verdict.Verdict) { *c.of(v)++ }

func (c *Counts) of(v verdict.Verdict) *int {
	switch v {
	case verdict.Pass:
		return &c.Pass
	case verdict.Inconclusive:
		return &c.Inconclusive
	case verdict.Fail:
		return &c.Fail
	case verdict.Error:
		return &c.Error
	}
	return &c.None
}

func missedGate(limits []verdict.Measurement) bool {
	for _, l := range limits {
		if l.Verdict > verdict.Pass {
			return true
		}
	}
	return false
}

// invariants sums them in the order in which they first appear.
func invariants(run Run) []Invariant {
	all := []Invariant{}
	at := map[string]int{}
	for _, rec := range run.Records {
		for _, v := range rec.Invariants {
			i, seen := at[v.Name]
			if !seen {
				i = len(all)
				at[v.Name] = i
				all = append(all, Invariant{Name: v.Name})
			}
			all[i].Scenarios++
			all[i].Checks += v.Checks
			all[i].Violations += v.Violations
			if all[i].LeftOut == "" {
				all[i].LeftOut = v.LeftOut
			}
			if v.Violations > 0 && all[i].First == "" {
				all[i].First = strings.TrimSuffix(rec.ID+": "+v.First, ": ")
			}
		}
	}
	return all
}

var exitMeanings = map[int]string{
	verdict.ExitPass:         "all judged and passed",
	verdict.ExitFail:         "at least one scenario failed",
	verdict.ExitBadFile:      "a file is wrong, nothing ran",
	verdict.ExitInconclusive: "none failed, but at least one could not be decided",
	verdict.ExitError:        "an error of the harness, the bench or a scenario",
	verdict.ExitNothing:      "nothing was selected, or nothing was applicable",
	verdict.ExitGate:         "all passed, but a limit of the run was missed",
	verdict.ExitEvidence:     "the evidence does not verify",
	verdict.ExitStopped:      "stopped by hand",
}

// Meaning says an exit code in words.
func Meaning(exit int) string { return exitMeanings[exit] }

// seconds prints nanoseconds as exact decimal seconds: 41.25.
func seconds(ns int64) json.Number {
	sign := ""
	if ns < 0 {
		sign, ns = "-", -ns
	}
	whole, rest := uint64(ns)/1e9, uint64(ns)%1e9
	if rest == 0 {
		return json.Number(sign + strconv.FormatUint(whole, 10))
	}
	fraction := strconv.FormatUint(1e9+rest, 10)[1:]
	return json.Number(sign + strconv.FormatUint(whole, 10) + "." + strings.TrimRight(fraction, "0"))
}
