package station

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// GaugeRole is the role of the tank gauge console.
var GaugeRole = gauge.Role()

// mostGauged is how many tanks a console has room for.
const mostGauged = 16

// buildGauge puts a console over the tanks.
func (s *Station) buildGauge() error {
	if len(s.plan.Tanks) > mostGauged {
		return fmt.Errorf("%d tanks, a gauge console has room for %d", len(s.plan.Tanks), mostGauged)
	}
	cfg := gauge.Config{Unit: s.plan.Unit, Headers: [veeder.HeaderLines]string{header(s.plan.Site)}}
	var stocks []gauge.Stock
	for _, t := range s.plan.Tanks {
		x, err := s.gaugeTank(t)
		if err != nil {
			return err
		}
		cfg.Tanks = append(cfg.Tanks, x)
		stocks = append(stocks, s.tanks[t.Tank])
	}
	g, err := gauge.New(cfg, stocks...)
	if err != nil {
		return err
	}
	s.console = g
	s.add(GaugeRole, g, gauge.Timers)
	return nil
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
	return s.loop.StreamTo(0, loop.Socket{Role: GaugeRole, Port: gauge.Console}, outside, nil)
}
