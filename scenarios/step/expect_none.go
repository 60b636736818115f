package step

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "expect-none", Judges: true, New: func() Step { return &ExpectNone{} },
		Doc: "judges that a role tells no event of a name: since its last consumed event (or 'since: start', 'since: now') " +
			"and for the span 'within' from now",
		Example: "expect-none: { role: fuelling-point 1, event: started, within: 10 s }",
	})
}

// ExpectNone judges that something does not happen.
type ExpectNone struct {
	Role   forecourt.Role `yaml:",required"`
	Event  string         `yaml:",required"`
	Where  strict.Node
	Since  string
	Within time.Duration
	watch  watch
}

// Lint implements Step.
func (s *ExpectNone) Lint(l *Lint) {
	s.watch = watch{Role: s.Role, Event: s.Event}
	if s.Since != "" {
		l.OneOf("since", "place to start from", s.Since, "cursor", "start", "now")
	}
	if s.Within < 0 {
		l.Wrong("within", "a span cannot be negative", "")
	}
	if s.Since == "now" && s.Within == 0 {
		l.Wrong("since", "nothing can happen between now and now", "say 'within'")
	}
	if !l.Role("role", s.Role) {
		return
	}
	info, ok := lookupEvent(l, l.At("event"), s.Role.Kind, s.Event)
	if !ok {
		return
	}
	for _, p := range s.Where.Pairs() {
		if w, ok := compileWanted(l, p, info, s.Role.Kind); ok {
			s.watch.where = append(s.watch.where, w)
		}
	}
}

// Run implements Step.
func (s *ExpectNone) Run(h *Hand) error {
	next := h.cursor[s.Role]
	switch s.Since {
	case "start":
		next = 0
	case "now":
		next = len(h.told[s.Role])
	}
	told, index, err := h.find(s.watch, next, h.Begin().Add(s.Within))
	if err != nil || h.Over() {
		return err
	}
	m := verdict.Measurement{Name: s.Role.String() + " " + s.Event, Value: "none", Limits: "none", Verdict: verdict.Pass}
	if s.Within > 0 {
		m.Limits += " within " + expect.Text(s.Within)
	}
	if index < 0 {
		h.Measured(m)
		return nil
	}
	m.Value, m.Verdict = describe(told)+" "+arrival(told.At, h.Begin()), verdict.Fail
	h.Measured(m)
	return Failed(fmt.Sprintf("%s told '%s', and must not", s.Role, s.Event), "no "+s.Event, m.Value)
}
