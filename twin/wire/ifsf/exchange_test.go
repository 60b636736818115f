package ifsf

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// world records what an exchange does.
type world struct {
	*Exchange
	now      clock.Instant
	got      []string // messages and links, by partner
	beats    int
	connects []netip.AddrPort
	faults   int
}

func (w *world) Deliver(p int, b []byte)          { w.got = append(w.got, fmt.Sprintf("%d %X", p, b)) }
func (w *world) Linked(p int, up bool)            { w.got = append(w.got, fmt.Sprintf("%d %t", p, up)) }
func (w *world) Beat([]byte)                      { w.beats++ }
func (w *world) Connect(_ int, to netip.AddrPort) { w.connects = append(w.connects, to) }
func (w *world) Fault(*wire.FrameError)           { w.faults++ }
func (w *world) until(at clock.Instant) { // lets timers come
	for w.Next() <= at {
		w.now = max(w.now, w.Next())
		w.Wake(w.now)
	}
	w.now = at
}
func (w *world) took() []string {
	got := w.got
	w.got = nil
	return got
}

var local = netip.MustParseAddrPort("127.0.0.1:7000")

func newWorld(c ExchangeConfig) *world {
	w := &world{now: clock.Epoch}
	c.Address = local
	w.Exchange = NewExchange(c, w)
	w.Run(w.now, true)
	return w
}

// conn is the far end of a connection.
type conn struct {
	*Line
	w      *world
	said   [][]byte
	closed string
}

func (w *world) attach(t *testing.T, partner int) *conn {
	t.Helper()
	c := &conn{w: w}
	var err error
	c.Line, err = w.Attach(w.now, partner, func(b []byte) { c.said = append(c.said, bytes.Clone(b)) }, func(why string) { c.closed = why })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *conn) says(t *testing.T, text string) { c.Hear(c.w.now, bytesOf(t, text)) }

const (
	fromOne = "01 01 02 01 00 05 00 03 01 21 14" // controller 02/01 to dispenser 01/01
	fromTwo = "01 01 02 02 00 05 00 03 01 21 14" // controller 02/02
)

func beatOf(t *testing.T, n Node, at string) []byte {
	t.Helper()
	b, err := Heartbeat{Address: netip.MustParseAddrPort(at), Node: n}.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestADispenserTakesTheFirstControllerThatSpeaks(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Dispensers, 1}})
	silent, one, two := w.attach(t, -1), w.attach(t, -1), w.attach(t, -1)
	one.says(t, "01 01 02")
	one.says(t, "01 00 05 00 03 01 21 14")
	if got := w.took(); !slices.Equal(got, []string{"0 true", "0 " + plain(fromOne)[0]}) || w.partners[0].node != (Node{Controllers, 1}) {
		t.Fatalf("%s", got)
	}
	two.says(t, fromTwo)
	two.says(t, "01 05 02 02 00 46 00 04 01 21 3E 00")
	if len(two.said) != 2 || !bytes.Equal(two.said[0], bytesOf(t, "02 02 01 01 00 E5 00 03 01 21 02")) || two.said[1][10] != msNoNode {
		t.Errorf("the second controller is told %X", two.said)
	}
	w.Say(w.now, 0, []byte{1})
	if len(one.said) != 1 || len(w.took()) != 0 || len(silent.said) != 0 {
		t.Error("the first controller is disturbed")
	}
	if c := w.Counts(); c.Connections != 3 || c.RefusedOrders != 2 || !slices.Equal(w.Exchange.Linked(), []Node{{Controllers, 1}}) {
		t.Errorf("%+v", c)
	}
	one.Gone(w.now)
	two.says(t, fromTwo)
	if got := w.took(); !slices.Equal(got, []string{"0 false", "0 true", "0 " + plain(fromTwo)[0]}) {
		t.Errorf("once the first has gone, the second is heard: %s", got)
	}
}

func TestAControllerThatConnectsAgainTakesOver(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Dispensers, 1}})
	dead := w.attach(t, -1)
	dead.says(t, fromOne)
	again := w.attach(t, -1)
	again.says(t, fromOne)
	if len(again.said) != 1 || again.said[0][10] != msRefused {
		t.Errorf("two controllers of one number: %X", again.said)
	}
	w.took()
	w.until(w.now.Add(takeOver))
	again.says(t, fromOne)
	if got := w.took(); len(got) != 3 || got[0] != "0 false" || got[1] != "0 true" || dead.closed == "" {
		t.Errorf("%s, closed %q", got, dead.closed)
	}
	w.Say(w.now, 0, []byte{1})
	if len(again.said) != 2 {
		t.Error("the new connection is not spoken to")
	}
}

