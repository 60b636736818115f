package station

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/wire"
)

func (s *Station) buildBuses() error {
	for _, b := range s.plan.Buses {
		d, err := s.speaks(b)
		if err != nil {
			return err
		}
		ports := d.Ports()
		switch {
		case len(ports) > 0 && ports[0].Carrier == "serial":
			s.buses[b.Bus] = s.loop.Bus(ports[0].Settings, s.tap(b, d))
			s.buses[b.Bus].Echo(b.Echo)
		case len(ports) > 0 && ports[0].Carrier == "tcp":
			if err := s.checkConnection(b); err != nil {
				return err
			}
		default:
			return fmt.Errorf("bus %d: %s runs neither on a serial line nor on a connection", b.Bus, b.Dialect)
		}
	}
	return nil
}

// tap returns who listens to a bus: the journal, the trace, both or nobody.
func (s *Station) tap(b site.Bus, d wire.Dialect) (tap line.Tap) {
	if j := s.loop.Journal(); j != nil {
		tap = j.Recorder(fmt.Sprintf("bus %d", b.Bus), s.busEnd(b.Bus), d.Secrets)
	}
	if s.options.Trace != nil {
		tap = &tracer{next: tap, bus: b.Bus, end: s.busEnd(b.Bus), dialect: d, options: fitting.Bus(s.plan, b), tell: s.options.Trace}
	}
	return tap
}

// busEnd names the ends of a bus in the order in which they join it: the controller, then the points, then the outside.
func (s *Station) busEnd(bus int) func(int) string {
	var names []string
	if !s.outside(ControllerRole) {
		names = append(names, ControllerRole.String())
	} else if s.isConnection(bus) {
		names = append(names, "outside") // a connection has two sides, and this is one
	}
	for _, side := range s.plan.Points() {
		if r := forecourt.PointRole(side.FuellingPoint); side.Bus == bus && !s.outside(r) {
			names = append(names, r.String())
		}
	}
	return func(end int) string {
		if end < len(names) {
			return names[end]
		}
		return "outside"
	}
}

func (s *Station) dialect(name string) (wire.Dialect, error) {
	d, ok := wire.Lookup(name)
	if !ok {
		return nil, fmt.Errorf("there is no dialect '%s'", name)
	}
	return d, nil
}

// PollCycle returns how often the points of a bus are polled.
func (s *Station) PollCycle(bus int) time.Duration {
	for _, b := range s.plan.Buses {
		if b.Bus == bus {
			return b.PollCycle
		}
	}
	return 0
}
