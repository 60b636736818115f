package tank

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// tap is a hose that draws whenever it is open and not told that its tank is dry. Its flow rises in 400 ms, and ends at once.
type tap struct {
	rate      int64
	open, dry bool
	train     line.Train
}

const (
	tapPipe machine.Port = iota
	tapDry
)

// turnTap opens a tap at a rate, or shuts it.
type turnTap struct{ rate int64 }

func (turnTap) Stimulus() string { return "turn-tap" }

func (t *tap) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (t *tap) Wake(*machine.Env, machine.Timer)            {}
func (t *tap) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.Level:
		t.dry = s.High
	case turnTap:
		t.rate = s.rate
	}
	now, rate := env.Now(), t.rate
	if t.dry {
		rate = 0
	}
	next := line.Train{From: now, Base: t.train.At(now), Rate: t.train.RateAt(now), EndRate: rate, RampEnd: now, StopAt: clock.Never}
	if rate > next.Rate {
		next.RampEnd = now.Add(400 * time.Millisecond)
	}
	t.train = next
	env.Flow(tapPipe, t.train)
}

// well is tanks and taps on a loop, the tanks of it in one siphon where they are two.
type well struct {
	loop  *loop.Loop
	tanks []*Tank
	taps  []*tap
	told  []forecourt.Told
}

func tapRole(i int) forecourt.Role { return forecourt.Role{Kind: "tap", Number: i + 1} }

func dig(t interface{ Fatal(...any) }, configs ...Config) *well {
	w := &well{loop: loop.New(loop.Options{Seed: 1})}
	w.loop.Watch(func(x forecourt.Told) { w.told = append(w.told, x) })
	for i, c := range configs {
		tank := New(c)
		w.tanks = append(w.tanks, tank)
		w.loop.Add(Role(i+1), tank, Timers)
		for k := range c.Pipes {
			at := func(p machine.Port) loop.Socket { return loop.Socket{Role: tapRole(len(w.taps)), Port: p} }
			w.loop.Add(at(0).Role, &tap{}, 0)
			w.loop.Counter(line.Scale{Num: 1, Den: 1}, at(tapPipe), loop.Socket{Role: Role(i + 1), Port: PipePort(k)})
			w.loop.Digital(loop.Socket{Role: Role(i + 1), Port: DryPort(c.Pipes, k)}, at(tapDry))
			w.taps = append(w.taps, nil)
		}
	}
	if len(configs) > 1 {
		if _, err := Join(w.tanks...); err != nil {
			t.Fatal(err)
		}
	}
	w.loop.Start()
	return w
}

func (w *well) count(event string) (n int) {
	for _, x := range w.told {
		if x.Event.Event() == event {
			n++
		}
	}
	return n
}

// wetActs is what is done to a well: to which tank, or which tap.
type wetAct struct {
	after time.Duration
	to    forecourt.Role
	do    forecourt.Stimulus
}

func drawWet(t *rapid.T, configs []Config) (acts []wetAct) {
	pipes := 0
	for _, c := range configs {
		pipes += c.Pipes
	}
	for range rapid.IntRange(2, 15).Draw(t, "acts") {
		a := wetAct{after: time.Duration(rapid.Int64Range(0, int64(5*time.Minute)).Draw(t, "after"))}
		a.to = Role(rapid.IntRange(1, len(configs)).Draw(t, "tank"))
		rate := unit.FlowRate(rapid.Int64Range(170_000, 20_000_000).Draw(t, "rate"))
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			a.do = Deliver{Volume: unit.Volume(rapid.Int64Range(1, 300_000_000).Draw(t, "volume"))}
		case 1:
			a.do = Deliver{Volume: unit.Volume(rapid.Int64Range(1, 900_000_000).Draw(t, "volume")), Rate: rate}
		case 2:
			a.do = Leak{rapid.SampledFrom([]LeakPlace{TankLeak, LineLeak}).Draw(t, "place"), rapid.SampledFrom([]unit.FlowRate{0, 1, 210, rate / 100}).Draw(t, "leak")}
		default:
			a.to = tapRole(rapid.IntRange(0, pipes-1).Draw(t, "tap"))
			a.do = turnTap{rapid.SampledFrom([]int64{0, 1, 66_667, 633_333, 2_166_667, rapid.Int64Range(0, 2_000_000).Draw(t, "flow")}).Draw(t, "tap rate")}
		}
		acts = append(acts, a)
	}
	return acts
}

