package ifsf

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// purpose says what a request is for, so that its end is acted on.
type purpose uint8

const (
	forCommand purpose = iota
	forFilling         // what is read is decided when it is sent
	forReset           // so is what is written
	forPoll
	forOpening
	forPrice
	forSale   // the details of a transaction
	forTotals // of its nozzle
	forSales  // whatever the buffer holds
	forAssignment
)

// request is one message to a point, and what is to become of its answer.
type request struct {
	at      clock.Instant
	cmd     forecourt.Command // nil: the session's own
	more    bool              // requests of the same command follow
	purpose purpose
	kind    kind
	db      address
	body    []byte
	seq     int        // of a transaction
	nozzle  int        // whose totals are read
	product uint32     // whose price is written
	price   unit.Price // its price
}

// requests turns a command into messages, or says why there are none.
func (m *controller) requests(p *point, n any) ([]request, error) {
	here := pointAddress(p.address)
	put := func(id byte, data ...byte) ([]request, error) {
		return []request{{kind: write, db: here, body: appendItem(nil, id, data...)}}, nil
	}
	switch n := n.(type) {
	case forecourt.ReturnStatus:
		return []request{{kind: read, db: here, body: []byte{idState, idNozzleState}}}, nil
	case forecourt.ReturnFilling:
		return []request{{purpose: forFilling}}, nil
	case forecourt.ReturnTotals:
		if n.Nozzle < 1 || n.Nozzle > maxNozzle {
			return nil, fmt.Errorf("ifsf: totals of nozzle %d, expected 1 to %d", n.Nozzle, maxNozzle)
		}
		id := byte(idVolumeTotal)
		if n.Amount {
			id = idAmountTotal
		}
		return []request{{kind: read, db: nozzleAddress(p.address, int(n.Nozzle)), body: []byte{id}}}, nil
	case forecourt.ReturnPrices:
		return m.priceReadings(p)
	case forecourt.AllowNozzles:
		mask := byte(0)
		for _, x := range n.Nozzles {
			if x < 1 || x > maxNozzle {
				return nil, fmt.Errorf("ifsf: nozzle %d, expected 1 to %d", x, maxNozzle)
			}
			mask |= 1 << (x - 1)
		}
		return put(idNozzleMask, mask)
	case forecourt.PresetVolume:
		b, err := m.codec.appendVolume(nil, n.Limit, quantityLen)
		if err != nil {
			return nil, err
		}
		return put(idVolumePreset, b...)
	case forecourt.PresetAmount:
		b, err := m.codec.appendAmount(nil, n.Limit, quantityLen)
		if err != nil {
			return nil, err
		}
		return put(idAmountPreset, b...)
	case forecourt.SetPrices:
		return m.priceWritings(p, n)
	case forecourt.SelectLevel:
		if n.Level >= modes {
			return nil, fmt.Errorf("ifsf: there is no price %s", n.Level)
		}
		return put(idFuellingMode, modeOf(n.Level))
	case forecourt.Reset:
		return []request{{purpose: forReset}}, nil
	}
	if id, ok := simpleCommand(n); ok {
		return put(id)
	}
	return nil, fmt.Errorf("ifsf: a controller cannot send %T", n)
}

func simpleCommand(n any) (byte, bool) {
	switch n.(type) {
	case forecourt.Authorise:
		return idRelease, true
	case forecourt.Stop:
		return idTerminate, true
	case forecourt.SwitchOff:
		return idClose, true
	case forecourt.Suspend: // of the point: the nozzle does not travel
		return idSuspend, true
	case forecourt.Resume:
		return idResume, true
	}
	return 0, false
}

// levelWritings writes the prices of one level.
func (m *controller) levelWritings(p *point, l forecourt.PriceLevel, prices []unit.Price) (list []request, err error) {
	if len(prices) == 0 || len(prices) > maxNozzle || len(prices) < m.codec.nozzles {
		return nil, fmt.Errorf("ifsf: %d prices for %d nozzles, at most %d", len(prices), m.codec.nozzles, maxNozzle)
	}
	written := map[uint32]unit.Price{}
	for i, price := range prices {
		product := m.config.product(p.address, i+1)
		b, err := m.codec.appendPrice(nil, price)
		if err != nil {
			return nil, err
		}
		before, again := written[product]
		switch {
		case product == 0:
			return nil, fmt.Errorf("ifsf: nozzle %d has no product", i+1)
		case again && before != price:
			return nil, fmt.Errorf("ifsf: product %d cannot cost %s and %s", product, before, price)
		case again:
			continue
		}
		written[product] = price
		list = append(list, request{
			kind: write, db: priceAddress(product, l), body: appendItem(nil, idPrice, b...), product: product, price: price,
		})
	}
	return list, nil
}

func (m *controller) priceReadings(p *point) (list []request, err error) {
	for n := 1; n <= p.nozzles; n++ {
		if product := m.config.product(p.address, n); product > 0 {
			list = append(list, request{purpose: forPrice, kind: read, db: priceAddress(product, forecourt.Cash), body: []byte{idPrice}})
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("ifsf: the nozzles of the point are not known yet")
	}
	return list, nil
}

// advance sends what waits, where nothing is on its way.
func (m *controller) advance(at clock.Instant, p *point) {
	for !p.busy && p.reachable {
		switch {
		case len(p.own) > 0:
			r := p.own[0]
			p.own = append(p.own[:0], p.own[1:]...)
			m.send(at, p, r)
		case len(p.waiting) > 0:
			r := p.waiting[0]
			p.waiting = append(p.waiting[:0], p.waiting[1:]...)
			if m.decide(p, &r) {
				m.send(at, p, r)
			} else {
				m.tell(p, true)
			}
		default:
			return
		}
	}
}

// decide chooses what is read for the display, and what a reset writes; false when there is nothing to reset.
func (m *controller) decide(p *point, r *request) bool {
	s := p.finished()
	switch {
	case r.purpose == forFilling && s != nil:
		r.kind, r.db, r.seq = read, saleAddress(p.address, s.seq), s.seq
		r.body = saleDetails
	case r.purpose == forFilling:
		r.kind, r.db = read, pointAddress(p.address)
		r.body = []byte{idCurrentNozzle, idCurrentAmount, idCurrentVolume}
	case r.purpose == forReset && s != nil:
		r.kind, r.db, r.seq = write, saleAddress(p.address, s.seq), s.seq
		r.body = appendItem(nil, idClearSale)
	case r.purpose == forReset && p.state == forecourt.Closed:
		p.closed = false
		r.kind, r.db, r.body = write, pointAddress(p.address), appendItem(nil, idOpen)
	case r.purpose == forReset:
		return false
	}
	return true
}

// send writes a request under a token that no other point is waiting for.
func (m *controller) send(at clock.Instant, p *point, r request) {
	for taken := true; taken; {
		m.token = (m.token + 1) & tokenMask
		taken = false
		for i := range m.points {
			taken = taken || m.points[i].busy && m.points[i].token == m.token
		}
	}
	p.sent, p.busy, p.token, p.due = r, true, m.token, at.Add(m.within)
	b := begin(m.scratch[:0], m.config.Dispenser, m.config.Controller, r.kind, m.token, r.db)
	m.say(seal(append(b, r.body...), 0))
}

// awaiting returns the point that waits for the answer with a token.
func (m *controller) awaiting(token byte) *point {
	for i := range m.points {
		if p := &m.points[i]; p.busy && p.token == token {
			return p
		}
	}
	return nil
}
