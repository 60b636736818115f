package live_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// patience is how long anything may take on a machine that is busy with other things.
const patience = time.Minute

// half is a station that has one end of the IFSF bus.
type half struct {
	t       *testing.T
	loop    *loop.Loop
	station *station.Station
	nodes   []*station.NetworkNode
	at      map[string]string
	told    map[string]int // events by role and name; only on the loop
}

type nobody struct{}

func (nobody) Act(*loop.Fiber, string, []byte) (int, any) { return http.StatusNotImplemented, nil }
func (nobody) Drop(string)                                {}

// startHalf runs a station until the test ends.
func startHalf(t *testing.T, plan *site.Plan, to netip.AddrPort, outside ...forecourt.Role) *half {
	t.Helper()
	h := &half{t: t, told: map[string]int{}, at: map[string]string{}}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- h.run(ctx, plan, to, outside, ready)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case <-ready:
	case err := <-ended:
		ended <- nil
		t.Fatal(err)
	}
	return h
}

func (h *half) run(ctx context.Context, plan *site.Plan, to netip.AddrPort, outside []forecourt.Role, ready chan struct{}) error {
	pacer, err := live.NewPacer()
	if err != nil {
		return err
	}
	h.station, err = station.Build(station.Options{Plan: plan, Seed: 3, Start: pacer.Now(), Pacer: pacer, Outside: outside})
	if err != nil {
		return err
	}
	h.loop = h.station.Loop()
	h.loop.Watch(func(e forecourt.Told) { h.told[e.Role.String()+" "+e.Event.Event()]++ })
	h.nodes = h.station.NetworkNodes()
	o := live.Options{Actor: nobody{}, State: func() any { return nil }, Nodes: live.Nodes{To: to, UDP: plan.Ports.Heartbeat}}
	for _, n := range h.nodes {
		o.Nodes.Hears = o.Nodes.Hears || n.Hears
		o.Nodes.Ports = append(o.Nodes.Ports, live.NodePort{
			Roles: n.Roles, TCP: n.Port, Says: n.Says(), Attach: n.Attach, Datagram: n.Datagram, Open: func(w live.Node) {
				n.Open(station.Network{Address: w.Address, Beat: w.Send, Connect: func(to netip.AddrPort, a station.Attach, failed func()) {
					w.Dial(to, live.Attacher(a), failed)
				}})
			},
		})
	}
	s, err := live.Open(h.loop, pacer, o)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, e := range s.Endpoints() {
		h.at[e.Role+" "+e.Kind] = e.Address[strings.Index(e.Address, "//")+2:]
	}
	close(ready)
	return s.Run(ctx, 0, nil)
}

// on does something on the loop.
func (h *half) on(f func()) {
	h.t.Helper()
	done := make(chan struct{})
	h.loop.Inbox().Put(func() { f(); close(done) })
	select {
	case <-done:
	case <-time.After(patience):
		h.t.Fatal("the station does not answer")
	}
}

