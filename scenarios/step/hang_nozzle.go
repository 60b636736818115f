package step

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
)

func init() {
	Register(Info{
		Name: "hang-nozzle", Acts: true, New: func() Step { return new(HangNozzle) },
		Doc: "puts the nozzle that is out back; with satellite, the one at the vehicle's other side", Example: "hang-nozzle: { fuelling-point: 1 }",
	})
}

// HangNozzle puts the nozzle that is out back.
type HangNozzle struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Satellite     bool
}

// Lint implements Step.
func (s *HangNozzle) Lint(l *Lint) {
	p, ok := l.Point("fuelling-point", s.FuellingPoint)
	if ok && s.Satellite && !slices.ContainsFunc(p.Nozzles, func(n bench.Nozzle) bool { return n.Satellite }) {
		l.Wrong("satellite", fmt.Sprintf("fuelling-point %d has no satellite", s.FuellingPoint), "")
	}
}

// Run implements Step.
func (s *HangNozzle) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.HangNozzle{Satellite: s.Satellite})
}
