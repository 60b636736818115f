package cli_test

import (
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	_ "github.com/forecourt/forecourt/twin/wire/dart"
)

// master is somebody else's controller: the controller's end of DART on a connection, in the world's time.
type master struct {
	mu      sync.Mutex
	session wire.Session
	conn    io.ReadWriteCloser
	wall    *clock.Wall
	timer   *time.Timer
	eots    int
	heard   map[byte][]wire.Noun
}

func newMaster(t *testing.T, conn io.ReadWriteCloser) *master {
	t.Helper()
	m := &master{conn: conn, wall: clock.NewWall(), heard: map[byte][]wire.Noun{}}
	m.timer = time.AfterFunc(time.Hour, m.wake)
	d, ok := wire.Lookup("dart")
	if !ok {
		t.Fatal("there is no dart")
	}
	var err error
	m.session, err = d.Open(wire.Controller, wire.Options{
		Addresses: []byte{0x50, 0x51}, Nozzles: 2, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3,
		Unit: unit.L, Currency: "EUR", Lenient: true, PollCycle: 100 * time.Millisecond, ReplyTimeout: time.Second,
	}, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = conn.Close()
		m.timer.Stop()
	})
	m.locked(func() { m.session.Start(m.wall.Now()) })
	go m.read()
	return m
}

func (m *master) locked(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

func (m *master) wake() { m.locked(func() { m.session.Wake(m.wall.Now()) }) }

func (m *master) read() {
	b := make([]byte, 4096)
	for {
		n, err := m.conn.Read(b)
		if err != nil {
			return
		}
		m.locked(func() {
			if n == 3 && b[1] == 0x70 && b[2] == 0xFA {
				m.eots++
			}
			m.session.Hear(wire.Chunk{Bytes: b[:n], First: m.wall.Now(), Last: m.wall.Now()})
		})
	}
}

// Say, WakeAt, Heard, Fault and Cycle implement wire.Out.
func (m *master) Say(after time.Duration, b []byte) {
	time.Sleep(after)
	_, _ = m.conn.Write(b)
}
func (m *master) WakeAt(at clock.Instant) {
	if at == clock.Never {
		m.timer.Stop()
		return
	}
	m.timer.Reset(max(at.Sub(m.wall.Now()), 0))
}
func (m *master) Heard(address byte, n wire.Noun) { m.heard[address] = append(m.heard[address], n) }
func (*master) Fault(*wire.FrameError)            {}
func (*master) Cycle()                            {}

func (m *master) do(t *testing.T, address byte, commands ...forecourt.Command) {
	t.Helper()
	m.locked(func() {
		for _, c := range commands {
			if err := m.session.Do(m.wall.Now(), address, c); err != nil {
				t.Errorf("%T: %v", c, err)
			}
		}
	})
}

// has says whether a point has reported something.
func (m *master) has(address byte, fits func(wire.Noun) bool) (found bool) {
	m.locked(func() {
		for _, n := range m.heard[address] {
			found = found || fits(n)
		}
	})
	return found
}

func (m *master) idle() (n int) {
	m.locked(func() { n = m.eots })
	return n
}

func inState(s forecourt.State) func(wire.Noun) bool {
	return func(n wire.Noun) bool {
		r, ok := n.(forecourt.StatusReport)
		return ok && r.Status.State == s
	}
}

func TestTheBusIsLeftToAnOutsideController(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--outside", "controller")
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.at["bus 1 tcp"], "tcp://"))
	if err != nil {
		t.Fatal(err)
	}
	if code, out := w.act("await: { role: controller, event: point-changed }"); code != 2 || !strings.Contains(out, "there is no role 'controller'") {
		t.Errorf("a role that is outside: exit %d %s", code, out)
	}
	sell(t, w, newMaster(t, conn))
	w.stop()
}

func TestTheBusOnAPseudoTerminal(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--outside", "controller")
	path := w.at["bus 1 serial-pty"]
	if path == "" {
		t.Skip("there are no pseudo-terminals here: ", w.said.String())
	}
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	sell(t, w, newMaster(t, f))
	w.stop()
}

// sell does a sale of a litre with the outside controller.
func sell(t *testing.T, w *twin, m *master) {
	t.Helper()
	w.until("the points answer with EOT", func() bool { return m.idle() > 10 })
	price := unit.Price{}
	if err := price.UnmarshalText([]byte("1.799 EUR/L")); err != nil {
		t.Fatal(err)
	}
	m.do(t, 0x50, forecourt.SetPrices{Prices: []unit.Price{price, price}}, forecourt.Reset{})
	w.until("the point is idle", func() bool { return m.has(0x50, inState(forecourt.Idle)) })
	w.mustAct("lift-nozzle: { fuelling-point: 1, nozzle: 1 }")
	w.until("the point calls", func() bool { return m.has(0x50, inState(forecourt.Calling)) })
	m.do(t, 0x50, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 2}}, forecourt.Authorise{})
	w.mustAct("await: { role: fuelling-point 1, event: started, within: 1 min }", "squeeze: { fuelling-point: 1, until: 1.00 L }",
		"await-volume: { fuelling-point: 1, reaches: 1.00 L, within: 1 min }", "hang-nozzle: { fuelling-point: 1 }",
		"await: { role: fuelling-point 1, event: completed, volume: 1.00 L, amount: 1.80 EUR, within: 1 min }")
	w.until("the controller has the sale", func() bool {
		return m.has(0x50, func(n wire.Noun) bool {
			r, ok := n.(forecourt.FillingReport)
			return ok && r.Volume.String() == "1.00 L" && r.Amount.String() == "1.80 EUR"
		})
	})
}
