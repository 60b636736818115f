package scenarios

import (
	"fmt"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/loop"
)

// invariants takes what the station's checkers found, by name how much of it before the run ended. A violation is a fail of
// the device.
func (r *run) invariants(tallies []loop.Tally, before map[string]int) {
	var left map[string]string
	if p, ok := r.station.(bench.Partial); ok {
		left = p.LeftOut()
	}
	for _, t := range tallies {
		inv := verdict.Invariant{Name: t.Name, Checks: t.Checks, Violations: len(t.Violations), LeftOut: left[t.Name]}
		for _, v := range t.Violations {
			inv.Texts = append(inv.Texts, v.Err.Error())
		}
		if len(t.Violations) > 0 {
			first := t.Violations[0]
			inv.First = first.Err.Error()
			cause := &verdict.Cause{
				Fault: verdict.Device, Text: fmt.Sprintf("the invariant '%s' does not hold: %s", t.Name, oneLine(first.Err)),
				Place: r.sc.Place.String(), AtNS: int64(first.At) - r.rec.StartNS,
			}
			if before[t.Name] > 0 {
				r.find(verdict.Fail, cause)
			} else {
				r.last = append(r.last, found{verdict.Fail, cause})
			}
		}
		r.rec.Invariants = append(r.rec.Invariants, inv)
	}
}

// conclude merges everything that was found: the worst verdict counts, and of its causes the earliest; what checkers saw
// only as the run ended comes after what the last step was told to look for in that instant.
func (r *run) conclude() {
	if r.stage != nil {
		r.rec.Steps = r.stage.Steps()
	}
	for _, s := range r.rec.Steps {
		r.rec.Judged += len(s.Measured)
		r.rec.Verdict = r.rec.Verdict.Worse(s.Verdict)
		if s.Cause != nil {
			r.find(s.Verdict, s.Cause)
		}
	}
	r.found = append(r.found, r.last...)
	if r.over && r.rec.Judged == 0 && len(r.found) == 0 {
		r.find(verdict.Error, &verdict.Cause{Fault: verdict.Scenario, Text: "the scenario judged nothing", Place: r.sc.Place.String()})
	}
	for _, f := range r.found {
		r.rec.Verdict = r.rec.Verdict.Worse(f.verdict)
	}
	for _, f := range r.found {
		if f.verdict == r.rec.Verdict && (r.rec.Cause == nil || f.cause.AtNS < r.rec.Cause.AtNS) {
			r.rec.Cause = f.cause
		}
	}
	if r.rec.Verdict > verdict.None {
		r.rec.NotApplicable = ""
	}
	r.remark()
}
