package demand

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// draw takes a sale out of a tank, and orders a lorry when it is low.
func (p *Planner) draw(tank int, v int64, at clock.Instant) {
	t, d := &p.tanks[tank], &p.profile.Deliveries
	t.stock -= v
	if p.options.DispensingOnly || t.due != clock.Never || t.stock >= t.capacity/100*d.ReorderBelow {
		return
	}
	load := (t.capacity/100*d.FillTo - t.stock) / int64(d.Load) * int64(d.Load)
	if load <= 0 {
		return
	}
	p.loads++
	t.load, t.loads = load, p.loads
	t.due = within(at.Add(time.Duration(p.draws.lorry.Draw(p.lorries))), d.From, d.Until)
	p.lorry = min(p.lorry, t.due)
}

// within moves an instant to the next that lies between two hours of a day.
func within(at clock.Instant, from, until time.Duration) clock.Instant {
	switch of := time.Duration(at) % day; {
	case of < from:
		return at.Add(from - of)
	case of >= until:
		return at.Add(day + from - of)
	}
	return at
}

// deliver gives the delivery that is due first; of two at one instant, that of the first tank.
func (p *Planner) deliver(s *Step) {
	which := 0
	for i := range p.tanks {
		if p.tanks[i].due < p.tanks[which].due {
			which = i
		}
	}
	t := &p.tanks[which]
	s.Kind, s.At = Delivering, t.due
	s.Delivery = Delivery{Number: t.loads, At: t.due, Tank: which, Volume: unit.Volume(t.load)}
	t.stock += t.load
	t.due = clock.Never
	p.lorry = clock.Never
	for i := range p.tanks {
		p.lorry = min(p.lorry, p.tanks[i].due)
	}
}

// walkPrices moves every price a little, within its bound and to whole steps of the site's price.
func (p *Planner) walkPrices() {
	w := &p.profile.Prices
	if w.Most == 0 {
		return
	}
	step := int64(1)
	for i := p.plan.Decimals.Price; i < 4; i++ {
		step *= 10
	}
	for i := range p.grades {
		g := &p.grades[i]
		moved := g.price + g.plan*p.walks.Between(-w.Most, w.Most)/1000
		moved = min(max(moved, g.plan-g.plan*w.Bound/1000), g.plan+g.plan*w.Bound/1000)
		if moved = moved / step * step; moved > 0 {
			g.price = moved
		}
	}
}

// Prices returns the prices of the plan's grades as they are now.
func (p *Planner) Prices() []unit.Price {
	var prices []unit.Price
	for i := range p.grades {
		prices = append(prices, p.priceOf(i))
	}
	return prices
}

func (p *Planner) priceOf(grade int) unit.Price {
	return unit.Price{E4: p.grades[grade].price, Currency: p.plan.Currency, Unit: p.plan.Unit}
}

// Stock returns what is in a tank by the plan, after the last step.
func (p *Planner) Stock(tank int) unit.Volume { return unit.Volume(p.tanks[tank].stock) }

// Meter is what a hose's meter and totals hold by the plan, after the last step.
type Meter struct {
	Drawn   unit.Volume
	Turned  unit.Volume // as the meter shows it, before its constant error
	Pulses  int64       // in sales, as the pulser gave them
	Outside int64       // in no sale
	Counts  int64
	Minor   int64
}

// Meter returns the meter of a hose of a point.
func (p *Planner) Meter(point, hose int) Meter {
	h := &p.points[point].hoses[hose]
	return Meter{
		Drawn: unit.Volume(h.life.Through), Turned: unit.Volume(h.life.Turned), Pulses: h.given, Outside: h.outside,
		Counts: h.meter.Shown(h.charged).Count, Minor: h.taken,
	}
}

// Start returns the instant at which the first day begins.
func (p *Planner) Start() clock.Instant { return p.options.Start }
