package ifsf

import (
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// finished returns the transaction that the display is of: the oldest, while nothing is under way.
func (p *point) finished() *payable {
	if len(p.sales) == 0 || !p.sales[0].ready || p.state > forecourt.Calling {
		return nil
	}
	return &p.sales[0]
}

// held says that an end is not told yet, because its transaction is being read.
func (p *point) held() bool {
	unread := func(s payable) bool { return !s.ready }
	return p.state <= forecourt.Calling && (p.seeking || slices.ContainsFunc(p.sales, unread))
}

func (p *point) status() forecourt.Status {
	return forecourt.Status{
		State: p.state, Ended: p.finished() != nil, LimitReached: p.limited && p.state == forecourt.Fuelling,
	}
}

// nozzleReport names the nozzle that is out or was last, with the price of its finished sale or its own.
func (m *controller) nozzleReport(p *point) forecourt.NozzleReport {
	r := forecourt.NozzleReport{Nozzle: p.nozzle, Out: p.mask != 0, Price: m.codec.noPrice()}
	if p.nozzle == 0 {
		return r
	}
	if price := p.priceAt(p.nozzle); price.E4 > 0 {
		r.Price = price
	}
	if s := p.finished(); s != nil && s.nozzle == p.nozzle && s.price.E4 > 0 {
		r.Price = s.price
	}
	return r
}

// tell reports nozzle and state where they are news, or where they were asked for.
func (m *controller) tell(p *point, asked bool) {
	if !p.known || p.held() && !asked {
		return
	}
	if r := m.nozzleReport(p); asked || r != p.toldNozzle && r.Nozzle != 0 {
		p.toldNozzle = r
		m.out.Heard(p.address, r)
	}
	if s := p.status(); asked && !p.held() || s != p.told {
		p.told = s
		m.out.Heard(p.address, forecourt.StatusReport{Status: s})
	}
}

// tellFilling reports what the display shows.
func (m *controller) tellFilling(p *point) {
	r := forecourt.FillingReport{Volume: p.volume, Amount: p.amount}
	if s := p.finished(); s != nil {
		r = forecourt.FillingReport{Volume: s.volume, Amount: s.amount, Temperature: s.warmth, Measured: s.measured}
	}
	m.out.Heard(p.address, r)
}

// done acts on a request that was answered.
func (m *controller) done(p *point, r request, g *message) {
	switch {
	case r.cmd != nil:
		m.doneCommand(p, r, g)
	case r.purpose == forSale:
		if s := p.sale(r.seq); s != nil {
			m.readTotals(p, r.seq, int(s.nozzle))
		}
		m.tell(p, false)
	case r.purpose == forTotals:
		m.tellEnd(p, r)
	case r.purpose == forSales:
		p.seeking = false
		m.tell(p, false)
	default:
		m.tell(p, false)
	}
}

func (m *controller) doneCommand(p *point, r request, g *message) {
	switch c := r.cmd.(type) {
	case forecourt.ReturnStatus:
		m.tell(p, true)
	case forecourt.ReturnFilling:
		if r.db.place == atPoint && !has(g.body, idCurrentVolume) { // in some states there is no display
			p.volume, p.amount = m.codec.noVolume(), m.codec.noAmount()
		}
		m.tellFilling(p)
		p.toldNozzle = m.nozzleReport(p)
		m.out.Heard(p.address, p.toldNozzle)
	case forecourt.ReturnTotals:
		id := byte(idVolumeTotal)
		if c.Amount {
			id = idAmountTotal
		}
		if !has(g.body, id) {
			m.out.Heard(p.address, forecourt.Refused{Command: c, Why: "not available now"})
			return
		}
		m.tellTotals(p, c.Nozzle, c.Amount)
	case forecourt.SetPrices:
		for i := range maxNozzle {
			if m.config.product(p.address, i+1) == r.product {
				p.prices[levelOf(r.db.number)][i] = r.price
			}
		}
	case forecourt.SelectLevel:
		p.level = c.Level
	case forecourt.ReturnPrices:
		if !r.more {
			m.tellPrices(p, c)
		}
	case forecourt.Reset:
		if r.seq > 0 {
			m.forgetSale(p, r.seq)
		}
		m.tell(p, false)
	}
}

func (m *controller) tellTotals(p *point, n forecourt.Nozzle, amount bool) {
	t := p.totals[n-1]
	r := forecourt.TotalsReport{Nozzle: n, IsAmount: amount}
	if amount {
		r.Totals.Amount = t.amount
	} else {
		r.Totals.Volume = t.volume
	}
	m.out.Heard(p.address, r)
}

func (m *controller) tellPrices(p *point, c forecourt.Command) {
	prices := make([]unit.Price, p.nozzles)
	for i := range prices {
		if prices[i] = p.prices[forecourt.Cash][i]; prices[i].E4 == 0 {
			m.out.Heard(p.address, forecourt.Refused{Command: c, Why: "a price is not available now"})
			return
		}
	}
	m.out.Heard(p.address, forecourt.PricesReport{Prices: prices})
}

func (p *point) sale(seq int) *payable {
	for i := range p.sales {
		if p.sales[i].seq == seq {
			return &p.sales[i]
		}
	}
	return nil
}

// readTotals is the last that is read of a finished sale.
func (m *controller) readTotals(p *point, seq, nozzle int) {
	if nozzle < 1 || nozzle > maxNozzle {
		nozzle = 1
	}
	t := &p.totals[nozzle-1]
	t.hasVolume, t.hasAmount = false, false
	p.own = append(p.own, request{
		purpose: forTotals, kind: read, db: nozzleAddress(p.address, nozzle), body: []byte{idVolumeTotal, idAmountTotal},
		seq: seq, nozzle: nozzle,
	})
}

// tellEnd reports a finished sale: what the display shows, the totals of its nozzle as far as they were read, and then
// that it has ended. One that waits behind another is told when that is cleared.
func (m *controller) tellEnd(p *point, r request) {
	s := p.sale(r.seq)
	if s == nil {
		m.tell(p, false)
		return
	}
	s.ready = true
	if s != p.finished() {
		m.tell(p, false)
		return
	}
	if p.mask == 0 && s.nozzle != 0 {
		p.nozzle = s.nozzle
	}
	m.tellFilling(p)
	if t := &p.totals[r.nozzle-1]; s.nozzle != 0 {
		if t.hasVolume {
			m.tellTotals(p, s.nozzle, false)
		}
		if t.hasAmount {
			m.tellTotals(p, s.nozzle, true)
		}
	}
	m.tell(p, false)
}

// forgetSale takes a transaction away that is cleared. The next one is told as an end of its own.
func (m *controller) forgetSale(p *point, seq int) {
	shown := p.finished()
	wasShown := shown != nil && shown.seq == seq
	p.sales = slices.DeleteFunc(p.sales, func(s payable) bool { return s.seq == seq })
	if !wasShown {
		return
	}
	p.volume, p.amount = m.codec.noVolume(), m.codec.noAmount()
	if next := p.finished(); next != nil {
		p.told = forecourt.Status{State: p.state}
		m.out.Heard(p.address, forecourt.StatusReport{Status: p.told})
	}
	m.tellFilling(p)
}

// failOwn goes on without what the session wanted to know.
func (m *controller) failOwn(p *point, r request) {
	switch r.purpose {
	case forSale:
		if p.sale(r.seq) != nil {
			m.readTotals(p, r.seq, int(p.nozzle))
		}
	case forTotals:
		m.tellEnd(p, r)
		return
	case forSales:
		p.seeking = false
	}
	m.tell(p, false)
}
