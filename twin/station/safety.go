package station

import "fmt"

// safety holds that the valves are commanded shut in the instant at which the nozzle came in, that what still flowed
// after that is within the after-flow of the valves, and that nothing is counted outside a sale but what flows while the
// valves fall shut in a power cut, when nobody counts. It looks at the points
// that events have touched, and at all when none was.
func (b *books) safety() error {
	all := len(b.unsafe) == 0
	for _, p := range b.station.points {
		if !all && !b.unsafe[p.Number] {
			continue
		}
		delete(b.unsafe, p.Number)
		if err := b.safePoint(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) safePoint(p *Point) error {
	out, in, now := p.Electronics.Out(), p.Hydraulics.Out(), b.station.loop.Now()
	for i, h := range p.Side.Hoses {
		e := p.Electronics.BooksOf(i)
		open := p.Electronics.ValvesOpen(e.Nozzle)
		if out != e.Nozzle && open {
			return fmt.Errorf("fuelling point %d nozzle %d: it is in its boot and a valve is commanded open", p.Number, e.Nozzle)
		}
		// The nozzle itself may be home some events before the electronics see it, but not an instant.
		k := nozzle{p.Number, e.Nozzle}
		least, most := b.strays(p, i)
		if in == e.Nozzle || !open || p.Hydraulics.BootStuck(i) {
			delete(b.homeOpen, k)
		} else if since, seen := b.homeOpen[k]; !seen {
			b.homeOpen[k] = now
		} else if now > since {
			return fmt.Errorf("fuelling point %d nozzle %d: it is home and a valve is commanded open %v later", p.Number, e.Nozzle, now.Sub(since))
		}
		if dark := b.cuts[p.Number] * max(afterFlow(h.PulsesPerUnit), p.falls(i)); e.Outside < least || e.Outside > dark+most {
			return fmt.Errorf("fuelling point %d nozzle %d: %d pulses outside any sale, after-flow of power cuts at most %d",
				p.Number, e.Nozzle, e.Outside, dark)
		}
		if b.hungAtNoz[p.Number] != e.Nozzle || out == e.Nozzle {
			continue
		}
		if after := p.Pulses(i) - b.hungAt[p.Number]; after > afterFlow(h.PulsesPerUnit)+most-b.leakedAt[p.Number] {
			return fmt.Errorf("fuelling point %d nozzle %d: %d pulses after the nozzle came in", p.Number, e.Nozzle, after)
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
