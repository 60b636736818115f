package station

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// GaugeRole is the role of the tank gauge console.
var GaugeRole = gauge.Role()

// The ports of the console: its card for the network, then the serial ones (Options.GaugePorts), then our own
// controller's where that reads it.
const (
	gaugeTCP    machine.Port = gauge.Console
	gaugeSerial machine.Port = 1
)

// MostGaugePorts is how many serial ports a console can have.
const MostGaugePorts = 8

// cutter is a line that can be cut and joined again.
type cutter interface{ Cut(down bool) }

// GaugeLine is the name of the line between reader and console in the journal.
const GaugeLine = "gauge"

// mostGauged is how many tanks our console has room for, mostNumbered the highest number that the protocol has.
const (
	mostGauged   = 16
	mostNumbered = 99
)

// buildGauge puts a console over the tanks, and who reads it.
func (s *Station) buildGauge() error {
	reads := s.options.ReadGauge || s.plan.Gauge.Read && !s.outside(ControllerRole) && !s.outside(GaugeRole)
	ports := 1 + s.options.GaugePorts
	readers := machine.Port(ports)
	if reads {
		ports++
	}
	if !s.outside(GaugeRole) {
		if err := s.buildConsole(ports); err != nil {
			return err
		}
	}
	if !reads {
		return nil
	}
	r, err := stock.New(s.readerConfig())
	if err != nil {
		return err
	}
	s.stock = r
	s.add(stock.Role, r, stock.Timers)
	if s.outside(GaugeRole) {
		return nil
	}
	s.gauged = s.loop.Stream(connectionLatency, loop.Socket{Role: stock.Role, Port: stock.PortConsole},
		loop.Socket{Role: GaugeRole, Port: readers}, s.gaugeTap())
	s.gauged.Call(gaugeEnd)
	s.links[[2]forecourt.Role{stock.Role, GaugeRole}] = s.gauged
	return nil
}

func (s *Station) buildConsole(ports int) error {
	if s.options.GaugePorts > MostGaugePorts {
		return fmt.Errorf("%d serial ports, a gauge console has room for %d", s.options.GaugePorts, MostGaugePorts)
	}
	if len(s.plan.Tanks) > mostGauged {
		return fmt.Errorf("%d tanks, a gauge console has room for %d", len(s.plan.Tanks), mostGauged)
	}
	cfg := gauge.Config{
		Unit: s.plan.Unit, Zone: s.plan.Gauge.Location(), Security: s.plan.Gauge.Security, Ports: ports,
		Headers: [veeder.HeaderLines]string{header(s.plan.Site)}, Lines: s.gaugeLines(),
	}
	var stocks []gauge.Stock
	for _, t := range s.plan.Tanks {
		x, err := s.gaugeTank(t)
		if err != nil {
			return err
		}
		cfg.Tanks = append(cfg.Tanks, x)
		stocks = append(stocks, s.tanks[t.Tank])
	}
	if err := s.console(&cfg); err != nil {
		return err
	}
	g, err := gauge.New(cfg, stocks...)
	if err != nil {
		return err
	}
	s.gauge = g
	s.add(GaugeRole, g, gauge.NumTimers(cfg.Ports))
	s.joinLines(cfg.Ports)
	return nil
}

func (s *Station) readerConfig() stock.Config {
	g := s.plan.Gauge
	c := stock.Config{
		Unit: s.plan.Unit, Zone: g.Location(), Security: g.Sent(), Terminator: site.GaugeTerminators[g.Terminator],
		Every: g.Every, DeliveriesEvery: g.DeliveriesEvery, RetryEvery: g.RetryEvery, ReplyWithin: g.ReplyWithin, Tries: g.Tries,
	}
	if g.Format == "display" {
		c.Format = veeder.Display
	}
	for _, t := range s.plan.Tanks {
		if t.Tank > mostNumbered {
			continue // no console can name it
		}
		c.Tanks = append(c.Tanks, stock.Tank{Number: uint8(t.Tank), Product: t.Grade})
	}
	return c
}

// gaugeTap records what reader and console say to each other.
func (s *Station) gaugeTap() line.Tap {
	j := s.loop.Journal()
	if j == nil {
		return nil
	}
	d := veeder.New(veeder.Config{})
	return j.Recorder(GaugeLine, gaugeEnd, d.Secrets)
}

// gaugeEnd names the ends of the line between reader and console.
func gaugeEnd(end int) string { return [2]string{stock.Role.String(), GaugeRole.String()}[end] }

func init() { readings = append(readings, gaugeReadings...) }

// gaugeReadings are what can be read off the reader.
var gaugeReadings = []Reading{
	{stock.Kind, "tanks", "how many tanks the console listed last, with valid data", reflect.TypeFor[int](), stockReading(
		func(v stock.View) any { return len(v.Tanks) })},
	{stock.Kind, "alarms", "how many alarms the console has", reflect.TypeFor[int](), stockReading(
		func(v stock.View) any { return len(v.Alarms) })},
	{stock.Kind, "damaged", "how many answers were damaged or answered nothing", reflect.TypeFor[int](), stockReading(
		func(v stock.View) any { return v.Counts.Damaged })},
	{stock.Kind, "unanswered", "how many questions stayed without an answer", reflect.TypeFor[int](), stockReading(
		func(v stock.View) any { return v.Counts.Unanswered })},
}

func stockReading(f func(stock.View) any) func(*Station, int) (any, error) {
	return func(s *Station, _ int) (any, error) {
		if s.stock == nil {
			return nil, fmt.Errorf("nobody reads the gauge here")
		}
		return f(s.stock.View()), nil
	}
}

// header fits a name into a line of a report: twenty capital letters and digits.
func header(name string) string {
	const width = 20
	var b strings.Builder
	for _, r := range strings.ToUpper(name) {
		if r < ' ' || r > '~' {
			r = ' '
		}
		if b.Len() < width {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// GaugeStream gives the outside the console's line.
func (s *Station) GaugeStream(outside line.Ear) *line.Stream {
	return s.loop.StreamTo(0, loop.Socket{Role: GaugeRole, Port: gaugeTCP}, outside, nil)
}

// GaugeSerial gives the outside a serial port of the console, of Options.GaugePorts from 0.
func (s *Station) GaugeSerial(port int) func(line.Ear) *line.Stream {
	return func(outside line.Ear) *line.Stream {
		return s.loop.StreamTo(0, loop.Socket{Role: GaugeRole, Port: gaugeSerial + machine.Port(port)}, outside, nil)
	}
}

// ReaderStream gives the outside, which is a console, the reader's line.
func (s *Station) ReaderStream(outside line.Ear) *line.Stream {
	return s.loop.StreamTo(0, loop.Socket{Role: stock.Role, Port: stock.PortConsole}, outside, s.gaugeTap())
}

// Stock returns the reader of the gauge; nil where nobody reads it.
func (s *Station) Stock() *stock.Reader { return s.stock }
