package tank

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// coveredBy is how high the product must stand above an inlet that stood in air until the pump catches, or the siphon works,
// again (C).
const coveredBy unit.Level = 10_000

// suction is the inlet of the pumps that draw from a tank. When the product has fallen to it they take air, and every hose
// is told by its own line; what stands below is never drawn.
//
// No pump knows how much the others are about to draw, and none needs to: what stands above the inlet is shared out in
// equal parts among all that can take it, each pipe waits for its counter to reach its part, and when one does the rest is
// shared out again. The parts shrink by a factor each time, so that the last microlitre is met after a few dozen events,
// and the sum of what all draw is never more than there is.
type suction struct {
	dry  bool
	from unit.Volume // what had been drawn when it fell dry
	over unit.Volume // what was drawn in air before that
	told []int64     // by pipe: the count it waits for
}

// DryPort returns the output that belongs to a pipe of a tank with so many: high while its inlet stands in air.
func DryPort(pipes, i int) machine.Port { return machine.Port(pipes + i) }

// MostPipes is how many hoses can draw from one tank.
const MostPipes = 120

// Dry says that the pumps' inlet stands in air.
func (t *Tank) Dry() bool { return t.suction.dry }

// Overdrawn returns what the pipes have drawn while the inlet stood in air: nothing, where the hoses do what they are told.
func (t *Tank) Overdrawn() unit.Volume {
	if !t.suction.dry {
		return t.suction.over
	}
	return t.suction.over + max(t.Drawn()-t.suction.from, 0)
}

// Unreachable returns the product that no pump of this tank alone draws: what stands below the inlet, over the water.
func (t *Tank) Unreachable() unit.Volume { return max(t.below(t.config.Inlet)-t.WaterVolume(), 0) }

// below is what a tank holds up to a height, water and product; nothing where its shape is not known.
func (t *Tank) below(h unit.Level) unit.Volume {
	if t.config.Vessel == nil {
		return 0
	}
	return t.config.Vessel.Volume(h)
}

// basin is tanks whose product is one: a tank by itself, or those of a siphon that works.
type basin []*Tank

// holds is what they hold when the product stands at a height: water that stands higher stays where it is.
func (b basin) holds(h unit.Level) (sum unit.Volume) {
	for _, t := range b {
		sum += max(t.below(h), t.WaterVolume())
	}
	return sum
}

// above is what pumps can draw until the level has fallen to a height: nothing but product.
func (b basin) above(h unit.Level) unit.Volume {
	gross, product := unit.Volume(0), unit.Volume(0)
	for _, t := range b {
		product += t.Volume()
		gross += t.Volume() + t.WaterVolume()
	}
	return min(gross-b.holds(h), product)
}

// price is the most that leaves a tank for a microlitre that a pipe draws: its line may leak beside.
func (t *Tank) price() unit.Volume {
	return 1 + unit.Volume((t.line.rate+carFlow-1)/carFlow)
}

// claims is in how many parts what is there is shared out: those of the pipes that draw, and one of each leak.
func (b basin) claims() (n unit.Volume) {
	for _, t := range b {
		if !t.suction.dry {
			n += unit.Volume(t.config.Pipes) * t.price()
		}
		if t.leak.rate > 0 {
			n++
		}
	}
	return n
}

// grain is the least part that is worth sharing out: a microlitre, or a millilitre while more comes in. A delivery that
// brings as much as is drawn would otherwise have them share out the last drop for as long as it lasts.
func (b basin) grain() unit.Volume {
	for _, t := range b {
		if t.drop.running {
			return unit.Millilitre
		}
	}
	return 1
}

// shrinks is by how much the product may become less in itself until it is looked at again.
func (b basin) shrinks() (sum unit.Volume) {
	for _, t := range b {
		if now := t.now(); t.bulk(now) != t.config.Ground {
			sum += max(-t.config.Liquid.Growth(t.product, t.bulk(now), t.bulk(now.Add(settleWarm))), 0) + 1
		}
	}
	return sum
}

