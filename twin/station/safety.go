package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// guard is what the books note of a point for the sake of its safety.
type guard struct {
	*Point
	touched bool             // by an event
	cuts    int64            // of the electronics' power
	hung    forecourt.Nozzle // the nozzle that came in last
	hungAt  int64            // its pulses then
	leaked  int64            // its stray pulses that were named then
	open    []clock.Instant  // by hose: when it was first seen home with a valve commanded open; 0: it is not
}

// watch puts a guard on every point.
func (b *books) watch(points []*Point) {
	for _, p := range points {
		for len(b.guards) <= int(p.Number) {
			b.guards = append(b.guards, nil)
		}
		b.guards[p.Number] = &guard{Point: p, open: make([]clock.Instant, len(p.Side.Hoses))}
	}
}

// guard returns the guard of a point; of one that is not built here, a guard that nobody asks.
func (b *books) guard(n forecourt.Point) *guard {
	if int(n) < len(b.guards) && b.guards[n] != nil {
		return b.guards[n]
	}
	return &guard{}
}

// touch notes that an event has touched a point.
func (b *books) touch(n forecourt.Point) {
	if g := b.guard(n); !g.touched && g.Point != nil {
		g.touched = true
		b.unsafe = append(b.unsafe, g)
	}
}

// hung notes where a point stands as its nozzle comes in.
func (b *books) hung(n forecourt.Point, e electronics.NozzleHung) {
	g, i := b.guard(n), int(e.Nozzle)-1
	if g.Point == nil {
		return
	}
	g.hung, g.hungAt = e.Nozzle, g.Pulses(i)
	_, g.leaked = b.strays(g.Point, i, true)
}

// safety holds that the valves are commanded shut in the instant at which the nozzle came in, that what still flowed
// after that is within the after-flow of the valves, and that nothing is counted outside a sale but what flows while the
// valves fall shut in a power cut, when nobody counts. It looks at the points that events have touched, and at all when
// none was.
func (b *books) safety() error {
	look := b.unsafe
	if len(look) == 0 {
		look = b.guards
	}
	b.unsafe = b.unsafe[:0]
	var first error
	for _, g := range look {
		if g == nil {
			continue
		}
		g.touched = false
		if err := b.safePoint(g); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (b *books) safePoint(g *guard) error {
	out, in, now := g.Electronics.Out(), g.Hydraulics.Out(), b.station.loop.Now()
	for i := range g.Side.Hoses {
		h := &g.Side.Hoses[i]
		n := h.Nozzle
		open := g.Electronics.ValvesOpen(n)
		if out != n && open {
			return fmt.Errorf("fuelling point %d nozzle %d: it is in its boot and a valve is commanded open", g.Number, n)
		}
		// The nozzle itself may be home some events before the electronics see it, but not an instant.
		if in == n || !open || g.Hydraulics.BootStuck(i) {
			g.open[i] = 0
		} else if g.open[i] == 0 {
			g.open[i] = now
		} else if since := g.open[i]; now > since {
			return fmt.Errorf("fuelling point %d nozzle %d: it is home and a valve is commanded open %v later", g.Number, n, now.Sub(since))
		}
		outside, dark := g.Electronics.Outside(i), g.cuts*max(afterFlow(h.PulsesPerUnit), g.falls(i))
		if least, most := b.strays(g.Point, i, outside < 0 || outside > dark); outside < least || outside > dark+most {
			return fmt.Errorf("fuelling point %d nozzle %d: %d pulses outside any sale, after-flow of power cuts at most %d",
				g.Number, n, outside, dark)
		}
		if g.hung != n || out == n {
			continue
		}
		after, flow := g.Pulses(i)-g.hungAt, afterFlow(h.PulsesPerUnit)
		if _, most := b.strays(g.Point, i, after > flow-g.leaked); after > flow+most-g.leaked {
			return fmt.Errorf("fuelling point %d nozzle %d: %d pulses after the nozzle came in", g.Number, n, after)
		}
	}
	return nil
}

// afterFlow is what the valves may still let through once they are commanded shut: 0.05 of a unit (facts:
// pump-protocols.md section 8, confidence C), as pulses.
func afterFlow(pulsesPerUnit int64) int64 { return max(pulsesPerUnit*5/100, 1) }

// falls is how many pulses a hose at its full flow still gives while its valves fall shut, as it is built.
func (p *Point) falls(i int) int64 {
	h := p.hoses[i].Reckoned()
	closing := max(h.ValveClose, h.FastClose)
	return h.Scale.Count(int64(h.Flow)*closing.Milliseconds()/2/1000) + 1
}
