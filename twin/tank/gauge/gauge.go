package gauge

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// Gauge is the machine.
type Gauge struct {
	cfg    Config
	tanks  []*tank // in the order of the configuration
	lines  []*tested
	first  *veeder.Setup
	setup  *veeder.Setup
	offset time.Duration // of the console's clock

	midnight clock.Instant // when the day under way ends
	changes  int           // of the setup

	env      *machine.Env   // nil while it is off
	sessions []wire.Session // by port
}

var (
	_ machine.Machine = (*Gauge)(nil)
	_ veeder.Source   = (*Gauge)(nil)
)

// New returns a console for tanks; stocks are those of c.Tanks, in the same order.
func New(c Config, stocks ...Stock) (*Gauge, error) {
	c.fillIn()
	if err := c.check(len(stocks)); err != nil {
		return nil, err
	}
	setup, err := c.setup()
	if err != nil {
		return nil, fmt.Errorf("gauge: %w", err)
	}
	g := &Gauge{cfg: c, first: setup}
	for i, t := range c.Tanks {
		probed, _ := stocks[i].(Probed)
		g.tanks = append(g.tanks, &tank{TankConfig: t, stock: stocks[i], probed: probed, water: t.Water, temperature: t.Temperature})
	}
	for _, l := range c.Lines {
		g.lines = append(g.lines, &tested{LineConfig: l})
	}
	g.forget()
	// An end that is opened for nobody finds what a session would refuse.
	if _, err := g.dialect(nil).Open(wire.Console, g.options(), &out{}); err != nil {
		return nil, fmt.Errorf("gauge: %w", err)
	}
	return g, nil
}

// forget is how a console is when it was never switched on before.
func (g *Gauge) forget() {
	first := *g.first
	g.setup, g.offset, g.midnight = &first, 0, 0
	for _, l := range g.lines {
		l.lineMemory = lineMemory{}
	}
	for _, t := range g.tanks {
		t.memory, t.filling, t.seen, t.due, t.quiet, t.trial, t.closedAt, t.lastDue = memory{}, filling{}, seen{}, 0, quiet{}, nil, 0, nil
	}
}

func (g *Gauge) options() wire.Options { return wire.Options{Unit: g.cfg.Unit} }

func (g *Gauge) dialect(env *machine.Env) wire.Dialect {
	p := g.cfg.Pacing
	if env != nil {
		p.Chance = env.Chance()
	}
	return veeder.New(veeder.Config{Source: g, Zone: g.cfg.Zone, Layout: g.cfg.Layout, Pacing: p})
}

// Sense takes what is done to the gauge and its tanks.
func (g *Gauge) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOn:
		g.switchOn(env)
		return
	case forecourt.PowerOff:
		g.env, g.sessions = nil, nil
		return
	}
	if g.env == nil {
		env.Fault(fmt.Errorf("gauge: %s, and the console is off", s.Stimulus()))
		return
	}
	if err := g.sense(s); err != nil {
		env.Fault(err)
	}
}

func (g *Gauge) sense(s forecourt.Stimulus) error {
	switch s := s.(type) {
	case forecourt.Level:
		g.pumpTurned(int(s.Port-RunsPort(g.cfg.Ports, 0))/2, s.High)
		return nil
	case StartLineTest:
		return g.testLine(s)
	}
	about, ok := s.(interface{ tank() uint8 })
	if !ok {
		return fmt.Errorf("gauge: %s does nothing here", s.Stimulus())
	}
	n := about.tank()
	t := g.tank(n)
	if t == nil {
		return fmt.Errorf("gauge: there is no tank %d", n)
	}
	switch s := s.(type) {
	case SetWater:
		if s.Height < 0 || s.Height > t.Diameter {
			return fmt.Errorf("gauge: water of %s does not fit tank %d", s.Height, n)
		}
		t.water, t.handWater = s.Height, true
	case SetTemperature:
		t.temperature, t.handWarm = s.Temperature, true
	case SetProbe:
		t.out = s.Out
	case BeginDelivery:
		return g.begin(t)
	case EndDelivery:
		return g.end(t)
	case StartLeakTest:
		return g.startTest(t, s.Kind)
	case StopLeakTest:
		return g.stopTest(t)
	}
	g.look()
	return nil
}

