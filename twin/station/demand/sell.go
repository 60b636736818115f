package demand

import (
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/unit"
)

// sell reckons the sale of a visit that wants counts on the display. It says whether there was enough in the tanks to sell
// anything.
func (p *Planner) sell(v *Visit, h *hose, t reckoning.Tariff, counts int64) bool {
	ends := h.ends
	ends.Money = v.Limit
	o := h.wanted(v, t, counts, ends)
	if !p.options.DispensingOnly && !p.holds(h, o) {
		var some bool
		if o, some = p.runDry(v, h, t, ends); !some {
			return false
		}
	}
	if p.options.Faults != nil {
		o = p.outage(v, h, t, ends, o)
	}
	for i := range h.draws {
		d := &h.draws[i]
		p.draw(d.Tank, d.between(h.life.Through, o.Through), v.Begins)
	}
	v.Drawn = o.Through - h.life.Through
	v.Pulses, v.Given, v.Outside = o.Charged, o.Gross, o.Outside
	v.Counts = h.meter.Volume(h.charged, v.Pulses).Count
	v.Minor = t.Amount(h.meter, h.charged, v.Pulses, v.Limit).Minor
	h.life = o.Life
	h.count += o.Gross + o.Outside
	h.charged += v.Pulses
	h.given += v.Given
	h.outside += v.Outside
	h.taken += v.Minor
	return true
}

// wanted is what a sale comes to that is to show counts. Who would go with nothing, since what slips back or is compensated is
// not sold, holds on a little longer.
func (h *hose) wanted(v *Visit, t reckoning.Tariff, counts int64, ends reckoning.Ends) (o reckoning.Outcome) {
	for shown := int64(0); shown == 0; counts++ {
		if v.Until = counts; h.slows(t, counts, ends) {
			v.Until = 0
		}
		if o = h.course(v, t, ends); h.pipe.Plain() && h.device.Factor == 0 {
			return o
		}
		shown = max(h.meter.Volume(h.charged, o.Charged).Count, 1-v.Until)
	}
	return o
}

// course is what a visit's sale comes to. A hand at a plain hose needs no more than one multiplication.
func (h *hose) course(v *Visit, t reckoning.Tariff, ends reckoning.Ends) reckoning.Outcome {
	if v.Until > 0 && v.Cut == 0 && h.pipe.Plain() {
		n := h.meter.PulsesFor(h.count, v.Until)
		through := reckoning.Middle(h.pipe.Scale, h.count+n)
		return reckoning.Outcome{
			Life: reckoning.Life{Through: through, Turned: through, Peak: h.count + n}, Gross: n, Charged: h.device.Charged(n),
		}
	}
	a := reckoning.Acts{Trigger: v.Phases.Trigger, Until: v.Until, Home: v.Phases.Dribble + v.Phases.HangUp, Cut: v.Cut}
	return h.pipe.Sell(h.meter, h.device, reckoning.Plan(h.meter, t, h.device.Brake, h.charged, ends), h.life, a)
}

// slows says whether the pump slows down for a limit before the hand lets go at counts. Far from every limit it looks at two
// figures only.
func (h *hose) slows(t reckoning.Tariff, counts int64, ends reckoning.Ends) bool {
	n := h.device.Charged(h.meter.PulsesFor(h.count, counts))
	near := n + h.slow + 1
	cost := t.Cost(h.meter, h.charged, near).Minor
	if cost < ends.Dearest && (ends.Money == 0 || cost < ends.Money) && h.meter.Volume(h.charged, near).Count < ends.Largest {
		return false
	}
	return n >= reckoning.Plan(h.meter, t, h.device.Brake, h.charged, ends).FastShut
}

// holds says whether the tanks of a hose have what a sale takes, above what nobody sells. What slips back in the end has been
// drawn before.
func (p *Planner) holds(h *hose, o reckoning.Outcome) bool {
	for i := range h.draws {
		if d := &h.draws[i]; d.between(h.life.Through, o.Through+int64(h.pipe.SlipBack)) > p.left(d.Tank) {
			return false
		}
	}
	return true
}

func (p *Planner) left(tank int) int64 {
	return p.tanks[tank].stock - p.tanks[tank].floor
}

// runDry cuts a sale to what is left in the tanks. It says whether that is a whole unit or more.
func (p *Planner) runDry(v *Visit, h *hose, t reckoning.Tariff, ends reckoning.Ends) (o reckoning.Outcome, some bool) {
	left := h.draws[0].Share.Volume(p.left(h.draws[0].Tank))
	for _, d := range h.draws[1:] {
		left = min(left, d.Share.Volume(p.left(d.Tank)))
	}
	unitCounts := int64(1)
	for range h.meter.Decimals {
		unitCounts *= 10
	}
	counts := unit.Volume(max(left, 0)).Indicated(h.meter.Decimals, h.meter.Unit).Count
	for counts >= unitCounts {
		if v.Until = counts; !h.slows(t, counts, ends) {
			if o = h.course(v, t, ends); p.holds(h, o) {
				v.Dry = true
				return o, true
			}
		}
		counts -= max(1, counts/64)
	}
	return o, false
}
