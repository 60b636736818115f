package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
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

// worldEnd is the controller's end in the world's time, on a descriptor.
type worldEnd struct {
	mu      sync.Mutex
	session wire.Session
	port    io.ReadWriter
	wall    *clock.Wall
	timer   *time.Timer
	done    chan struct{}
	once    sync.Once
}

func (m *worldEnd) Say(after time.Duration, b []byte) { time.Sleep(after); _, _ = m.port.Write(b) }
func (m *worldEnd) Fault(*wire.FrameError)            {}
func (m *worldEnd) Cycle()                            {}
func (m *worldEnd) WakeAt(at clock.Instant) {
	if m.timer.Stop(); at != clock.Never {
		m.timer.Reset(max(at.Sub(m.wall.Now()), 0))
	}
}
func (m *worldEnd) Heard(_ byte, n wire.Noun) {
	say, finished := controllerPart(n)
	m.do(say)
	if finished {
		m.once.Do(func() { close(m.done) })
	}
}

func (m *worldEnd) do(nouns []wire.Noun) {
	now := m.wall.Now() // one instant: what is asked for together travels together
	for _, n := range nouns {
		if err := m.session.Do(now, 0x50, n); err != nil {
			panic(err)
		}
	}
}

func (m *worldEnd) run(t *testing.T) {
	m.wall, m.done = clock.NewWall(), make(chan struct{})
	m.timer = time.AfterFunc(time.Hour, func() { m.mu.Lock(); defer m.mu.Unlock(); m.session.Wake(m.wall.Now()) })
	defer m.timer.Stop()
	m.mu.Lock()
	var err error
	if m.session, err = dart.New().Open(wire.Controller, dartOptions, m); err != nil {
		t.Fatal(err)
	}
	m.session.Start(m.wall.Now())
	m.do(controllerFirst)
	m.mu.Unlock()
	go func() {
		b := make([]byte, 256)
		for {
			n, err := m.port.Read(b)
			if err != nil {
				return
			}
			m.mu.Lock()
			m.session.Hear(wire.Chunk{Bytes: b[:n], First: m.wall.Now(), Last: m.wall.Now()})
			m.mu.Unlock()
		}
	}()
	select {
	case <-m.done:
	case <-time.After(time.Minute):
		t.Fatal("the conversation does not end")
	}
}

// framesInWallTime plays the controller on one of the live station's endpoints.
func framesInWallTime(t *testing.T, kind string, want int) []string {
	f := &frames{open: map[int][]byte{}}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan []Endpoint, 1), make(chan error, 1)
	seen := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			p, err := NewPacer()
			if err != nil {
				return err
			}
			l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
			bus := dartBus(l, f)
			s, err := Open(l, p, Options{Buses: []BusPort{bus}, Actor: actor{}, State: func() any { return nil }})
			if err != nil {
				return err
			}
			defer s.Close()
			ready <- s.Endpoints()
			told := false
			return s.Run(ctx, 10*time.Millisecond, func() {
				if len(f.all) >= want && !told { // the last acknowledgement has arrived
					told = true
					close(seen)
				}
			})
		}()
	}()
	var all []Endpoint
	select {
	case all = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	where := address(t, all, "bus 1", kind)
	var port io.ReadWriteCloser
	var err error
	if kind == "tcp" {
		port, err = net.Dial("tcp", strings.TrimPrefix(where, "tcp://"))
	} else {
		port, err = os.OpenFile(where, os.O_RDWR, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	(&worldEnd{port: port}).run(t)
	select {
	case <-seen:
	case <-time.After(time.Minute):
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return f.all
}

func TestBothEndsSayTheSameFramesInVirtualTimeOnATerminalAndOverTCP(t *testing.T) {
	virtual := framesInVirtualTime(t)
	// commands, their acknowledgements, the reports of two turns and theirs: less would be no conversation
	if len(virtual) < 8 {
		t.Fatalf("%d frames: %v", len(virtual), virtual)
	}
	want := oneALine(virtual)
	for _, kind := range []string{"tcp", "serial-pty"} {
		t.Run(kind, func(t *testing.T) {
			if got := oneALine(framesInWallTime(t, kind, len(virtual))); got != want {
				t.Errorf("%s:\n%s\nvirtual time:\n%s", kind, got, want)
			}
		})
	}
}

// oneALine writes one frame a line.
func oneALine(all []string) string {
	var b bytes.Buffer
	for _, f := range all {
		b.WriteString(f + "\n")
	}
	return b.String()
}
