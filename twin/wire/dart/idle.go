package dart

import (
	"bytes"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

var (
	_ wire.Poller = (*controller)(nil)
	_ wire.Polled = (*dispenser)(nil)
)

// Habit implements wire.Poller.
func (m *controller) Habit() wire.Habit {
	h := wire.Habit{Gap: m.gap, Period: m.Period()}
	for i := range m.slaves {
		h.Addresses = append(h.Addresses, m.slaves[i].address)
		h.Polls = append(h.Polls, m.slaves[i].poll[:])
	}
	return h
}

// Idle implements wire.Poller.
func (m *controller) Idle(due []clock.Instant) (wire.Standing, bool) {
	at := wire.Standing{Turn: m.Turn(), Next: m.Due()}
	over := m.awaits == nothing && at.Turn == len(m.slaves) && m.clear <= at.Next
	if !over && m.awaits != answerToPoll || !m.parser.idle() {
		return at, false
	}
	for i := range m.slaves {
		s := &m.slaves[i]
		switch {
		case !s.online || s.held:
			return at, false
		case s.wantsStatus || len(s.payload) > 0 || len(s.waiting.items) > 0:
			due[i] = 0
		default:
			due[i] = s.statusAt
		}
	}
	return at, true
}

// Addressee implements wire.Poller.
func (*controller) Addressee(b []byte) (address byte, ok bool) {
	n := len(b)
	if n < 3 || b[n-1] != sf || b[n-2] == dle || n == 3 && b[1] == sf {
		return 0, false
	}
	return b[0], n == 3 && b[0] != sf || bytes.IndexByte(b, sf) == n-1
}

// Skip implements wire.Poller.
func (m *controller) Skip(s wire.Skipped) {
	m.Round.Skip(s)
	for i, at := range s.Answers {
		if at != 0 {
			m.slaves[i].heardAt, m.slaves[i].run = at, 0
			m.clear = max(m.clear, at.Add(m.gap))
		}
	}
	if s.Turn == len(m.slaves) {
		m.awaits = nothing
		m.WakeAt(s.Next)
		return
	}
	m.slaves[s.Turn].run = 0
	m.awaits = answerToPoll
	m.WakeAt(s.From.Add(m.pollSpan + m.timeout + m.slack))
}

// Answer implements wire.Polled.
func (d *dispenser) Answer() wire.Answer {
	return wire.Answer{Address: d.address, Bytes: d.eot[:], After: d.turnAround}
}

// Idle implements wire.Polled.
func (d *dispenser) Idle() (idle, ok bool) {
	return len(d.block) == 0 && len(d.waiting.items) == 0, d.parser.idle()
}

// Skip implements wire.Polled.
func (d *dispenser) Skip() { d.polled = true }
