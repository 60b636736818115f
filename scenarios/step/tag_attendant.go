package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "tag-attendant", Acts: true, New: func() Step { return new(TagAttendant) },
		Doc: "holds an attendant's tag to a fuelling point, or to his handheld where none is named: he serves it from then on; " +
			"'out: true' ends his duty with the report of what he has taken",
		Example: "tag-attendant: { attendant: anna, fuelling-point: 1 }",
	})
	Register(Info{
		Name: "report", Acts: true, New: func() Step { return new(Report) },
		Doc:     "prints what was taken at a till, or by an attendant on his duty; nothing is reset",
		Example: "report: { till: 1 }",
	})
}

// TagAttendant tags an attendant in or out.
type TagAttendant struct {
	Attendant     string `yaml:",required"`
	FuellingPoint forecourt.Point
	Out           bool
}

// Lint implements Step.
func (s *TagAttendant) Lint(l *Lint) {
	l.Role("", till)
	switch {
	case s.Out && l.has("fuelling-point"):
		l.Wrong("fuelling-point", "who tags out does it everywhere", "leave it out")
	case l.has("fuelling-point"):
		l.PointNamed("fuelling-point", s.FuellingPoint)
	}
}

// Run implements Step.
func (s *TagAttendant) Run(h *Hand) error {
	return h.Do(till, pos.TagAttendant{Attendant: s.Attendant, Point: s.FuellingPoint, Out: s.Out})
}

// Report prints takings.
type Report struct{ by }

// Lint implements Step.
func (s *Report) Lint(l *Lint) {
	l.Role("", till)
	s.by.lint(l)
}

// Run implements Step.
func (s *Report) Run(h *Hand) error { return h.Do(till, pos.ReportTakings{By: s.who()}) }
