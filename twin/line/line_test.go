package line

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// bench is a scheduler for one line.
type bench struct {
	now, due clock.Instant
	line     Line
}

func newBench(l Line) *bench {
	b := &bench{now: clock.Epoch, due: clock.Never, line: l}
	l.Bind(b, 0)
	return b
}

func (b *bench) Clock() *clock.Instant           { return &b.now }
func (b *bench) SetLine(_ int, at clock.Instant) { b.due = at }
func (b *bench) until(at clock.Instant) (wakes int) {
	for b.due <= at {
		b.now, b.due = max(b.now, b.due), clock.Never
		b.line.Wake()
		wakes++
	}
	b.now = max(b.now, at)
	return wakes
}

type listener struct{ heard []string }

func (l *listener) Hear(c wire.Chunk) {
	l.heard = append(l.heard, fmt.Sprintf("%x/%d@%d", c.Bytes, c.Marks, c.Last.Sub(clock.Epoch).Microseconds()))
}
func (l *listener) Level(high bool)  { l.heard = append(l.heard, fmt.Sprint(high)) }
func (l *listener) Counted(n int64)  { l.heard = append(l.heard, fmt.Sprint(n)) }
func (l *listener) Receive(noun any) { l.heard = append(l.heard, fmt.Sprint(noun)) }

var rs485 = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}

func newTestBus() (*Bus, *bench, [3]*listener) {
	b := NewBus(rs485, nil)
	ears := [3]*listener{{}, {}, {}}
	for _, e := range ears {
		b.Join(e)
	}
	return b, newBench(b), ears
}

func TestBusByteTimes(t *testing.T) {
	if got := rs485.Span(3); got != 3437500*time.Nanosecond {
		t.Fatalf("three bytes last %v", got)
	}
	b, run, ears := newTestBus()
	b.Say(0, 0, []byte{1, 2, 3})
	b.Say(0, 0, []byte{4}) // an end's own bytes follow one another
	run.until(clock.Epoch.Add(time.Second))
	if got := fmt.Sprint(ears[1].heard); got != "[010203/0@3437 04/0@4583]" {
		t.Fatal(got)
	}
}

func TestTwoThatSpeakAtOnceGarbleEachOther(t *testing.T) {
	b, run, ears := newTestBus()
	b.Say(0, 0, []byte{1, 2, 3})
	b.Say(1, time.Millisecond, []byte{9})
	run.until(clock.Epoch.Add(time.Second))
	if got := fmt.Sprint(ears[2].heard); got != "[ac/8@2145 a4a7a6/8@3437]" {
		t.Fatal(got)
	}
}

func TestAnEndSeesThatBytesArrive(t *testing.T) {
	b, run, _ := newTestBus()
	b.Say(0, time.Millisecond, []byte{1, 2, 3})
	if _, yes := b.Arriving(1); yes {
		t.Fatal("bytes arrive before they are sent")
	}
	run.until(clock.Epoch.Add(2 * time.Millisecond))
	if until, yes := b.Arriving(1); !yes || until != clock.Epoch.Add(time.Millisecond+rs485.Span(3)) {
		t.Fatalf("%v until %v", yes, until)
	}
	if _, yes := b.Arriving(0); yes {
		t.Fatal("an end hears itself")
	}
}

func TestPlannedFaultsHitTheirFrames(t *testing.T) {
	b, run, ears := newTestBus()
	b.Plan(Planned{Frame: 2, Fault: Flip, Byte: 0, Bit: 7}, Planned{Frame: 3, Fault: Drop}, Planned{Frame: 4, Fault: Duplicate})
	for i := range 5 {
		b.Say(0, time.Duration(i)*10*time.Millisecond, []byte{byte(i)})
	}
	run.until(clock.Epoch.Add(time.Second))
	if got := fmt.Sprint(ears[1].heard); got != "[00/0@1145 81/1@11145 03/0@31145 03/0@31145 04/0@41145]" {
		t.Fatal(got)
	}
	b.Cut(true)
	b.Say(0, 0, []byte{7})
	run.until(run.now.Add(time.Second))
	if len(ears[1].heard) != 5 {
		t.Fatal("a cut bus was heard")
	}
}

