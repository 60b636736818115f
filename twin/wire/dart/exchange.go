package dart

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// serve gives an address its turn: a poll, or a block in its place.
func (m *controller) serve(s *slave, at clock.Instant) {
	idle := len(s.payload) == 0 && len(s.waiting.items) == 0 && at < s.statusAt
	switch {
	case !s.online || s.held || idle && !s.wantsStatus:
	case len(s.payload) > 0: // again
		m.sayBlock(s, at)
		return
	case s.run >= maxRun: // what the commands led to must be heard, too
	case s.wantsStatus || len(s.waiting.items) == 0:
		// The status comes first: should a pump that remembers an older session take this block 0 for a duplicate,
		// nothing is lost.
		s.wantsStatus = false
		s.statusAt = at.Add(m.statusEvery)
		s.payload = append(s.payload[:0], transStatus, 1, doReturnStatus)
		m.sayBlock(s, at)
		return
	default:
		n, _ := s.waiting.fitting()
		s.sent = append(s.sent[:0], s.waiting.items[:n]...)
		s.payload = s.waiting.shift(s.payload[:0])
		m.sayBlock(s, at)
		return
	}
	s.run = 0
	m.say(at, s.poll[:], m.pollSpan, answerToPoll)
}

func (m *controller) sayBlock(s *slave, at clock.Instant) {
	s.run++
	m.block = appendBlock(m.block[:0], s.address, s.tx, s.payload)
	m.say(at, m.block, m.settings.Span(len(m.block)), answerToBlock)
}

// answer takes a frame from the address whose turn it is. A damaged or senseless one counts as silence.
func (m *controller) answer(s *slave, got []byte, tooLong bool, at clock.Instant) {
	ctrl := got[1]
	kind, tx := ctrl&0xF0, ctrl&0x0F
	mine := tx == s.tx || m.isLenient && tx == 0
	switch {
	case tooLong:
		m.out.Fault(newFault(got, defect{maxBlock, "longer than 256 bytes"}))
	case kind == ctrlData && len(got) > 3:
		if m.awaits == answerToPoll {
			m.hearBlock(s, got, at)
		}
	case len(got) != 3 || kind != ctrlEOT && kind != ctrlACK && kind != ctrlNAK:
		m.out.Fault(newFault(got, defect{1, "control byte that no slave sends, or of another length"}))
	case kind == ctrlEOT && m.awaits == answerToPoll:
		m.settle(s, at, at.Add(m.gap))
	case kind == ctrlACK && m.awaits == answerToBlock && mine:
		s.tx = nextTX(s.tx)
		m.done(s)
		m.settle(s, at, at.Add(m.gap))
	case kind == ctrlNAK && m.awaits == answerToBlock && mine:
		m.refusal(s)
		m.settle(s, at, at.Add(m.gap))
	}
}

// settle ends an exchange that was answered.
func (m *controller) settle(s *slave, at, clear clock.Instant) {
	m.awaits = nothing // what is told now may lead to Do, but not to a second answer
	m.found(s, at)
	m.clear = clear
	m.advance(at)
}

// found notes a valid answer.
func (m *controller) found(s *slave, at clock.Instant) {
	s.heardAt, s.held = at, false
	if s.online {
		return
	}
	s.online, s.offline = true, false
	s.wantsStatus = true
	m.out.Heard(s.address, forecourt.Reachable{Yes: true})
}

// lose notes that an address does not answer any more. What waits for it is refused rather than kept: a release must
// not come alive when a pump is switched on again an hour later.
func (m *controller) lose(s *slave) {
	s.online, s.offline, s.held = false, true, false
	s.point.known = false
	m.out.Heard(s.address, forecourt.Reachable{})
	m.refuse(s, "the address does not answer")
	s.tx = 0
}

// done clears the block on its way.
func (m *controller) done(s *slave) {
	s.payload = s.payload[:0]
	clear(s.sent)
	s.sent = s.sent[:0]
	s.naks, s.tries = 0, 0
}

