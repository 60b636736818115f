package station

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// tankConfig returns a tank of the plan as it is in the ground.
func tankConfig(t site.Tank, pipes int) (tank.Config, error) {
	t.Complete()
	v, err := t.Vessel()
	if err != nil {
		return tank.Config{}, fmt.Errorf("tank %d: %w", t.Tank, err)
	}
	return tank.Config{
		Grade: t.Grade, Opening: t.Opening, Capacity: t.Capacity, Pipes: pipes, Vessel: v, Liquid: t.Liquid(),
		Temperature: *t.Temperature, Ground: *t.Ground, Water: v.Volume(t.Water), RealProbe: t.Probe == site.RealProbe,
		Inlet: *t.PumpInlet, Foot: *t.SiphonInlet,
	}, nil
}

// gaugeTank returns a tank of the plan as the console knows it.
func (s *Station) gaugeTank(t site.Tank) (gauge.TankConfig, error) {
	t.Complete()
	v, err := t.Vessel()
	if err != nil {
		return gauge.TankConfig{}, fmt.Errorf("tank %d: %w", t.Tank, err)
	}
	taught, wrong, err := t.Taught()
	if err != nil {
		return gauge.TankConfig{}, fmt.Errorf("tank %d: programmed: %w", t.Tank, err)
	}
	if !wrong {
		taught = nil
	}
	l := t.Limits
	number := t.Tank
	return gauge.TankConfig{
		Number: uint8(t.Tank), Label: string(t.Grade), Capacity: t.Capacity, Diameter: t.Diameter, Density: veeder.Density(t.Density),
		Expansion: veeder.Expansion(t.Liquid().PartsPerKelvin()),
		Limits: veeder.Limits{
			Low: l.LowProduct, HighProduct: l.HighProduct, Overfill: l.Overfill, HighWater: l.HighWater, WaterWarning: l.WaterWarning,
			Maximum: l.Maximum, DeliveryNeeded: l.DeliveryNeeded, SuddenLoss: l.SuddenLoss, Leak: l.Leak,
		},
		Vessel: v, Taught: taught, Strapping: t.Strapping, RealProbe: t.Probe == site.RealProbe,
		Manifolded: s.tanks[number].Siphon() != nil, CSLD: t.CSLD,
		Sold: s.meters(number),
	}, nil
}

// meters returns what reads off what the meters of a tank's hoses have counted, in their lives: what a console that is
// joined to the dispensers hears of them.
func (s *Station) meters(tank int) func() unit.Volume {
	type meter struct {
		per      int64 // pulses for a unit
		percent  int64 // of what it counts that comes from this tank
		counters []*line.Counter
	}
	var all []meter
	for _, p := range s.points {
		for i, h := range p.Side.Hoses {
			percent := s.percent(p.Number, h, tank)
			if percent == 0 {
				continue
			}
			k := slices.IndexFunc(all, func(m meter) bool { return m.per == h.PulsesPerUnit && m.percent == percent })
			if k < 0 {
				k, all = len(all), append(all, meter{per: h.PulsesPerUnit, percent: percent})
			}
			all[k].counters = append(all[k].counters, p.pulsers[i])
		}
	}
	return func() (sum unit.Volume) {
		for _, m := range all {
			var pulses int64
			for _, c := range m.counters {
				pulses += c.Count()
			}
			v, _ := unit.IndicatedFromPulses(pulses, m.per, 6, s.plan.Unit).Volume()
			sum += v * unit.Volume(m.percent) / whole
		}
		return sum
	}
}

// joinSiphons puts the siphons of the plan between its tanks.
func (s *Station) joinSiphons() error {
	for _, group := range s.plan.Manifolds() {
		var tanks []*tank.Tank
		for _, n := range group {
			if s.tanks[n] == nil {
				return fmt.Errorf("there is no tank %d for a siphon", n)
			}
			tanks = append(tanks, s.tanks[n])
		}
		if _, err := tank.Join(tanks...); err != nil {
			return err
		}
	}
	return nil
}

func init() { readings = append(readings, tankReadings...) }

// tankReadings are what can be read off a tank beside its stock: what is, and what the console says of it.
var tankReadings = []Reading{
	{tank.Kind, "height", "how high the product stands, at the probe", reflect.TypeFor[unit.Level](), tankReading(
		func(t *tank.Tank) any { return t.Height() })},
	{tank.Kind, "water", "how high the water stands", reflect.TypeFor[unit.Level](), tankReading(
		func(t *tank.Tank) any { return t.Water() })},
	{tank.Kind, "temperature", "how warm the product is", reflect.TypeFor[unit.Temperature](), tankReading(
		func(t *tank.Tank) any { return t.Temperature() })},
	{tank.Kind, "ullage", "the room that is left", reflect.TypeFor[unit.Volume](), tankReading(
		func(t *tank.Tank) any { return t.Ullage() })},
	{tank.Kind, "net-volume", "the product as it would be at 15 C, by the petroleum tables", reflect.TypeFor[unit.Volume](), tankReading(
		func(t *tank.Tank) any { return t.Net() })},
	{tank.Kind, "lost", "what has left the tank under a name other than a sale: leaks, thermal change, its siphon",
		reflect.TypeFor[unit.Volume](), tankReading(func(t *tank.Tank) any { return t.Lost() })},
	{tank.Kind, "leaked", "what leaks of the tank and of its line have lost", reflect.TypeFor[unit.Volume](), tankReading(
		func(t *tank.Tank) any { return t.Losses()[0].Volume + t.Losses()[1].Volume })},
	{tank.Kind, "gauged", "the volume that the gauge console shows", reflect.TypeFor[unit.Volume](), consoleReading((*gauge.Gauge).Volume)},
	{tank.Kind, "tc-volume", "the temperature compensated volume that the gauge console shows", reflect.TypeFor[unit.Volume](),
		consoleReading((*gauge.Gauge).Compensated)},
}

func tankReading(f func(*tank.Tank) any) func(*Station, int) (any, error) {
	return func(s *Station, n int) (any, error) {
		if t := s.tanks[n]; t != nil {
			return f(t), nil
		}
		return nil, fmt.Errorf("there is no tank %d", n)
	}
}

func consoleReading(f func(*gauge.Gauge, uint8) (unit.Volume, bool)) func(*Station, int) (any, error) {
	return func(s *Station, n int) (any, error) {
		if s.gauge == nil {
			return nil, fmt.Errorf("the gauge console is outside")
		}
		if v, ok := f(s.gauge, uint8(n)); ok {
			return v, nil
		}
		return nil, fmt.Errorf("the console reads nothing off tank %d: its probe is out", n)
	}
}

func (s *Station) buildTanks() error {
	for _, t := range s.plan.Tanks {
		role := tank.Role(t.Tank)
		pipes := s.pipes(t.Tank)
		if s.drawing[t.Tank] = pipes; len(pipes) > tank.MostPipes {
			return fmt.Errorf("%d hoses draw from tank %d, it has room for %d", len(pipes), t.Tank, tank.MostPipes)
		}
		cfg, err := tankConfig(t, len(pipes))
		if err != nil {
			return err
		}
		s.tanks[t.Tank] = tank.New(cfg)
		s.add(role, s.tanks[t.Tank], tank.Timers)
		for i, from := range pipes {
			s.loop.Counter(hydraulics.PipeScale(), from.socket, loop.Socket{Role: role, Port: tank.PipePort(i)})
			s.loop.Digital(loop.Socket{Role: role, Port: tank.DryPort(len(pipes), i)}, from.dry)
		}
	}
	if err := s.joinSiphons(); err != nil {
		return err
	}
	return s.buildGauge()
}
