package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "deliver", Acts: true, New: func() Step { return new(Deliver) },
		Doc: "puts fuel into a tank: at once, or with 'rate' as a tanker does, which takes minutes; 'compartments' in place " +
			"of 'volume' come one after the other; 'temperature' is the fuel's, else it is as warm as the tank's",
		Example: "deliver: { tank: 1, volume: 5000 L, rate: 900 L/min, temperature: 22 C }",
	})
}

// Deliver puts fuel into a tank.
type Deliver struct {
	Tank         int `yaml:",required"`
	Volume       unit.Volume
	Compartments []unit.Volume
	Rate         unit.FlowRate
	Temperature  *unit.Temperature
	role         forecourt.Role
}

// Lint implements Step.
func (s *Deliver) Lint(l *Lint) {
	s.role = l.Numbered("tank", tank.Kind, s.Tank)
	switch {
	case l.has("volume") == l.has("compartments"):
		l.Wrong("", "a delivery has either a volume or compartments", "write deliver: { tank: 1, volume: 5000 L }")
	case l.has("volume") && s.Volume <= 0:
		l.Wrong("volume", "a delivery must be more than nothing", "")
	case l.has("compartments") && len(s.Compartments) == 0:
		l.Wrong("compartments", "a tanker has one compartment at least", "")
	}
	for _, v := range s.Compartments {
		if v <= 0 {
			l.Wrong("compartments", "a compartment must hold more than nothing", "")
			break
		}
	}
	if l.has("rate") && (s.Rate < unit.LitresPerMinute(10) || s.Rate > unit.LitresPerMinute(3000)) {
		l.Wrong("rate", "a tanker delivers 10 to 3000 L/min", "usually 600 to 1200 L/min")
	}
	if t := s.Temperature; t != nil && (*t < -40_000 || *t > 60_000) {
		l.Wrong("temperature", "no tanker brings fuel of "+t.String(), "")
	}
}

// Run implements Step.
func (s *Deliver) Run(h *Hand) error {
	return h.Do(s.role, tank.Deliver{Volume: s.Volume, Compartments: s.Compartments, Rate: s.Rate, Temperature: s.Temperature})
}
