package gauge

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// lined seats a console that tests a line, and returns what the line loses.
func lined(t *testing.T, shutdown bool) (*machinetest.Bench, *unit.FlowRate) {
	t.Helper()
	leak := new(unit.FlowRate)
	c := config()
	c.Lines = []LineConfig{{Number: 3, Label: "DIESEL B7", Leak: func() unit.FlowRate { return *leak }, Shutdown: shutdown}}
	b, _, _ := seat(t, c)
	return b, leak
}

func results(b *machinetest.Bench) string {
	var words []string
	for _, e := range b.Events("line-test-ended") {
		x := e.(LineTestEnded)
		words = append(words, string(x.Kind)+" "+string(x.Result))
	}
	return strings.Join(words, ", ")
}

// TestLineThresholds: each test fails at its own loss and passes just below it.
func TestLineThresholds(t *testing.T) {
	for kind, least := range map[LeakTestKind]unit.FlowRate{Gph30: 1578, Gph02: 179, Gph01: 53} {
		for rate, want := range map[unit.FlowRate]LeakTestResult{0: LeakTestPassed, least - 1: LeakTestPassed, least: LeakTestFailed, 5000: LeakTestFailed} {
			b, leak := lined(t, false)
			*leak = rate
			b.Sense(StartLineTest{3, kind})
			b.Advance(2 * time.Hour)
			if got := results(b); !strings.HasPrefix(got, string(kind)+" "+string(want)) {
				t.Errorf("%s of a line that loses %d ul/s: %s", kind, rate, got)
			}
		}
	}
}

// TestAnIdleLineIsTestedFinerAndFiner, once in a rest, until a test fails; a pump that starts ends it.
func TestAnIdleLineIsTestedFinerAndFiner(t *testing.T) {
	b, leak := lined(t, true)
	b.Advance(5 * time.Hour)
	if results(b) != "" {
		t.Errorf("a line was tested before it was used: %s", results(b))
	}
	b.Level(RunsPort(1, 0), true)
	b.Advance(time.Minute)
	b.Level(RunsPort(1, 0), false)
	b.Advance(5 * time.Hour)
	if got := results(b); got != "3.0 gph passed, 0.2 gph passed, 0.1 gph passed" {
		t.Errorf("in a rest of five hours: %s", got)
	}
	b.Forget()
	*leak = 200
	b.Level(RunsPort(1, 0), true)
	b.Level(RunsPort(1, 0), false)
	b.Advance(31 * time.Minute)
	b.Level(RunsPort(1, 0), true)
	b.Level(RunsPort(1, 0), false)
	b.Advance(5 * time.Hour)
	if got := results(b); got != "3.0 gph passed, 0.2 gph invalid, 3.0 gph passed, 0.2 gph failed" {
		t.Errorf("a line that leaks a little: %s", got)
	}
	if b.Driven(ShutPort(1, 0)) {
		t.Error("a fine test has shut the line down")
	}
}

// TestAShutLineStaysShutOverAPowerCut, until a gross test by hand is passed; the reports say all of it.
func TestAShutLineStaysShutOverAPowerCut(t *testing.T) {
	b, leak := lined(t, true)
	b.Level(RunsPort(1, 0), true)
	b.Level(RunsPort(1, 0), false)
	b.Advance(2 * time.Minute)
	*leak = 3155
	b.Sense(StartLineTest{3, Gph30})
	b.Sense(StartLineTest{3, Gph30}) // it is under way
	b.Advance(2 * time.Minute)
	if !b.Driven(ShutPort(1, 0)) || len(b.Faults) != 1 {
		t.Fatalf("driven %t, faults %v", b.Driven(ShutPort(1, 0)), b.Faults)
	}
	b.PowerOff()
	b.Advance(time.Hour)
	b.PowerOn()
	if !b.Driven(ShutPort(1, 0)) {
		t.Error("a power cut has opened the line")
	}
	if got := ask(b, "i10100"); !strings.Contains(got, "210203210803&&") {
		t.Errorf("the alarms are %q", got)
	}
	if got := ask(b, "I10100"); !strings.Contains(got, "Q 3:GROSS LINE FAIL\r\nQ 3:PLLD SHUTDOWN ALARM") {
		t.Errorf("the alarms are %q", got)
	}
	if got := ask(b, "I37303"); !strings.Contains(got, "Q 3:DIESEL B7\r\n 3.0 GAL/HR RESULTS:\r\nLAST TEST:\r\nJAN  5, 2026 12:03 AM FAIL\r\n") ||
		!strings.Contains(got, "PREV 24 HOURS :     1\r\nSINCE MIDNIGHT :    1\r\n") {
		t.Errorf("the results are %q", got)
	}
	if got := ask(b, "i38500"); !strings.Contains(got, "0326010500030200000100010000&&") {
		t.Errorf("the results are %q", got)
	}
	*leak = 0
	b.Sense(StartLineTest{3, Gph30})
	b.Advance(2 * time.Minute)
	if b.Driven(ShutPort(1, 0)) || !strings.Contains(ask(b, "i10100"), "00&&") {
		t.Errorf("a mended line: driven %t, %q", b.Driven(ShutPort(1, 0)), ask(b, "i10100"))
	}
}

func TestLinesThatAreNone(t *testing.T) {
	b, _ := lined(t, false)
	b.Level(RunsPort(1, 0), true)
	for _, s := range []StartLineTest{{3, Gph30}, {1, Gph30}} {
		b.Sense(s)
	}
	b.Level(RunsPort(1, 0), false)
	b.Advance(5 * time.Minute)
	b.Sense(StartLineTest{3, CSLD})
	if len(b.Faults) != 3 {
		t.Errorf("faults %v", b.Faults)
	}
	leak := func() unit.FlowRate { return 0 }
	for _, lines := range [][]LineConfig{{{Number: 0, Leak: leak}}, {{Number: veeder.MaxLines + 1, Leak: leak}}, {{Number: 1}},
		{{Number: 1, Leak: leak}, {Number: 1, Leak: leak}}} {
		c := config()
		c.Lines = lines
		if _, err := New(c, new(pool)); err == nil {
			t.Errorf("a console with the lines %v", lines)
		}
	}
}
