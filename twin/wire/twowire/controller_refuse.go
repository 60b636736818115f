package twowire

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// expire refuses what has waited too long for the pump to become OFF or CALL.
func (m *controller) expire(p *pump, at clock.Instant) {
	for i := range p.orders {
		o := &p.orders[i]
		limit := pricesWait
		if o.release {
			limit = releaseWaits
		}
		if o.writes() && !o.active && at.Sub(o.at) > limit && p.says != saysOff && p.says != saysCall {
			m.fail(p, i, "the pump is not idle")
			return // what the news led to may have moved the others
		}
	}
}

// again counts a try of the order at the front, and refuses it after the last one.
func (m *controller) again(p *pump, why string) {
	if len(p.orders) == 0 || !p.orders[0].active {
		return
	}
	o := &p.orders[0]
	o.checks, o.active = false, false
	if o.tries++; o.tries >= maxTries || o.kind == askExtended {
		m.fail(p, 0, why)
	}
}

// fail refuses an order, and those that stand and fall with it.
func (m *controller) fail(p *pump, i int, why string) {
	bad := p.orders[i]
	kept := p.orders[:0]
	var refused []order
	for k, o := range p.orders {
		if k == i || bad.writes() && o.writes() && o.at == bad.at && o.release == bad.release {
			refused = append(refused, o)
			continue
		}
		kept = append(kept, o)
	}
	clear(p.orders[len(kept):])
	p.orders = kept
	m.tellRefused(p, refused, why)
}

func (m *controller) refuseAll(p *pump, why string) {
	refused := p.orders
	p.orders = nil
	m.tellRefused(p, refused, why)
}

// tellRefused gives orders back; the blocks of one change of prices are one command.
func (m *controller) tellRefused(p *pump, refused []order, why string) {
	told := clock.Never
	for _, o := range refused {
		_, selects := o.cmd.(forecourt.SelectLevel)
		if selects {
			p.wanted = p.level
		}
		isPrice := o.kind == sendBlock && !o.release && !selects
		if o.cmd == nil || isPrice && o.at == told {
			continue
		}
		if isPrice {
			told = o.at
		}
		m.out.Heard(p.address, forecourt.Refused{Command: o.cmd, Why: why})
	}
}
