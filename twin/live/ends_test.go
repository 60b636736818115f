package live

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
)

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
