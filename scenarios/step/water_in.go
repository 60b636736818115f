package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "water-in", Acts: true, New: func() Step { return new(Water) },
		Doc:     "lets water into a tank, at once or at a rate; it stands below the product",
		Example: "water-in: { tank: 1, volume: 200 L, rate: 10 L/min }",
	})
	Register(Info{
		Name: "pump-out-water", Acts: true, New: func() Step { return &Water{out: true} },
		Doc: "takes water out of a tank, at once", Example: "pump-out-water: { tank: 1, volume: 200 L }",
	})
}

// Water comes into a tank, or is pumped out of it.
type Water struct {
	Tank   int         `yaml:",required"`
	Volume unit.Volume `yaml:",required"`
	Rate   unit.FlowRate
	role   forecourt.Role
	out    bool
}

// Lint implements Step.
func (s *Water) Lint(l *Lint) {
	s.role = l.Numbered("tank", tank.Kind, s.Tank)
	if s.Volume <= 0 {
		l.Wrong("volume", "it must be more than nothing", "")
	}
	if l.has("rate") && (s.Rate <= 0 || s.out) {
		l.Wrong("rate", "water comes in at more than nothing, and is pumped out at once", "")
	}
}

// Run implements Step.
func (s *Water) Run(h *Hand) error {
	w := tank.WaterIn{Volume: s.Volume, Rate: s.Rate}
	if s.out {
		w.Volume = -w.Volume
	}
	return h.Do(s.role, w)
}
