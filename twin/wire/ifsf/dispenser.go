package ifsf

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// dispenser is the device's end: a database that reports fill, that a controller reads and writes, and whose changes are
// told without being asked for.
type dispenser struct {
	out      wire.Out
	codec    codec
	own      Node
	peer     Node // the controller that spoke last; zero: none yet
	cabinet  *Cabinet
	speaks   bool // for the node
	delay    time.Duration
	parser   parser
	points   []fuellingPoint
	products []product
	settings map[byte]byte // of the calculator

	interval   byte   // of heartbeats, in seconds
	recipients []Node // that were added; before any was, whoever speaks is one
	listed     bool

	// Messages wait until the call that they come of is through: the answer first, then what it led to.
	depth   int
	now     clock.Instant
	reply   []byte
	news    []byte
	lengths []int
	scratch []byte
	places  []address

	token   byte
	unacked []unacked
	wake    clock.Instant

	heard, before clock.Instant // the last message, and the one before it
}

// The table of recipients, and of messages that are not acknowledged, is bounded.
const (
	maxRecipients = 8
	maxUnacked    = 16
)

func newDispenser(c Config, o wire.Options, code codec, out wire.Out) (*dispenser, error) {
	d := &dispenser{
		out: out, codec: code, own: c.Dispenser, cabinet: c.Cabinet, speaks: c.Cabinet == nil, delay: o.TurnAround,
		interval: byte(c.Heartbeats / time.Second), wake: clock.Never, settings: map[byte]byte{
			idDisplayMode: 0, idAuthMode: 0, idStandAlone: 0, idMaxAuthTime: 0,
		},
	}
	d.parser.own = d.own
	d.stock(c, code.nozzles)
	for _, a := range o.Addresses {
		d.points = append(d.points, newPoint(c, code, a, d.productIndex))
		d.speaks = d.speaks || c.Cabinet.first() == a
	}
	if len(d.products) > maxNozzle {
		return nil, fmt.Errorf("ifsf: %d products behind one node, at most 8: let Config.Products say which nozzles share",
			len(d.products))
	}
	for _, p := range d.products {
		if p.number > 99_999_999 {
			return nil, fmt.Errorf("ifsf: product number %d has more than 8 digits", p.number)
		}
	}
	return d, nil
}

// productIndex returns the PR_Id of a product number, which it adds where it is new.
func (d *dispenser) productIndex(number uint32) byte {
	for i := range d.products {
		if d.products[i].number == number {
			return byte(i + 1)
		}
	}
	p := product{number: number, price: d.codec.noPrice()}
	copy(p.description[:], "                ")
	d.products = append(d.products, p)
	return byte(len(d.products))
}

// Start begins a connection. The database stays; what a controller has not acknowledged is told again.
func (d *dispenser) Start(at clock.Instant) {
	d.enter(at)
	d.parser = parser{own: d.own, held: d.parser.held[:0]}
	for i := range d.unacked {
		d.unacked[i].due, d.unacked[i].tries = at, 0
	}
	d.peer = Node{}
	d.leave()
}

// Break ends a connection: nothing is told until somebody speaks on the next one.
func (d *dispenser) Break(at clock.Instant) { d.Start(at) }

// enter and leave enclose every call from outside; the calls that it leads to come back in between.
func (d *dispenser) enter(at clock.Instant) {
	d.depth++
	d.now = at
}

func (d *dispenser) leave() {
	if d.depth > 1 {
		d.depth--
		return
	}
	d.again()
	d.note()
	d.flush()
	d.depth--
	due := clock.Never
	for i := range d.points {
		if d.points[i].ending {
			due = d.now
		}
	}
	if d.listens() {
		for i := range d.unacked {
			due = min(due, d.unacked[i].due)
		}
	}
	if due != d.wake {
		d.wake = due
		d.out.WakeAt(due)
	}
}

// flush says what waits: the answer, then what was not asked for.
func (d *dispenser) flush() {
	if len(d.reply) > 0 {
		d.out.Say(d.delay, d.reply)
		d.reply = d.reply[:0]
	}
	at := 0
	for _, n := range d.lengths {
		d.out.Say(d.delay, d.news[at:at+n])
		at += n
	}
	d.news, d.lengths = d.news[:0], d.lengths[:0]
}