func TestDigestSeesContentAndTime(t *testing.T) {
	say := func(bytes []byte, gap time.Duration) uint64 {
		b, run, _ := newTestBus()
		b.Say(0, gap, bytes)
		b.Say(0, gap+20*time.Millisecond, []byte{5})
		run.until(clock.Epoch.Add(time.Second))
		return b.Digest(run.now)
	}
	base := say([]byte{1, 2, 3}, 0)
	if base != say([]byte{1, 2, 3}, 0) {
		t.Fatal("the digest does not repeat")
	}
	for name, other := range map[string]uint64{
		"content": say([]byte{1, 2, 4}, 0), "length": say([]byte{1, 2, 3, 0}, 0), "time": say([]byte{1, 2, 3}, 1),
	} {
		if other == base {
			t.Errorf("the digest misses %s", name)
		}
	}
}

func TestNoAllocationPerFrame(t *testing.T) {
	b := NewBus(rs485, nil)
	b.Join(deaf{})
	b.Join(deaf{})
	run := newBench(b)
	poll := []byte{0x50, 0x20, 0xFA}
	b.Say(0, 0, poll)
	run.until(run.now.Add(time.Second))
	if n := testing.AllocsPerRun(100, func() {
		b.Say(0, 0, poll)
		run.until(run.now.Add(10 * time.Millisecond))
	}); n != 0 {
		t.Fatalf("%v allocations a frame", n)
	}
}

type deaf struct{}

func (deaf) Hear(wire.Chunk) {}

func drawTrain(t *rapid.T) Train {
	from := clock.Epoch
	ramp := clock.Instant(rapid.Int64Range(0, 3_000_000_000).Draw(t, "ramp"))
	tr := Train{
		From: from, Base: rapid.Int64Range(0, 1e12).Draw(t, "base"),
		Rate: rapid.Int64Range(0, 3_000_000).Draw(t, "rate"), EndRate: rapid.Int64Range(0, 3_000_000).Draw(t, "end"),
		RampEnd: from + ramp, StopAt: clock.Never,
	}
	if rapid.Bool().Draw(t, "stops") {
		tr.StopAt = from + clock.Instant(rapid.Int64Range(0, 60_000_000_000).Draw(t, "stop"))
	}
	return tr
}

func TestTrainVolumeNeverFallsAndWhenIsItsInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrain(t)
		a := clock.Epoch + clock.Instant(rapid.Int64Range(0, 90_000_000_000).Draw(t, "a"))
		b := a + clock.Instant(rapid.Int64Range(0, 5_000_000_000).Draw(t, "b"))
		if tr.At(b) < tr.At(a) {
			t.Fatalf("%d at %v, then %d", tr.At(a), a, tr.At(b))
		}
		v := tr.At(b)
		when := tr.When(v)
		if when > b || tr.At(when) < v {
			t.Fatalf("volume %d is there at %v, When says %v", v, b, when)
		}
		if when > tr.From && tr.At(when-1) >= v {
			t.Fatalf("When(%d) is not the first instant", v)
		}
	})
}

func TestSteadyFlowIsExact(t *testing.T) {
	// 40 L/min is 666,666 whole microlitres a second; a minute of it is 39.99996 L.
	tr := Train{From: clock.Epoch, Rate: 666_666, EndRate: 666_666, RampEnd: clock.Epoch, StopAt: clock.Never}
	if got := tr.At(clock.Epoch.Add(time.Minute)); got != 39_999_960 {
		t.Fatal(got)
	}
}