// refusal counts: 3 NAKs restart the numbers, one more refuses the commands.
func (m *controller) refusal(s *slave) {
	s.tries = 0
	s.naks++
	switch {
	case s.naks == maxNAKs:
		s.tx = 0
	case s.naks > maxNAKs:
		s.tx = 0
		refused := append([]item(nil), s.sent...)
		m.done(s)
		m.tellRefused(s, refused, "the pump answers NAK, also at TX# 0")
	}
}

// refuse gives back all that an address was to be told.
func (m *controller) refuse(s *slave, why string) {
	if len(s.sent) == 0 && len(s.waiting.items) == 0 {
		m.done(s)
		return
	}
	refused := append(append([]item(nil), s.sent...), s.waiting.items...)
	m.done(s)
	s.waiting = queue{}
	m.tellRefused(s, refused, why)
}

func (m *controller) tellRefused(s *slave, refused []item, why string) {
	for _, i := range refused {
		m.out.Heard(s.address, forecourt.Refused{Command: i.cmd, Why: why})
	}
}

// hearBlock takes a block from a slave, acknowledges it, and tells what is in it once.
func (m *controller) hearBlock(s *slave, raw []byte, at clock.Instant) {
	b, wrong := openBlock(raw, &m.scratch)
	if wrong.reason != "" {
		m.out.Fault(newFault(raw, wrong))
		return
	}
	kind := byte(ctrlACK)
	if wrong = whole(b.payload); wrong.reason != "" {
		m.out.Fault(newFault(raw, wrong))
		kind = ctrlNAK
	}
	m.short[0], m.short[1] = s.address, kind|b.tx
	m.awaits = nothing
	m.out.Say(m.gap, m.short[:])
	m.found(s, at)
	s.statusAt = at.Add(m.statusEvery)
	if kind == ctrlACK && m.seen(s, b) {
		m.tell(s, b.payload, raw)
	}
	m.clear = at.Add(m.gap + m.pollSpan + m.gap)
	m.advance(at)
}

// seen rules on a block and remembers it; it reports whether the block is new.
func (m *controller) seen(s *slave, b block) bool {
	if s.seen.tolerant(b) == duplicate {
		return false
	}
	s.seen.took(b)
	return true
}

// whole checks that the transactions fill the payload exactly.
func whole(payload []byte) defect {
	at := blockHead
	for rest := payload; len(rest) > 0; {
		_, data, after, ok := nextUnit(rest)
		if !ok {
			return defect{at, "LNG reaches past the end of the block"}
		}
		at += 2 + len(data)
		rest = after
	}
	return defect{}
}

// tell delivers the reports of a block in their order. A status is derived with the last NOZIO of the same block; when
// a nozzle moves and the block says no status, the state it now amounts to is told after it.
func (m *controller) tell(s *slave, payload, raw []byte) {
	p := &s.point
	said := false
	for rest := payload; len(rest) > 0; {
		trans, data, after, _ := nextUnit(rest)
		if trans == transNozzle && len(data) == 4 {
			if _, ok := frame.BCD(data[:3]); ok {
				p.out = data[3]&nozzleOut != 0
			}
		}
		said = said || trans == transStatus
		rest = after
	}
	at := blockHead
	for rest := payload; len(rest) > 0; {
		trans, data, after, _ := nextUnit(rest)
		r, reason := m.read(p, trans, data)
		if reason != "" {
			m.out.Fault(newFault(raw, defect{at, reason}))
		}
		if r != nil {
			m.out.Heard(s.address, r)
		}
		at += 2 + len(data)
		rest = after
	}
	if st := p.status(); !said && p.known && st != p.told {
		p.told = st
		m.out.Heard(s.address, forecourt.StatusReport{Status: st})
	}
}

func (m *controller) read(p *point, trans byte, data []byte) (forecourt.Report, string) {
	if trans != transStatus {
		return m.codec.readReport(trans, data)
	}
	if len(data) != 1 || !p.hear(data[0]) {
		return nil, "a status that does not exist"
	}
	p.told = p.status()
	return forecourt.StatusReport{Status: p.told}, ""
}
