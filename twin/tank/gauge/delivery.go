package gauge

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// filling is what the console sees of a delivery.
type filling struct {
	last    veeder.Stock // when it was last looked at
	lastAt  clock.Instant
	rising  bool
	byHand  bool         // BeginDelivery; only EndDelivery ends it
	told    bool         // it is enough to be a delivery
	start   veeder.Stock // before the rise
	startAt clock.Instant
	end     veeder.Stock // after the last rise
	endAt   clock.Instant
}

// watchFilling looks for a rise, and for the end of one. Without a probe, or in a tank that is not on, nothing is seen.
func (g *Gauge) watchFilling(t *tank) {
	if t.out || !g.setup.Tank(t.Number).On {
		return
	}
	f, now := &t.filling, g.env.Now()
	before := f.last.Volume
	if t.stock.Volume() == before && !f.rising && f.last.Water == t.water && f.last.Temperature == t.temperature {
		f.lastAt = now
		return // the usual case
	}
	stock := g.stock(t)
	if stock.Volume > before {
		if !f.rising {
			f.rising, f.start, f.startAt = true, f.last, f.lastAt
		}
		f.end, f.endAt = stock, now
	}
	f.last, f.lastAt = stock, now
	if f.rising && !f.told && f.end.Volume-f.start.Volume >= g.cfg.MinDelivery {
		f.told = true
		g.env.Tell(DeliveryStarted{int(t.Number)})
	}
	if f.rising && !f.byHand && now.Sub(f.endAt) >= g.cfg.DeliveryDelay {
		g.record(t)
	}
}

// begin is told that a delivery begins; one that was seen to rise already is that one.
func (g *Gauge) begin(t *tank) error {
	g.look()
	f := &t.filling
	if f.byHand {
		return fmt.Errorf("gauge: a delivery into tank %d is under way", t.Number)
	}
	f.byHand = true
	if !f.rising {
		f.rising = true
		f.start, f.startAt, f.end, f.endAt = f.last, g.env.Now(), f.last, g.env.Now()
	}
	if !f.told {
		f.told = true
		g.env.Tell(DeliveryStarted{int(t.Number)})
	}
	return nil
}

// end is told that it is over.
func (g *Gauge) end(t *tank) error {
	g.look()
	f := &t.filling
	if !f.byHand {
		return fmt.Errorf("gauge: no delivery into tank %d was begun", t.Number)
	}
	f.end, f.endAt = g.stock(t), g.env.Now()
	g.record(t)
	return nil
}

// record ends a rise; where it was enough, it is a delivery.
func (g *Gauge) record(t *tank) {
	f := t.filling
	t.filling = filling{last: f.last, lastAt: f.lastAt}
	if !f.told {
		return
	}
	d := veeder.Delivery{StartAt: g.Clock(f.startAt), EndAt: g.Clock(f.endAt), Start: f.start, End: f.end}
	t.Deliveries = remember(t.Deliveries, d)
	g.env.Tell(DeliveryRecorded{
		Tank: int(t.Number), Volume: f.end.Volume - f.start.Volume, Before: f.start.Volume, After: f.end.Volume,
		StartedAt: f.startAt, EndedAt: f.endAt,
	})
	g.save()
}
