package demand

import (
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/unit"
)

// sell reckons the sale of a visit that wants counts on the display. It says whether there was enough in the tank to sell
// anything.
func (p *Planner) sell(v *Visit, h *hose, t reckoning.Tariff, counts int64) bool {
	ends := h.ends
	ends.Money = v.Limit
	before := h.pipe.Scale.Count(h.drawn)
	v.Until = counts
	var end int64
	if limit, stops := h.slows(t, before, counts, ends); stops {
		v.Until = 0
		end = h.pipe.Fill(limit, h.brake, h.drawn)
	} else {
		end = h.pipe.Hand(h.meter, before, counts)
	}
	if !p.options.DispensingOnly {
		if left := p.tanks[h.tank].stock - p.tanks[h.tank].floor; end-h.drawn > left {
			if end = p.runDry(v, h, t, before, left, ends); end == 0 {
				return false
			}
		}
	}
	end = p.outage(v, h, before, end)
	p.draw(h.tank, end-h.drawn, v.Begins)
	v.Drawn = end - h.drawn
	v.Pulses = h.pipe.Scale.Count(end) - before - v.Outside
	v.Counts = h.meter.Volume(h.counted, v.Pulses).Count
	v.Minor = t.Amount(h.meter, h.counted, v.Pulses, v.Limit).Minor
	h.drawn = end
	h.counted += v.Pulses
	h.taken += v.Minor
	return true
}

// slows says whether the pump slows down for a limit before the hand lets go at counts, and where it does. Far from every
// limit it looks at two figures only.
func (h *hose) slows(t reckoning.Tariff, before, counts int64, ends reckoning.Ends) (reckoning.Limit, bool) {
	n := h.meter.PulsesFor(before, counts)
	near := n + h.slow + 1
	cost := t.Cost(h.meter, h.counted, near).Minor
	if cost < ends.Dearest && (ends.Money == 0 || cost < ends.Money) && h.meter.Volume(h.counted, near).Count < ends.Largest {
		return reckoning.Limit{}, false
	}
	l := reckoning.Plan(h.meter, t, h.brake, h.counted, ends)
	return l, n >= l.FastShut
}

// runDry cuts a sale to what is left in the tank, in microlitres. It returns what will have run through the meter, or 0
// where that is less than a whole unit.
func (p *Planner) runDry(v *Visit, h *hose, t reckoning.Tariff, before, left int64, ends reckoning.Ends) int64 {
	unitCounts := int64(1)
	for range h.meter.Decimals {
		unitCounts *= 10
	}
	counts := unit.Volume(max(left, 0)).Indicated(h.meter.Decimals, h.meter.Unit).Count
	for counts >= unitCounts {
		_, stops := h.slows(t, before, counts, ends)
		if end := h.pipe.Hand(h.meter, before, counts); !stops && end-h.drawn <= left {
			v.Until, v.Dry = counts, true
			return end
		}
		counts -= max(1, counts/64)
	}
	return 0
}