// until waits for something that must come.
func (h *half) until(what string, is func() bool) {
	h.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		var yes bool
		if h.on(func() { yes = is() }); yes {
			return
		}
		if time.Now().After(end) {
			h.on(func() { h.t.Log(h.told, h.counts()) })
			h.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (h *half) counts() ifsf.Counts { return h.nodes[0].Counts() }

func (h *half) do(n forecourt.Point, s forecourt.Stimulus) {
	h.t.Helper()
	h.on(func() {
		if err := h.station.Do(forecourt.PointRole(n), s); err != nil {
			h.t.Error(err)
		}
	})
}

// sell sells a litre at a point of the pumps, which the controller releases by itself.
func sell(pumps, controller *half, n forecourt.Point) {
	pumps.t.Helper()
	var before int
	controller.on(func() { before = controller.told["controller sale-finished"] })
	role := forecourt.PointRole(n).String()
	var started int
	pumps.on(func() { started = pumps.told[role+" started"] })
	pumps.do(n, forecourt.LiftNozzle{Nozzle: 1})
	pumps.until(role+" has started", func() bool { return pumps.told[role+" started"] > started })
	litre := unit.Indicated{Count: 100, Decimals: 2}
	pumps.do(n, forecourt.Squeeze{Until: litre})
	pumps.until(role+" shows a litre", func() bool {
		v, _ := pumps.station.Points()[n-1].Electronics.Display()
		return v == litre
	})
	pumps.do(n, forecourt.HangNozzle{})
	controller.until("the controller has the sale of "+role, func() bool { return controller.told["controller sale-finished"] > before })
}

func plan(t *testing.T, connect string) *site.Plan {
	t.Helper()
	p, err := site.Open("kiosk-ifsf")
	if err != nil {
		t.Fatal(err)
	}
	p.Ports, p.Buses[0].TCP = site.Ports{}, 0
	p.POS.Mode = service.Of(service.Automatic)
	p.Network.Connect = connect
	return p
}

func udp(t *testing.T, at string) netip.AddrPort {
	t.Helper()
	a, err := netip.ParseAddrPort(at)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// freeUDP returns a port of loopback that nobody has at the moment.
func freeUDP(t *testing.T) netip.AddrPort {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	return c.LocalAddr().(*net.UDPAddr).AddrPort()
}

var pumpRoles = []forecourt.Role{forecourt.PointRole(1), forecourt.PointRole(2)}

// pair starts two stations, one with the pumps and one with the controller, that know each other's heartbeat ports.
func pair(t *testing.T, connect string) (pumps, controller *half) {
	t.Helper()
	controller = startHalf(t, plan(t, connect), freeUDP(t), pumpRoles...)
	pumps = startHalf(t, plan(t, connect), udp(t, controller.at["bus 1 udp"]), station.ControllerRole)
	controller.until("both points are found", func() bool { return controller.told["controller point-found"] == 2 })
	return pumps, controller
}

func TestASaleOverRealConnections(t *testing.T) {
	t.Parallel()
	pumps, controller := pair(t, site.ConnectController)
	sell(pumps, controller, 1)
	sell(pumps, controller, 2)
	if a, err := net.Dial("tcp", pumps.at["bus 1 tcp"]); err != nil || !strings.HasPrefix(pumps.at["bus 1 tcp"], "127.0.0.1:") {
		t.Error(err)
	} else {
		_ = a.Close()
	}
	// The dispenser loses its power: its connection ends, and it comes back by itself.
	power := func(what func(forecourt.Role) error) {
		pumps.on(func() {
			for _, r := range pumpRoles {
				if err := what(r); err != nil {
					t.Error(err)
				}
			}
		})
	}
	power(pumps.station.PowerOff)
	controller.until("both points are lost", func() bool { return controller.told["controller point-lost"] == 2 })
	power(pumps.station.PowerOn)
	controller.until("both points are found again", func() bool { return controller.told["controller point-found"] == 4 })
	sell(pumps, controller, 2)
}

func TestBadNeighboursDoNotDisturbASale(t *testing.T) {
	t.Parallel()
	pumps, controller := pair(t, site.ConnectController)
	stop := make(chan struct{})
	defer close(stop)
	strange, err := net.Dial("udp", controller.at["bus 1 udp"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = strange.Close() }()
	for i := range 1000 {
		n := ifsf.Node{Subnet: byte(3 + i/127), Number: byte(1 + i%127)}
		b, err := ifsf.Heartbeat{Address: netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 9), Node: n}.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = strange.Write(b)
		_, _ = strange.Write(bytes.Repeat([]byte{byte(i)}, i%700))
	}
	for _, end := range []*half{pumps, controller} {
		for i := range 100 {
			c, err := net.Dial("tcp", end.at["bus 1 tcp"])
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			switch i % 3 {
			case 1:
				_, _ = c.Write([]byte{1, 1, 2, 9, 0, 5})
			case 2:
				go flood(c, stop)
			}
		}
	}
	sell(pumps, controller, 1)
	sell(pumps, controller, 2)
	for name, end := range map[string]*half{"pumps": pumps, "controller": controller} {
		end.until("the neighbours of the "+name+" are counted", func() bool {
			c := end.counts()
			return c.RefusedLines > 0 && c.Connections <= 10
		})
	}
	controller.until("heartbeats of strangers are counted", func() bool {
		c := controller.counts()
		return c.Strangers > 0 && c.Strangers <= 1000 && c.BadBeats > 0
	})
}

// flood writes garbage as fast as it is taken, until it is cut off.
func flood(c net.Conn, stop chan struct{}) {
	b := bytes.Repeat([]byte{0xA5, 0x00, 0xFF}, 4096)
	for {
		select {
		case <-stop:
			return
		default:
		}
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

func TestASecondControllerIsRefused(t *testing.T) {
	t.Parallel()
	pumps, controller := pair(t, site.ConnectController)
	c, err := net.Dial("tcp", pumps.at["bus 1 tcp"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	if _, err := c.Write([]byte{1, 1, 2, 7, 0, 0x45, 0, 4, 1, 0x21, 0x3E, 0}); err != nil { // Release_FP of controller 02/07
		t.Fatal(err)
	}
	answer := make([]byte, 64)
	n, err := c.Read(answer)
	if err != nil || !bytes.Equal(answer[:n], []byte{2, 7, 1, 1, 0, 0xE5, 0, 3, 1, 0x21, 2}) {
		t.Errorf("the second controller is told % X, %v", answer[:n], err)
	}
	sell(pumps, controller, 1)
	pumps.until("it is counted", func() bool { return pumps.counts().RefusedOrders == 1 })
}

// Each way of connecting leads to a sale.
func TestWhoConnects(t *testing.T) {
	t.Parallel()
	for _, connect := range []string{site.ConnectDispenser, site.ConnectBoth} {
		t.Run(connect, func(t *testing.T) {
			t.Parallel()
			there := freeUDP(t)
			controller := startHalf(t, plan(t, connect), there, pumpRoles...)
			p := plan(t, connect)
			p.Ports.Heartbeat = int(there.Port())
			pumps := startHalf(t, p, udp(t, controller.at["bus 1 udp"]), station.ControllerRole)
			controller.until("both points are found", func() bool { return controller.told["controller point-found"] == 2 })
			sell(pumps, controller, 1)
			sell(pumps, controller, 2)
			want := map[string]int{site.ConnectDispenser: 1, site.ConnectBoth: 2}[connect]
			pumps.until("connections are as wanted", func() bool { return pumps.counts().Connections == want })
		})
	}
}
