package station

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

// FaultLink plans faults on a link that carries bytes, counted from the next write. A write that is given as a range is
// drawn from the seed, one draw for each fault in the order in which they are planned.
func (s *Station) FaultLink(a, b forecourt.Role, plan ...line.Planned) error {
	stream := s.streamBetween(a, b)
	if stream == nil {
		return fmt.Errorf("there is no link of bytes between %s and %s", a, b)
	}
	name := lineName(a, b)
	placed := slices.Clone(plan)
	for i := range placed {
		p := &placed[i]
		if p.To > p.Frame {
			draw := chance.Fork(s.loop.Seed(), name, fmt.Sprintf("fault %d", stream.Planned()+i))
			p.Frame, p.To = uint64(draw.Between(int64(p.Frame), int64(p.To))), 0
		}
		p.Struck = s.noteLinkFault(name, *p)
	}
	return stream.Plan(placed...)
}

func (s *Station) noteLinkFault(name string, p line.Planned) func(clock.Instant) {
	return func(at clock.Instant) {
		s.loop.Journal().Note(at, name, "fault", map[string]string{"fault": p.String()})
		if p.Struck != nil {
			p.Struck(at)
		}
	}
}

// lineName is what a link of bytes is called.
func lineName(a, b forecourt.Role) string {
	switch {
	case a.Kind == gauge.Kind || b.Kind == gauge.Kind:
		return GaugeLine
	case a == GatewayRole || b == GatewayRole:
		return HostLine
	case b.Kind == terminal.Kind:
		a, b = b, a
	}
	return a.String() + " - " + b.String()
}

func (s *Station) streamBetween(a, b forecourt.Role) *line.Stream {
	for _, key := range [][2]forecourt.Role{{a, b}, {b, a}} {
		if x, ok := s.links[key].(*line.Stream); ok {
			return x
		}
	}
	return nil
}

// ByteLinks lists the pairs of roles that a link of bytes joins.
func (s *Station) ByteLinks() (pairs [][2]forecourt.Role) {
	for _, pair := range s.Links() {
		if s.streamBetween(pair[0], pair[1]) != nil {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}
