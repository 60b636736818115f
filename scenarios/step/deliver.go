package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "deliver", Acts: true, New: func() Step { return new(Deliver) },
		Doc: "puts fuel into a tank, at once", Example: "deliver: { tank: 1, volume: 5000 L }",
	})
}

// Deliver puts fuel into a tank.
type Deliver struct {
	Tank   int         `yaml:",required"`
	Volume unit.Volume `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *Deliver) Lint(l *Lint) {
	s.role = l.Numbered("tank", tank.Kind, s.Tank)
	if s.Volume <= 0 {
		l.Wrong("volume", "a delivery must be more than nothing", "")
	}
}

// Run implements Step.
func (s *Deliver) Run(h *Hand) error { return h.Do(s.role, tank.Deliver{Volume: s.Volume}) }
