package udc

import (
	"cmp"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// The master's habits. Options override the first three.
const (
	pollCycle    = 100 * time.Millisecond // at least once a second (B)
	replyTimeout = 50 * time.Millisecond  // of silence after our own last byte; twice the slowest answer seen (B)
	masterGap    = 5 * time.Millisecond   // between an exchange and the next one
	answerGap    = time.Millisecond
	strayGap     = 2 * time.Millisecond // of silence before an answer that follows stray bytes; pumps take 3 ms (B)
	offlineAfter = 8 * time.Second      // without a valid answer
	maxTries     = 4                    // exchanges in silence; then only polls, until an answer
	maxRun       = 6                    // exchanges with one address in its turn
	maxRefusals  = 3                    // of a command; then it is given up
)

// slave is what the master keeps for one address.
type slave struct {
	point
	address byte
	poll    [headRaw]byte // A2
	watch   [headRaw]byte // A1

	online, offline bool // neither: not heard yet, and not given up
	heardAt         clock.Instant
	jobs            []job
	tries           int
	held            bool // silence to maxTries exchanges: poll until it answers
	run             int
}

// controller is the master's end: it polls in cycles and has exactly one timer, which is the time-out of an answer or the
// start of the next cycle.
type controller struct {
	wire.Round
	out    wire.Out
	codec  codec
	manner Manner

	timeout, gap time.Duration
	pollSpan     time.Duration

	slaves []slave
	raw    []byte // the request as it travels
	data   []byte // scratch
	plain  []byte // the answer, not doubled

	asks    bool          // an answer is waited for
	isJob   bool          // it is of the first job
	address byte          // Fx or Cx, and
	command byte          // what was asked
	spoken  clock.Instant // when the question has ended
	stray   clock.Instant // when the last byte was heard that answered nothing
	answer  reply

	clear clock.Instant // nothing is said before

	missed clock.Instant // when the last answer was given up
	slack  time.Duration // more patience, learned from answers that came whole and late
}

func newController(o wire.Options, manner Manner, c codec, out wire.Out) (*controller, error) {
	if o.PollCycle < 0 || o.ReplyTimeout < 0 || o.ReplySlack < 0 || o.TurnAround < 0 {
		return nil, fmt.Errorf("udc: a negative span in the options")
	}
	m := &controller{
		out: out, codec: c, manner: manner, Round: wire.NewRound(out, cmp.Or(o.PollCycle, pollCycle)), timeout: o.ReplyTimeout, gap: o.TurnAround,
		pollSpan: settings.Span(headRaw), slaves: make([]slave, len(o.Addresses)),
	}
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
				return nil, fmt.Errorf("udc: address %02Xh is listed twice", a)
			}
		}
		s := &m.slaves[i]
		s.address, s.point = a, newPoint(&m.codec)
		appendDouble(s.poll[:0], a, askStatus)
		appendDouble(s.watch[:0], a, askDisplay)
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

// Do takes a command. It is sent in the address's turn once the address has answered; see doc.go for what is gathered.
func (m *controller) Do(at clock.Instant, address byte, n wire.Noun) error {
	for i := range m.slaves {
		if s := &m.slaves[i]; s.address == address {
			return m.take(s, n, at)
		}
	}
	return fmt.Errorf("udc: %T for address %02Xh, which is not polled", n, address)
}

// Wake gives up an answer, or begins a cycle.
func (m *controller) Wake(at clock.Instant) {
	switch {
	case m.Early(at):
	case !m.asks:
		m.startCycle(at)
	case m.answer.n > 0 && !m.answer.void && at.Sub(m.answer.last) < frameGap:
		m.WakeAt(m.answer.last.Add(frameGap)) // an answer has begun: let it end
	case m.Arriving(at, answerGap):
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
	m.asks = false
	for m.Next(len(m.slaves)) {
		s := &m.slaves[m.Turn()]
		if m.Serves(s.offline) {
			s.run = 0
			m.serve(s, at)
			return
		}
	}
	if m.Over(at) {
		m.startCycle(at)
	}
}

// say transmits as soon as the line is clear, and waits for the answer.
func (m *controller) say(at clock.Instant, address, command byte, raw []byte, span time.Duration) {
	from := max(at, m.clear)
	m.asks, m.address, m.command = true, address, command
	m.spoken = from.Add(span)
	m.answer.begin(2 * answerLen(address, command))
	m.out.Say(from.Sub(at), raw)
	m.WakeAt(m.spoken.Add(m.timeout + m.slack))
}

// Hear takes answers. The first lines are the hot path: nearly all answers are the status that was there before.
func (m *controller) Hear(c wire.Chunk) {
	b := c.Bytes
	if len(b) == 2 && b[1] == ^b[0] && c.Marks == 0 && m.asks && !m.isJob && m.command == askStatus && c.First >= m.spoken &&
		c.First.Sub(m.stray) >= strayGap && m.answer.n == 0 && !m.answer.void {
		s := &m.slaves[m.Turn()]
		if b[0] == s.code && s.online && !s.held && !isCalling(s.code) && !s.release.held && s.statusFresh && !s.urgent() {
			s.heardAt, s.tries, s.reopens = c.Last, 0, false
			m.clear = c.Last.Add(m.gap)
			m.advance(c.Last)
			return
		}
	}
	m.hear(c)
}

func (m *controller) hear(c wire.Chunk) {
	if m.missed != 0 && c.First < m.missed && c.Last > m.missed {
		// The answer had begun in time, but this line hands it over whole, when it ends.
		m.slack = max(m.slack, c.Last.Sub(c.First))
		m.missed = 0
	}
	if !m.asks || c.First < m.spoken || c.First.Sub(m.stray) < strayGap || len(c.Bytes) == 0 {
		m.stray = c.Last // it began before the question had ended, so that it answers another one
		return
	}
	raw, wrong := m.answer.take(c)
	switch {
	case wrong.reason != "":
		m.out.Fault(newFault(raw, wrong))
	case raw != nil:
		m.plain = appendHalf(m.plain[:0], raw)
		if wrong = m.settle(&m.slaves[m.Turn()], c.Last); wrong.reason != "" {
			m.answer.void = true
			m.out.Fault(newFault(raw, wrong))
		}
	}
}

// giveUp takes silence for an answer.
func (m *controller) giveUp(at clock.Instant) {
	s := &m.slaves[m.Turn()]
	m.missed = at
	if s.tries++; s.tries >= maxTries {
		s.tries, s.held = 0, true
	}
	if m.asks = false; m.isJob && s.jobs[0].isPrices() && s.jobs[0].step == setPrices {
		s.jobs[0].step = initialise // it may take no price before
	}
	if s.offline {
		m.refuse(s, "the address does not answer")
	} else if at.Sub(s.heardAt) >= offlineAfter {
		m.lose(s)
	}
	m.clear = max(m.clear, at)
	m.advance(at)
}
