package line

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// faulty is a bus on which end 0 polls every 10 ms and end 1 answers 4 ms later, with faults on it. It returns what each
// of the three ends heard, and the digest.
func faulty(t *testing.T, s wire.Settings, plan ...Planned) (heard [3]string, digest uint64) {
	t.Helper()
	b := NewBus(s, nil)
	ears := [3]*listener{{}, {}, {}}
	for _, e := range ears {
		b.Join(e)
	}
	b.Call(func(end int) string { return []string{"controller", "point 1", "point 2"}[end] })
	run := newBench(b)
	if err := b.Plan(plan...); err != nil {
		t.Fatal(err)
	}
	for n := range byte(4) {
		b.Say(0, 0, []byte{0x50, n})
		run.until(run.now.Add(4 * time.Millisecond))
		b.Say(1, 0, []byte{0xA0, n, 0xFF})
		run.until(run.now.Add(6 * time.Millisecond))
	}
	run.until(run.now.Add(time.Second))
	for i, e := range ears {
		heard[i] = strings.Join(e.heard, " ")
	}
	return heard, b.Digest(run.now)
}

// The third end hears all of a healthy bus so.
const healthy = "5000/0@2291 a000ff/0@7437 5001/0@12291 a001ff/0@17437 5002/0@22291 a002ff/0@27437 5003/0@32291 a003ff/0@37437"

var none = wire.Settings{Baud: 9600, DataBits: 9, Parity: wire.NoParity, StopBits: 1} // bytes last as long as rs485's

var faultCases = []struct {
	name string
	s    wire.Settings
	plan []Planned
	old  string // of healthy
	new  string
}{
	{"nothing", rs485, nil, "", ""},
	{"flip", rs485, []Planned{{Fault: Flip, Frame: 2, Byte: 1, Bit: 3}}, "a000ff/0@7437", "a008ff/1@7437"},
	{"flip with no parity", none, []Planned{{Fault: Flip, Frame: 2, Byte: 1, Bit: 3}}, "a000ff/0@7437", "a008ff/0@7437"},
	{"two flips in one byte", rs485, []Planned{{Fault: Flip, Frame: 2, Bit: 3}, {Fault: Flip, Frame: 2, Bit: 0}}, "a000ff/0@7437", "a900ff/0@7437"},
	{"flips in two bytes", rs485, []Planned{{Fault: Flip, Frame: 2}, {Fault: Flip, Frame: 2, Byte: 2}}, "a000ff/0@7437", "a100fe/1@7437"},
	{"drop", rs485, []Planned{{Fault: Drop, From: "controller", Match: mask("5002")}}, "5002/0@22291 ", ""},
	{"drop for a span", rs485, []Planned{{Fault: Drop, From: "point 1", For: 15 * time.Millisecond}}, "a000ff/0@7437 5001/0@12291 a001ff/0@17437", "5001/0@12291"},
	{"first byte dropped", rs485, []Planned{{Fault: DropByte, Frame: 2}}, "a000ff", "00ff"},
	{"last byte dropped", rs485, []Planned{{Fault: DropByte, Frame: 2, Byte: 2}}, "a000ff/0@7437", "a000/0@6291"},
	{"extra byte in front", rs485, []Planned{{Fault: ExtraByte, Frame: 2, Bytes: []byte{7}}}, "a000ff", "07a000ff"},
	{"extra byte behind", rs485, []Planned{{Fault: ExtraByte, Frame: 2, Byte: 9}}, "a000ff/0@7437", "a000ffff/0@8583"},
	{"truncate", rs485, []Planned{{Fault: Truncate, Frame: 2, Byte: 2}}, "a000ff/0@7437", "a000/0@6291"},
	{"flip of what is truncated", rs485, []Planned{{Fault: Truncate, Frame: 2, Byte: 1}, {Fault: Flip, Frame: 2}}, "a000ff/0@7437", "a1/1@5145"},
	{"duplicate", rs485, []Planned{{Fault: Duplicate, Frame: 2}}, "a000ff/0@7437", "a000ff/0@7437 a000ff/0@7437"},
	{"delay", rs485, []Planned{{Fault: Delay, Frame: 2, Delay: 2500 * time.Microsecond}}, "a000ff/0@7437", "a000ff/0@9937"},
	{"delay into another", rs485, []Planned{{Fault: Delay, Frame: 2, Delay: 4 * time.Millisecond}}, "a000ff/0@7437 5001/0@12291", "05a55a/8@11437 f5a4/8@12291"},
	{"stale reply", rs485, []Planned{{Fault: Stale, From: "point 1", Match: mask("A0 02")}}, "a002ff", "a001ff"},
	{"stale reply waits for one to repeat", rs485, []Planned{{Fault: Stale, From: "point 1"}}, "a001ff", "a000ff"},
	{"stranger babbles", rs485, []Planned{{Fault: Babble, Bytes: []byte{1, 2, 3}, For: 5 * time.Millisecond}},
		"5000/0@2291 a000ff/0@7437", "f5a5/8@2291 a4a7a6/8@3437 a4a7a6/8@6875 05a55a/8@7437"},
	{"break", rs485, []Planned{{Fault: Break, After: 13 * time.Millisecond, For: 8 * time.Millisecond}},
		"a001ff/0@17437 5002/0@22291", "00/6@14145 02/2@22291"},
	{"break inside a frame", rs485, []Planned{{Fault: Break, After: 5500 * time.Microsecond, For: 3 * time.Millisecond}},
		"a000ff/0@7437", "a0/0@5500 00/6@6645"},
	{"cut", rs485, []Planned{{Fault: Cut, Frame: 2, For: 8500 * time.Microsecond}}, "5001/0@12291 a001ff/0@17437", "ff/2@17437"},
	{"second master", rs485, []Planned{{Fault: SecondMaster, Frame: 1, Bytes: []byte{9}, Every: 6 * time.Millisecond, For: 7 * time.Millisecond}},
		"a000ff/0@7437", "09/0@3437 a000ff/0@7437 09/0@9437"},
}

