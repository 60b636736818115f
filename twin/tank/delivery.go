package tank

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// How a tanker delivers (C, design defaults): the next compartment comes when the hose has been changed. A rate is
// usually 600 to 1200 L/min; what is outside the bounds here is a slip of the pen.
const (
	changeOver     = 2 * time.Minute
	fillPercent    = 97 // of the capacity, where the overfill valve shuts (European practice)
	cutOffWithin   = unit.Litre
	leastPerMinute = 10
	mostPerMinute  = 3000
)

// dropping is the delivery that is under way.
type dropping struct {
	running bool // a compartment is emptying
	curve   curve
	counted unit.Volume // of the compartment, in the books
	warm    unit.Temperature
	before  unit.Volume   // what the tank held when the compartment was opened
	check   clock.Instant // when the overfill valve might shut; Never: it cannot

	rate unit.FlowRate
	rest []unit.Volume // compartments that wait
	next clock.Instant // when the first of them is opened
}

// in is what has come of the compartment since the books were settled.
func (d *dropping) in(now clock.Instant) unit.Volume {
	if !d.running {
		return 0
	}
	return d.curve.at(now) - d.counted
}

func (t *Tank) deliver(d Deliver) error {
	all := d.Compartments
	if len(all) == 0 {
		all = []unit.Volume{d.Volume}
	}
	var sum unit.Volume
	for _, v := range all {
		if sum += v; v <= 0 {
			return fmt.Errorf("tank: %s is no delivery", v)
		}
	}
	switch {
	case d.Rate != 0 && (d.Rate < unit.LitresPerMinute(leastPerMinute) || d.Rate > unit.LitresPerMinute(mostPerMinute)):
		return fmt.Errorf("tank: nothing is delivered at %s", d.Rate)
	case t.drop.running || len(t.drop.rest) > 0:
		return fmt.Errorf("tank: a delivery is under way")
	}
	t.settle()
	t.drop.warm = t.bulk(t.at)
	if d.Temperature != nil {
		t.drop.warm = *d.Temperature
	}
	if d.Rate == 0 {
		if gross := t.Volume() + t.WaterVolume(); t.config.Capacity > 0 && gross+sum > t.config.Capacity {
			return fmt.Errorf("tank: a delivery of %s does not fit: the tank holds %s of %s", sum, gross, t.config.Capacity)
		}
		t.pour(sum)
		return nil
	}
	t.drop.rate, t.drop.rest = d.Rate, all
	t.open()
	return nil
}

// pour delivers at once.
func (t *Tank) pour(v unit.Volume) {
	before := t.Volume()
	t.stir(t.at, t.product, v, t.drop.warm)
	t.product += v
	t.sums.in += v
	t.settle() // a siphon shares it out
	t.env.Tell(Delivered{t.config.Grade, v, before, t.Volume(), t.drop.warm})
}

// open opens the next compartment.
func (t *Tank) open() {
	d, v := &t.drop, t.drop.rest[0]
	d.rest = d.rest[1:]
	d.running, d.counted, d.before = true, 0, t.Volume()
	d.curve = newCurve(t.at, v, d.rate)
	t.guard()
	t.env.Tell(DropStarted{t.config.Grade, v, d.rate, d.warm})
}

// guard says when the overfill valve might have to shut: not before as much has come in as there is room for now. Sales
// make more room, so that it looks again then.
func (t *Tank) guard() {
	d := &t.drop
	d.check = clock.Never
	room := t.room()
	if left := d.curve.volume - d.counted; t.config.Capacity > 0 && left > room {
		d.check = max(d.curve.when(d.counted+max(room, 0)), t.at)
	}
}

// room is what the overfill valve lets in yet; water that is on its way takes its room already.
func (t *Tank) room() unit.Volume {
	return t.config.fillLimit() - t.Volume() - t.water.before - t.water.coming
}

// nextDrop is when the delivery needs to be looked at.
func (t *Tank) nextDrop(now clock.Instant) clock.Instant {
	d := &t.drop
	switch {
	case d.running:
		return min(d.curve.end(), d.check, now.Add(settleFilling))
	case len(d.rest) > 0:
		return d.next
	}
	return clock.Never
}

// moveDrop goes on with the delivery; the books are settled.
func (t *Tank) moveDrop() {
	d := &t.drop
	switch {
	case !d.running:
		if len(d.rest) > 0 && t.at >= d.next {
			t.open()
		}
	case d.counted >= d.curve.volume:
		t.closed()
		d.next = t.at.Add(changeOver)
	case t.at >= d.check:
		if t.room() > cutOffWithin {
			t.guard()
			return
		}
		left := d.curve.volume - d.counted
		for _, v := range d.rest {
			left += v
		}
		d.rest = nil
		t.closed()
		t.env.Tell(DeliveryCutOff{t.config.Grade, left})
	}
}

// closed ends a compartment.
func (t *Tank) closed() {
	d := &t.drop
	d.running = false
	if d.counted == 0 {
		return // the valve was shut already
	}
	t.waves = t.at
	t.env.Tell(Delivered{t.config.Grade, d.counted, d.before, t.Volume(), d.warm})
}
