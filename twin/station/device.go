package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// FaultDevice breaks a part of a fuelling point, or repairs it. A replaced computer is a power cut too.
func (s *Station) FaultDevice(point forecourt.Point, d forecourt.DeviceFault) error {
	info, ok := forecourt.LookupFault(d.Fault)
	if !ok {
		return fmt.Errorf("no dispenser has the fault '%s'", d.Fault)
	}
	what := string(d.Fault)
	if d.Repaired {
		what += " repaired"
	}
	s.loop.Journal().Note(s.loop.Now(), forecourt.PointRole(point).String(), "fault", map[string]string{"fault": what})
	if !info.Computer {
		s.books.broken[nozzle{point, d.Nozzle}] = true
		return s.loop.Sense(hydraulics.Role(point), d)
	}
	role := forecourt.PointRole(point)
	if err := s.loop.Sense(role, d); err != nil || d.Fault != forecourt.ReplacedComputer {
		return err
	}
	if err := s.PowerOff(role); err != nil { // which ends a running sale, and that is the old computer's
		return err
	}
	s.books.replace(point)
	return s.PowerOn(role)
}

// Park puts a vehicle whose tank has room for a volume beside a point; no volume: one that is never full.
func (s *Station) Park(point forecourt.Point, room unit.Volume) error {
	return s.loop.Sense(hydraulics.Role(point), hydraulics.Vehicle{Room: room})
}

// replace keeps what a point's computer has sold before another one takes its place.
func (b *books) replace(point forecourt.Point) {
	for k, t := range b.tickets {
		if k.point == point {
			gone := *t
			b.gone[k] = &gone
		}
	}
}

// named holds that the hydraulics' own ledger explains every microlitre through a meter and all that the meter made of
// it, and that what needs a reason has one: no fuel leaks, runs back or fills a hose, and no meter errs, unless the plan or
// a planted fault says so.
func (b *books) named(p *Point, i int) error {
	l := p.Hydraulics.LedgerOf(i)
	if fuel, shown := l.Balance(); fuel != 0 || shown != 0 || l.Through != p.Hydraulics.Drawn(i) || l.Shown != p.Hydraulics.Metered(i) {
		return fmt.Errorf("%s: of %s through the meter %s are not explained, and of %s shown %s: %+v", p.where(i), l.Through, fuel, l.Shown, shown, l)
	}
	h, broken := &p.hoses[i], b.broken[nozzle{p.Number, p.hoses[i].Nozzle}]
	for _, x := range []struct {
		what   string
		volume unit.Volume
		reason bool
	}{
		{"leaked", l.Leaked, broken}, {"ran back", l.Reversed, broken}, {"were lost or added by the pulser", l.PulsesLost + l.PulsesAdded, broken},
		{"filled the hose", l.HoseFill, broken || h.Dilation > 0}, {"slipped back", l.SlippedBack, h.SlipBack > 0},
		{"were the meter's error", l.MeterError, broken || len(h.Curve) > 0 || h.DriftPPM != 0 || h.BlendError != h.ErrorPPM},
	} {
		if x.volume != 0 && !x.reason {
			return fmt.Errorf("%s: %s %s without a reason", p.where(i), x.volume, x.what)
		}
	}
	return nil
}

func (p *Point) where(i int) string {
	return fmt.Sprintf("fuelling point %d nozzle %d", p.Number, p.hoses[i].Nozzle)
}

// strays are the pulses that a nozzle may have outside of any sale for reasons that the ledger names: at least, at most.
// They are none at any rate, and where that is enough nobody looks.
func (b *books) strays(p *Point, i int, look bool) (least, most int64) {
	if !look {
		return 0, 0
	}
	l, scale := p.Hydraulics.LedgerOf(i), p.scales[i]
	back, forth := l.SlippedBack+l.Reversed+l.PulsesLost, l.Leaked+l.PulsesAdded
	if len(b.broken) > 0 && b.broken[nozzle{p.Number, p.hoses[i].Nozzle}] {
		forth += l.HoseFill // through a valve that sticks open, before any sale counts
		back, forth = back+max(-l.MeterError, 0), forth+max(l.MeterError, 0)
	}
	// A meter that errs one way as fuel runs out, and the other way as it runs back, shows more than either.
	back, forth = max(back, l.TurnedBack), max(forth, l.Astray)
	begun := max(l.Episodes, 1)
	if back > 0 {
		least = -scale.Count(int64(back)) - begun
	}
	if forth > 0 {
		most = scale.Count(int64(forth)) + begun
	}
	return least, most
}

// shows is what can be read off the display of a point: nothing, as long as it is dead.
func (p *Point) shows() unit.Indicated {
	v, _ := p.Electronics.Display()
	if p.Electronics.Dark() {
		v.Count = 0
	}
	return v
}
