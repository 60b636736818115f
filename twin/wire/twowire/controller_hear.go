package twowire

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// Hear takes answers.
func (m *controller) Hear(c wire.Chunk) {
	if m.awaits == nothing || m.awaits == forQuiet || c.First < m.from {
		return // late, or not the answer to what was asked
	}
	if c.Marks&badMarks != 0 {
		if !m.spoiled {
			m.out.Fault(newFault(append(m.answer, c.Bytes...), defect{len(m.answer), markReason(c.Marks)}))
		}
		m.spoiled = true
	}
	for _, w := range c.Bytes {
		if m.spoiled || m.awaits == nothing || m.awaits == forQuiet || c.First < m.from {
			return
		}
		m.hearWord(w, c.Last)
	}
}

// refuseAnswer waits for the end of an answer that makes no sense; it counts as silence.
func (m *controller) refuseAnswer(raw []byte, wrong defect) {
	m.out.Fault(newFault(raw, wrong))
	m.spoiled = true
}

func (m *controller) hearWord(w byte, at clock.Instant) {
	p := &m.pumps[m.Turn()]
	switch m.awaits {
	case forStatus, forReady, forCheck:
		if s := w & 0xF0; w&0x0F == p.nibble && (s == saysDataError || s >= saysOff && s <= saysReady) {
			m.hearStatus(p, s, at)
			return
		}
		m.refuseAnswer([]byte{w}, defect{0, "not a status of this pump"})
		return
	}
	m.answer = append(m.answer, w)
	switch n := len(m.answer); {
	case m.awaits == forMoney:
		if w&0xF0 != digit {
			m.refuseAnswer(m.answer, defect{n - 1, "not a digit"})
		} else if n == moneyLen {
			m.hearMoney(p, at)
		}
	case m.awaits == forExtended:
		if n == extendedLen {
			m.hearExtended(p, at)
		}
	case n == 1 && w != startOfText, n > maxAnswer, w < digit:
		m.refuseAnswer(m.answer, defect{n - 1, "not the word of a block"})
	case w == endOfText && m.awaits == forSale:
		m.hearSale(p, at)
	case w == endOfText:
		m.hearTotals(p, at)
	}
}

// settle ends an exchange that was answered: the pump has more, or the next one has its turn.
func (m *controller) settle(p *pump, at clock.Instant, done bool) {
	if done && len(p.orders) > 0 && p.orders[0].active {
		p.orders = append(p.orders[:0], p.orders[1:]...)
	}
	if p.run++; len(p.orders) > 0 && p.run < maxRun {
		m.serve(p, at)
		return
	}
	m.advance(at)
}

// begin notes an answer. What is told from here on may lead to Do, but not to a second answer.
func (m *controller) begin(p *pump, at clock.Instant) (was awaited) {
	was = m.awaits
	m.awaits = nothing
	m.clear = at.Add(m.gap)
	m.found(p, at)
	return was
}

func (m *controller) hearStatus(p *pump, s byte, at clock.Instant) {
	was := m.begin(p, at)
	active := len(p.orders) > 0 && p.orders[0].active
	asked := was == forStatus && active && p.orders[0].kind == askStatus
	if s != saysDataError && s != saysReady {
		m.become(p, s, asked)
	} else if asked {
		asked = false // later
	}
	switch {
	case was == forReady && active && s == saysReady:
		if o := &p.orders[0]; o.kind == askExtended {
			m.say(at, o.block, forExtended, line.Span(extendedLen)+m.timeout)
		} else {
			o.checks, p.preset = true, p.preset || o.release
			m.say(at, o.block, forQuiet, quiet)
		}
		return
	case was == forReady:
		m.again(p, "the pump is not ready for data")
	case was == forCheck:
		m.check(p, s, at)
		return
	case was == forStatus && s == saysBusy:
		if asked {
			p.orders = append(p.orders[:0], p.orders[1:]...)
		}
		m.ask(at, cmdMoney, forMoney, line.Span(moneyLen)+m.timeout)
		return
	}
	if was == forStatus && len(p.orders) == 0 {
		m.advance(at)
		return
	}
	m.settle(p, at, asked)
}

