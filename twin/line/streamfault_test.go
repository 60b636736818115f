package line

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// faultyStream is a stream on which end 0 asks every 10 ms and end 1 answers 4 ms later, with faults on it. It returns what
// end 0 heard, and the digest.
func faultyStream(t *testing.T, plan ...Planned) (heard string, digest uint64) {
	t.Helper()
	ears := [2]*listener{{}, {}}
	s := NewStream(time.Millisecond, ears[0], ears[1], nil)
	s.Call(func(end int) string { return [2]string{"reader", "gauge"}[end] })
	run := newBench(s)
	if err := s.Plan(plan...); err != nil {
		t.Fatal(err)
	}
	for n := range byte(4) {
		s.Say(0, 0, []byte{0x50, n})
		run.until(run.now.Add(4 * time.Millisecond))
		s.Say(1, 0, []byte{0xA0, n, 0xFF})
		run.until(run.now.Add(6 * time.Millisecond))
	}
	run.until(run.now.Add(time.Second))
	return strings.Join(ears[0].heard, " "), s.Digest()
}

const healthyStream = "a000ff/0@5000 a001ff/0@15000 a002ff/0@25000 a003ff/0@35000"

var streamCases = []struct {
	name     string
	plan     []Planned
	old, new string // of healthyStream
}{
	{"nothing", nil, "", ""},
	{"flip", []Planned{{Fault: Flip, Frame: 2, Byte: 1, Bit: 3}}, "a000ff", "a008ff"},
	{"flip of a question", []Planned{{Fault: Flip, From: "reader"}}, "", ""},
	{"drop", []Planned{{Fault: Drop, From: "gauge", Match: mask("A0 02")}}, "a002ff/0@25000 ", ""},
	{"drop for a span", []Planned{{Fault: Drop, From: "gauge", For: 15 * time.Millisecond}}, "a000ff/0@5000 a001ff/0@15000 ", ""},
	{"drop after a span", []Planned{{Fault: Drop, From: "gauge", After: 20 * time.Millisecond}}, "a002ff/0@25000 ", ""},
	{"first byte dropped", []Planned{{Fault: DropByte, From: "gauge"}}, "a000ff", "00ff"},
	{"extra byte behind", []Planned{{Fault: ExtraByte, From: "gauge", Byte: 9}}, "a000ff", "a000ffff"},
	{"truncate", []Planned{{Fault: Truncate, From: "gauge", Frame: 2, Byte: 2}}, "a001ff", "a001"},
	{"truncate to nothing", []Planned{{Fault: Truncate, From: "gauge", Frame: 2, Byte: 3}}, "a001ff/0@15000 ", ""},
	{"duplicate", []Planned{{Fault: Duplicate, From: "gauge"}}, "a000ff/0@5000", "a000ff/0@5000 a000ff/0@5000"},
	{"delay holds up what follows", []Planned{{Fault: Delay, From: "gauge", Delay: 14 * time.Millisecond}},
		"a000ff/0@5000 a001ff/0@15000", "a000ff/0@19000 a001ff/0@19000"},
	{"cut", []Planned{{Fault: Cut, Frame: 2, For: 8 * time.Millisecond}}, "a000ff/0@5000 ", ""},
	{"cut at once", []Planned{{Fault: Cut, For: 12 * time.Millisecond}}, "a000ff/0@5000 ", ""},
}

func TestWhatIsHeardOfEachFaultOfAStream(t *testing.T) {
	tried := map[Fault]bool{}
	for _, c := range streamCases {
		heard, digest := faultyStream(t, c.plan...)
		if want := strings.Replace(healthyStream, c.old, c.new, 1); heard != want {
			t.Errorf("%s: heard %s\nwant  %s", c.name, heard, want)
		}
		if _, again := faultyStream(t, c.plan...); again != digest {
			t.Errorf("%s: its digest does not repeat", c.name)
		}
		for _, p := range c.plan {
			tried[p.Fault] = true
		}
	}
	for _, name := range StreamFaultNames() {
		if !tried[Fault(name)] {
			t.Errorf("%s is not tried", name)
		}
	}
}

func TestAFaultOfAStreamStrikesOnceAndSaysSo(t *testing.T) {
	var at []time.Duration
	note := func(c clock.Instant) { at = append(at, c.Sub(clock.Epoch)) }
	faultyStream(t,
		Planned{Fault: Drop, From: "gauge", For: time.Second, Struck: note},
		Planned{Fault: Cut, After: 20 * time.Millisecond, For: time.Millisecond, Struck: note})
	if len(at) != 2 || at[0] != 4*time.Millisecond || at[1] != 20*time.Millisecond {
		t.Error(at)
	}
}

func TestAPlanThatAStreamCannotSufferIsRefused(t *testing.T) {
	s := NewStream(0, &listener{}, &listener{}, nil)
	newBench(s)
	for want, p := range map[string]Planned{
		"break: a stream cannot suffer it":         {Fault: Break, For: 1},
		"delay: its 'delay' is missing":            {Fault: Delay},
		"drop: there is no gauge at this line":     {Fault: Drop, From: "gauge"}, // its ends have no names
		"there is no fault 'flop'":                 {Fault: "flop"},
		"echo: a stream cannot suffer it":          {Fault: Echo},
		"flip: a number or a span is out of range": {Fault: Flip, Bit: 8},
	} {
		if err := s.Plan(Planned{Fault: Drop}, p); err == nil || err.Error() != want {
			t.Errorf("%v: %v", p, err)
		}
	}
	if s.Planned() != 0 {
		t.Error("part of a refused plan was kept")
	}
}