// switchOn boots the console from its store.
func (g *Gauge) switchOn(env *machine.Env) {
	g.env = env
	g.forget()
	g.load()
	for _, t := range g.tanks {
		t.beginFilling(g.read(t), env.Now())
		t.quiet.meter = t.meter
	}
	if g.midnight == 0 {
		g.setMidnight(env.Now())
	}
	g.switchOnLines()
	g.sessions = nil
	for p := range g.cfg.Ports {
		s, err := g.dialect(env).Open(wire.Console, g.options(), &out{env: env, port: machine.Port(p)})
		if err != nil {
			panic(fmt.Sprintf("gauge: %v", err)) // New has tried it
		}
		g.sessions = append(g.sessions, s)
		s.Start(env.Now())
	}
	g.look()
	env.After(g.scan(), g.cfg.Scan)
}

// scan is the timer of the look at the tanks; those before it are the sessions'.
func (g *Gauge) scan() machine.Timer { return machine.Timer(g.cfg.Ports) }

// Hear takes characters at a port. The tanks are looked at first, so that the answer is of now.
func (g *Gauge) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	if int(p) >= len(g.sessions) {
		env.Fault(fmt.Errorf("gauge: nothing is heard at port %d", p))
		return
	}
	g.look()
	g.sessions[p].Hear(c)
}

// Wake moves the session, or looks at the tanks.
func (g *Gauge) Wake(env *machine.Env, t machine.Timer) {
	switch {
	case g.sessions == nil:
	case t != g.scan():
		g.sessions[t].Wake(env.Now())
	default:
		g.look()
		env.After(g.scan(), g.cfg.Scan)
	}
}

// look brings deliveries and alarms up to now.
func (g *Gauge) look() {
	now := g.env.Now()
	for _, t := range g.tanks {
		g.lookAt(t, now)
	}
	for i := range g.lines {
		g.lookAtLine(i)
	}
	if now >= g.midnight && g.allClosed() {
		g.setMidnight(now)
	}
}

func (g *Gauge) tank(n uint8) *tank {
	for _, t := range g.tanks {
		if t.Number == n {
			return t
		}
	}
	return nil
}

// Clock implements veeder.Source.
func (g *Gauge) Clock(at clock.Instant) clock.Instant { return at.Add(g.offset) }

// System implements veeder.Source; nothing is wrong with the console itself.
func (g *Gauge) System(clock.Instant) (alarms []veeder.Alarm) {
	for _, l := range g.lines {
		for _, a := range l.Alarms {
			alarms = append(alarms, veeder.LineAlarm(l.Number, a))
		}
	}
	return alarms
}

// Setup implements veeder.Source.
func (g *Gauge) Setup() *veeder.Setup { return g.setup }

// Set implements veeder.Source.
func (g *Gauge) Set(at clock.Instant, f veeder.Function, device uint8, v veeder.Value) error {
	if c, ok := v.(veeder.Clock); ok && f == veeder.ClockSetup {
		g.offset = clock.Instant(c).Sub(at)
	} else if err := g.setup.Put(f, device, v); err != nil {
		return err
	}
	for _, t := range g.tanks { // what now reads as more is no delivery
		t.filling.last = g.read(t).end()
	}
	if f == veeder.ClockSetup {
		g.setMidnight(at)
	}
	g.changes++
	g.save()
	g.look()
	return nil
}

// out joins the session of a port to the machine's Env.
type out struct {
	env  *machine.Env
	port machine.Port
}

// Say implements wire.Out.
func (o *out) Say(after time.Duration, b []byte) { o.env.Say(o.port, after, b) }

// WakeAt implements wire.Out.
func (o *out) WakeAt(at clock.Instant) { o.env.Set(o.port, at) }

// Heard implements wire.Out: what was answered.
func (o *out) Heard(device byte, n wire.Noun) {
	switch n := n.(type) {
	case veeder.Ask:
		o.env.Tell(Asked{n.Function.String(), int(device), n.Format.String()})
	case veeder.Set:
		value := fmt.Sprint(n.Value)
		switch v := n.Value.(type) {
		case veeder.Clock:
			value = clock.Instant(v).String()
		case veeder.Product:
			value = string(rune(v))
		}
		if n.Function == veeder.SecuritySetup {
			value = ""
		}
		o.env.Tell(Programmed{n.Function.String(), int(device), value})
	}
}

// Fault implements wire.Out.
func (o *out) Fault(e *wire.FrameError) { o.env.Fault(e) }

// Cycle implements wire.Out; a console has none.
func (o *out) Cycle() {}
