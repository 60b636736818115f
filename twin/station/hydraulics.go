package station

import (
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/unit"
)

// buildPumps builds the submersible pumps of the plan; the hoses join them.
func (s *Station) buildPumps() error {
	s.pumps, s.drawing = map[int]*hydraulics.Pump{}, map[int][]pipe{}
	for _, p := range s.plan.Hydraulics.Pumps {
		c := fitting.Pump(p)
		c.Leak, c.Console = func() unit.FlowRate { return s.lineLeak(p.Tank) }, p.LineTests && !s.outside(GaugeRole)
		s.pumps[p.Tank] = hydraulics.NewPump(c)
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

const whole = 100 // percent

// percent is how much of a hose's fuel comes from a tank.
func (s *Station) percent(point forecourt.Point, h site.Hose, tank int) int64 {
	b, blends := s.plan.Hydraulics.Blend(point, h.Nozzle)
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

// pulser joins a channel of a pulser to the computer that counts it.
func (s *Station) pulser(scale line.Scale, from, to loop.Socket) *line.Counter {
	c := s.loop.Counter(scale, from, to)
	if s.options.EdgeByEdge {
		c.EdgeByEdge()
	}
	return c
}

// pipe is a line from a hose to a tank.
type pipe struct {
	socket loop.Socket
	dry    loop.Socket // where the hose is told that the tank is dry
	point  *Point
	hose   int
	second bool // it is the second tank of the hose's blend
}

// pipes are those that draw from a tank, in the order of the plan.
func (s *Station) pipes(tank int) (pipes []pipe) {
	for _, p := range s.points {
		for i, h := range p.Side.Hoses {
			b, blends := s.plan.Hydraulics.Blend(p.Number, h.Nozzle)
			socket := func(port uint8) loop.Socket { return loop.Socket{Role: hydraulics.Role(p.Number), Port: port} }
			if h.Tank == tank {
				pipes = append(pipes, pipe{socket(hydraulics.PipePort(i)), socket(hydraulics.DryPort(i)), p, i, false})
			}
			if blends && b.Tank == tank {
				pipes = append(pipes, pipe{socket(hydraulics.BlendPort(i)), socket(hydraulics.BlendDryPort(i)), p, i, true})
			}
		}
	}
	return pipes
}

// drawn is what all hoses together have drawn from a tank.
func (s *Station) drawn(tank int) (sum unit.Volume) {
	for _, p := range s.drawing[tank] {
		sum += p.point.Hydraulics.DrawnFrom(p.hose, p.second)
	}
	return sum
}
