package step

import (
	"time"

	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "wait", Acts: true, New: func() Step { return new(Wait) },
		Doc: "lets time pass on the station", Example: "wait: 5 s",
	})
}

// Wait lets time pass.
type Wait struct{ For time.Duration }

// UnmarshalStrict implements strict.Unmarshaler.
func (s *Wait) UnmarshalStrict(n *strict.Node) error { return n.Decode(&s.For) }

// Lint implements Step.
func (s *Wait) Lint(l *Lint) {
	if s.For <= 0 {
		l.Wrong("", "a wait must be longer than nothing", "")
	}
}

// Run implements Step.
func (s *Wait) Run(h *Hand) error {
	h.Sleep(s.For)
	return nil
}
