package gauge

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// usGallon in microlitres, rounded up: limits in gallons are allowances.
const usGallon unit.Volume = 3_785_412

// MonthLimit returns how much may be missing or too much in a month with so many sales: 1 % of the flow-through and 130
// US gallons (A: 40 CFR 280.43). 50 000 gallons may be 630 off.
func MonthLimit(sold unit.Volume) unit.Volume { return sold/100 + 130*usGallon }

// Day is a tank's book of a day. Volumes are as they were measured; those that end in TC are the console's own
// compensated ones.
type Day struct {
	Opening, OpeningTC     unit.Volume
	Delivered, DeliveredTC unit.Volume
	Sold, SoldTC           unit.Volume
	Closing, ClosingTC     unit.Volume
}

// Variance returns (opening + deliveries - sales) - closing: more than zero is a loss.
func (d Day) Variance() unit.Volume { return d.Opening + d.Delivered - d.Sold - d.Closing }

// VarianceTC is Variance in compensated volumes: what temperature explains is not in it.
func (d Day) VarianceTC() unit.Volume { return d.OpeningTC + d.DeliveredTC - d.SoldTC - d.ClosingTC }

// ledger is a console's reconciliation of one tank, which survives a power cut.
type ledger struct {
	Open     bool        `json:"open,omitempty"` // a day is under way
	Day      Day         `json:"day"`
	Meter    unit.Volume `json:"meter,omitempty"`    // what the dispensers' meters said when they were last read
	Variance unit.Volume `json:"variance,omitempty"` // of the month so far
	Sold     unit.Volume `json:"sold,omitempty"`
	Over     bool        `json:"over,omitempty"` // the last month was over the limit
}

// watchDay reads the meters, and closes the day at the console's midnight. A delivery that runs then is waited for: it
// belongs to the day in which it began.
func (g *Gauge) watchDay(t *tank, r reading) {
	if t.Sold == nil || t.out || !g.setup.Tank(t.Number).On {
		return
	}
	l := &t.Ledger
	if !l.Open {
		*l = ledger{Open: true, Over: l.Over, Day: Day{Opening: r.product, OpeningTC: r.compensated}, Meter: t.meter}
	}
	if sold := t.meter - l.Meter; sold != 0 {
		l.Meter = t.meter
		l.Day.Sold += sold
		l.Day.SoldTC += g.compensate(t, sold, r.Temperature)
	}
	if now := g.env.Now(); now >= g.midnight && !t.filling.rising && t.closedAt < g.midnight {
		g.closeDay(t, r)
		t.closedAt = now
	}
}

func (g *Gauge) compensate(t *tank, v unit.Volume, warm unit.Temperature) unit.Volume {
	return veeder.Compensate(v, warm, g.setup.Tank(t.Number).Expansion, g.cfg.Unit)
}

// deliveredInto books a delivery: what the tank holds more, and what was sold while it came.
func (t *tank) deliveredInto(f filling) {
	d, meanwhile := &t.Ledger.Day, f.endSold-f.startSold
	d.Delivered += f.end.Volume - f.start.Volume + meanwhile
	d.DeliveredTC += f.end.TCVolume - f.start.TCVolume + meanwhile
}

// closeDay tells the day's variance, and at a month's end whether the month's is within the limit.
func (g *Gauge) closeDay(t *tank, r reading) {
	l := &t.Ledger
	d := l.Day
	d.Closing, d.ClosingTC = r.product, r.compensated
	l.Variance += d.Variance()
	l.Sold += d.Sold
	limit := MonthLimit(l.Sold)
	g.env.Tell(DayReconciled{
		Tank: int(t.Number), Opening: d.Opening, Delivered: d.Delivered, Sold: d.Sold, Closing: d.Closing,
		Variance: d.Variance(), VarianceTC: d.VarianceTC(), MonthVariance: l.Variance, MonthLimit: limit,
	})
	l.Day = Day{Opening: r.product, OpeningTC: r.compensated}
	if g.local(g.midnight).Month() != g.local(g.midnight.Add(-time.Second)).Month() {
		l.Over = l.Variance > limit || -l.Variance > limit
		g.env.Tell(MonthReconciled{Tank: int(t.Number), Variance: l.Variance, Sold: l.Sold, Limit: limit, Within: !l.Over})
		l.Variance, l.Sold = 0, 0
	}
	g.save()
}

func (g *Gauge) local(at clock.Instant) time.Time {
	zone := g.cfg.Zone
	if zone == nil {
		zone = time.UTC
	}
	return g.Clock(at).Time().In(zone)
}

// setMidnight finds the next midnight after an instant by the console's clock.
func (g *Gauge) setMidnight(after clock.Instant) {
	day := g.local(after)
	next := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, day.Location())
	g.midnight = clock.At(next).Add(-g.offset)
}

// allClosed says whether every tank that keeps books has closed the day that ended at midnight.
func (g *Gauge) allClosed() bool {
	for _, t := range g.tanks {
		if t.Sold != nil && !t.out && g.setup.Tank(t.Number).On && t.closedAt < g.midnight {
			return false
		}
	}
	return true
}
