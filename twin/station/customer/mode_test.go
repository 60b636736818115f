package customer

import (
	"fmt"
	"hash/fnv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
)

// mishap is something that befalls a station, and is over after a while.
type mishap struct {
	at, lasts time.Duration
	what      string
	n         int // of the point or the bus
	fault     line.Planned
	fromFiber bool
}

func (m mishap) String() string {
	return fmt.Sprintf("%v for %v: %s %d %s (fiber: %v)", m.at, m.lasts, m.what, m.n, m.fault, m.fromFiber)
}

func (m mishap) begin(s *station.Station) (end func()) {
	switch m.what {
	case "point off":
		r := forecourt.PointRole(forecourt.Point(m.n))
		_ = s.PowerOff(r)
		return func() { _ = s.PowerOn(r) }
	case "controller off":
		_ = s.PowerOff(station.ControllerRole)
		return func() { _ = s.PowerOn(station.ControllerRole) }
	case "bus cut":
		_ = s.CutBus(m.n, true)
		return func() { _ = s.CutBus(m.n, false) }
	case "look":
		s.Digests()
	case "fault":
		if err := s.FaultBus(m.n, m.fault); err != nil {
			panic(err)
		}
	}
	return func() {}
}

// story is a run of a station.
type story struct {
	plan    string
	seed    uint64
	habits  Habits
	span    time.Duration
	mishaps []mishap
}

// saga is all that came of a run.
type saga struct {
	digests, frames string
	tally           Tally
	told            uint64 // events
	events          uint64 // a hash over each of them and its instant, but those of silence
	silence         uint64 // over those that say that the controller is silent, or not any more
	sales           string
	drawn           string
	wrong           string
}

// String says what a person compares first.
func (g saga) String() string {
	return fmt.Sprintf("%s, frames %s, %+v, %d events %x %x, drawn %s, %s, %d %s", g.digests, g.frames, g.tally, g.told, g.events, g.silence, g.drawn, g.wrong, len(g.sales), g.sales[:min(300, len(g.sales))])
}

// tell begins a story in a mode. The run goes on from where the returned function is called.
func (x story) tell(tb testing.TB, mode loop.Mode) (*station.Station, func() saga) {
	tb.Helper()
	s, err := station.Build(station.Options{Plan: mustOpen(tb, x.plan), Seed: x.seed, Mode: mode})
	if err != nil {
		tb.Fatal(err)
	}
	tally := Send(s, x.habits)
	events, silence := fnv.New64a(), fnv.New64a()
	s.Loop().Watch(func(t forecourt.Told) {
		to := events
		switch t.Event.(type) {
		case electronics.ControllerLost, electronics.ControllerFound:
			to = silence
		}
		fmt.Fprintln(to, t.At, t.Role, t.Event.Event(), t.Event)
	})
	acts := x.acts(s)
	return s, func() saga {
		defer s.Loop().Close()
		for _, a := range acts {
			if a.at < s.Loop().Now() {
				continue
			}
			x.run(tb, s, a.at)
			a.act()
		}
		x.run(tb, s, clock.Epoch.Add(x.span))
		s.Loop().CheckInvariants()
		g := saga{digests: fmt.Sprint(s.Digests()), tally: *tally, told: s.Loop().Told(), events: events.Sum64(), silence: silence.Sum64()}
		for _, b := range s.Plan().Buses {
			g.frames += fmt.Sprint(s.Bus(b.Bus).Frames(s.Loop().Now()), " ")
		}
		g.sales = fmt.Sprint(s.OMS().Ledger(), s.Controller().Unpaid())
		for _, p := range s.Points() {
			for i := range p.Side.Hoses {
				g.drawn += fmt.Sprint(p.Hydraulics.Drawn(i), " ")
			}
		}
		for _, t := range s.Loop().Tallies() {
			for _, v := range t.Violations {
				g.wrong += fmt.Sprintln(v.At, t.Name, v.Err)
			}
		}
		return g
	}
}

func (x story) run(tb testing.TB, s *station.Station, to clock.Instant) {
	if err := s.Loop().Run(to); err != nil {
		tb.Fatal(err)
	}
}

type act struct {
	at  clock.Instant
	act func()
}

// acts starts the mishaps that fibers see to, and returns what is to be done between runs, in order.
func (x story) acts(s *station.Station) (between []act) {
	for _, m := range x.mishaps {
		at := clock.Epoch.Add(m.at)
		if m.fromFiber {
			s.Loop().Go(role, "mishap", func(f *loop.Fiber) {
				f.SleepUntil(at)
				end := m.begin(s)
				f.Sleep(m.lasts)
				end()
			})
			continue
		}
		var end func()
		between = append(between, act{at, func() { end = m.begin(s) }}, act{at.Add(m.lasts), func() { end() }})
	}
	for i := range between { // few: by insertion, those of one instant in their order
		for k := i; k > 0 && between[k].at < between[k-1].at; k-- {
			between[k], between[k-1] = between[k-1], between[k]
		}
	}
	return between
}

