package live_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// wireCutter stands between a controller and a dispenser: it announces itself in the dispenser's place, and passes on what
// each says until it is told to cut.
type wireCutter struct {
	ln    net.Listener
	to    string
	beats net.Conn
	mu    sync.Mutex
	open  []net.Conn
	times int // connections
	stop  chan struct{}
}

func newWireCutter(t *testing.T, pump, heartbeats string) *wireCutter {
	t.Helper()
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wireCutter{ln: ln, to: pump, stop: make(chan struct{})}
	if w.beats, err = net.Dial("udp4", heartbeats); err != nil {
		t.Fatal(err)
	}
	beat, err := ifsf.Heartbeat{Address: ln.Addr().(*net.TCPAddr).AddrPort(), Node: ifsf.Node{Subnet: ifsf.Dispensers, Number: 1}}.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	go w.accept()
	go func() {
		for {
			_, _ = w.beats.Write(beat)
			select {
			case <-w.stop:
				return
			case <-time.After(time.Second):
			}
		}
	}()
	t.Cleanup(func() {
		close(w.stop)
		_ = ln.Close()
		w.cut()
	})
	return w
}

func (w *wireCutter) accept() {
	for {
		a, err := w.ln.Accept()
		if err != nil {
			return
		}
		b, err := net.Dial("tcp4", w.to)
		if err != nil {
			_ = a.Close()
			continue
		}
		w.mu.Lock()
		w.open, w.times = append(w.open, a, b), w.times+1
		w.mu.Unlock()
		for _, x := range [][2]net.Conn{{a, b}, {b, a}} {
			go func() {
				_, _ = io.Copy(x[0], x[1])
				_, _ = x[0].Close(), x[1].Close()
			}()
		}
	}
}

func (w *wireCutter) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		_ = c.Close()
	}
	w.open = nil
}

// A connection that breaks in mid-sale costs nobody a drop: the dispenser tells its sale on the next one.
func TestAConnectionIsCutInMidSale(t *testing.T) {
	t.Parallel()
	sink := freeUDP(t) // nobody hears the dispenser's own heartbeats
	controller := startHalf(t, plan(t, site.ConnectController), freeUDP(t), pumpRoles...)
	pumps := startHalf(t, plan(t, site.ConnectController), sink, station.ControllerRole)
	wires := newWireCutter(t, pumps.at["bus 1 tcp"], controller.at["bus 1 udp"])
	controller.until("both points are found", func() bool { return controller.told["controller point-found"] == 2 })
	sell(pumps, controller, 1)

	var sold []forecourt.Sale
	controller.on(func() {
		controller.loop.Watch(func(e forecourt.Told) {
			if s, ok := e.Event.(forecourt.SaleFinished); ok {
				sold = append(sold, s.Sale)
			}
		})
	})
	shows := func(v int64) func() bool {
		return func() bool {
			now, _ := pumps.station.Points()[1].Electronics.Display()
			return now.Count >= v
		}
	}
	pumps.do(2, forecourt.LiftNozzle{Nozzle: 1})
	pumps.until("the sale has started", func() bool { return pumps.told["fuelling-point 2 started"] == 1 })
	pumps.do(2, forecourt.Squeeze{Until: unit.Indicated{Count: 200, Decimals: 2}})
	pumps.until("a litre is out", shows(100))
	wires.cut()
	controller.until("the points are lost", func() bool { return controller.told["controller point-lost"] == 2 })
	controller.until("the points are found again", func() bool { return controller.told["controller point-found"] == 4 })
	pumps.until("two litres are out", shows(200))
	pumps.do(2, forecourt.HangNozzle{})
	controller.until("the sale is told", func() bool { return len(sold) > 0 })
	controller.on(func() {
		if s := sold[0]; len(sold) != 1 || s.Point != 2 || s.Volume.String() != "2.00 L" || s.Amount.String() != "3.60 EUR" {
			t.Errorf("sold %+v", sold)
		}
	})
	wires.mu.Lock()
	defer wires.mu.Unlock()
	if wires.times < 2 {
		t.Errorf("%d connections", wires.times)
	}
}