// check sees from the status whether the order at the front was obeyed.
func (m *controller) check(p *pump, s byte, at clock.Instant) {
	if len(p.orders) == 0 || !p.orders[0].checks {
		m.settle(p, at, false)
		return
	}
	o := &p.orders[0]
	idle := s == saysOff || s == saysCall
	bad := s == saysDataError || s == saysReady
	switch {
	case o.kind == sendBlock && bad:
		m.again(p, "the pump answers with a data error")
	case o.kind == sendAuthorise && (idle || bad):
		m.again(p, "the pump does not take the release")
	case o.kind == sendStop && (s == saysAuthorised || s == saysBusy || bad):
		m.again(p, "the pump does not stop")
		m.advance(at) // it may take a while
		return
	default:
		p.taken(o)
		m.settle(p, at, true)
		return
	}
	m.settle(p, at, false)
}

// hearMoney tells what the display shows while fuel flows: the protocol has no volume then.
func (m *controller) hearMoney(p *pump, at clock.Instant) {
	n, ok := digits(m.answer)
	if !ok {
		m.refuseAnswer(m.answer, defect{0, "a digit above 9"})
		return
	}
	m.begin(p, at)
	if n != p.money {
		p.money = n
		m.out.Heard(p.address, forecourt.FillingReport{Volume: m.codec.Volume(0), Amount: m.codec.amount(n)})
	}
	m.settle(p, at, false)
}

func (m *controller) hearSale(p *pump, at clock.Instant) {
	s, wrong := readSale(m.answer)
	if wrong.reason == "" && s.pump != p.nibble {
		wrong = defect{4, "the transaction of another pump"}
	}
	if wrong.reason != "" {
		m.refuseAnswer(m.answer, wrong)
		return
	}
	m.begin(p, at)
	p.read = true
	if len(p.orders) > 0 && p.orders[0].cmd != nil {
		m.out.Heard(p.address, forecourt.NozzleReport{Nozzle: s.grade, Out: p.out, Price: m.codec.price(s.price)})
		m.out.Heard(p.address, forecourt.FillingReport{Volume: m.codec.Volume(s.volume), Amount: m.codec.amount(s.money)})
	}
	m.settle(p, at, true)
}

func (m *controller) hearTotals(p *pump, at clock.Instant) {
	var wrong defect
	if m.totals, wrong = readTotals(m.totals[:0], m.answer); wrong.reason != "" {
		m.refuseAnswer(m.answer, wrong)
		return
	}
	m.begin(p, at)
	for _, g := range m.totals {
		if g.grade <= maxNozzle && g.price1 != 0 {
			p.prices[forecourt.Cash][g.grade] = m.codec.price(g.price1)
		}
		if g.grade <= maxNozzle && g.price2 != 0 {
			p.prices[forecourt.Credit][g.grade] = m.codec.price(g.price2)
		}
		if len(p.orders) == 0 || g.grade != p.orders[0].nozzle {
			continue
		}
		r := forecourt.TotalsReport{Nozzle: g.grade, IsAmount: p.orders[0].amount}
		if r.IsAmount {
			r.Totals.Amount = m.codec.amount(g.money)
		} else {
			r.Totals.Volume = m.codec.Volume(g.volume)
		}
		m.out.Heard(p.address, r)
	}
	m.settle(p, at, true)
}

func (m *controller) hearExtended(p *pump, at clock.Instant) {
	e, wrong := readExtended(m.answer)
	if wrong.reason == "" && e.pump != p.nibble {
		wrong = defect{extPump, "the extended status of another pump"}
	}
	if wrong.reason != "" {
		m.refuseAnswer(m.answer, wrong)
		return
	}
	m.begin(p, at)
	if e.out && e.nozzle <= maxNozzle {
		p.out, p.nozzle = true, e.nozzle
		m.tellNozzle(p, false)
	}
	m.settle(p, at, true)
}
