package station

import (
	"cmp"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/unit"
)

// buildPumps builds the submersible pumps of the plan; the hoses join them.
func (s *Station) buildPumps() error {
	s.pumps, s.drawing = map[int]*hydraulics.Pump{}, map[int][]pipe{}
	for _, p := range s.plan.Hydraulics.Pumps {
		s.pumps[p.Tank] = hydraulics.NewPump(hydraulics.PumpConfig{
			Pressure: p.PressureMbar, FlowOfTwo: p.FlowOfTwo, FlowOfFour: p.FlowOfFour, Detector: p.LeakDetector, TestFlow: p.TestFlow,
			Leak: func() unit.FlowRate { return s.lineLeak(p.Tank) }, Console: p.LineTests && !s.outside(GaugeRole),
		})
		s.add(hydraulics.PumpRole(p.Pump), s.pumps[p.Tank], hydraulics.PumpTimers)
	}
	return nil
}

// lineLeak is what the line from a tank to its dispensers loses under pressure: by itself, and past their check valves.
func (s *Station) lineLeak(tank int) (sum unit.FlowRate) {
	for _, p := range s.points {
		for i, h := range p.Side.Hoses {
			if h.Tank == tank {
				sum += p.Hydraulics.RunsBack(i)
			}
		}
	}
	return sum + s.tanks[tank].LineLeak()
}

// gaugeLines are the lines that the console tests.
func (s *Station) gaugeLines() (lines []gauge.LineConfig) {
	for _, p := range s.plan.Hydraulics.Pumps {
		if p.LineTests {
			lines = append(lines, gauge.LineConfig{
				Number: uint8(p.Pump), Label: string(s.tanks[p.Tank].Config().Grade), Shutdown: p.LineShutdown,
				Leak: func() unit.FlowRate { return s.lineLeak(p.Tank) },
			})
		}
	}
	return lines
}

// joinLines joins the pumps of those lines to the console.
func (s *Station) joinLines(ports int) {
	for i, l := range s.gaugeLines() {
		pump := func(p machine.Port) loop.Socket {
			return loop.Socket{Role: hydraulics.PumpRole(int(l.Number)), Port: p}
		}
		s.loop.Digital(pump(hydraulics.RunsPort), loop.Socket{Role: GaugeRole, Port: gauge.RunsPort(ports, i)})
		s.loop.Digital(loop.Socket{Role: GaugeRole, Port: gauge.ShutPort(ports, i)}, pump(hydraulics.ShutPort))
	}
}

// manners gives a hose what the plan says of pumps, meters, hoses and blends; what it does not say stays as it is.
func (s *Station) manners(point forecourt.Point, h site.Hose, x *hydraulics.Hose) {
	plan := &s.plan.Hydraulics
	m := plan.Hoses
	x.Pump = s.pumps[h.Tank]
	x.Ramp, x.Slow, x.ValveClose = cmp.Or(m.Ramp, x.Ramp), cmp.Or(m.SlowFlow, x.Slow), cmp.Or(m.ValveClose, x.ValveClose)
	x.Lag, x.FastClose = m.FirstOrder, m.FastValveClose
	x.Dilation, x.SlipBack, x.TopUp = m.Dilation, m.SlipBack, m.TopUp
	x.DriftPPM = plan.Meters.Drift
	for _, c := range plan.Meters.Curve {
		x.Curve = append(x.Curve, hydraulics.CurvePoint{Flow: c.Flow, PPM: c.PPM})
	}
	if b, ok := s.blend(point, h.Nozzle); ok {
		const perPercent = 10
		x.BlendShare, x.BlendError = b.Percent*perPercent, b.MeterError
	}
}

func (s *Station) blend(point forecourt.Point, nozzle forecourt.Nozzle) (site.Blend, bool) {
	for _, b := range s.plan.Hydraulics.Blends {
		if b.FuellingPoint == point && b.Nozzle == nozzle {
			return b, true
		}
	}
	return site.Blend{}, false
}

const whole = 100 // percent

// percent is how much of a hose's fuel comes from a tank.
func (s *Station) percent(point forecourt.Point, h site.Hose, tank int) int64 {
	b, blends := s.blend(point, h.Nozzle)
	switch {
	case blends && b.Tank == tank:
		return b.Percent
	case h.Tank != tank:
		return 0
	case blends:
		return whole - b.Percent
	}
	return whole
}

// compensation is how the dispensers compensate, by the plan.
func (s *Station) compensation() electronics.Compensation {
	c := s.plan.Hydraulics.Compensation
	if c == nil {
		return electronics.Compensation{}
	}
	return electronics.Compensation{
		Reference: site.References[c.Reference], Expansion: c.Expansion, GrossDrives: c.Drives == "gross",
		Thermometer: electronics.Steady(c.Fuel),
	}
}

// pulser joins a channel of a pulser to the computer that counts it.
func (s *Station) pulser(h hydraulics.Hose, from, to loop.Socket) *line.Counter {
	c := s.loop.Counter(h.Scale(), from, to)
	if s.options.EdgeByEdge {
		c.EdgeByEdge()
	}
	return c
}

// pipe is a line from a hose to a tank, and what part of the hose's flow it carries.
type pipe struct {
	socket loop.Socket
	dry    loop.Socket // where the hose is told that the tank is dry
	scale  line.Scale
	point  *Point
	hose   int
}

// pipes are those that draw from a tank, in the order of the plan.
func (s *Station) pipes(tank int) (pipes []pipe) {
	for _, p := range s.points {
		for i, h := range p.Side.Hoses {
			first, second := hydraulics.PipeScale(), line.Scale{}
			b, blends := s.blend(p.Number, h.Nozzle)
			if blends {
				first, second = p.hoses[i].BlendScales()
			}
			socket := func(port uint8) loop.Socket { return loop.Socket{Role: hydraulics.Role(p.Number), Port: port} }
			if h.Tank == tank {
				pipes = append(pipes, pipe{socket(hydraulics.PipePort(i)), socket(hydraulics.DryPort(i)), first, p, i})
			}
			if blends && b.Tank == tank {
				pipes = append(pipes, pipe{socket(hydraulics.BlendPort(i)), socket(hydraulics.BlendDryPort(i)), second, p, i})
			}
		}
	}
	return pipes
}

// drawn is what all hoses together have drawn from a tank.
func (s *Station) drawn(tank int) (sum unit.Volume) {
	for _, p := range s.drawing[tank] {
		sum += unit.Volume(p.scale.Count(int64(p.point.Hydraulics.Drawn(p.hose))))
	}
	return sum
}
