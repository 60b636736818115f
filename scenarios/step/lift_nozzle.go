package step

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
)

func init() {
	Register(Info{
		Name: "lift-nozzle", Acts: true, New: func() Step { return new(LiftNozzle) },
		Doc: "takes a nozzle out of its boot", Example: "lift-nozzle: { fuelling-point: 1, nozzle: 2 }",
	})
}

// LiftNozzle takes a nozzle out of its boot.
type LiftNozzle struct {
	FuellingPoint forecourt.Point  `yaml:",required"`
	Nozzle        forecourt.Nozzle `yaml:",required"`
}

// Lint implements Step.
func (s *LiftNozzle) Lint(l *Lint) {
	p, ok := l.Point("fuelling-point", s.FuellingPoint)
	if !ok || slices.ContainsFunc(p.Nozzles, func(n bench.Nozzle) bool { return n.Number == s.Nozzle }) {
		return
	}
	var all []string
	for _, n := range p.Nozzles {
		all = append(all, fmt.Sprintf("%d (%s)", n.Number, n.Grade))
	}
	l.Wrong("nozzle", fmt.Sprintf("fuelling-point %d has no nozzle %d", s.FuellingPoint, s.Nozzle), "one of: "+strings.Join(all, ", "))
}

// Run implements Step.
func (s *LiftNozzle) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.LiftNozzle{Nozzle: s.Nozzle})
}
