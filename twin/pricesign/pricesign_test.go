package pricesign

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func eur(e4 int64) unit.Price { return unit.Price{E4: e4, Currency: "EUR"} }

// till hears the sign.
type till struct {
	env   *machine.Env
	heard []forecourt.SignShows
}

func (t *till) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (t *till) Wake(*machine.Env, machine.Timer)            {}
func (t *till) Sense(env *machine.Env, s forecourt.Stimulus) {
	t.env = env
	if r, ok := s.(forecourt.Received); ok {
		t.heard = append(t.heard, r.Noun.(forecourt.SignShows))
	}
}

var posRole = forecourt.Role{Kind: "pos"}

func play(t interface{ Fatal(...any) }, script func(f *loop.Fiber, l *loop.Loop, pos *till)) (*Sign, *till) {
	l, pos := loop.New(loop.Options{Seed: 3}), &till{}
	defer l.Close()
	sign := New(Config{
		Prices: map[forecourt.Grade]unit.Price{"diesel": eur(17990), "super": eur(18590)}, Change: chance.Uniform(int64(time.Second), int64(3*time.Second)),
	})
	l.Add(Role, sign, Timers)
	l.Add(posRole, pos, 0)
	l.Link(5*time.Millisecond, loop.Socket{Role: Role, Port: ToPOS}, loop.Socket{Role: posRole})
	l.Go(forecourt.Role{Kind: "test"}, "script", func(f *loop.Fiber) { script(f, l, pos) })
	if err := l.Run(clock.Epoch.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	return sign, pos
}

func TestASignShowsWhatItIsToldAndSaysSo(t *testing.T) {
	sign, pos := play(t, func(f *loop.Fiber, _ *loop.Loop, pos *till) {
		pos.env.Send(0, forecourt.ShowPrice{Grade: "diesel", Price: eur(18290)})
		pos.env.Send(0, forecourt.ShowPrice{Grade: "super", Price: eur(18090)})
		pos.env.Send(0, forecourt.ShowPrice{Grade: "petrol", Price: eur(18090)}) // it has no such digits
	})
	d, _ := sign.Shows("diesel")
	s, _ := sign.Shows("super")
	if d != eur(18290) || s != eur(18090) || len(pos.heard) != 2 || pos.heard[1].Price != s {
		t.Errorf("diesel %s, super %s, heard %v", d, s, pos.heard)
	}
}

func TestAFaultIsSeenAndRepaired(t *testing.T) {
	for _, c := range []struct {
		fault   Fault
		shows   unit.Price // before it is repaired, when told 1.859
		answers int
	}{
		{Fault{Fault: NoAnswer}, eur(18590), 0},
		{Fault{Fault: Dead}, eur(17990), 0},
		{Fault{Fault: StuckSegment, Grade: "diesel"}, eur(18530), 1},
	} {
		sign, pos := play(t, func(f *loop.Fiber, l *loop.Loop, pos *till) {
			_ = l.Sense(Role, c.fault)
			pos.env.Send(0, forecourt.ShowPrice{Grade: "diesel", Price: eur(18590)})
			f.Sleep(10 * time.Second)
			if len(pos.heard) != c.answers {
				t.Errorf("%s: heard %v", c.fault, pos.heard)
			}
		})
		if got, _ := sign.Shows("diesel"); got != c.shows {
			t.Errorf("%s: it shows %s", c.fault, got)
		}
		if len(pos.heard) != c.answers {
			t.Errorf("%s: heard %v", c.fault, pos.heard)
		}
	}
}

// TestASignKeepsWhatItShowedOverAPowerCut cuts the power at any instant: it shows what it was told last and had time for,
// or what it showed before, and nothing else.
func TestASignKeepsWhatItShowedOverAPowerCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cut := time.Duration(rapid.IntRange(0, 6000).Draw(t, "cut")) * time.Millisecond
		sign, pos := play(t, func(f *loop.Fiber, l *loop.Loop, pos *till) {
			pos.env.Send(0, forecourt.ShowPrice{Grade: "diesel", Price: eur(18290)})
			f.Sleep(cut)
			_ = l.PowerOff(Role)
			f.Sleep(time.Second)
			_ = l.PowerOn(Role)
		})
		d, _ := sign.Shows("diesel")
		if told := len(pos.heard) > 0; told && d != eur(18290) || d != eur(18290) && d != eur(17990) {
			t.Errorf("cut after %s: it shows %s, heard %v", cut, d, pos.heard)
		}
	})
}

func TestADarkSegmentMakesAnotherDigit(t *testing.T) {
	for _, c := range [][2]int64{{18590, 18530}, {17980, 17920}, {17910, 17910}, {17905, 17975}} {
		if got := darkened(c[0]); got != c[1] {
			t.Errorf("%d reads as %d, want %d", c[0], got, c[1])
		}
	}
}
