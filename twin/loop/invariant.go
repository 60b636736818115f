package loop

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// Invariant is something that must hold after every event that touches it.
type Invariant struct {
	Name string
	// Touched says whether an event may have changed what the invariant looks at.
	Touched func(forecourt.Told) bool
	// Check returns what is wrong, naming every term.
	Check func() error
}

// Tally says how often an invariant was checked, and what was found.
type Tally struct {
	Name       string
	Checks     int
	Violations []Violation
}

// Violation is a check that failed.
type Violation struct {
	At  clock.Instant
	Err error
}

// keptViolations bounds the memory of a run that is wrong from its start.
const keptViolations = 100

type rules struct {
	all     []Invariant
	tallies []Tally
	dirty   []bool
	pending bool
}

// Invariant adds a rule.
func (l *Loop) Invariant(i Invariant) {
	l.rules.all = append(l.rules.all, i)
	l.rules.tallies = append(l.rules.tallies, Tally{Name: i.Name})
	l.rules.dirty = append(l.rules.dirty, false)
}

// Tallies returns what the invariants found so far.
func (l *Loop) Tallies() []Tally { return l.rules.tallies }

// CheckInvariants checks every rule now, as at the end of a run.
func (l *Loop) CheckInvariants() {
	for i := range l.rules.dirty {
		l.rules.dirty[i] = true
	}
	l.rules.pending = len(l.rules.all) > 0
	l.rules.check(l)
}

func (r *rules) touch(t forecourt.Told) {
	for i := range r.all {
		if !r.dirty[i] && r.all[i].Touched(t) {
			r.dirty[i], r.pending = true, true
		}
	}
}

func (r *rules) check(l *Loop) {
	if !r.pending {
		return
	}
	r.pending = false
	for i := range r.all {
		if !r.dirty[i] {
			continue
		}
		r.dirty[i] = false
		r.tallies[i].Checks++
		if err := r.all[i].Check(); err != nil {
			l.journal.Note(l.now, "invariant", r.all[i].Name, fmt.Sprint(err))
			if len(r.tallies[i].Violations) < keptViolations {
				r.tallies[i].Violations = append(r.tallies[i].Violations, Violation{l.now, err})
			}
		}
	}
}