func TestCounterReachesACountExactlyOnce(t *testing.T) {
	eye := &listener{}
	c := NewCounter(PulseScale(100, 1_000_000_000, 0), eye) // 100 pulses a litre
	run := newBench(c)
	c.Flow(Train{From: run.now, Rate: 500_000, EndRate: 500_000, RampEnd: run.now, StopAt: clock.Never})
	c.Compare(150)
	run.until(run.now.Add(2 * time.Second))
	if len(eye.heard) != 0 || c.Count() != 100 {
		t.Fatalf("%v, count %d", eye.heard, c.Count())
	}
	run.until(run.now.Add(5 * time.Second))
	if fmt.Sprint(eye.heard) != "[150]" {
		t.Fatal(eye.heard)
	}
}

func TestPulseScales(t *testing.T) {
	gallon := PulseScale(1000, 3_785_411_784, 0)
	if n := gallon.Count(37_854_117); n != 9999 { // a hair under ten gallons
		t.Fatal(n)
	}
	if n := gallon.Count(37_854_118); n != 10_000 {
		t.Fatal(n)
	}
	fast := PulseScale(100, 1_000_000_000, 5000) // counts 0.5 % too much
	if n := fast.Count(100_000_000); n != 10_050 {
		t.Fatal(n)
	}
	if v := fast.Volume(10_050); fast.Count(v) != 10_050 || fast.Count(v-1) != 10_049 {
		t.Fatal(v)
	}
}

func TestLinkAndStreamKeepOrderAndLoseWhenCut(t *testing.T) {
	a, b := &listener{}, &listener{}
	k := NewLink(5*time.Millisecond, a, b)
	run := newBench(k)
	k.Send(0, "one")
	k.Send(0, "two")
	k.Send(1, "back")
	run.until(run.now.Add(time.Second))
	k.Cut(true)
	k.Send(0, "lost")
	k.Cut(false)
	k.Send(0, "three")
	run.until(run.now.Add(time.Second))
	if fmt.Sprint(a.heard, b.heard) != "[back] [one two three]" {
		t.Fatal(a.heard, b.heard)
	}
	x, y := &listener{}, &listener{}
	s := NewStream(time.Millisecond, x, y, nil)
	sr := newBench(s)
	s.Say(0, 3*time.Millisecond, []byte{1})
	s.Say(0, 0, []byte{2}) // may not overtake
	s.Lose(1, 1)
	s.Say(1, 0, []byte{3})
	s.Say(1, 0, []byte{4})
	sr.until(sr.now.Add(time.Second))
	if got := fmt.Sprint(y.heard, x.heard); got != "[01/0@4000 02/0@4000] [04/0@1000]" {
		t.Fatal(got)
	}
}

func TestDigitalShowsOnlyChanges(t *testing.T) {
	eye := &listener{}
	d := NewDigital(eye)
	run := newBench(d)
	for _, high := range []bool{true, true, false, true} {
		d.Drive(high)
		run.until(run.now)
	}
	if fmt.Sprint(eye.heard) != "[true false true]" {
		t.Fatal(eye.heard)
	}
}

// realLine is an end of a real line.
type realLine struct {
	listener
	said []string
}

func (r *realLine) Says(first clock.Instant, b []byte) {
	r.said = append(r.said, fmt.Sprintf("%x@%d", b, first.Sub(clock.Epoch).Microseconds()))
}

func TestARealLineIsToldAtOnceAndHasItsOwnByteTimes(t *testing.T) {
	b, run, ears := newTestBus()
	r := &realLine{}
	end := b.JoinReal(r)
	b.Say(0, 2*time.Millisecond, []byte{1, 2, 3})
	if fmt.Sprint(r.said) != "[010203@2000]" {
		t.Fatal(r.said)
	}
	run.until(clock.Epoch.Add(10 * time.Millisecond))
	b.Arrived(end, wire.Chunk{Bytes: []byte{9}, Marks: wire.ParityError, First: run.now, Last: run.now})
	if got := fmt.Sprint(ears[0].heard, ears[1].heard); got != "[09/1@10000] [010203/0@5437 09/1@10000]" {
		t.Fatal(got)
	}
}
