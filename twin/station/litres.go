package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// physicalLitres holds that what left the tanks went through the meters or was lost under a name (a leak, thermal change,
// a siphon), that no pump drew what was not there, and that the pulses which the electronics counted are those that the meters gave. What leaked out of a nozzle,
// filled a hose or ran back, and what a meter erred by, has its name in the hydraulics' ledger, and a reason.
func (b *books) physicalLitres() error {
	for _, t := range b.station.plan.Tanks {
		tank := b.station.tanks[t.Tank]
		metered := b.station.drawn(t.Tank)
		fell := tank.Config().Opening + tank.Delivered() - tank.Volume()
		if lost := tank.Lost(); fell != metered+lost {
			return fmt.Errorf("tank %d: opening %s + delivered %s - now %s = %s, but %s went through the meters and %s were lost %v",
				t.Tank, tank.Config().Opening, tank.Delivered(), tank.Volume(), fell, metered, lost, tank.Losses())
		}
		if air, v := tank.Overdrawn(), tank.Volume(); air != 0 || v < 0 {
			return fmt.Errorf("tank %d: %s were drawn while its pumps' inlet stood in air, it holds %s", t.Tank, air, v)
		}
	}
	for _, p := range b.station.points {
		for i := range p.Side.Hoses {
			e := p.Electronics.BooksOf(i)
			if given := p.Pulses(i); e.Pulses != given {
				return fmt.Errorf("fuelling point %d nozzle %d: the pulser gave %d pulses, the electronics counted %d",
					p.Number, e.Nozzle, given, e.Pulses)
			}
			if want := p.scales[i].Count(int64(p.Hydraulics.Metered(i))); want != p.Pulses(i) {
				return fmt.Errorf("fuelling point %d nozzle %d: %s make %d pulses, the pulser gave %d",
					p.Number, e.Nozzle, p.Hydraulics.Metered(i), want, p.Pulses(i))
			}
			if err := b.named(p, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// indicatedLitres holds, in the device's own counts, that a nozzle's totals moved by the sum of its tickets, and that the
// controller's sales are those tickets.
func (b *books) indicatedLitres() error {
	for _, p := range b.station.points {
		for i := range p.Side.Hoses {
			e := p.Electronics.BooksOf(i)
			t := b.tickets[nozzle{p.Number, e.Nozzle}]
			if t == nil {
				continue
			}
			moved, taken := e.Totals.Volume.Sub(e.Opening.Volume), e.Totals.Amount.Sub(e.Opening.Amount)
			if gone := b.gone[nozzle{p.Number, e.Nozzle}]; gone != nil { // of a computer before this one
				moved, taken = moved.Add(gone.volume), taken.Add(gone.amount)
			}
			if moved.Cmp(t.volume) != 0 || taken.Cmp(t.amount) != 0 {
				return fmt.Errorf("fuelling point %d nozzle %d: totals moved by %s and %s, the tickets add up to %s and %s",
					p.Number, e.Nozzle, moved, taken, t.volume, t.amount)
			}
		}
	}
	return b.controllerSales()
}

// controllerSales holds that no nozzle's sales in the controller exceed what the nozzle sold, and that each spans the
// totals it says. It looks at the sales that have come since it last looked; a sale never changes.
func (b *books) controllerSales() error {
	fresh := b.fresh
	b.fresh = b.fresh[:0]
	for _, s := range fresh {
		if span := b.span(s); span.Cmp(s.Volume) != 0 {
			return fmt.Errorf("sale %s: totals went from %s to %s, which is %s, the sale is %s", s.ID, s.Before, s.After, span, s.Volume)
		}
		if b.station.outside(forecourt.PointRole(s.Point)) {
			continue // its tickets are not told here
		}
		k := nozzle{s.Point, s.Nozzle}
		if t := b.tickets[k]; t == nil || b.sold[k].Cmp(t.volume) > 0 {
			return fmt.Errorf("fuelling point %d nozzle %d: the controller has sales of %s, the tickets add up to %s",
				s.Point, s.Nozzle, b.sold[k], volumeOf(t))
		}
	}
	return nil
}

// span is how far the totals around a sale have moved, when they may have rolled over.
func (b *books) span(s forecourt.Sale) unit.Indicated {
	for _, p := range b.station.points {
		if p.Number == s.Point && s.After.Cmp(s.Before) < 0 {
			s.After = s.After.Add(p.rollsAt)
		}
	}
	return s.After.Sub(s.Before)
}

func volumeOf(t *ticket) string {
	if t == nil {
		return "nothing"
	}
	return t.volume.String()
}
