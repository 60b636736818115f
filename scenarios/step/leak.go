package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	expect.DefineWords(tank.TankLeak, tank.LineLeak)
	Register(Info{
		Name: "leak", Acts: true, New: func() Step { return &Leak{From: string(tank.TankLeak)} },
		Doc: "makes a hole in a tank (from: tank, the default: it loses all the time) or in the line to its pumps (from: line: " +
			"it loses while fuel is drawn); 0.2 US gallons an hour are 210 ul/s",
		Example: "leak: { tank: 1, rate: 210 ul/s }",
	})
	Register(Info{
		Name: "seal-leak", Acts: true, New: func() Step { return &Leak{From: string(tank.TankLeak), seals: true} },
		Doc: "mends a leak of a tank or its line", Example: "seal-leak: { tank: 1, from: line }",
	})
}

// Leak makes a hole, or seals it.
type Leak struct {
	Tank  int `yaml:",required"`
	Rate  unit.FlowRate
	From  string
	role  forecourt.Role
	seals bool
}

// Lint implements Step.
func (s *Leak) Lint(l *Lint) {
	s.role = l.Numbered("tank", tank.Kind, s.Tank)
	l.OneOf("from", "place of a leak", s.From, string(tank.TankLeak), string(tank.LineLeak))
	switch {
	case s.seals && l.has("rate"):
		l.Wrong("rate", "a sealed leak has no rate", "take it out")
	case !s.seals && (s.Rate <= 0 || s.Rate > unit.LitresPerMinute(1000)):
		l.Wrong("rate", "a leak loses more than nothing and at most 1000 L/min", "for example 210 ul/s")
	}
}

// Run implements Step.
func (s *Leak) Run(h *Hand) error {
	return h.Do(s.role, tank.Leak{From: tank.LeakPlace(s.From), Rate: s.Rate})
}
