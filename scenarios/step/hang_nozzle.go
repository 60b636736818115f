package step

import "github.com/forecourt/forecourt/twin/forecourt"

func init() {
	Register(Info{
		Name: "hang-nozzle", Acts: true, New: func() Step { return new(HangNozzle) },
		Doc: "puts the nozzle that is out back", Example: "hang-nozzle: { fuelling-point: 1 }",
	})
}

// HangNozzle puts the nozzle that is out back.
type HangNozzle struct {
	FuellingPoint forecourt.Point `yaml:",required"`
}

// Lint implements Step.
func (s *HangNozzle) Lint(l *Lint) { l.Point("fuelling-point", s.FuellingPoint) }

// Run implements Step.
func (s *HangNozzle) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.HangNozzle{})
}
