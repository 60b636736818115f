package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Point is a fuelling point of the station.
type Point struct {
	Number      forecourt.Point
	Side        site.Side
	Electronics *electronics.Electronics
	Hydraulics  *hydraulics.Hydraulics
	pulsers     []*line.Counter // by hose
	rollsAt     unit.Indicated  // where its totals roll over
	hoses       []hydraulics.Hose
	scales      []line.Scale // of the hoses' pulsers
}

// Role returns the role of the point's electronics.
func (p *Point) Role() forecourt.Role { return forecourt.PointRole(p.Number) }

// Pulses returns what the pulser of a hose has given in its whole life, as a perfect counter on its line counts.
func (p *Point) Pulses(hose int) int64 { return p.pulsers[hose].Count() }

func (s *Station) buildPoints() error {
	buses := map[int]site.Bus{}
	for _, b := range s.plan.Buses {
		buses[b.Bus] = b
	}
	for _, d := range s.plan.Dispensers {
		for _, side := range d.Sides {
			if s.outside(forecourt.PointRole(side.FuellingPoint)) {
				continue
			}
			if err := s.buildPoint(d, side, buses[side.Bus]); err != nil {
				return fmt.Errorf("fuelling point %d: %w", side.FuellingPoint, err)
			}
		}
	}
	return nil
}

func (s *Station) buildPoint(disp site.Dispenser, side site.Side, b site.Bus) error {
	d, err := s.speaks(b)
	if err != nil {
		return err
	}
	saleDigits, totalsDigits := wire.Digits(d)
	if wrap := s.options.Hooks.Dialect; wrap != nil {
		d = wrap(forecourt.PointRole(side.FuellingPoint), d)
	}
	fit, err := fitting.Of(s.plan, disp, side, b, saleDigits)
	if err != nil {
		return err
	}
	cfg := fit.Electronics
	o := &cfg.Options
	p := &Point{Number: side.FuellingPoint, Side: side, hoses: fit.Hoses}
	p.rollsAt = unit.Indicated{Count: power(totalsDigits), Decimals: o.VolumeDecimals, Unit: o.Unit}
	o.Addresses, o.Nozzles = []byte{byte(side.Address)}, len(side.Hoses)
	cfg.Dialect, cfg.TotalsDigits = d, totalsDigits
	for i, h := range side.Hoses {
		n := electronics.NozzleConfig{Nozzle: h.Nozzle, Grade: h.Grade, PulsesPerUnit: h.PulsesPerUnit, Opening: opening(*o, disp, totalsDigits)}
		if s.options.Opening != nil {
			n.Opening = s.options.Opening(p.Number, h.Nozzle)
		}
		n.TwoChannel, n.Blend, n.Liquid = true, p.hoses[i].BlendShare, fit.Liquids[i]
		cfg.Nozzles = append(cfg.Nozzles, n)
		p.hoses[i].Pump = s.pumps[h.Tank]
	}
	s.probe(side, &cfg)
	if p.Electronics, err = electronics.New(cfg); err != nil {
		return err
	}
	p.Hydraulics = hydraulics.New(hydraulics.Config{Hoses: p.hoses})
	s.add(p.Role(), p.Electronics, electronics.Timers)
	s.add(hydraulics.Role(p.Number), p.Hydraulics, hydraulics.Timers(len(p.hoses)))
	s.joinController(p, b)
	s.wire(p)
	s.points = append(s.points, p)
	return nil
}

// joinController puts the electronics of a point on its bus, or joins it to the controller by a connection.
func (s *Station) joinController(p *Point, b site.Bus) {
	point := loop.Socket{Role: p.Role(), Port: electronics.PortBus}
	if bus := s.buses[b.Bus]; bus != nil {
		s.loop.JoinBus(bus, point)
		return
	}
	s.joinConnection(p, b)
}

// opening returns the totals that a nozzle of a dispenser begins with.
func opening(o wire.Options, d site.Dispenser, digits int) (t forecourt.Totals) {
	if d.RollsOverAfter.Count == 0 {
		return t
	}
	before := d.RollsOverAfter.Count * power(int(o.VolumeDecimals)) / power(int(d.RollsOverAfter.Decimals))
	t.Volume = unit.Indicated{Count: power(digits) - before, Decimals: o.VolumeDecimals, Unit: o.Unit}
	t.Amount = unit.Money{Minor: power(digits) - before, Currency: o.Currency}
	return t
}

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// wire joins the electronics of a point to its hydraulics.
func (s *Station) wire(p *Point) {
	for i := range p.hoses {
		p.scales = append(p.scales, p.hoses[i].Scale())
		e := func(port uint8) loop.Socket { return loop.Socket{Role: p.Role(), Port: port} }
		h := func(port uint8) loop.Socket { return loop.Socket{Role: hydraulics.Role(p.Number), Port: port} }
		s.loop.Digital(h(hydraulics.BootPort(i)), e(electronics.BootPort(i)))
		p.pulsers = append(p.pulsers, s.pulser(p.hoses[i].Scale(), h(hydraulics.PulserPort(i)), e(electronics.PulserPort(i))))
		s.pulser(p.hoses[i].Scale(), h(hydraulics.CheckPort(i)), e(electronics.CheckPort(i)))
		if p.hoses[i].BlendShare > 0 {
			s.pulser(p.hoses[i].BlendScale(), h(hydraulics.SecondPort(i)), e(electronics.BlendPort(i)))
		}
		s.loop.Digital(e(electronics.MotorPort(i)), h(hydraulics.MotorPort(i)))
		s.loop.Digital(e(electronics.SlowPort(i)), h(hydraulics.SlowPort(i)))
		s.loop.Digital(e(electronics.FastPort(i)), h(hydraulics.FastPort(i)))
	}
}
