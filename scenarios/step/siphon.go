package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
)

func init() {
	Register(Info{
		Name: "break-siphon", Acts: true, New: func() Step { return &Siphon{breaks: true} },
		Doc: "lets air into the siphon that a tank shares with others", Example: "break-siphon: { tank: 1 }",
	})
	Register(Info{
		Name: "join-siphon", Acts: true, New: func() Step { return &Siphon{} },
		Doc: "primes a siphon that was broken", Example: "join-siphon: { tank: 1 }",
	})
}

// Siphon breaks a siphon, or joins it again.
type Siphon struct {
	Tank   int `yaml:",required"`
	role   forecourt.Role
	breaks bool
}

// Lint implements Step.
func (s *Siphon) Lint(l *Lint) { s.role = l.Numbered("tank", tank.Kind, s.Tank) }

// Run implements Step.
func (s *Siphon) Run(h *Hand) error {
	if s.breaks {
		return h.Do(s.role, tank.BreakSiphon{})
	}
	return h.Do(s.role, tank.JoinSiphon{})
}
