package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/payment"
)

// Run is everything of one run.
type Run struct {
	Seed string `json:"seed"` // 0x-hex
	Rig  string `json:"rig"`
	// Where are the flags of the command that say on what the run was played, each a shell word.
	Where   []string `json:"where,omitempty"`
	Suite   string   `json:"suite,omitempty"`
	Command string   `json:"command"` // repeats the run
	Build   string   `json:"build"`   // version of the program
	// Selected counts the applicable scenarios. One that has no record counts as judged by nobody.
	Selected      int             `json:"selected"`
	NotApplicable []NotApplicable `json:"not_applicable,omitempty"`
	Inputs        []Input         `json:"inputs,omitempty"`
	// Limits are the run's own quality gates; a gate that is missed turns exit 0 into exit 6.
	Limits []verdict.Measurement `json:"limits,omitempty"`

	Records  []verdict.Record `json:"-"` // verdicts.json
	Journals []Journal        `json:"-"` // journal/ID.jsonl, and run.json for their lines

	// Describers say a frame in words, by the longest line name that begins the frame's own: "host link". They are asked
	// only where a journal's Lines do not name a dialect.
	Describers map[string]Describer `json:"-"`
	// Look is where the text sends a reader; empty means report.html.
	Look string `json:"-"`
	// RealMS is how long the run took; it is shown at the terminal when it is not zero.
	RealMS float64 `json:"-"`
}

// NotApplicable is a scenario that the rig cannot play.
type NotApplicable struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	File string `json:"file,omitempty"`
	Why  string `json:"why"`
}

// Input is a file that the run read.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Journal is what one scenario recorded.
type Journal struct {
	Scenario string `json:"scenario"`
	Part     string `json:"part"`            // its name in the evidence; Write chooses it
	Lines    []Line `json:"lines,omitempty"` // what is spoken on which line
	Data     []byte `json:"-"`
}

// settled returns a copy of the run that is safe to show: masked, and with no green that proves nothing.
func settled(run Run) Run {
	run.Selected = max(run.Selected, len(run.Records))
	run.Records = slices.Clone(run.Records)
	for i := range run.Records {
		run.Records[i] = settle(run.Records[i])
	}
	run.NotApplicable = slices.Clone(run.NotApplicable)
	for i := range run.NotApplicable {
		n := &run.NotApplicable[i]
		n.Name, n.Why = payment.Mask(n.Name), payment.Mask(n.Why)
	}
	run.Limits = measured(run.Limits)
	return run
}

func settle(r verdict.Record) verdict.Record {
	r.Name, r.Cause = payment.Mask(r.Name), masked(r.Cause)
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Text, s.Cause, s.Measured = payment.Mask(s.Text), masked(s.Cause), measured(s.Measured)
	}
	r.Invariants = slices.Clone(r.Invariants)
	for i := range r.Invariants {
		v := &r.Invariants[i]
		v.First = payment.Mask(v.First)
		if v.Violations > 0 && r.Verdict == verdict.Pass {
			text := strings.TrimSuffix(fmt.Sprintf("%s violated: %s", v.Name, v.First), ": ")
			r.Verdict, r.Cause = verdict.Fail, &verdict.Cause{Fault: verdict.Device, Text: text}
		}
	}
	if r.Verdict == verdict.None || r.Verdict == verdict.Pass && r.Judged == 0 {
		r.Verdict, r.Cause = verdict.Error, &verdict.Cause{Fault: verdict.Scenario, Text: "nothing was judged"}
	}
	if r.Verdict != verdict.Pass && r.Cause == nil {
		r.Cause = &verdict.Cause{Fault: verdict.Harness, Text: "no cause was recorded"}
	}
	return r
}

func masked(c *verdict.Cause) *verdict.Cause {
	if c == nil {
		return nil
	}
	m := *c
	m.Text, m.Expected, m.Actual = payment.Mask(c.Text), payment.Mask(c.Expected), payment.Mask(c.Actual)
	return &m
}

func measured(all []verdict.Measurement) []verdict.Measurement {
	all = slices.Clone(all)
	for i := range all {
		all[i].Name, all[i].Value, all[i].Limits = payment.Mask(all[i].Name), payment.Mask(all[i].Value), payment.Mask(all[i].Limits)
	}
	return all
}

// again is the command that repeats one scenario.
func (run Run) again(r verdict.Record) string {
	words := []string{"forecourt", "run", quoted(r.File)}
	if r.File == "" {
		return run.Command
	}
	words = append(words, run.Where...)
	return strings.Join(append(words, "--seed", quoted(run.Seed)), " ")
}

// quoted makes one shell word of s.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("._/-:@+,=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func (run Run) journal(id string) (Journal, bool) {
	for _, j := range run.Journals {
		if j.Scenario == id {
			return j, true
		}
	}
	return Journal{}, false
}

func (run Run) virtualNS() (sum int64) {
	for _, r := range run.Records {
		sum += r.VirtualNS
	}
	return sum
}
