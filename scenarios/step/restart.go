package step

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

func init() {
	Register(Info{
		Name: "restart", Acts: true, New: func() Step { return &Restart{DownFor: time.Second} },
		Doc:     "cuts a role's power and gives it back after 'down-for', 1 s where it is absent",
		Example: "restart: { role: controller, down-for: 2 s }",
	})
}

// Restart cuts a role's power for a while.
type Restart struct {
	Role    forecourt.Role `yaml:",required"`
	DownFor time.Duration
}

// Lint implements Step.
func (s *Restart) Lint(l *Lint) {
	l.Role("role", s.Role)
	if s.DownFor < 0 {
		l.Wrong("down-for", "a span cannot be negative", "")
	}
}

// Run implements Step.
func (s *Restart) Run(h *Hand) error {
	if err := h.Station.PowerOff(s.Role); err != nil {
		return err
	}
	h.Sleep(s.DownFor)
	return h.Station.PowerOn(s.Role)
}
