package step

import "github.com/forecourt/forecourt/twin/forecourt"

func init() {
	Register(Info{
		Name: "let-go", Acts: true, New: func() Step { return new(LetGo) },
		Doc: "releases the trigger of the nozzle", Example: "let-go: { fuelling-point: 1 }",
	})
}

// LetGo releases the trigger of the nozzle.
type LetGo struct {
	FuellingPoint forecourt.Point `yaml:",required"`
}

// Lint implements Step.
func (s *LetGo) Lint(l *Lint) { l.Point("fuelling-point", s.FuellingPoint) }

// Run implements Step.
func (s *LetGo) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.LetGo{})
}
