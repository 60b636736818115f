package step

import (
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

func init() {
	Register(Info{
		Name: "line-test", Acts: true, New: func() Step { return &LineTest{Finds: string(gauge.Gph30)} },
		Doc: "has the gauge console test the pressure line of a submersible pump that rests, for a leak of 3.0, 0.2 or 0.1 US gallons an hour; " +
			"a gross test that is passed opens a line that was shut down",
		Example: "line-test: { pump: 1, finds: 3.0 gph }",
	})
}

// LineTest starts a test of a line.
type LineTest struct {
	Pump    int `yaml:",required"`
	Finds   string
	console forecourt.Role
}

// Lint implements Step.
func (s *LineTest) Lint(l *Lint) {
	l.Numbered("pump", hydraulics.PumpKind, s.Pump)
	s.console = l.console()
	l.OneOf("finds", "line test", s.Finds, string(gauge.Gph30), string(gauge.Gph02), string(gauge.Gph01))
}

// Run implements Step.
func (s *LineTest) Run(h *Hand) error {
	return h.Do(s.console, gauge.StartLineTest{Line: uint8(s.Pump), Kind: gauge.LeakTestKind(s.Finds)})
}