func TestAControllerConnectsToWhereHeartbeatsSay(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Controllers, 1}, Partners: []Node{{1, 1}, {1, 2}}, Connects: true})
	for number := byte(1); number < 128; number++ { // and nodes that nobody wants
		for subnet := byte(3); subnet < 11; subnet++ {
			w.Datagram(w.now, beatOf(t, Node{subnet, number}, "127.0.0.1:9"))
		}
	}
	for _, bad := range [][]byte{nil, make([]byte, 10), make([]byte, 64), beatOf(t, Node{1, 1}, "192.0.2.1:9"), beatOf(t, Node{1, 1}, "127.0.0.1:0")} {
		w.Datagram(w.now, bad)
	}
	w.Datagram(w.now, beatOf(t, Node{Controllers, 1}, "127.0.0.1:7000")) // its own
	if c := w.Counts(); c.Strangers != 127*8 || c.BadBeats != 5 || len(w.connects) != 0 {
		t.Fatalf("%+v, connects %v", c, w.connects)
	}
	w.Datagram(w.now, beatOf(t, Node{1, 2}, "127.0.0.1:5002"))
	w.Datagram(w.now, beatOf(t, Node{1, 2}, "127.0.0.1:5002"))
	if len(w.connects) != 1 || w.connects[0].Port() != 5002 || w.beats != 2 {
		t.Fatalf("connects %v, beats %d", w.connects, w.beats)
	}
	w.Unreachable(w.now, 1)
	w.until(w.now.Add(3500 * time.Millisecond)) // after 1 s it is tried again
	if len(w.connects) != 2 {
		t.Fatalf("connects %v", w.connects)
	}
	c := w.attach(t, 1)
	c.says(t, "02 01 01 02 00 29 00 05 01 21 14 01 03")
	c.says(t, "02 01 01 01 00 29 00 05 01 21 14 01 03") // a node that is not this connection's
	if got := w.took(); !slices.Equal(got, []string{"1 true", "1 0201010200290005012114" + "0103"}) {
		t.Errorf("%s", got)
	}
	other := w.attach(t, -1) // the dispenser connects as well, and tells its news there
	other.says(t, "02 01 01 02 00 80 00 05 01 21 14 01 03")
	w.Say(w.now, 1, []byte{7})
	if len(c.said) != 1 || len(other.said) != 0 || len(w.took()) != 1 {
		t.Error("orders go where we connected, news come from where the other did")
	}
	other.Gone(w.now)
	if got := w.took(); len(got) != 0 {
		t.Errorf("one of two connections is gone: %s", got)
	}
	w.until(w.now.Add(31 * time.Second))
	if got := w.took(); !slices.Equal(got, []string{"1 false"}) || c.closed == "" || w.Counts().LostPartners != 1 {
		t.Errorf("after three missed heartbeats: %s, closed %q, %+v", got, c.closed, w.Counts())
	}
	if w.beats < 4 {
		t.Errorf("%d heartbeats in half a minute", w.beats)
	}
}

func TestADeadConnectionIsMadeAgain(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Controllers, 1}, Partners: []Node{{1, 1}}, Connects: true})
	w.Datagram(w.now, beatOf(t, Node{1, 1}, "127.0.0.1:5001"))
	dead := w.attach(t, 0)
	alive := func(port string) { // the pump beats, and is polled, for 20 s
		for range 20 {
			w.Datagram(w.now, beatOf(t, Node{1, 1}, "127.0.0.1:"+port))
			w.Say(w.now, 0, bytesOf(t, fromOne))
			w.until(w.now.Add(time.Second))
		}
	}
	w.took()
	alive("5002") // it was switched off and on again, and has another port now
	if got := w.took(); dead.closed == "" || len(got) != 1 || got[0] != "0 false" {
		t.Fatalf("the dead connection: %s, closed %q", got, dead.closed)
	}
	if len(w.connects) != 2 || w.connects[1].Port() != 5002 {
		t.Fatalf("connects %v", w.connects)
	}
	c := w.attach(t, 0)
	for range 20 {
		w.Datagram(w.now, beatOf(t, Node{1, 1}, "127.0.0.1:5002"))
		w.Say(w.now, 0, bytesOf(t, fromOne))
		c.says(t, "02 01 01 01 00 29 00 05 01 21 14 01 03")
		w.until(w.now.Add(time.Second))
	}
	if c.closed != "" || len(c.said) != 20 {
		t.Errorf("a connection that answers was closed: %q", c.closed)
	}
}

func TestADispenserThatConnects(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Dispensers, 1}, Connects: true})
	w.Datagram(w.now, beatOf(t, Node{9, 1}, "127.0.0.1:5009")) // a gauge
	w.Datagram(w.now, beatOf(t, Node{Controllers, 1}, "127.0.0.1:5001"))
	w.Datagram(w.now, beatOf(t, Node{Controllers, 2}, "127.0.0.1:5002"))
	if len(w.connects) != 1 || w.Counts().Strangers != 2 {
		t.Fatalf("connects %v, %+v", w.connects, w.Counts())
	}
	c := w.attach(t, 0)
	if got := w.took(); !slices.Equal(got, []string{"0 true"}) {
		t.Errorf("%s", got)
	}
	w.Say(w.now, 0, []byte{1})
	if len(c.said) != 2 || !bytes.Equal(c.said[0], bytesOf(t, "02 01 01 01 00 1F 00 03 01 00 02")) {
		t.Errorf("it says who it is, and then what it has to: %X", c.said)
	}
	w.until(w.now.Add(time.Minute))
	if w.partners[0].node != (Node{}) || c.closed == "" {
		t.Error("a controller that is lost keeps its place")
	}
	w.Datagram(w.now, beatOf(t, Node{Controllers, 2}, "127.0.0.1:5002"))
	if len(w.connects) != 2 || w.connects[1].Port() != 5002 {
		t.Errorf("connects %v", w.connects)
	}
	w.Run(w.now, false)
	if _, err := w.Attach(w.now, 0, nil, nil); err == nil || w.Next() != clock.Never {
		t.Error("a node without power connects")
	}
}

