package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "stop", Acts: true, New: func() Step { return new(Stop) },
		Doc: "lets the cashier stop a fuelling point, or every one with 'all: true'", Example: "stop: { fuelling-point: 1 }",
	})
}

// Stop stops a fuelling point, or all.
type Stop struct {
	FuellingPoint forecourt.Point
	All           bool
	by
}

// Lint implements Step.
func (s *Stop) Lint(l *Lint) {
	l.Role("", till)
	s.by.lint(l)
	switch {
	case s.All && l.has("fuelling-point"):
		l.Wrong("all", "all are stopped, so no fuelling-point is named", "keep one of the two")
	case l.has("fuelling-point"):
		l.PointNamed("fuelling-point", s.FuellingPoint)
	case !s.All:
		l.Wrong("", "the key 'fuelling-point' or 'all' is missing", "")
	}
}

// Run implements Step.
func (s *Stop) Run(h *Hand) error {
	return h.Do(till, pos.StopPoint{Point: s.FuellingPoint, By: s.who()})
}