// spans are drawn to the nanosecond and to the grids on which things happen at a station, so that instants coincide, too.
func drawSpan(least, most time.Duration) *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		d := time.Duration(rapid.Int64Range(int64(least), int64(most)).Draw(t, "span"))
		grid := rapid.SampledFrom([]time.Duration{1, 1, 50 * time.Millisecond, 250 * time.Millisecond, time.Second}).Draw(t, "grid")
		return max(d/grid*grid, least)
	})
}

func drawMishap(span time.Duration, points, buses int) *rapid.Generator[mishap] {
	return rapid.Custom(func(t *rapid.T) mishap {
		m := mishap{
			at: drawSpan(time.Second, span).Draw(t, "at"), lasts: drawSpan(time.Millisecond, 3*time.Second).Draw(t, "lasts"),
			what: rapid.SampledFrom([]string{"point off", "controller off", "bus cut", "look", "fault", "fault", "fault"}).Draw(t, "what"),
			n:    rapid.IntRange(1, buses).Draw(t, "bus"), fromFiber: rapid.Bool().Draw(t, "fiber"),
		}
		if rapid.Bool().Draw(t, "long") {
			m.lasts += 9 * time.Second // a point is given up, and gives its controller up
		}
		switch m.what {
		case "point off":
			m.n = rapid.IntRange(1, points).Draw(t, "point")
		case "fault":
			m.fault = drawFault().Draw(t, "fault")
			if m.fault.From == "fuelling-point 1" {
				m.n = 1 // the bus that it is on
			}
		}
		return m
	})
}

func drawFault() *rapid.Generator[line.Planned] {
	return rapid.Custom(func(t *rapid.T) line.Planned {
		p := line.Planned{Fault: rapid.SampledFrom([]line.Fault{
			line.Flip, line.Drop, line.DropByte, line.ExtraByte, line.Truncate, line.Duplicate, line.Delay, line.Echo,
			line.Break, line.Cut, line.Babble, line.SecondMaster,
		}).Draw(t, "name")}
		if info := line.Info(p.Fault); info.OfLine {
			p.For = drawSpan(time.Millisecond, 10*time.Second).Draw(t, "for")
			p.After = drawSpan(0, time.Second).Draw(t, "after")
			if p.Fault == line.SecondMaster {
				p.Bytes = []byte{0x51, 0x20, 0xFA}
			}
			return p
		}
		p.Frame = uint64(rapid.IntRange(1, 2000).Draw(t, "frame"))
		p.From = rapid.SampledFrom([]string{"", "", "controller", "fuelling-point 1"}).Draw(t, "from")
		if rapid.Bool().Draw(t, "lasts") {
			p.For = drawSpan(time.Millisecond, 500*time.Millisecond).Draw(t, "for")
		}
		p.Byte, p.Bit = rapid.IntRange(1, 20).Draw(t, "byte"), rapid.IntRange(0, 7).Draw(t, "bit")
		if p.Fault == line.Delay {
			p.Delay = drawSpan(time.Millisecond, 100*time.Millisecond).Draw(t, "delay")
		}
		return p
	})
}

func drawStory() *rapid.Generator[story] {
	return rapid.Custom(func(t *rapid.T) story {
		x := story{plan: rapid.SampledFrom([]string{"kiosk", "motorway"}).Draw(t, "plan"), seed: rapid.Uint64().Draw(t, "seed")}
		points, buses := 2, 1
		if x.plan == "motorway" {
			points, buses = 16, 4
		}
		x.span = drawSpan(time.Minute, 8*time.Minute).Draw(t, "span")
		x.habits = Habits{PerDay: points * rapid.IntRange(50, 600).Draw(t, "per day"), Outdoor: rapid.IntRange(0, 100).Draw(t, "outdoor"), Least: 1, Most: 30}
		x.mishaps = rapid.SliceOfN(drawMishap(x.span, points, buses), 0, 6).Draw(t, "mishaps")
		return x
	})
}

// TestAllModesSeeTheSame holds the modes against each other: every frame and its instant, every event and its
// instant, every sale and every microlitre.
func TestAllModesSeeTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		x := drawStory().Draw(r, "story")
		_, tell := x.tell(t, loop.Frame)
		want := tell()
		for _, m := range []loop.Mode{loop.Elided, loop.Byte, loop.Reference} {
			_, tell := x.tell(t, m)
			got := tell()
			if m == loop.Byte || m == loop.Reference {
				got.silence, got.told = want.silence, want.told // a point hears its controller with the first byte, not after a frame
			}
			if got != want {
				r.Fatalf("%v\n%v\nframe: %v\n%s: %v", x.plan, x.mishaps, want, m, got)
			}
		}
	})
}
