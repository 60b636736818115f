package ifsf

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// learn takes the items of a message into what is known of the points. A value that cannot be read is a fault; the rest
// counts.
func (m *controller) learn(at clock.Instant, g *message) {
	p := m.point(g.db.point)
	offset := g.at
	var s *payable
	if p != nil && g.db.place == atTransaction && g.db.value > 0 {
		s = m.learnSale(p, g)
	}
	for rest := g.body; len(rest) > 0; {
		id, data, after, _ := nextItem(rest)
		ok := true
		switch {
		case len(data) == 0: // not available now
		case g.db.place == atMode && id == idPrice && g.db.number >= 1 && g.db.number <= modes:
			ok = m.learnPrice(g.db, data)
		case p == nil:
		case g.db.place == atPoint:
			ok = m.learnPoint(at, p, id, data)
		case g.db.place == atNozzle && g.db.number > 0:
			ok = m.learnTotals(&p.totals[g.db.number-1], id, data)
		case s != nil:
			ok = m.learnDetail(s, id, data)
		case g.db.place == atError && id == idErrorType && len(data) == 1:
			m.learnError(p, data[0])
		}
		if !ok {
			m.out.Fault(newFault(g.raw, defect{offset, "a value that cannot be"}))
		}
		offset += len(rest) - len(after)
		rest = after
	}
}

func (m *controller) learnPrice(of address, data []byte) bool {
	price, ok := m.codec.price(data)
	for i := range m.points {
		p := &m.points[i]
		for n := 1; ok && n <= maxNozzle; n++ {
			if m.config.product(p.address, n) == of.value {
				p.prices[levelOf(of.number)][n-1] = price
			}
		}
	}
	return ok
}

func (m *controller) learnPoint(at clock.Instant, p *point, id byte, data []byte) (ok bool) {
	switch id {
	case idState:
		s := forecourt.State(data[0])
		if len(data) != 1 || s < forecourt.Inoperative || s > forecourt.SuspendedFuelling {
			return false
		}
		m.enterState(at, p, s)
	case idNozzleState:
		if len(data) != 1 {
			return false
		}
		p.mask = data[0]
		if p.nozzle == 0 || p.mask&(1<<(p.nozzle-1)) == 0 {
			if list := nozzlesOf(p.mask, maxNozzle); len(list) > 0 {
				p.nozzle = list[0]
			}
		}
	case idNozzles:
		if len(data) != 1 || data[0] > maxNozzle {
			return false
		}
		p.nozzles = max(p.nozzles, int(data[0]))
	case idCurrentAmount:
		a, ok := m.codec.amount(data, quantityLen)
		if ok {
			p.amount = a
		}
		return ok
	case idCurrentVolume:
		v, ok := m.codec.volume(data, quantityLen)
		if ok {
			p.volume = v
		}
		return ok
	}
	return true
}

// enterState acts on a state. A point that becomes operative has prices and transactions to read, one that ends a sale has
// a transaction; one that is closed, but not by us, is opened.
func (m *controller) enterState(at clock.Instant, p *point, s forecourt.State) {
	before, first := p.state, !p.known
	p.state, p.known = s, true
	if s != forecourt.Fuelling {
		p.limited = false
	}
	if s != forecourt.Inoperative && (first || before == forecourt.Inoperative) {
		p.nozzles = max(p.nozzles, 1)
		list, _ := m.priceReadings(p)
		p.own = append(p.own, list...)
		m.readSales(p)
	} else if before.Delivering() && s <= forecourt.Calling && len(p.sales) == 0 && !p.seeking {
		p.seeking = true // the state came before the transaction, or the transaction was lost
		m.readSales(p)
	}
	if s == forecourt.Closed && !p.closed && at >= p.openAfter {
		p.openAfter = at.Add(openAgain)
		p.own = append(p.own, request{
			purpose: forOpening, kind: write, db: pointAddress(p.address), body: appendItem(nil, idOpen),
		})
	}
	if s > forecourt.Closed {
		p.openAfter = at
	}
}

// saleDetails are what is read of a transaction.
var saleDetails = []byte{idSaleAmount, idSaleVolume, idSalePrice, idSaleNozzle, idSaleWarmth}

func (m *controller) readSales(p *point) {
	p.own = append(p.own, request{
		purpose: forSales, kind: read, db: saleAddress(p.address, 0),
		body: append([]byte{idSeq, idSaleState, idHolder}, saleDetails...),
	})
}

func (m *controller) learnTotals(t *total, id byte, data []byte) (ok bool) {
	switch id {
	case idVolumeTotal:
		if v, ok := m.codec.volume(data, totalLen); ok {
			t.volume, t.hasVolume = v, true
			return true
		}
		return false
	case idAmountTotal:
		if a, ok := m.codec.amount(data, totalLen); ok {
			t.amount, t.hasAmount = a, true
			return true
		}
		return false
	}
	return true
}

func (m *controller) learnError(p *point, e byte) {
	if e == errorLimit {
		p.limited = p.state == forecourt.Fuelling
		return
	}
	if a, ok := alarmOf(e); ok {
		m.out.Heard(p.address, forecourt.AlarmReport{Alarm: a})
	}
}

// learnSale notes a transaction that may be paid, and reads what its message does not tell. It returns nil for one that
// is cleared, or that another controller has locked.
func (m *controller) learnSale(p *point, g *message) *payable {
	seq := int(g.db.value)
	i := slices.IndexFunc(p.sales, func(s payable) bool { return s.seq == seq })
	state, holder := byte(0), m.config.Controller
	for rest := g.body; len(rest) > 0; {
		id, data, after, _ := nextItem(rest)
		switch {
		case id == idSaleState && len(data) == 1:
			state = data[0]
		case id == idHolder && len(data) == 2:
			holder = Node{data[0], data[1]}
		}
		rest = after
	}
	gone := state == saleCleared || state == saleLocked && holder != m.config.Controller
	switch {
	case gone && i >= 0:
		m.forgetSale(p, seq)
		return nil
	case i >= 0:
		return &p.sales[i]
	case gone, state != salePayable && state != saleLocked, len(p.sales) >= maxDepth:
		return nil
	}
	p.sales = append(p.sales, payable{seq: seq, volume: m.codec.noVolume(), amount: m.codec.noAmount(), price: m.codec.noPrice()})
	if has(g.body, idSaleNozzle) {
		m.readTotals(p, seq, nozzleIn(g.body))
	} else {
		p.own = append(p.own, request{
			purpose: forSale, kind: read, db: g.db, seq: seq, body: saleDetails,
		})
	}
	return &p.sales[len(p.sales)-1]
}

func nozzleIn(body []byte) int {
	for rest := body; len(rest) > 0; {
		id, data, after, _ := nextItem(rest)
		if id == idSaleNozzle && len(data) == 1 {
			return int(data[0])
		}
		rest = after
	}
	return 0
}

func (m *controller) learnDetail(s *payable, id byte, data []byte) (ok bool) {
	switch id {
	case idSaleAmount:
		if a, ok := m.codec.amount(data, quantityLen); ok {
			s.amount = a
			return true
		}
		return false
	case idSaleVolume:
		if v, ok := m.codec.volume(data, quantityLen); ok {
			s.volume = v
			return true
		}
		return false
	case idSalePrice:
		if x, ok := m.codec.price(data); ok {
			s.price = x
			return true
		}
		return false
	case idSaleWarmth:
		s.warmth, s.measured = warmth(data)
		return s.measured
	case idSaleNozzle:
		if len(data) != 1 || data[0] > maxNozzle {
			return false
		}
		s.nozzle = forecourt.Nozzle(data[0])
	}
	return true
}
