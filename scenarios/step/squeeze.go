package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "squeeze", Acts: true, New: func() Step { return new(Squeeze) },
		Doc: "pulls the trigger and returns at once; the hand lets go by itself when the display shows 'until', and never " +
			"where it is absent",
		Example: "squeeze: { fuelling-point: 1, until: 32.50 L, flow: 38 L/min }",
	})
}

// Squeeze pulls the trigger of the nozzle that is out.
type Squeeze struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Until         unit.Indicated
	Flow          unit.FlowRate
}

// Lint implements Step.
func (s *Squeeze) Lint(l *Lint) {
	l.Point("fuelling-point", s.FuellingPoint)
	if s.Until.Count < 0 {
		l.Wrong("until", "a volume cannot be negative", "")
	}
	if s.Flow < 0 {
		l.Wrong("flow", "a flow cannot be negative", "")
	}
}

// Run implements Step.
func (s *Squeeze) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.Squeeze{Until: s.Until, Flow: s.Flow})
}
