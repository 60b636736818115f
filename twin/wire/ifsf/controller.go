package ifsf

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// The controller's habits (C: our own). Options override the first two.
const (
	pollCycle    = time.Second      // each point's state is read, so that what was lost on the way is made good
	replyTimeout = 3 * time.Second  // of an answer; TCP repeats what is lost, so nothing is asked twice
	offlineAfter = 8 * time.Second  // without an answer from a point
	openAgain    = 10 * time.Second // a point that stays closed is opened again
	maxWaiting   = 256              // commands of one point
)

// controller is the controlling device's end.
type controller struct {
	out    wire.Out
	config Config
	codec  codec
	delay  time.Duration
	cycle  time.Duration
	within time.Duration

	parser  parser
	points  []point
	token   byte
	scratch []byte
	next    clock.Instant // cycle
	wake    clock.Instant
}

// point is what a controller keeps of one fuelling point.
type point struct {
	address byte

	reachable, offline bool // neither: not heard yet, and not given up
	heardAt            clock.Instant

	own, waiting []request // what the session wants by itself comes first
	sent         request
	busy         bool // sent is on its way
	token        byte
	due          clock.Instant

	nozzles int
	known   bool // state is
	state   forecourt.State
	mask    byte // Log_Noz_State
	nozzle  forecourt.Nozzle
	limited bool
	prices  [modes][maxNozzle]unit.Price
	level   forecourt.PriceLevel // of the sales to come, as the point has taken it
	totals  [maxNozzle]total
	volume  unit.Indicated
	amount  unit.Money
	sales   []payable
	seeking bool // the buffer is being read for the sale that has ended

	closed    bool // by us
	openAfter clock.Instant

	told       forecourt.Status
	toldNozzle forecourt.NozzleReport
}

type total struct {
	volume               unit.Indicated
	amount               unit.Money
	hasVolume, hasAmount bool
}

// payable is a transaction in the point's buffer that nobody else has locked.
type payable struct {
	seq    int
	volume unit.Indicated
	amount unit.Money
	price  unit.Price
	nozzle forecourt.Nozzle
	ready  bool // all that is told of it is known

	warmth   unit.Temperature
	measured bool
}

func newController(c Config, o wire.Options, code codec, out wire.Out) (*controller, error) {
	m := &controller{
		out: out, config: c, codec: code, delay: o.TurnAround, cycle: o.PollCycle, within: o.ReplyTimeout,
		points: make([]point, len(o.Addresses)), wake: clock.Never, next: clock.Never,
	}
	m.parser.own = c.Controller
	if m.cycle == 0 {
		m.cycle = pollCycle
	}
	if m.within == 0 {
		m.within = replyTimeout
	}
	for i, a := range o.Addresses {
		m.points[i] = point{address: a, nozzles: code.nozzles, volume: code.noVolume(), amount: code.noAmount()}
		for n := 1; n <= maxNozzle; n++ {
			if c.product(a, n) > 99_999_999 {
				return nil, fmt.Errorf("ifsf: product number %d has more than 8 digits", c.product(a, n))
			}
		}
	}
	return m, nil
}

// Start begins a connection: each point is asked for its state.
func (m *controller) Start(at clock.Instant) {
	m.parser = parser{own: m.config.Controller, held: m.parser.held[:0]}
	for i := range m.points {
		m.points[i].heardAt = at
		m.points[i].busy = false
	}
	m.poll(at)
	m.rearm()
}

// Break ends a connection: what was on its way and what waits is refused, and every point is unreachable.
func (m *controller) Break(at clock.Instant) {
	m.parser = parser{own: m.config.Controller, held: m.parser.held[:0]}
	for i := range m.points {
		p := &m.points[i]
		if !p.busy {
			p.sent = request{}
		}
		p.heardAt = at.Add(-offlineAfter)
		m.giveUp(at, p)
	}
	m.rearm()
}

// poll begins a cycle: a point that nothing is wanted of is asked for its state.
func (m *controller) poll(at clock.Instant) {
	m.next = at.Add(m.cycle)
	m.out.Cycle()
	for i := range m.points {
		p := &m.points[i]
		m.advance(at, p)
		if p.busy {
			continue
		}
		ids := []byte{idNozzles, idState, idNozzleState}
		if p.reachable {
			ids = ids[1:]
		}
		m.send(at, p, request{purpose: forPoll, kind: read, db: pointAddress(p.address), body: ids})
	}
}