func TestAControllerSetsTheIntervalOfHeartbeats(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Dispensers, 1}})
	c := w.attach(t, -1)
	beats := func() int {
		before := w.beats
		w.until(w.now.Add(time.Minute))
		return w.beats - before
	}
	if n := beats(); n != 6 {
		t.Errorf("%d heartbeats a minute, the standard has 6", n)
	}
	c.says(t, "01 01 02 01 00 41 00 05 01 00 04 01 02")
	if n := beats(); n < 29 || n > 31 {
		t.Errorf("%d heartbeats a minute, every 2 s was written", n)
	}
}

func TestSilenceAndGarbageAreBounded(t *testing.T) {
	w := newWorld(ExchangeConfig{Own: Node{Dispensers, 1}})
	one := w.attach(t, -1)
	one.says(t, fromOne)
	var squatters []*conn
	for range 100 {
		squatters = append(squatters, w.attach(t, -1))
	}
	if c := w.Counts(); c.Connections != maxLines+2 || c.RefusedLines != 100-maxLines-1 || squatters[0].closed == "" {
		t.Errorf("%+v", c)
	}
	loud := squatters[99]
	for range 100 {
		if loud.closed == "" {
			loud.Hear(w.now, bytes.Repeat([]byte{0xFF}, 1000))
		}
	}
	if loud.closed == "" || w.faults != 1 {
		t.Errorf("garbage: closed %q after %d faults", loud.closed, w.faults)
	}
	half := squatters[98]
	half.says(t, "01 01 02 02 00 05")
	w.now = w.now.Add(time.Minute)
	half.says(t, "00 03 01 21 14")
	if w.faults < 2 || len(half.said) != 0 {
		t.Errorf("half a message: %d faults, said %X", w.faults, half.said)
	}
	w.took()
	one.says(t, fromOne)
	if got := w.took(); len(got) != 1 || one.closed != "" {
		t.Errorf("the controller is disturbed: %s", got)
	}
	w.Run(w.now, false)
	if _, err := w.Attach(w.now, -1, nil, nil); err == nil || one.closed == "" || w.Counts().Connections != 0 {
		t.Error("a node without power has connections")
	}
	w.Run(w.now, true)
	w.attach(t, -1).says(t, fromTwo)
	if w.partners[0].node != (Node{Controllers, 2}) {
		t.Error("after the power came back nobody is heard")
	}
}

// FuzzExchange lets connections and datagrams come in any order and say anything.
func FuzzExchange(f *testing.F) {
	f.Add([]byte("\x00\x01\x0b\x01\x01\x02\x01\x00\x05\x00\x03\x01\x21\x14"))
	f.Add([]byte("\x04\x0a\x7f\x00\x00\x01\x22\xb8\x02\x01\x01\x00\x05\x03\x09"))
	f.Fuzz(func(t *testing.T, script []byte) {
		for _, c := range []ExchangeConfig{
			{Own: Node{Dispensers, 1}, Connects: true}, {Own: Node{Controllers, 1}, Partners: []Node{{1, 1}, {1, 2}}, Connects: true},
		} {
			play(t, newWorld(c), script)
		}
	})
}

// play does what a script says: an act, and how many of the bytes that follow it concerns.
func play(t *testing.T, w *world, script []byte) {
	var conns []*conn
	for len(script) >= 2 {
		act, n := script[0], int(script[1])
		script = script[2:]
		bytes := script[:min(n, len(script))]
		switch act % 6 {
		case 0:
			c := &conn{w: w}
			line, err := w.Attach(w.now, n%(len(w.partners)+1)-1, func([]byte) {}, func(why string) { c.closed = why })
			if c.Line = line; err == nil {
				conns = append(conns, c)
			}
		case 1, 2:
			if len(conns) > 0 {
				conns[int(act)%len(conns)].Hear(w.now, bytes)
				script = script[len(bytes):]
			}
		case 3:
			w.until(w.now.Add(time.Duration(n) * 100 * time.Millisecond))
		case 4:
			w.Datagram(w.now, bytes)
			script = script[len(bytes):]
		case 5:
			w.Unreachable(w.now, n%len(w.partners))
			if len(conns) > 0 {
				conns[n%len(conns)].Gone(w.now)
			}
		}
		if len(w.lines) > maxLines+4*len(w.partners) {
			t.Fatalf("%d connections", len(w.lines))
		}
		for i := range w.partners {
			p := &w.partners[i]
			if has := w.made(p) != nil || w.accepted(p) != nil; p.linked && !has {
				t.Fatalf("partner %d is linked by no connection", i)
			}
		}
	}
}
