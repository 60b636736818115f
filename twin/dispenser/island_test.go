package dispenser_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
)

// island is a fuelling point of two nozzles, both halves of it, with a controller on a DART bus and a tank that is only
// a pipe's end.
type island struct {
	*loop.Loop
	master *master
	e      *electronics.Electronics
	h      *hydraulics.Hydraulics
	hoses  []hydraulics.Hose
	told   []forecourt.Told
	pulser []*line.Counter
}

var (
	point      = forecourt.PointRole(1)
	pumps      = hydraulics.Role(1)
	masterRole = forecourt.Role{Kind: "master"}
	sinkRole   = forecourt.Role{Kind: "sink"}
)

// device is what a test varies.
type device struct {
	pulses   int64
	decimals uint8
	unit     unit.Measure
	ppm      int64
	profile  electronics.Profile
	manners  func(*hydraulics.Hose) // nil: none
}

var plain = device{pulses: 100, decimals: 2}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func newIsland(t fataler, d device) *island {
	t.Helper()
	o := wire.Options{
		Addresses: []byte{0x50}, Nozzles: 2, VolumeDecimals: d.decimals, AmountDecimals: 2, PriceDecimals: 3, Unit: d.unit, Currency: "EUR",
		PollCycle: 200 * time.Millisecond,
	}
	hose := hydraulics.Hose{PulsesPerUnit: d.pulses, Unit: d.unit, Decimals: d.decimals, ErrorPPM: d.ppm, TwoChannel: true}
	if d.manners != nil {
		d.manners(&hose)
	}
	c := electronics.Config{Point: 1, Dialect: dart.New(), Options: o, Profile: d.profile, Nozzles: []electronics.NozzleConfig{
		{Grade: "diesel", PulsesPerUnit: d.pulses, TwoChannel: true}, {Grade: "e10", PulsesPerUnit: d.pulses, TwoChannel: true},
	}}
	e, err := electronics.New(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	i := &island{Loop: loop.New(loop.Options{Seed: 1}), e: e, hoses: []hydraulics.Hose{hose, hose}}
	i.h = hydraulics.New(hydraulics.Config{Hoses: i.hoses})
	i.master = &master{options: o}
	i.Add(masterRole, i.master, 1)
	i.Add(point, e, electronics.Timers)
	i.Add(pumps, i.h, hydraulics.Timers(2))
	i.Add(sinkRole, sink{}, 0)
	i.wire()
	i.Watch(func(t forecourt.Told) { i.told = append(i.told, t) })
	i.Invariant(loop.Invariant{
		Name:    "valve commanded shut at boot-in",
		Touched: func(t forecourt.Told) bool { return t.Event.Event() == "nozzle-hung" },
		Check: func() error {
			for n := range i.hoses {
				if nozzle := forecourt.Nozzle(n + 1); i.h.Out() != nozzle && e.ValvesOpen(nozzle) {
					return fmt.Errorf("nozzle %d is home and a valve of it is open", nozzle)
				}
			}
			return nil
		},
	})
	return i
}

func (i *island) wire() {
	bus := i.Bus(dart.New().Ports()[0].Settings, nil)
	i.JoinBus(bus, loop.Socket{Role: masterRole})
	i.JoinBus(bus, loop.Socket{Role: point, Port: electronics.PortBus})
	for n, hose := range i.hoses {
		at := func(r forecourt.Role, p machine.Port) loop.Socket { return loop.Socket{Role: r, Port: p} }
		i.Digital(at(pumps, hydraulics.BootPort(n)), at(point, electronics.BootPort(n)))
		i.Digital(at(point, electronics.MotorPort(n)), at(pumps, hydraulics.MotorPort(n)))
		i.Digital(at(point, electronics.SlowPort(n)), at(pumps, hydraulics.SlowPort(n)))
		i.Digital(at(point, electronics.FastPort(n)), at(pumps, hydraulics.FastPort(n)))
		i.pulser = append(i.pulser, i.Counter(hose.Scale(), at(pumps, hydraulics.PulserPort(n)), at(point, electronics.PulserPort(n))))
		i.Counter(hose.Scale(), at(pumps, hydraulics.CheckPort(n)), at(point, electronics.CheckPort(n)))
		i.Counter(hydraulics.PipeScale(), at(pumps, hydraulics.PipePort(n)), at(sinkRole, machine.Port(n)))
	}
}

// run moves the island by a span.
func (i *island) run(d time.Duration) {
	if err := i.Run(i.Now().Add(d)); err != nil {
		panic(err)
	}
}

// await moves it until the point has told an event, for at most a span; it returns the last one of that name.
func (i *island) await(name string, within time.Duration) forecourt.Event {
	from, until := len(i.told), i.Now().Add(within)
	for i.Now() < until {
		i.run(200 * time.Millisecond)
		for ; from < len(i.told); from++ {
			if i.told[from].Event.Event() == name {
				return i.told[from].Event
			}
		}
	}
	return nil
}

// do sends commands over the bus and waits until the last one has arrived.
func (i *island) do(commands ...forecourt.Command) {
	for _, c := range commands {
		if err := i.master.session.Do(i.Now(), 0x50, c); err != nil {
			panic(err)
		}
	}
	i.run(500 * time.Millisecond)
}

// hand does something at the pump; what the hand cannot do is a fault there, and no harm.
func (i *island) hand(s forecourt.Stimulus) {
	if err := i.Sense(pumps, s); err != nil {
		panic(err)
	}
}

func (i *island) price(e4 int64) unit.Price {
	return unit.Price{E4: e4, Currency: "EUR", Unit: i.hoses[0].Unit}
}

// ready brings the point to idle with prices.
func (i *island) ready(e4 int64) *island {
	i.run(time.Second)
	i.do(forecourt.SetPrices{Prices: []unit.Price{i.price(e4), i.price(e4)}}, forecourt.Reset{})
	return i
}

func (i *island) completed() []electronics.Completed {
	var all []electronics.Completed
	for _, t := range i.told {
		if c, ok := t.Event.(electronics.Completed); ok {
			all = append(all, c)
		}
	}
	return all
}

// check finds what does not balance. lost says that pulses outside sales are expected.
func (i *island) check(lost bool) error {
	for _, tally := range i.Tallies() {
		if len(tally.Violations) > 0 {
			return tally.Violations[0].Err
		}
	}
	for n, b := range i.e.Books() {
		var sold, taken, pulses int64
		for _, c := range i.completed() {
			if c.Nozzle == b.Nozzle {
				sold, taken, pulses = sold+c.Volume.Count, taken+c.Amount.Minor, pulses+c.Pulses
			}
		}
		metered := i.h.Metered(n)
		switch {
		case b.Totals.Volume.Count != sold || b.Totals.Amount.Minor != taken || b.Counted != pulses:
			return fmt.Errorf("nozzle %d: totals %v, sales %d, %d, %d pulses: %+v", b.Nozzle, b.Totals, sold, taken, pulses, b)
		case b.Pulses != i.hoses[n].Scale().Count(int64(metered)):
			return fmt.Errorf("nozzle %d: %d pulses, metered %s", b.Nozzle, b.Pulses, metered)
		case b.Outside < 0 || b.Outside > 0 && !lost:
			return fmt.Errorf("nozzle %d: pulses outside a sale: %+v", b.Nozzle, b)
		}
	}
	return nil
}

// master is a controller that does only what a test tells it.
type master struct {
	options wire.Options
	env     *machine.Env
	session wire.Session
	heard   []any
}

func (m *master) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) { m.session.Hear(c) }
func (m *master) Wake(env *machine.Env, _ machine.Timer)            { m.session.Wake(env.Now()) }
func (m *master) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, ok := s.(forecourt.PowerOn); ok {
		var err error
		m.env = env
		if m.session, err = dart.New().Open(wire.Controller, m.options, m); err != nil {
			panic(err)
		}
		m.session.Start(env.Now())
	}
}

// master is its session's Out too.
func (m *master) Say(after time.Duration, b []byte) { m.env.Say(0, after, b) }
func (m *master) WakeAt(at clock.Instant)           { m.env.Set(0, at) }
func (m *master) Heard(_ byte, n wire.Noun)         { m.heard = append(m.heard, n) }
func (m *master) Fault(f *wire.FrameError)          { m.env.Fault(f) }
func (m *master) Cycle()                            {}

type sink struct{}

func (sink) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (sink) Sense(*machine.Env, forecourt.Stimulus)      {}
func (sink) Wake(*machine.Env, machine.Timer)            {}