// holds is what must be true of a well at any instant.
func (w *well) holds(t *rapid.T) {
	for i, x := range w.tanks {
		where := fmt.Sprintf("%s: tank %d", w.loop.Now(), i+1)
		if fell := x.Config().Opening + x.Delivered() - x.Volume(); fell != x.Drawn()+x.Lost() {
			t.Fatalf("%s fell by %s, %s were drawn, %v lost", where, fell, x.Drawn(), x.Losses())
		}
		if x.Volume() < 0 || x.Overdrawn() != 0 {
			t.Fatalf("%s holds %s, %s were drawn in air", where, x.Volume(), x.Overdrawn())
		}
		// A leak empties a tank whose inlet stands in air and cold shrinks what is in it, pumps do not; the last of a siphon's tanks has what its levels,
		// cut to a micrometre, do not account for.
		if least := min(x.Config().Opening, x.Unreachable()) - max(x.Losses()[2].Volume, 0); len(w.tanks) == 1 && x.Losses()[0].Volume == 0 && x.Volume() < least {
			t.Fatalf("%s holds %s, no pump can reach below %s", where, x.Volume(), least)
		}
	}
}

func drawWell(t *rapid.T, c Config) (configs []Config) {
	c.Inlet = rapid.SampledFrom([]unit.Level{0, 100 * mm, 150 * mm}).Draw(t, "inlet")
	c.Foot = rapid.SampledFrom([]unit.Level{0, 50 * mm, 120 * mm}).Draw(t, "foot")
	if rapid.Bool().Draw(t, "warm") {
		c.Temperature = 30_000
	}
	for range rapid.IntRange(1, 2).Draw(t, "tanks") {
		x := c
		x.Pipes = rapid.IntRange(1, 4).Draw(t, "pipes")
		x.Opening = c.Vessel.Volume(c.Inlet) + unit.Volume(rapid.Int64Range(-100_000_000, 300_000_000).Draw(t, "opening"))
		x.Opening = max(x.Opening, 0)
		configs = append(configs, x)
	}
	return configs
}

// TestPumpsDrawNoMoreThanThereIs: whoever draws, delivers and leaks, the litres balance to the microlitre, nothing is
// drawn from below an inlet, and it makes no difference how often somebody looks.
func TestPumpsDrawNoMoreThanThereIs(t *testing.T) {
	dry, plain := 0, ground(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		configs := drawWell(t, plain)
		acts := drawWet(t, configs)
		glances := rapid.SliceOfN(rapid.Int64Range(0, int64(5*time.Minute)), 0, 4).Draw(t, "glances")
		live := func(looks []int64) *well {
			w := dig(t, configs...)
			defer w.loop.Close()
			for _, a := range acts {
				until := w.loop.Now().Add(a.after)
				for _, g := range looks {
					if at := w.loop.Now().Add(time.Duration(g)); at < until {
						if err := w.loop.Run(at); err != nil {
							t.Fatal(err)
						}
						w.holds(t)
					}
				}
				if err := w.loop.Run(until); err != nil {
					t.Fatal(err)
				}
				w.holds(t)
				if err := w.loop.Sense(a.to, a.do); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.loop.Run(w.loop.Now().Add(3 * time.Hour)); err != nil {
				t.Fatal(err)
			}
			w.holds(t)
			dry += w.count("ran-dry")
			return w
		}
		whole, split := live(nil), live(glances)
		for i, x := range whole.tanks {
			if y := split.tanks[i]; x.Volume() != y.Volume() || x.Dry() != y.Dry() || fmt.Sprint(x.Losses()) != fmt.Sprint(y.Losses()) {
				t.Fatalf("tank %d: %s in one run, %s in many", i+1, x.Volume(), y.Volume())
			}
		}
		if fmt.Sprint(whole.told) != fmt.Sprint(split.told) {
			t.Fatalf("%v in one run, %v in many", whole.told, split.told)
		}
	})
	if dry == 0 {
		t.Error("no tank ever ran dry")
	}
}

// TestTheLastMicrolitreIsShared: two taps of one tank, one ten times as fast, leave fewer microlitres than they are.
func TestTheLastMicrolitreIsShared(t *testing.T) {
	c := ground(t, 0)
	c.Inlet = 100 * mm
	c.Opening = c.Vessel.Volume(c.Inlet) + 20*unit.Litre
	w := dig(t, c)
	defer w.loop.Close()
	for i, rate := range []int64{633_333, 63_333} {
		if err := w.loop.Sense(tapRole(i), turnTap{rate}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.loop.Run(w.loop.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	x := w.tanks[0]
	if left := x.Volume() - c.Vessel.Volume(c.Inlet); left < 0 || left >= 2 || !x.Dry() || w.count("ran-dry") != 1 {
		t.Errorf("%s are left above the inlet, dry %t", left, x.Dry())
	}
}
