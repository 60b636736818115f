package gauge

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// filling is what the console sees of a delivery. Beside each stock stands what was sold until then.
type filling struct {
	last      veeder.Stock // when it was last looked at; with a real probe, when it last was another than by noise
	lastSold  unit.Volume
	lastAt    clock.Instant
	calm      veeder.Stock // with a real probe: when it was last looked at and nothing but sales moved it
	calmSold  unit.Volume
	calmAt    clock.Instant
	rising    bool
	byHand    bool         // BeginDelivery; only EndDelivery ends it
	told      bool         // it is enough to be a delivery
	start     veeder.Stock // before the rise
	startSold unit.Volume
	startAt   clock.Instant
	end       veeder.Stock // after the last rise
	endSold   unit.Volume
	endAt     clock.Instant
}

// waveTime is how long before a rise the fuel may have been moving already (C).
const waveTime = 2 * time.Minute

// beginFilling forgets what was seen before a reading.
func (t *tank) beginFilling(r reading, now clock.Instant) {
	t.meter = t.sold()
	t.filling = filling{last: r.end(), lastSold: t.meter, lastAt: now, calm: r.end(), calmSold: t.meter, calmAt: now}
}

// rest notes that nothing has happened until now.
func (f *filling) rest(now clock.Instant) {
	if f.calmAt == f.lastAt {
		f.calmAt = now
	}
	f.lastAt = now
}

// watchFilling looks for a rise, and for the end of one. Without a probe, or in a tank that is not on, nothing is seen.
func (g *Gauge) watchFilling(t *tank, r reading) {
	if t.out || !g.setup.Tank(t.Number).On {
		return
	}
	f, now, stock, band := &t.filling, g.env.Now(), r.end(), t.band()
	rise := stock.Volume - f.last.Volume
	if rise > band {
		if !f.rising {
			f.rising, f.start, f.startSold, f.startAt = true, f.last, f.lastSold, f.lastAt
			if band > 0 && now.Sub(f.calmAt) < waveTime { // the first wave was no start
				f.start, f.startSold, f.startAt = f.calm, f.calmSold, f.calmAt
			}
		}
		f.end, f.endSold, f.endAt = stock, t.meter, now
	}
	if off := rise + t.meter - f.lastSold; off <= band && off >= -band {
		f.calm, f.calmSold, f.calmAt = stock, t.meter, now
	}
	if f.lastAt = now; rise > band || rise < -band || band == 0 {
		f.last, f.lastSold = stock, t.meter
	}
	if f.rising && !f.told && f.end.Volume-f.start.Volume >= g.cfg.MinDelivery {
		f.told = true
		g.env.Tell(DeliveryStarted{int(t.Number)})
	}
	if f.rising && !f.byHand && now.Sub(f.endAt) >= g.cfg.DeliveryDelay {
		if band > 0 { // the waves are gone: what it holds now, and what was sold meanwhile
			f.end, f.end.Volume = stock, stock.Volume+t.meter-f.endSold
		}
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
		f.start, f.startSold, f.startAt, f.end, f.endSold, f.endAt = f.last, f.lastSold, g.env.Now(), f.last, f.lastSold, g.env.Now()
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
	f.end, f.endSold, f.endAt = g.read(t).end(), t.sold(), g.env.Now()
	g.record(t)
	return nil
}

// record ends a rise; where it was enough, it is a delivery.
func (g *Gauge) record(t *tank) {
	f := t.filling
	t.filling = filling{last: f.last, lastSold: f.lastSold, lastAt: f.lastAt, calm: f.last, calmSold: f.lastSold, calmAt: f.lastAt}
	if !f.told {
		return
	}
	t.deliveredInto(f)
	d := veeder.Delivery{StartAt: g.Clock(f.startAt), EndAt: g.Clock(f.endAt), Start: f.start, End: f.end}
	t.Deliveries = remember(t.Deliveries, d)
	g.env.Tell(DeliveryRecorded{
		Tank: int(t.Number), Volume: f.end.Volume - f.start.Volume, Before: f.start.Volume, After: f.end.Volume,
		StartedAt: f.startAt, EndedAt: f.endAt,
	})
	g.save()
}