// Wake begins a cycle, or gives up an answer.
func (m *controller) Wake(at clock.Instant) {
	m.wake = clock.Never
	for i := range m.points {
		if p := &m.points[i]; p.busy && p.due <= at {
			m.giveUp(at, p)
		}
	}
	if m.next <= at {
		m.poll(at)
	}
	m.rearm()
}

func (m *controller) rearm() {
	due := m.next
	for i := range m.points {
		if p := &m.points[i]; p.busy {
			due = min(due, p.due)
		}
	}
	if due != m.wake {
		m.wake = due
		m.out.WakeAt(due)
	}
}

// Do queues a command. It is sent when the point is reachable and has answered what was sent before.
func (m *controller) Do(at clock.Instant, address byte, n wire.Noun) error {
	p := m.point(address)
	if p == nil {
		return fmt.Errorf("ifsf: %T for address %02Xh, which is not controlled", n, address)
	}
	list, err := m.requests(p, n)
	if err != nil {
		return err
	}
	if len(p.waiting)+len(list) > maxWaiting {
		return fmt.Errorf("ifsf: %T refused: %d commands wait", n, len(p.waiting))
	}
	if _, ok := n.(forecourt.SwitchOff); ok {
		p.closed = true
	}
	for i := range list {
		list[i].at, list[i].cmd, list[i].more = at, n.(forecourt.Command), i < len(list)-1
	}
	p.waiting = append(p.waiting, list...)
	m.advance(at, p)
	m.rearm()
	return nil
}

func (m *controller) point(address byte) *point {
	for i := range m.points {
		if m.points[i].address == address {
			return &m.points[i]
		}
	}
	return nil
}

// Hear takes a segment of the stream: messages, parts of them, or several at once.
func (m *controller) Hear(c wire.Chunk) {
	if broken := m.parser.start(c.First); broken != nil {
		m.out.Fault(newFault(broken, defect{len(broken), "message broke off"}))
	}
	if c.Marks&badMarks != 0 {
		m.parser.done, m.parser.lost = true, true
		m.out.Fault(newFault(c.Bytes, defect{0, "damaged, on a stream that should not be"}))
		return
	}
	for b := c.Bytes; len(b) > 0; {
		got, rest, bad, wrong := m.parser.take(b)
		b = rest
		if wrong.reason != "" {
			m.out.Fault(newFault(bad, wrong))
		}
		if got != nil {
			m.hear(c.Last, got)
		}
	}
	m.rearm()
}

// hear takes one message.
func (m *controller) hear(at clock.Instant, raw []byte) {
	g, wrong := open(raw)
	if g.code != 0 || g.to != m.config.Controller {
		return
	}
	hasItems := g.kind == answer || g.kind == unsolicited || g.kind == unsolicitedACK
	switch {
	case g.from != m.config.Dispenser:
		wrong = defect{2, "a node that is not the dispenser of this connection"}
	case wrong.reason == "" && hasItems:
		wrong = g.whole()
	}
	if wrong.reason != "" {
		m.out.Fault(newFault(raw, wrong))
		return
	}
	switch g.kind {
	case answer:
		m.hearAnswer(at, &g)
	case ack:
		m.hearACK(at, &g)
	case unsolicited, unsolicitedACK:
		if g.kind == unsolicitedACK {
			m.say(appendACK(m.scratch[:0], &g))
		}
		m.hearNews(at, &g)
	case read, write:
		// A controller has no database that a dispenser could want.
	}
}

// appendACK appends the acknowledgement of news.
func appendACK(dst []byte, g *message) []byte {
	dst = append(dst, g.from.Subnet, g.from.Number, g.to.Subnet, g.to.Number, 0, byte(ack)<<5|g.token, 0, 0)
	return seal(append(append(dst, g.where...), msOK), 0)
}

func (m *controller) say(b []byte) {
	m.scratch = b
	m.out.Say(m.delay, b)
}
