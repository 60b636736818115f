package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

func init() {
	Register(Info{
		Name: "line-test", Acts: true, New: func() Step { return &LineTest{Finds: string(gauge.Gph30)} },
		Doc: "has the gauge console test a pressure line, by the number of its submersible pump, which must rest: for a leak of 3.0, 0.2 or 0.1 US gallons an hour; " +
			"a gross test that is passed opens a line that was shut down",
		Example: "line-test: { line: 1, finds: 3.0 gph }",
	})
}

// LineTest starts a test of a line.
type LineTest struct {
	Line    int `yaml:",required"` // the number of its pump
	Finds   string
	console forecourt.Role
}

// Lint implements Step.
func (s *LineTest) Lint(l *Lint) {
	if s.Line < 1 || s.Line > veeder.MaxLines {
		l.Wrong("line", "a console tests lines 1 to 8", "the number of a pump with line-tests: true")
	}
	s.console = l.console()
	l.OneOf("finds", "line test", s.Finds, string(gauge.Gph30), string(gauge.Gph02), string(gauge.Gph01))
}

// Run implements Step.
func (s *LineTest) Run(h *Hand) error {
	return h.Do(s.console, gauge.StartLineTest{Line: uint8(s.Line), Kind: gauge.LeakTestKind(s.Finds)})
}
