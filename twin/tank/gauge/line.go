package gauge

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// LineConfig is a pressure line, from a submersible pump to its dispensers, that the console tests.
type LineConfig struct {
	Number uint8 // 1 to veeder.MaxLines; its pump's
	Label  string
	// Leak is what the line loses under pressure, now: the console finds it by how its pressure falls.
	Leak func() unit.FlowRate
	// Shutdown has the console hold the pump off while the gross test has failed.
	Shutdown bool
}

// Gph30 is the gross test of a line.
const Gph30 LeakTestKind = "3.0 gph"

// lineStandard is how a line is tested (B: NWGLDE's listing of the maker's electronic line leak detector; the times are of
// the ranges that it gives).
type lineStandard struct {
	kind  LeakTestKind
	wait  time.Duration // after the pump has stopped
	span  time.Duration
	fails Rate // at this loss and more
	alarm uint16
}

// lineStandards are the tests of an idle time: each begins when its wait is over and the one before it was passed.
var lineStandards = [...]lineStandard{
	{Gph30, 0, time.Minute, gph(1500), veeder.LineGrossFail},
	{Gph02, 30 * time.Minute, 45 * time.Minute, gph(170), veeder.LinePeriodicFail},
	{Gph01, 2 * time.Hour, time.Hour, gph(50), veeder.LineAnnualFail},
}

// lineMemory is what the console remembers of a line, newest first.
type lineMemory struct {
	Gross    veeder.LineTest   `json:"gross"`
	Passed   []clock.Instant   `json:"passed,omitempty"` // gross tests of the last 24 hours, oldest first
	Periodic []veeder.LineTest `json:"periodic,omitempty"`
	Annual   []veeder.LineTest `json:"annual,omitempty"`
	Alarms   []uint16          `json:"alarms,omitempty"`
}

// tested is a line and its pump.
type tested struct {
	LineConfig
	lineMemory
	runs  bool          // its pump
	idle  clock.Instant // when that stopped
	next  int           // of lineStandards, in this idle time
	trial *lineTrial
}

// lineTrial is a test that runs.
type lineTrial struct {
	lineStandard
	at   clock.Instant
	lost sample
}

// RunsPort and ShutPort return the connectors of line i, from 0, of a console with so many ports to those who ask: an input
// that is high while the pump runs, and an output that is high while the console holds it off.
func RunsPort(ports, i int) machine.Port { return machine.Port(max(ports, 1) + 2*i) }
func ShutPort(ports, i int) machine.Port { return RunsPort(ports, i) + 1 }

// switchOnLines finds the pumps as they are.
func (g *Gauge) switchOnLines() {
	for i, l := range g.lines {
		l.runs, l.idle, l.next, l.trial = g.env.Level(RunsPort(g.cfg.Ports, i)), g.env.Now(), len(lineStandards), nil
		g.env.Drive(ShutPort(g.cfg.Ports, i), l.has(veeder.LineShutdown))
	}
}

// pumpTurned is told that a pump runs, or has stopped.
func (g *Gauge) pumpTurned(i int, runs bool) {
	l := g.lines[i]
	l.runs, l.idle, l.next = runs, g.env.Now(), 0
	if runs && l.trial != nil {
		g.endLineTest(i, "the pump started")
	}
	g.lookAtLine(i)
}

// lookAtLine goes on with a test, or begins the next one.
func (g *Gauge) lookAtLine(i int) {
	l, now := g.lines[i], g.env.Now()
	if x := l.trial; x != nil {
		x.lost.add(unit.Volume(l.Leak()), now.Sub(x.at))
		if now >= x.at.Add(x.span) {
			g.endLineTest(i, "")
		}
	}
	if l.runs || l.trial != nil || l.next >= len(lineStandards) || l.has(veeder.LineShutdown) {
		return
	}
	if std := lineStandards[l.next]; now >= l.idle.Add(std.wait) {
		g.startLineTest(i, std)
	}
}

func (g *Gauge) startLineTest(i int, std lineStandard) {
	l := g.lines[i]
	l.trial = &lineTrial{lineStandard: std, at: g.env.Now()}
	g.env.Tell(LineTestStarted{int(l.Number), std.kind})
}

// endLineTest judges a test; one that was spoilt says nothing.
func (g *Gauge) endLineTest(i int, spoilt string) {
	l, now := g.lines[i], g.env.Now()
	x := l.trial
	l.trial = nil
	if spoilt != "" {
		g.env.Tell(LineTestEnded{int(l.Number), x.kind, LeakTestInvalid, 0, spoilt})
		return
	}
	mean, _ := x.lost.mean()
	rate, result, code := Rate(mean)*secondsAnHr, LeakTestPassed, uint8(1)
	if rate >= x.fails {
		result, code = LeakTestFailed, 2
	}
	l.keep(x.kind, veeder.LineTest{At: g.Clock(now), Result: code}, now)
	g.env.Tell(LineTestEnded{int(l.Number), x.kind, result, unit.Volume(rate), ""})
	l.next = len(lineStandards)
	for k, std := range lineStandards {
		if std.kind == x.kind && result == LeakTestPassed {
			l.next = k + 1
		}
	}
	g.lineAlarm(i, x.alarm, result == LeakTestFailed)
	if x.kind == Gph30 {
		g.lineAlarm(i, veeder.LineShutdown, l.Shutdown && result == LeakTestFailed)
	}
	g.save()
}

func (l *tested) has(alarm uint16) bool {
	for _, a := range l.Alarms {
		if a == alarm {
			return true
		}
	}
	return false
}

// lineAlarm raises an alarm of a line, or clears it; the shutdown holds the pump off.
func (g *Gauge) lineAlarm(i int, alarm uint16, yes bool) {
	l := g.lines[i]
	if l.has(alarm) == yes {
		return
	}
	name := alarmText(veeder.LineAlarm(l.Number, alarm))
	if yes {
		l.Alarms = withAlarm(l.Alarms, alarm)
		g.env.Tell(LineAlarmRaised{int(l.Number), name})
	} else {
		l.Alarms = without(l.Alarms, alarm)
		g.env.Tell(LineAlarmCleared{int(l.Number), name})
	}
	if alarm == veeder.LineShutdown {
		g.env.Drive(ShutPort(g.cfg.Ports, i), yes)
	}
}

// keep puts a result into the lists.
func (l *lineMemory) keep(kind LeakTestKind, t veeder.LineTest, now clock.Instant) {
	switch kind {
	case Gph02:
		l.Periodic = remember(l.Periodic, t)
	case Gph01:
		l.Annual = remember(l.Annual, t)
	default:
		l.Gross = t
		if t.Result == 1 {
			l.Passed = append(l.Passed, now)
		}
		for len(l.Passed) > 0 && l.Passed[0] <= now.Add(-24*time.Hour) {
			l.Passed = l.Passed[1:]
		}
	}
}

// Lines implements veeder.Lines.
func (g *Gauge) Lines(now clock.Instant) (list []veeder.LineReport) {
	for _, l := range g.lines {
		r := veeder.LineReport{Line: l.Number, Label: l.Label, Gross: l.Gross, Periodic: l.Periodic, Annual: l.Annual}
		for _, at := range l.Passed {
			if at > now.Add(-24*time.Hour) {
				r.LastDay++
			}
			if at >= g.midnight.Add(-24*time.Hour) {
				r.Today++
			}
		}
		list = append(list, r)
	}
	return list
}
