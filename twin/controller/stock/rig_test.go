package stock

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// console is somebody's console: the dialect's other end over tanks that a test sets, with functions that it does not
// know, and functions that it does not even refuse.
type console struct {
	setup   *veeder.Setup
	tanks   map[uint8]veeder.Tank
	refuses string // functions, "202 205"
	ignores string
	pacing  veeder.Pacing
	code    string
	metric  unit.Measure

	env     *machine.Env
	session wire.Session
	asked   []string
}

var consoleRole = forecourt.Role{Kind: "console"}

func newConsole() *console {
	c := &console{setup: veeder.NewSetup(), tanks: map[uint8]veeder.Tank{}}
	c.tank(1, "DIESEL B7", 12_345*unit.Litre)
	c.tank(2, "SUPER", 6_789_500*unit.Millilitre)
	return c
}

// tank puts a tank there that holds so much.
func (c *console) tank(n uint8, label string, v unit.Volume) {
	s := c.setup.Tank(n)
	s.On, s.Label, s.Full = true, label, 30_000*unit.Litre
	t := c.tanks[n]
	t.Active = true
	t.Inventory = veeder.Inventory{
		Volume: v, TCVolume: v - unit.Litre, Ullage: 30_000*unit.Litre - v, Height: 1_234_500, Water: 12_000, Temperature: 14_250,
		WaterVolume: 3 * unit.Litre,
	}
	c.tanks[n] = t
}

func (c *console) Hear(_ *machine.Env, _ machine.Port, b wire.Chunk) { c.session.Hear(b) }
func (c *console) Wake(env *machine.Env, _ machine.Timer)            { c.session.Wake(env.Now()) }
func (c *console) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, on := s.(forecourt.PowerOn); !on {
		return
	}
	c.env = env
	c.setup.Secured, c.setup.Code = c.code != "", c.code
	var err error
	c.session, err = veeder.New(veeder.Config{Source: c, Pacing: c.pacing}).Open(wire.Console, wire.Options{Unit: c.metric}, c)
	if err != nil {
		panic(err)
	}
}

// Clock, System, Tank, Setup and Set implement veeder.Source.
func (c *console) Clock(at clock.Instant) clock.Instant                          { return at }
func (c *console) System(clock.Instant) []veeder.Alarm                           { return nil }
func (c *console) Tank(_ clock.Instant, n uint8) veeder.Tank                     { return c.tanks[n] }
func (c *console) Setup() *veeder.Setup                                          { return c.setup }
func (c *console) Set(clock.Instant, veeder.Function, uint8, veeder.Value) error { return nil }

// Say implements wire.Out; an answer to a function that the console is to refuse or ignore is not that answer.
func (c *console) Say(after time.Duration, b []byte) {
	for f := range strings.FieldsSeq(c.ignores) {
		if strings.Contains(string(b[:min(len(b), 10)]), f+"00") {
			return
		}
	}
	for f := range strings.FieldsSeq(c.refuses) {
		if strings.Contains(string(b[:min(len(b), 10)]), f+"00") {
			b = []byte("\x019999FF1B\x03")
		}
	}
	c.env.Say(0, after, b)
}
func (c *console) WakeAt(at clock.Instant)  { c.env.Set(0, at) }
func (c *console) Fault(e *wire.FrameError) { c.env.Fault(e) }
func (c *console) Cycle()                   {}
func (c *console) Heard(_ byte, n wire.Noun) {
	if a, ok := n.(veeder.Ask); ok {
		c.asked = append(c.asked, a.Function.String())
	}
}

// rig is a reader and a console on a loop.
type rig struct {
	t       *testing.T
	loop    *loop.Loop
	reader  *Reader
	console *console
	stream  *line.Stream
	told    []forecourt.Told
}

func newRig(t *testing.T, cfg Config, c *console) *rig {
	t.Helper()
	r, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	x := &rig{t: t, loop: loop.New(loop.Options{Seed: 3}), reader: r, console: c}
	t.Cleanup(x.loop.Close)
	x.loop.Add(Role, r, Timers)
	x.loop.Add(consoleRole, c, 1)
	x.stream = x.loop.Stream(2*time.Millisecond, loop.Socket{Role: Role, Port: PortConsole}, loop.Socket{Role: consoleRole}, nil)
	x.stream.Call(func(end int) string { return [2]string{"reader", "console"}[end] })
	x.loop.Watch(func(e forecourt.Told) {
		if e.Role == Role {
			x.told = append(x.told, e)
		}
	})
	return x
}

func litres() Config {
	return Config{Every: 10 * time.Second, DeliveriesEvery: 20 * time.Second, Tanks: []Tank{{1, "diesel"}, {2, "super-95"}}}
}

// run moves the station on, and returns the names of what was told meanwhile.
func (x *rig) run(d time.Duration) (names []string) {
	x.t.Helper()
	x.told = nil
	if err := x.loop.Run(x.loop.Now().Add(d)); err != nil {
		x.t.Fatal(err)
	}
	for _, e := range x.told {
		names = append(names, e.Event.Event())
	}
	return names
}

// all returns the events of one kind that were told in the last run.
func all[E forecourt.Event](x *rig) (found []E) {
	for _, t := range x.told {
		if e, ok := t.Event.(E); ok {
			found = append(found, e)
		}
	}
	return found
}