// left is what can be drawn until the first inlet that stands in product would stand in air, the siphon's foot among them;
// ok says whether there is one.
func (b basin) left() (v unit.Volume, ok bool) {
	least := func(h unit.Level) {
		if a := b.above(h); !ok || a < v {
			v, ok = a, true
		}
	}
	for _, t := range b {
		if t.config.Pipes > 0 && !t.suction.dry {
			least(t.config.Inlet)
		}
	}
	if len(b) > 1 && b[0].group.foot > 0 {
		least(b[0].group.foot)
	}
	return v - b.shrinks(), ok
}

// watch finds which inlets stand in air, and shares out what is above the others. It returns false where the siphon of the
// tanks has let go of them: they are to be looked at one by one.
func (b basin) watch() bool {
	for _, t := range b {
		if t.suction.dry && b.above(t.config.Inlet) > 0 && b.above(t.config.Inlet+coveredBy) >= 0 {
			t.turn(false)
		}
	}
	for {
		left, some := b.left()
		n := b.claims()
		least := n * b.grain()
		switch {
		case !some || n == 0:
			b.share(0)
			return true
		case left >= least:
			b.share(left / n)
			return true
		}
		for _, t := range b {
			if t.config.Pipes > 0 && !t.suction.dry && b.above(t.config.Inlet)-b.shrinks() < least {
				t.turn(true)
			}
		}
		if g := b[0].group; len(b) > 1 && g.foot > 0 && b.above(g.foot)-b.shrinks() < least {
			g.part()
			return false
		}
	}
}

// turn says that a tank's inlet stands in air, or in product again.
func (t *Tank) turn(dry bool) {
	t.suction.over = t.Overdrawn()
	t.suction.dry, t.suction.from = dry, t.Drawn()
	for i := range t.config.Pipes {
		t.env.Drive(DryPort(t.config.Pipes, i), dry)
	}
	if dry {
		t.env.Tell(RanDry{t.config.Grade, t.Volume()})
	} else {
		t.env.Tell(InletCovered{t.config.Grade, t.Volume()})
	}
}

// share gives every pipe that draws its part, and says when each tank is to be looked at because of what leaks.
func (b basin) share(part unit.Volume) {
	for _, t := range b {
		t.again = clock.Never
		if t.leak.rate > 0 && part > 0 {
			most := unit.Volume(t.leak.rate) * 1_000_000                                       // beyond that many seconds nobody need know
			span := mulDiv(int64(min(part, most)), int64(time.Second), int64(t.leak.rate)) + 1 // by then it has lost all of it
			t.again = t.now().Add(time.Duration(span))
		}
		for i := range t.config.Pipes {
			count := line.NoCompare
			if part > 0 && !t.suction.dry {
				count = t.env.Count(PipePort(i)) + mulDiv(int64(part*t.price()), int64(carFlow), int64(carFlow+t.line.rate))
			}
			t.wait(i, count)
		}
		if t.suction.dry {
			t.again = min(t.again, b.rises(b.holds(t.config.Inlet+coveredBy)-b.holds(t.config.Inlet)-b.above(t.config.Inlet)))
		}
	}
}

// wait waits for a pipe's count.
func (t *Tank) wait(i int, count int64) {
	if t.suction.told == nil {
		t.suction.told = make([]int64, t.config.Pipes)
		for k := range t.suction.told {
			t.suction.told[k] = line.NoCompare
		}
	}
	if t.suction.told[i] != count {
		t.suction.told[i] = count
		t.env.Compare(PipePort(i), count)
	}
}

// lookAgain is how soon an inlet in air is looked at again that more comes in above.
const lookAgain = 100 * time.Millisecond

// rises is when so much may have come in: not before what is being delivered has brought it. What is drawn or lost beside
// puts it off, and it is looked at again then.
func (b basin) rises(v unit.Volume) clock.Instant {
	at, drops := clock.Never, unit.Volume(0)
	for _, t := range b {
		if t.drop.running {
			drops++
		}
	}
	for _, t := range b {
		now := t.now()
		if d := &t.drop; d.running && v > 0 {
			at = min(at, max(d.curve.when(d.counted+(v+drops-1)/drops), now.Add(lookAgain)))
		}
		if w := &t.water; w.rate > 0 && w.at(now) < w.before+w.coming {
			at = min(at, now.Add(settleFilling))
		}
	}
	return at
}
