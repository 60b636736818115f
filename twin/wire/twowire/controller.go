package twowire

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
	pollCycle    = 200 * time.Millisecond // 200 to 350 ms are seen (A)
	replyTimeout = 80 * time.Millisecond  // of silence after our own last word; a pump answers within 68 ms (A)
	masterGap    = 5 * time.Millisecond   // at least, before the next transmission (B)
	quiet        = 70 * time.Millisecond  // at least 68 ms after what is not answered (B)
	againAfter   = 2 * time.Second        // between two 2p to one pump (B)
	totalsTake   = 750 * time.Millisecond // up to (B)
	offlineAfter = 8 * time.Second        // without an answer, and at least
	offlineTries = 5                      // words in silence (A)
	maxTries     = 10                     // of one command that is answered, but not obeyed
	maxRun       = 4                      // commands to one pump before the next one has its turn
)

// awaited says what the master waits for.
type awaited uint8

const (
	nothing awaited = iota
	forStatus
	forReady
	forCheck // the status that shows whether a command was obeyed
	forSale
	forTotals
	forMoney
	forExtended
	forQuiet // after what is not answered
)

// controller is the master's end. It has exactly one timer: the time-out of an answer, the quiet after a command, or
// the start of the next cycle.
type controller struct {
	wire.Round
	out   wire.Out
	codec codec

	timeout, gap time.Duration

	pumps  []pump
	word   [1]byte
	answer []byte // what has come of a longer one
	totals []gradeTotals

	awaits  awaited
	spoiled bool          // the answer is damaged: wait until it is over
	from    clock.Instant // when our last word began: what began before it is no answer
	clear   clock.Instant // nothing is said before
}

func newController(o wire.Options, c codec, out wire.Out) (*controller, error) {
	if o.PollCycle < 0 || o.ReplyTimeout < 0 || o.ReplySlack < 0 || o.TurnAround < 0 {
		return nil, fmt.Errorf("twowire: a negative span in the options")
	}
	m := &controller{
		out: out, codec: c, Round: wire.NewRound(out, cmp.Or(o.PollCycle, pollCycle)), timeout: o.ReplyTimeout, gap: o.TurnAround,
		pumps: make([]pump, len(o.Addresses)),
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
				return nil, fmt.Errorf("twowire: address %d is listed twice", a)
			}
		}
		m.pumps[i].address, m.pumps[i].nibble = a, nibble(a)
	}
	return m, nil
}

// Start begins the first cycle.
func (m *controller) Start(at clock.Instant) {
	for i := range m.pumps {
		m.pumps[i].heardAt = at
	}
	m.clear = at
	m.startCycle(at)
}

// Wake gives up an answer, ends a quiet, or begins a cycle.
func (m *controller) Wake(at clock.Instant) {
	switch {
	case m.Early(at):
	case m.awaits == nothing:
		m.startCycle(at)
	case m.awaits == forQuiet:
		m.clear = at
		m.ask(at, cmdStatus, forCheck, line.Span(1)+m.timeout)
	case m.Arriving(at, time.Millisecond):
	default:
		m.giveUp(at)
	}
}

// startCycle begins a cycle; the grid begins again from here, so that a cycle that overran delays those after it.
func (m *controller) startCycle(at clock.Instant) {
	m.Begin(at)
	m.advance(at)
}

// advance goes on to the next pump of the cycle, or to the next cycle.
func (m *controller) advance(at clock.Instant) {
	m.awaits = nothing
	for m.Next(len(m.pumps)) {
		p := &m.pumps[m.Turn()]
		if m.Serves(p.offline) {
			p.run = 0
			m.serve(p, at)
			return
		}
	}
	if m.Over(at) {
		m.startCycle(at)
	}
}

// say transmits as soon as the line is clear, and wakes a span after the transmission's end.
func (m *controller) say(at clock.Instant, b []byte, a awaited, within time.Duration) {
	m.from = max(at, m.clear)
	m.awaits, m.spoiled, m.answer = a, false, m.answer[:0]
	m.out.Say(m.from.Sub(at), b)
	m.WakeAt(m.from.Add(line.Span(len(b)) + within))
}

// ask says one word to the pump whose turn it is.
func (m *controller) ask(at clock.Instant, cmd byte, a awaited, within time.Duration) {
	m.word[0] = cmd | m.pumps[m.Turn()].nibble
	m.say(at, m.word[:], a, within)
}

// serve gives a pump its turn: what was asked for it, or a poll.
func (m *controller) serve(p *pump, at clock.Instant) {
	oneWord := line.Span(1) + m.timeout
	if !p.online || p.missed {
		p.missed = false
		if len(p.orders) > 0 && p.orders[0].checks {
			m.ask(at, cmdStatus, forCheck, oneWord)
			return
		}
		m.ask(at, cmdStatus, forStatus, oneWord)
		return
	}
	m.expire(p, at)
	if !p.choose(at) {
		m.ask(at, cmdStatus, forStatus, oneWord)
		return
	}
	o := &p.orders[0]
	o.active = true
	switch {
	case o.checks:
		m.ask(at, cmdStatus, forCheck, oneWord)
	case o.kind == askStatus:
		m.ask(at, cmdStatus, forStatus, oneWord)
	case o.kind == sendBlock, o.kind == askExtended:
		o.notBefore = at.Add(againAfter)
		m.ask(at, cmdDataNext, forReady, oneWord)
	case o.kind == askSale:
		m.ask(at, cmdSale, forSale, line.Span(saleLen)+m.timeout)
	case o.kind == askTotals:
		m.ask(at, cmdTotals, forTotals, line.Span(1+m.codec.nozzles*gradeLen+tailLen)+max(totalsTake, m.timeout))
	case o.kind == sendStop:
		o.checks = true
		m.ask(at, cmdStop, forQuiet, quiet)
	default:
		o.checks = true
		m.ask(at, cmdAuthorise, forQuiet, quiet)
	}
}

// giveUp takes silence, or a damaged answer, for none.
func (m *controller) giveUp(at clock.Instant) {
	p := &m.pumps[m.Turn()]
	m.clear = max(m.clear, at)
	was := m.awaits
	m.awaits = nothing
	p.missed = true
	if len(p.orders) > 0 && p.orders[0].kind == askStatus {
		p.orders[0].active = false
	}
	if was != forMoney {
		p.misses++
	}
	switch {
	case p.offline:
		m.refuseAll(p, "the pump does not answer")
	case p.misses >= offlineTries && at.Sub(p.heardAt) >= offlineAfter:
		m.lose(p)
	case was == forReady || was == forSale || was == forTotals || was == forExtended:
		m.again(p, "the pump does not answer it")
	}
	m.advance(at)
}

// lose notes that a pump does not answer any more. What waits for it is refused rather than kept: a release must not
// come alive when a pump is switched on again an hour later.
func (m *controller) lose(p *pump) {
	p.online, p.offline, p.known, p.ended, p.resets = false, true, false, false, false
	m.out.Heard(p.address, forecourt.Reachable{})
	m.refuseAll(p, "the pump does not answer")
}

// found notes a valid answer.
func (m *controller) found(p *pump, at clock.Instant) {
	silent := p.misses >= offlineTries
	p.heardAt, p.misses = at, 0
	if p.online {
		if silent {
			m.out.Heard(p.address, forecourt.Returned{})
		}
		return
	}
	p.online, p.offline = true, false
	m.out.Heard(p.address, forecourt.Reachable{Yes: true})
}
