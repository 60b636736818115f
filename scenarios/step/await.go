package step

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "await", Judges: true, New: func() Step { return &Await{} },
		Doc: "takes the first event of a name after the last one consumed of the role; the limit is 30 s where none is " +
			"given. Other keys are expectations on the event's fields, 'where' chooses the event by its fields, 'from: " +
			"now' skips what has passed, 'keep' gives it a name",
		Example: "await: { role: fuelling-point 1, event: started, within: 5 s }",
	})
}

// DefaultWithin is how long await waits where the scenario does not say.
const DefaultWithin = 30 * time.Second

// Await waits for an event.
type Await struct {
	watch
	Within  time.Duration
	From    string
	keep    string
	expects []wanted
	node    *strict.Node
}

// watch is which event of which role a step looks for.
type watch struct {
	Role  forecourt.Role `yaml:",required"`
	Event string         `yaml:",required"`
	Where strict.Node

	where []wanted
}

// awaitKeys are the keys that are not fields of the event.
type awaitKeys struct {
	watch
	Within time.Duration
	From   string
	Keep   string
}

var reserved = []string{"role", "event", "where", "within", "from", "keep"}

// UnmarshalStrict implements strict.Unmarshaler: the keys that are fields of the event wait for Lint.
func (s *Await) UnmarshalStrict(n *strict.Node) error {
	s.node = n
	return nil
}

// Lint implements Step.
func (s *Await) Lint(l *Lint) {
	keys, fields, ok := splitKeys(s.node, l)
	s.watch, s.Within, s.From, s.keep = keys.watch, keys.Within, keys.From, keys.Keep
	var info forecourt.EventInfo
	known := ok && l.Role("role", s.Role)
	if known {
		info, known = lookupEvent(l, l.At("event"), s.Role.Kind, s.Event)
	}
	if known {
		s.compile(l, info, fields)
	}
	if ok && s.node.Get("within") == nil {
		s.Within = DefaultWithin
	}
	if s.node.Get("from") != nil {
		l.OneOf("from", "place to start from", s.From, "now")
	}
	if s.Within < 0 {
		l.Wrong("within", "a limit cannot be negative", "")
	}
	if known && !l.acted && l.Catalogue.Prompted(s.Role.Kind, s.Event) {
		step := l.open[len(l.open)-1].name
		l.Warn(step.Wrong("this 'await' waits for what nothing before it starts", ""))
	}
	if n := s.node.Get("keep"); n != nil && keepable(l, n) {
		l.Keep(n, n.Text(), s.Role.Kind, info.Fields)
	}
}

func (s *Await) compile(l *Lint, info forecourt.EventInfo, fields []strict.Pair) {
	for _, p := range s.Where.Pairs() {
		if w, ok := compileWanted(l, p, info, s.Role.Kind); ok {
			s.where = append(s.where, w)
		}
	}
	for _, p := range fields {
		if w, ok := compileWanted(l, p, info, s.Role.Kind, reserved...); ok {
			s.expects = append(s.expects, w)
		}
	}
}

// Expects implements Expecter.
func (s *Await) Expects() []Expectation {
	return []Expectation{{Role: s.Role.String(), Event: s.Event}}
}

// Run implements Step.
func (s *Await) Run(h *Hand) error {
	next := h.cursor[s.Role]
	if s.From == "now" {
		next = len(h.told[s.Role])
	}
	within := s.Within + h.Slack
	limit := h.Begin().Add(within)
	told, index, err := h.find(s.watch, next, limit)
	if err != nil || h.Over() {
		return err
	}
	name := s.Role.String() + " " + s.Event
	limits := "within " + expect.Text(within)
	if index < 0 {
		h.Measured(verdict.Measurement{Name: name, Value: "never", Limits: limits, Verdict: verdict.Fail})
		return Failed(fmt.Sprintf("%s did not tell '%s' within %s", s.Role, s.Event, expect.Text(within)),
			s.Event+" "+limits, h.lately(s.Role))
	}
	h.cursor[s.Role] = index + 1
	h.Measured(verdict.Measurement{Name: name, Value: arrival(told.At, h.Begin()), Limits: limits, Verdict: verdict.Pass})
	if s.keep != "" {
		h.kept[s.keep] = told
	}
	m, ok, err := h.judge(told, s.expects)
	h.Measured(m...)
	if err != nil || ok {
		return err
	}
	return mismatch(s.Role.String()+" told '"+s.Event+"'", m)
}

// find waits for the first event that a watch is for, from an index on; index is -1 where none came.
func (h *Hand) find(w watch, next int, limit clock.Instant) (told forecourt.Told, index int, err error) {
	index = -1
	h.Await(limit, func() bool {
		for all := h.told[w.Role]; next < len(all) && err == nil; next++ {
			if all[next].At > limit || all[next].Event.Event() != w.Event {
				continue
			}
			var ok bool
			if _, ok, err = h.judge(all[next], w.where); ok && err == nil {
				told, index = all[next], next
				return true
			}
		}
		return err != nil
	})
	return told, index, err
}

// arrival says when an event came, from the start of the step that waited for it.
func arrival(at, begin clock.Instant) string {
	if at < begin {
		return expect.Text(begin.Sub(at)) + " before"
	}
	return expect.Text(at.Sub(begin))
}

// mismatch is the finding of fields that are not as wanted.
func mismatch(what string, m []verdict.Measurement) *Finding {
	for _, x := range m {
		if x.Verdict == verdict.Fail {
			return Failed(fmt.Sprintf("%s with %s %s", what, x.Name, x.Value), x.Name+" "+x.Limits, x.Name+" "+x.Value)
		}
	}
	return nil
}
