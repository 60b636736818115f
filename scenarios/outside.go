package scenarios

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

// Lacks says what a scenario needs that is absent on a bench, at its first step that needs it; empty: nothing.
func (sc *Scenario) Lacks(a bench.Absent) string {
	for _, b := range sc.Steps {
		for _, what := range b.Uses {
			if why := a[what]; why != "" {
				return fmt.Sprintf("%s in line %d: %s", b.Info.Name, b.Place.Line, why)
			}
		}
	}
	return ""
}

// bench finds something that is the bench's fault.
func (r *run) bench(v verdict.Verdict, text string) {
	at := int64(0)
	if r.started {
		at = int64(r.station.Loop().Now()) - r.rec.StartNS
	}
	r.find(v, &verdict.Cause{Fault: verdict.Bench, Text: text, Place: r.sc.Place.String(), AtNS: at})
}

// doubt finds what a bench says of itself: inconclusive where it cannot tell whose fault it is, else an error.
func (r *run) doubt(err error, before string) {
	var d *bench.Doubt
	if errors.As(err, &d) {
		r.bench(verdict.Inconclusive, before+d.Text)
		return
	}
	r.bench(verdict.Error, before+err.Error())
}

// remark adds what the bench knows to the cause of a fail.
func (r *run) remark() {
	w, ok := r.station.(bench.Witness)
	if !ok || r.rec.Verdict != verdict.Fail || r.rec.Cause == nil {
		return
	}
	if said := w.Remark(); said != "" {
		c := *r.rec.Cause
		c.Text += "; " + said
		r.rec.Cause = &c
	}
}

// late finds a harness that was later for what was due than the parts outside can bear.
func (r *run) late() {
	l, ok := r.station.(bench.Late)
	if !ok || !r.started {
		return
	}
	if was, atMost := l.Lateness(); atMost > 0 && was >= atMost {
		r.find(verdict.Inconclusive, &verdict.Cause{
			Fault: verdict.Harness, Place: r.sc.Place.String(),
			Text:     "the harness was too late for what was due: the machine has too much else to do",
			Expected: "lateness p99 below " + atMost.String(), Actual: was.String(),
		})
	}
}
