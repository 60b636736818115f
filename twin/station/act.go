package station

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pricesign"
)

// Do does something to a role as a hand would. What a hand does at a fuelling point it does to the nozzle and the
// trigger, which are the hydraulics'.
func (s *Station) Do(role forecourt.Role, st forecourt.Stimulus) error {
	switch st.(type) {
	case forecourt.LiftNozzle, forecourt.HangNozzle, forecourt.Squeeze, forecourt.LetGo:
		role.Kind = hydraulics.Kind
	}
	if f, ok := st.(pricesign.Fault); ok {
		s.books.faultSign(f, s.plan.PriceSign)
		s.loop.Journal().Note(s.loop.Now(), role.String(), "fault", map[string]string{"fault": f.String()})
	}
	return s.loop.Sense(role, st)
}

// PowerOff cuts the power of a role. At a fuelling point it is the electronics that lose it; motor and valves fall back
// with their outputs, and hands can still act.
func (s *Station) PowerOff(role forecourt.Role) error {
	if role.Kind != electronics.Kind {
		return s.loop.PowerOff(role)
	}
	g := s.books.guard(forecourt.Point(role.Number))
	g.cuts++ // before it falls, which is judged at once
	err := s.loop.PowerOff(role)
	if err != nil {
		g.cuts--
	}
	return err
}

// PowerOn gives it back.
func (s *Station) PowerOn(role forecourt.Role) error { return s.loop.PowerOn(role) }

// CutBus breaks a bus for everyone, or joins it again.
func (s *Station) CutBus(bus int, cut bool) error {
	if b := s.buses[bus]; b != nil {
		b.Cut(cut)
		return nil
	}
	if c := s.streams[bus]; c != nil {
		c.Cut(cut)
		return nil
	}
	return fmt.Errorf("there is no bus %d", bus)
}

// FaultBus plans faults on a bus, counted from its next frame. A frame that is given as a range is drawn from the seed, one
// draw for each fault in the order in which they are planned. The journal notes each fault when it first strikes.
func (s *Station) FaultBus(bus int, plan ...line.Planned) error {
	b := s.buses[bus]
	if b == nil {
		return fmt.Errorf("there is no bus %d", bus)
	}
	b.Call(s.busEnd(bus))
	placed := slices.Clone(plan)
	for i := range placed {
		p := &placed[i]
		if p.To > p.Frame {
			draw := chance.Fork(s.loop.Seed(), fmt.Sprintf("bus %d", bus), fmt.Sprintf("fault %d", b.Planned()+i))
			p.Frame, p.To = uint64(draw.Between(int64(p.Frame), int64(p.To))), 0
		}
		p.Struck = s.noteFault(bus, *p)
	}
	return b.Plan(placed...)
}

func (s *Station) noteFault(bus int, p line.Planned) func(clock.Instant) {
	return func(at clock.Instant) {
		s.loop.Journal().Note(at, fmt.Sprintf("bus %d", bus), "fault", map[string]string{"fault": p.String()})
		if p.Struck != nil {
			p.Struck(at)
		}
	}
}

// FaultHTTP makes the next exchanges with a host suffer.
func (s *Station) FaultHTTP(host string, faults ...loop.HTTPFault) error {
	return s.loop.FaultHTTP(host, faults...)
}

// DownHTTP makes a host unreachable, or reachable again.
func (s *Station) DownHTTP(host string, down bool) error { return s.loop.DownHTTP(host, down) }

// CutLink breaks the link between two roles, or joins it again.
func (s *Station) CutLink(a, b forecourt.Role, cut bool) error {
	for _, key := range [][2]forecourt.Role{{a, b}, {b, a}} {
		if l := s.links[key]; l != nil {
			l.Cut(cut)
			return nil
		}
	}
	return fmt.Errorf("there is no link between %s and %s", a, b)
}

// Links lists the pairs of roles that a link joins, in the order in which they were joined.
func (s *Station) Links() [][2]forecourt.Role {
	var pairs [][2]forecourt.Role
	for _, a := range s.loop.Roles() {
		for _, b := range s.loop.Roles() {
			if s.links[[2]forecourt.Role{a, b}] != nil {
				pairs = append(pairs, [2]forecourt.Role{a, b})
			}
		}
	}
	return pairs
}