func mask(text string) Mask {
	m, err := ParseMask(text)
	if err != nil {
		panic(err)
	}
	return m
}

func TestWhatIsHeardOfEachFault(t *testing.T) {
	tried := map[Fault]bool{Echo: true} // below
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			heard, digest := faulty(t, c.s, c.plan...)
			want := strings.Replace(healthy, c.old, c.new, 1)
			if heard[2] != want {
				t.Errorf("heard %s\nwant  %s", heard[2], want)
			}
			if _, again := faulty(t, c.s, c.plan...); again != digest {
				t.Error("its digest does not repeat")
			}
		})
		for _, p := range c.plan {
			tried[p.Fault] = true
		}
	}
	for _, f := range Faults() {
		if !tried[f.Name] {
			t.Errorf("%s is not tried", f.Name)
		}
		if f.What == "" || f.Recovery == "" || f.OfLine && !slices.Contains(f.Needs, "for") {
			t.Errorf("%s is not described", f.Name)
		}
	}
}

func TestAnEchoIsHeardByItsSpeaker(t *testing.T) {
	heard, _ := faulty(t, rs485, Planned{Fault: Echo, Frame: 3})
	if want := strings.Replace("a000ff/0@7437 a001ff/0@17437 a002ff/0@27437 a003ff/0@37437", "a001", "5001/0@12291 a001", 1); heard[0] != want {
		t.Errorf("the controller heard %s, want %s", heard[0], want)
	}
	if heard[2] != healthy {
		t.Errorf("another end heard %s", heard[2])
	}
}

func TestOnAnEchoingBusEveryEndHearsItself(t *testing.T) {
	b, run, ears := newTestBus()
	b.Echo(true)
	b.Say(0, 0, []byte{1})
	b.Say(1, 2*time.Millisecond, []byte{2})
	b.Say(2, 2500*time.Microsecond, []byte{3}) // while another speaks: it hears that, too
	run.until(clock.Epoch.Add(time.Second))
	for end, e := range ears {
		if got := fmt.Sprint(e.heard); got != "[01/0@1145 a7/8@3145 a6/8@3645]" {
			t.Errorf("end %d heard %s", end, got)
		}
	}
}

func TestABabblerIsOneOfTheEnds(t *testing.T) {
	heard, _ := faulty(t, rs485, Planned{Fault: Babble, From: "point 1", Bytes: []byte{7}, For: 2 * time.Millisecond, After: 3 * time.Millisecond})
	// Its own answer waits for what it babbles, and what it babbles for its own answer, when its time is up.
	if want := strings.Replace(healthy, "a000ff/0@7437", "07/0@4145 a000ff/0@7583", 1); heard[2] != want {
		t.Errorf("heard %s\nwant  %s", heard[2], want)
	}
	if strings.Contains(heard[1], "07") {
		t.Errorf("it heard itself: %s", heard[1])
	}
}

func TestAFaultSaysWhenItFirstStrikes(t *testing.T) {
	var at []string
	note := func(c clock.Instant) { at = append(at, fmt.Sprint(c.Sub(clock.Epoch).Microseconds())) }
	faulty(t, rs485,
		Planned{Fault: Drop, From: "point 1", Frame: 2, For: time.Second, Struck: note},
		Planned{Fault: Cut, After: 30 * time.Millisecond, For: time.Millisecond, Struck: note},
		Planned{Fault: Flip, Match: mask("77"), Struck: note},
	)
	if fmt.Sprint(at) != "[17437 30000]" {
		t.Error(at)
	}
}

func TestAPlanThatLacksSomethingIsRefused(t *testing.T) {
	b, _, _ := newTestBus()
	for want, p := range map[string]Planned{
		"there is no fault 'flop'":                   {Fault: "flop"},
		"break: its 'for' is missing":                {Fault: Break},
		"second-master: its 'bytes' is missing":      {Fault: SecondMaster, For: 1},
		"delay: its 'delay' is missing":              {Fault: Delay},
		"stale-reply: its 'from' is missing":         {Fault: Stale},
		"flip: a number or a span is out of range":   {Fault: Flip, Bit: 8},
		"drop: there is no point 7 on this bus":      {Fault: Drop, From: "point 7"},
		"truncate: its 'byte' is missing":            {Fault: Truncate},
		"babble: there is no controller on this bus": {Fault: Babble, For: 1, From: "controller"}, // its ends have no names
	} {
		if err := b.Plan(Planned{Fault: Drop}, p); err == nil || err.Error() != want {
			t.Errorf("%v: %v", p, err)
		}
	}
	if b.Planned() != 0 || b.faults.next == 0 {
		t.Error("part of a refused plan was kept")
	}
}
