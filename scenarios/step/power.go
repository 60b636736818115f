package step

import "github.com/forecourt/forecourt/twin/forecourt"

func init() {
	Register(Info{
		Name: "power-off", Acts: true, New: func() Step { return new(PowerOff) },
		Doc: "cuts a role's power: what it has not made safe is gone", Example: "power-off: { role: controller }",
	})
	Register(Info{
		Name: "power-on", Acts: true, New: func() Step { return new(PowerOn) },
		Doc: "gives a role its power back", Example: "power-on: { role: controller }",
	})
}

// PowerOff cuts a role's power.
type PowerOff struct {
	Role forecourt.Role `yaml:",required"`
}

// Lint implements Step.
func (s *PowerOff) Lint(l *Lint) { l.Role("role", s.Role) }

// Run implements Step.
func (s *PowerOff) Run(h *Hand) error { return h.Station.PowerOff(s.Role) }

// PowerOn gives a role its power back.
type PowerOn struct {
	Role forecourt.Role `yaml:",required"`
}

// Lint implements Step.
func (s *PowerOn) Lint(l *Lint) { l.Role("role", s.Role) }

// Run implements Step.
func (s *PowerOn) Run(h *Hand) error { return h.Station.PowerOn(s.Role) }
