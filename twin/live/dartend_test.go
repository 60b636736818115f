package live

import (
	"fmt"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
)

// What follows plays both ends of DART three times: in one loop in virtual time, and with the controller on the far side
// of a pseudo-terminal and of a connection. A conversation in which each end acts on what it hears is the same frame for
// frame; only how often an idle end is polled is up to the world.

var dartOptions = wire.Options{
	Addresses: []byte{0x50}, Nozzles: 1, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Unit: unit.L, Currency: "EUR",
	PollCycle: 20 * time.Millisecond, ReplyTimeout: time.Minute, // a slow machine is no silence
}

// part is what an end says when it hears a noun; finished says that the conversation is over.
type part func(n wire.Noun) (say []wire.Noun, finished bool)

func dispenserPart(n wire.Noun) (say []wire.Noun, finished bool) {
	switch n.(type) {
	case forecourt.Authorise:
		return []wire.Noun{
			forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Started}},
			forecourt.NozzleReport{Nozzle: 1, Out: true, Price: unit.Price{E4: 17990, Currency: "EUR"}},
		}, false
	case forecourt.Stop:
		return []wire.Noun{
			forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}},
			forecourt.FillingReport{
				Volume: unit.Indicated{Count: 1234, Decimals: 2}, Amount: unit.Money{Minor: 2220, Currency: "EUR"},
			},
		}, false
	}
	return nil, false
}

func controllerPart(n wire.Noun) (say []wire.Noun, finished bool) {
	switch n.(type) {
	case forecourt.NozzleReport:
		return []wire.Noun{forecourt.Stop{}}, false
	case forecourt.FillingReport:
		return nil, true
	}
	return nil, false
}

var controllerFirst = []wire.Noun{
	forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}},
	forecourt.PresetAmount{Limit: unit.Money{Minor: 5000, Currency: "EUR"}}, forecourt.Authorise{},
}

// dartEnd is an end of DART as a machine.
type dartEnd struct {
	end     wire.End
	part    part
	first   []wire.Noun
	session wire.Session
	env     *machine.Env
	done    func()
}

func (m *dartEnd) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) { m.session.Hear(c) }
func (m *dartEnd) Wake(env *machine.Env, _ machine.Timer)            { m.session.Wake(env.Now()) }
func (m *dartEnd) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, on := s.(forecourt.PowerOn); !on {
		return
	}
	var err error
	m.env = env
	if m.session, err = dart.New().Open(m.end, dartOptions, m); err != nil {
		panic(err)
	}
	m.session.Start(env.Now())
	m.do(m.first)
}

func (m *dartEnd) do(nouns []wire.Noun) {
	for _, n := range nouns {
		if err := m.session.Do(m.env.Now(), 0x50, n); err != nil {
			panic(err)
		}
	}
}

func (m *dartEnd) Say(after time.Duration, b []byte) { m.env.Say(0, after, b) }
func (m *dartEnd) WakeAt(at clock.Instant)           { m.env.Set(0, at) }
func (m *dartEnd) Fault(*wire.FrameError)            {}
func (m *dartEnd) Cycle()                            {}
func (m *dartEnd) Heard(_ byte, n wire.Noun) {
	say, finished := m.part(n)
	m.do(say)
	if finished {
		m.done()
	}
}

// frames collects the frames of a bus, whole, and drops polls and idle answers.
type frames struct {
	open map[int][]byte // by end
	all  []string
}

func (f *frames) Cycle(clock.Instant) {}
func (f *frames) Frame(from int, c wire.Chunk, _ bool) {
	for _, b := range c.Bytes {
		f.open[from] = append(f.open[from], b)
		n := len(f.open[from])
		if b != 0xFA || n > 1 && f.open[from][n-2] == 0x10 {
			continue
		}
		if frame := fmt.Sprintf("% X", f.open[from]); frame != "50 20 FA" && frame != "50 70 FA" {
			f.all = append(f.all, fmt.Sprintf("%d: %s", from, frame))
		}
		f.open[from] = nil
	}
}

func dartBus(l *loop.Loop, f *frames) (bus BusPort) {
	settings := wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}
	b := l.Bus(settings, f)
	role := forecourt.Role{Kind: "fuelling-point", Number: 1}
	l.Add(role, &dartEnd{end: wire.Dispenser, part: dispenserPart}, 1)
	l.JoinBus(b, loop.Socket{Role: role, Port: 0})
	return BusPort{Number: 1, Bus: b}
}

func framesInVirtualTime(t *testing.T) []string {
	f := &frames{open: map[int][]byte{}}
	l := loop.New(loop.Options{})
	defer l.Close()
	bus := dartBus(l, f)
	role := forecourt.Role{Kind: "controller"}
	// The acknowledgement of the last report is still on its way when the controller has heard it.
	done := func() {
		l.Go(role, "stop", func(fiber *loop.Fiber) { fiber.Sleep(time.Second); l.Stop() })
	}
	l.Add(role, &dartEnd{end: wire.Controller, part: controllerPart, first: controllerFirst, done: done}, 1)
	l.JoinBus(bus.Bus, loop.Socket{Role: role, Port: 0})
	if err := l.Run(clock.Epoch.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return f.all
}
