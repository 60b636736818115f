package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/service"
)

func init() {
	Register(Info{
		Name: "set-mode", Acts: true, New: func() Step { return new(SetMode) },
		Doc: "lets a fuelling point, or every one where none is named, serve its customers in other ways until the schedule changes " +
			"them: postpay, postpay-automatic, prepay, outdoor, attendant, or several with a + between them",
		Example: "set-mode: { fuelling-point: 1, mode: prepay+outdoor }",
	})
}

// SetMode changes the service modes of points.
type SetMode struct {
	FuellingPoint forecourt.Point
	Mode          service.Set `yaml:",required"`
}

// Lint implements Step.
func (s *SetMode) Lint(l *Lint) {
	l.Role("", till)
	if l.has("fuelling-point") {
		l.PointNamed("fuelling-point", s.FuellingPoint)
	}
}

// Run implements Step.
func (s *SetMode) Run(h *Hand) error {
	return h.Do(till, pos.SetMode{Point: s.FuellingPoint, Mode: s.Mode})
}
