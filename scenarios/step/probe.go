package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

func init() {
	expect.DefineWords(gauge.LeakTestPassed, gauge.LeakTestFailed, gauge.LeakTestInvalid)
	expect.DefineWords(gauge.Gph30, gauge.Gph02, gauge.Gph01, gauge.CSLD)
	Register(Info{
		Name: "probe-out", Acts: true, New: func() Step { return &Probe{out: true} },
		Doc: "takes a tank's probe off the gauge console", Example: "probe-out: { tank: 1 }",
	})
	Register(Info{
		Name: "probe-in", Acts: true, New: func() Step { return &Probe{} },
		Doc: "puts a tank's probe back", Example: "probe-in: { tank: 1 }",
	})
	Register(Info{
		Name: "leak-test", Acts: true, New: func() Step { return &LeakTest{Finds: string(gauge.Gph02)} },
		Doc: "starts a static leak test at the gauge console: finds '0.2 gph' (the default; two hours) or '0.1 gph' (five hours); " +
			"'stop: true' stops it",
		Example: "leak-test: { tank: 1, finds: 0.2 gph }",
	})
}

// Probe takes a probe out, or puts it back.
type Probe struct {
	Tank    int `yaml:",required"`
	out     bool
	console forecourt.Role
}

// Lint implements Step.
func (s *Probe) Lint(l *Lint) {
	l.Numbered("tank", tank.Kind, s.Tank)
	s.console = l.console()
}

// Run implements Step.
func (s *Probe) Run(h *Hand) error {
	return h.Do(s.console, gauge.SetProbe{Tank: uint8(s.Tank), Out: s.out})
}

// LeakTest starts a leak test, or stops it.
type LeakTest struct {
	Tank    int `yaml:",required"`
	Finds   string
	Stop    bool
	console forecourt.Role
}

// Lint implements Step.
func (s *LeakTest) Lint(l *Lint) {
	l.Numbered("tank", tank.Kind, s.Tank)
	s.console = l.console()
	l.OneOf("finds", "leak test", s.Finds, string(gauge.Gph02), string(gauge.Gph01))
	if s.Stop && l.has("finds") {
		l.Wrong("finds", "a test that is stopped finds nothing", "take it out")
	}
}

// Run implements Step.
func (s *LeakTest) Run(h *Hand) error {
	if s.Stop {
		return h.Do(s.console, gauge.StopLeakTest{Tank: uint8(s.Tank)})
	}
	return h.Do(s.console, gauge.StartLeakTest{Tank: uint8(s.Tank), Kind: gauge.LeakTestKind(s.Finds)})
}

// console returns the role of the gauge console, checked.
func (l *Lint) console() forecourt.Role {
	r := gauge.Role()
	if !l.Catalogue.Has(r) {
		l.Wrong("", "this station has no gauge console", "")
	}
	return r
}
