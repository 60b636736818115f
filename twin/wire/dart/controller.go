package dart

import (
	"cmp"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// The master's habits. Options override the first three.
const (
	pollCycle    = 50 * time.Millisecond
	replyTimeout = 50 * time.Millisecond // of silence after our own last byte; masters in the field wait 50 to 100 ms (A)
	masterGap    = time.Millisecond      // between an exchange and the next one
	offlineAfter = 8 * time.Second       // without a valid answer (B)
	statusAfter  = 2 * time.Second       // without a block from an address, its status is asked for (B)
	maxTries     = 4                     // of a block in silence; then it waits for an answer to a poll
	maxRun       = 4                     // blocks to one address before it is polled again
)

// awaited says what the master listens for.
type awaited uint8

const (
	nothing awaited = iota
	answerToPoll
	answerToBlock
)

// slave is what the master keeps for one address.
type slave struct {
	address byte
	poll    [3]byte

	online, offline bool // neither: not heard yet, and not given up
	heardAt         clock.Instant
	statusAt        clock.Instant // when the status is asked for
	wantsStatus     bool          // it has just come online
	seen            received
	point           point

	waiting queue
	tx      byte
	payload []byte // of the block on its way; empty when none is
	sent    []item // its commands
	naks    int
	tries   int
	held    bool // silence to maxTries blocks: poll until it answers
	run     int
}

// controller is the master's end: it polls in cycles and has exactly one timer, which is the time-out of a reply or the
// start of the next cycle.
type controller struct {
	wire.Round
	out       wire.Out
	codec     codec
	isLenient bool

	timeout, gap time.Duration
	statusEvery  time.Duration
	settings     wire.Settings
	pollSpan     time.Duration

	slaves  []slave
	parser  parser
	scratch [maxBlock]byte
	block   []byte
	short   [3]byte

	awaits awaited
	clear  clock.Instant // nothing is said before

	missed clock.Instant // when the last reply was given up
	slack  time.Duration // more patience, learned from replies that came whole and late
}

func newController(o wire.Options, c codec, out wire.Out) (*controller, error) {
	if o.PollCycle < 0 || o.ReplyTimeout < 0 || o.ReplySlack < 0 || o.TurnAround < 0 || o.StatusAfter < 0 {
		return nil, fmt.Errorf("dart: a negative span in the options")
	}
	m := &controller{
		out: out, codec: c, isLenient: o.Lenient, Round: wire.NewRound(out, cmp.Or(o.PollCycle, pollCycle)), timeout: o.ReplyTimeout, gap: o.TurnAround,
		statusEvery: cmp.Or(o.StatusAfter, statusAfter),
		settings:    slowest, slaves: make([]slave, len(o.Addresses)), short: [3]byte{0, ctrlACK, sf},
	}
	m.pollSpan = m.settings.Span(3)
	if m.timeout == 0 {
		m.timeout = replyTimeout
	}
	m.timeout += o.ReplySlack
	if m.gap == 0 {
		m.gap = masterGap
	}
	for i, a := range o.Addresses {
		for _, b := range o.Addresses[:i] {
			if a == b {
				return nil, fmt.Errorf("dart: address %02Xh is listed twice", a)
			}
		}
		m.slaves[i].address = a
		m.slaves[i].poll = [3]byte{a, ctrlPoll, sf}
	}
	return m, nil
}

// Start begins the first cycle.
func (m *controller) Start(at clock.Instant) {
	for i := range m.slaves {
		m.slaves[i].heardAt = at
	}
	m.clear = at
	m.startCycle(at)
}

// Do queues a command. It is sent in the address's turn once the address has answered; see doc.go for how long it waits.
func (m *controller) Do(at clock.Instant, address byte, n wire.Noun) error {
	for i := range m.slaves {
		s := &m.slaves[i]
		if s.address != address {
			continue
		}
		b, err := m.codec.appendCommand(s.waiting.bytes, n)
		if err == nil {
			s.waiting.push(b, at, n.(forecourt.Command))
		}
		return err
	}
	return fmt.Errorf("dart: %T for address %02Xh, which is not polled", n, address)
}

// Wake gives up a reply, or begins a cycle.
func (m *controller) Wake(at clock.Instant) {
	switch {
	case m.Early(at):
	case m.awaits == nothing:
		m.startCycle(at)
	case m.Arriving(at, masterGap):
	case !m.parser.idle() && at.Sub(m.parser.last) < frameGap:
		m.WakeAt(m.parser.last.Add(frameGap)) // a reply has begun: let it end
	default:
		m.giveUp(at)
	}
}

// startCycle begins a cycle; the grid begins again from here, so that a cycle that overran delays those after it.
func (m *controller) startCycle(at clock.Instant) {
	m.Begin(at)
	m.advance(at)
}

// advance goes on to the next address of the cycle, or to the next cycle.
func (m *controller) advance(at clock.Instant) {
	m.awaits = nothing
	for m.Next(len(m.slaves)) {
		s := &m.slaves[m.Turn()]
		if m.Serves(s.offline) {
			m.serve(s, at)
			return
		}
	}
	if m.Over(at) {
		m.startCycle(at)
	}
}

// say transmits as soon as the line is clear, and waits for the answer.
func (m *controller) say(at clock.Instant, b []byte, span time.Duration, a awaited) {
	from := max(at, m.clear)
	m.awaits = a
	m.parser.reset() // what was heard of a frame so far is no answer to this
	m.out.Say(from.Sub(at), b)
	m.WakeAt(from.Add(span + m.timeout + m.slack))
}

// Hear takes answers. The first lines are the hot path: nearly all answers are EOT.
func (m *controller) Hear(c wire.Chunk) {
	b := c.Bytes
	if len(b) == 1 && c.Marks == 0 && m.missed == 0 && m.parser.grow(b[0], c.First, c.Last) {
		return
	}
	if len(b) == 3 && b[1] == ctrlEOT && b[2] == sf && c.Marks == 0 && m.awaits == answerToPoll && m.parser.idle() {
		s := &m.slaves[m.Turn()]
		if s.address == b[0] && s.online && !s.held {
			s.heardAt = c.Last
			m.clear = c.Last.Add(m.gap)
			m.advance(c.Last)
			return
		}
	}
	m.hear(c)
}

func (m *controller) hear(c wire.Chunk) {
	if m.missed != 0 && c.First < m.missed && c.Last > m.missed {
		// The answer had begun in time, but this line hands frames over whole, when they end.
		m.slack = max(m.slack, c.Last.Sub(c.First))
		m.missed = 0
	}
	if broken := m.parser.begin(c.First, c.Last); broken != nil {
		m.out.Fault(newFault(broken, defect{len(broken), "frame broke off"}))
	}
	b := c.Bytes
	if c.Marks&badMarks != 0 {
		m.parser.spoil(b)
		m.out.Fault(newFault(b, defect{0, markReason(c.Marks)}))
		return
	}
	for len(b) > 0 {
		var got []byte
		var tooLong bool
		got, b, tooLong = m.parser.take(b)
		if len(got) < 2 || m.awaits == nothing || m.slaves[m.Turn()].address != got[0] {
			continue // late, or not the answer to what was asked
		}
		m.answer(&m.slaves[m.Turn()], got, tooLong, c.Last)
	}
}

// giveUp takes silence for an answer.
func (m *controller) giveUp(at clock.Instant) {
	s := &m.slaves[m.Turn()]
	m.missed = at
	m.parser.reset()
	if m.awaits == answerToBlock {
		if s.tries++; s.tries >= maxTries {
			s.tries, s.held = 0, true
		}
	}
	m.awaits = nothing
	if s.offline {
		m.refuse(s, "the address does not answer")
	} else if at.Sub(s.heardAt) >= offlineAfter {
		m.lose(s)
	}
	m.clear = max(m.clear, at)
	m.advance(at)
}
