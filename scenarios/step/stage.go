package step

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// Stage is where the steps of one scenario, or of one session, are played: a station, what its roles have told, a cursor
// for each of them, and what was kept.
type Stage struct {
	Station bench.Station
	// OnStep is called when a step starts; it may be nil.
	OnStep func(text, place string)
	// Slack is added to the limit of everything that is waited for.
	Slack time.Duration

	start   clock.Instant
	told    map[forecourt.Role][]forecourt.Told
	cursor  map[forecourt.Role]int // the index after the last consumed event
	kept    map[string]forecourt.Told
	before  map[string]any // readings at the start
	waiting map[*loop.Fiber]int
	steps   []*verdict.Step
	broken  *Bound // the step that panicked
	over    bool
	unwatch func()
}

// NewStage returns a stage that watches a station from now on. An event that hide is true of is not seen; hide may be nil.
func NewStage(s bench.Station, hide func(forecourt.Told) bool) *Stage {
	st := &Stage{
		Station: s, start: s.Loop().Now(),
		told: map[forecourt.Role][]forecourt.Told{}, cursor: map[forecourt.Role]int{},
		kept: map[string]forecourt.Told{}, before: map[string]any{}, waiting: map[*loop.Fiber]int{},
	}
	st.unwatch = s.Loop().Watch(func(t forecourt.Told) {
		if hide != nil && hide(t) {
			return
		}
		st.told[t.Role] = append(st.told[t.Role], t)
		st.forget(t.Role)
		st.wake()
	})
	return st
}

// remembered bounds what a stage keeps of one role: a session on a live station may last for days. It is far more than
// any scenario tells.
const remembered = 200_000

// forget drops the older half of what a role has told once that is too much.
func (st *Stage) forget(role forecourt.Role) {
	told := st.told[role]
	if len(told) <= remembered {
		return
	}
	st.told[role] = append([]forecourt.Told(nil), told[remembered/2:]...)
	st.cursor[role] = max(0, st.cursor[role]-remembered/2)
}

// wake makes every waiting fiber look again. The order does not matter: fibers run in the order they were started in.
func (st *Stage) wake() {
	for f := range st.waiting {
		f.Wake()
	}
}

// await gives way until cond holds, the instant has passed, or the scenario is over.
func (st *Stage) await(f *loop.Fiber, until clock.Instant, cond func() bool) bool {
	st.waiting[f]++
	defer func() {
		if st.waiting[f]--; st.waiting[f] == 0 {
			delete(st.waiting, f)
		}
	}()
	held := false
	f.Await(until, func() bool {
		held = cond()
		return held || st.over
	})
	return held
}

// Prepare looks at what the steps need to know of the start.
func (st *Stage) Prepare(steps []*Bound) (*Bound, error) {
	for _, b := range steps {
		if p, ok := b.Step.(Preparer); ok {
			if err := p.Prepare(st); err != nil {
				return b, err
			}
		}
	}
	return nil, nil
}

// Steps returns the steps as they ran, in the order in which they started.
func (st *Stage) Steps() []verdict.Step {
	steps := make([]verdict.Step, len(st.steps))
	for i, s := range st.steps {
		steps[i] = *s
	}
	return steps
}

// Broken returns the step that panicked, nil when none did.
func (st *Stage) Broken() *Bound { return st.broken }

// Play plays a step; it returns false when the scenario is over.
func (st *Stage) Play(f *loop.Fiber, b *Bound) bool {
	if st.over {
		return false
	}
	rec := &verdict.Step{Text: b.Text, Place: b.Place.String(), StartNS: st.since(f.Now())}
	rec.EndNS = rec.StartNS
	st.steps = append(st.steps, rec)
	st.Station.Loop().Journal().Note(f.Now(), "scenario", "step", map[string]string{"text": rec.Text, "place": rec.Place})
	if st.OnStep != nil {
		st.OnStep(rec.Text, rec.Place)
	}
	h := &Hand{Stage: st, Fiber: f, rec: rec, begin: f.Now()}
	returned := false
	defer func() {
		if !returned && st.broken == nil {
			st.broken = b
		}
	}()
	err := b.Step.Run(h)
	returned = true
	rec.EndNS = st.since(f.Now())
	if err != nil {
		finding := findingOf(err)
		rec.Verdict, rec.Cause = rec.Verdict.Worse(finding.Verdict), finding.cause(rec.Place, rec.EndNS)
		st.over = true
		st.wake()
	}
	st.Station.Loop().Journal().Note(f.Now(), "scenario", "verdict", rec.Verdict)
	return !st.over
}

func (st *Stage) since(at clock.Instant) int64 { return int64(at.Sub(st.start)) }

// Kept returns a field of a kept event.
func (st *Stage) Kept(name, field string) (any, error) {
	t, ok := st.kept[name]
	if !ok {
		return nil, Wrong("nothing has been kept under the name '" + name + "'")
	}
	v, ok := forecourt.Value(t.Event, field)
	if !ok {
		return nil, Wrong("the event kept as '" + name + "' has no field '" + field + "'")
	}
	return v, nil
}

// facts is what relations on one event's fields refer to.
type facts struct {
	*Stage
	event forecourt.Told
}

// Reading reads something off the role that the event belongs to: its fuelling point, or whoever told it.
func (f facts) Reading(name string) (any, error) {
	role := f.event.Role
	for _, field := range forecourt.FieldsOf(f.event.Event) {
		if field.Type == pointType {
			role = forecourt.PointRole(field.Of(f.event.Event).(forecourt.Point))
		}
	}
	return f.Station.Reading(role, name)
}

// Sibling returns another field of the event.
func (f facts) Sibling(field string) (any, error) {
	v, ok := forecourt.Value(f.event.Event, field)
	if !ok {
		return nil, Wrong("the event has no field '" + field + "'")
	}
	return v, nil
}

// lately says in words what a role told last.
func (st *Stage) lately(role forecourt.Role) string {
	const most = 3
	told := st.told[role]
	if len(told) == 0 {
		return role.String() + " told nothing"
	}
	var parts []string
	for _, t := range told[max(0, len(told)-most):] {
		parts = append(parts, fmt.Sprintf("%s at %s", describe(t), expect.Text(time.Duration(st.since(t.At)))))
	}
	return "last of " + role.String() + ": " + strings.Join(parts, ", ")
}

// describe prints an event with its first fields.
func describe(t forecourt.Told) string {
	const most = 4
	var parts []string
	for _, f := range forecourt.FieldsOf(t.Event) {
		if len(parts) < most {
			parts = append(parts, f.Name+" "+expect.Text(f.Of(t.Event)))
		}
	}
	if len(parts) == 0 {
		return t.Event.Event()
	}
	return t.Event.Event() + " (" + strings.Join(parts, ", ") + ")"
}

// Close ends a session: the stage sees nothing any more.
func (st *Stage) Close() { st.unwatch() }

// Again lets a session go on after a step that ended it.
func (st *Stage) Again() { st.over = false }

// AllKept returns what was kept, by name.
func (st *Stage) AllKept() map[string]forecourt.Told { return maps.Clone(st.kept) }