// Wake moves finished sales into the buffer, and tells again what was not acknowledged.
func (d *dispenser) Wake(at clock.Instant) {
	d.wake = clock.Never
	d.enter(at)
	for i := range d.points {
		if p := &d.points[i]; p.ending {
			d.finish(p)
		}
	}
	d.leave()
}

// Hear takes a segment of the stream: messages, parts of them, or several at once.
func (d *dispenser) Hear(c wire.Chunk) {
	if broken := d.parser.start(c.First); broken != nil {
		d.out.Fault(newFault(broken, defect{len(broken), "message broke off"}))
	}
	if c.Marks&badMarks != 0 {
		d.parser.done, d.parser.lost = true, true
		d.out.Fault(newFault(c.Bytes, defect{0, "damaged, on a stream that should not be"}))
		return
	}
	for b := c.Bytes; len(b) > 0; {
		got, rest, bad, wrong := d.parser.take(b)
		b = rest
		if wrong.reason != "" {
			d.out.Fault(newFault(bad, wrong))
		}
		if got == nil {
			continue
		}
		d.enter(c.Last)
		d.hear(got)
		d.leave()
	}
}

// hear takes one message.
func (d *dispenser) hear(raw []byte) {
	if d.heard != d.now {
		d.before, d.heard = d.heard, d.now
	}
	m, wrong := open(raw)
	if m.code != 0 {
		return // heartbeats and communication are no part of the application
	}
	asks := m.kind == read || m.kind == write
	switch {
	case m.to != d.own:
		if asks && d.speaks {
			d.acknowledge(&m, msNoNode, nil)
		}
		return
	case wrong.reason == "" && m.kind == write:
		wrong = m.whole()
	case wrong.reason == "" && m.kind == read && len(m.body) > maxIDs:
		wrong = defect{m.at + maxIDs, "more Data_Ids than an answer can hold"}
	}
	d.meet(m.from)
	if wrong.reason != "" {
		d.out.Fault(newFault(raw, wrong))
		if asks && d.speaks {
			d.acknowledge(&m, msRefused, nil)
		}
		return
	}
	switch m.kind {
	case read:
		d.read(&m)
	case write:
		d.write(&m)
	case ack:
		d.unacked = slices.DeleteFunc(d.unacked, func(u unacked) bool { return u.tries > 0 && u.token == m.token })
	case unsolicited, unsolicitedACK, answer:
		// A dispenser asks for nothing, and listens to nobody's news.
	}
}

// meet notes who speaks. What was to be told before anybody did is told now.
func (d *dispenser) meet(n Node) {
	if n == d.peer {
		return
	}
	d.peer = n
	for i := range d.unacked {
		d.unacked[i].due = d.now
	}
}

// Do takes a report. With one point behind the session the address does not matter.
func (d *dispenser) Do(at clock.Instant, address byte, n wire.Noun) error {
	p := &d.points[0]
	for i := range d.points {
		if d.points[i].address == address {
			p = &d.points[i]
		}
	}
	if len(d.points) > 1 && p.address != address {
		return fmt.Errorf("ifsf: %T for address %02Xh, which is not here", n, address)
	}
	d.enter(at)
	defer d.leave()
	switch n := n.(type) {
	case forecourt.StatusReport:
		return d.reportStatus(p, n.Status)
	case forecourt.NozzleReport:
		return d.reportNozzle(p, n)
	case forecourt.FillingReport:
		return d.reportFilling(p, n)
	case forecourt.TotalsReport:
		return d.reportTotals(p, n)
	case forecourt.PricesReport:
		return d.reportPrices(p, n)
	case forecourt.AlarmReport:
		e, ok := errorOf(n.Alarm)
		if !ok {
			return fmt.Errorf("ifsf: there is no error for %s", n.Alarm)
		}
		d.tellError(p, e)
		return nil
	case forecourt.SuspendReport:
		return nil // the state says it
	}
	return fmt.Errorf("ifsf: a dispenser cannot send %T", n)
}
