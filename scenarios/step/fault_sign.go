package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pricesign"
)

func init() {
	Register(Info{
		Name: "fault-sign", Acts: true, New: func() Step { return new(FaultSign) },
		Doc: "breaks the price sign, or repairs it: stuck-segment in the last digit of a grade, no-answer (it shows what it is told and " +
			"says nothing), dead (what it shows stays)",
		Example: "fault-sign: { fault: stuck-segment, grade: diesel }",
	})
}

// FaultSign breaks the price sign.
type FaultSign struct {
	Fault    pricesign.FaultKind `yaml:",required"`
	Grade    forecourt.Grade
	Repaired bool
}

// Lint implements Step.
func (s *FaultSign) Lint(l *Lint) {
	l.Role("", pricesign.Role)
	l.OneOf("fault", "fault of a price sign", string(s.Fault), pricesign.Faults()...)
	switch segment := s.Fault == pricesign.StuckSegment; {
	case segment && s.Grade == "":
		l.Wrong("fault", "a segment is one of a grade's price", "say which: grade: diesel")
	case segment:
		l.Grade("grade", s.Grade)
	case s.Grade != "":
		l.Wrong("grade", "only a stuck segment is one of a grade's price", "leave it out")
	}
}

// Run implements Step.
func (s *FaultSign) Run(h *Hand) error {
	return h.Do(pricesign.Role, pricesign.Fault{Grade: s.Grade, Fault: s.Fault, Repaired: s.Repaired})
}
