package station

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// speaks returns the dialect of a bus. On IFSF it is told who is who there, and which grade a nozzle sells.
func (s *Station) speaks(b site.Bus) (wire.Dialect, error) {
	if d := s.nodes[b.Bus]; d != nil {
		return d, nil
	}
	if b.Dialect != ifsf.Name {
		return s.dialect(b.Dialect)
	}
	c := ifsf.Config{Dispenser: nodeOf(b), Heartbeats: s.plan.Network.HeartbeatEvery, Products: map[byte][]uint32{}}
	var addresses []byte
	for _, side := range s.sidesOn(b.Bus) {
		a := byte(side.Address)
		addresses = append(addresses, a)
		for _, h := range side.Hoses {
			c.Products[a] = append(c.Products[a], s.plan.Product(h.Grade))
		}
	}
	if len(addresses) > 1 {
		slices.Sort(addresses)
		c.Cabinet = ifsf.NewCabinet(addresses...)
	}
	s.nodes[b.Bus] = ifsf.With(c)
	return s.nodes[b.Bus], nil
}

// sharesPrices says that the points of a bus are one node, which has one price of each product.
func (s *Station) sharesPrices(b site.Bus) bool {
	return b.Dialect == ifsf.Name && len(s.sidesOn(b.Bus)) > 1
}

// nodeOf is the logical node of a bus's dispenser.
func nodeOf(b site.Bus) ifsf.Node {
	return ifsf.Node{Subnet: ifsf.Dispensers, Number: byte(max(b.Node, 1))}
}

// controllerNode is the logical node of our controller.
var controllerNode = ifsf.Node{Subnet: ifsf.Controllers, Number: 1}

func (s *Station) sidesOn(bus int) (sides []site.Side) {
	for _, side := range s.plan.Points() {
		if side.Bus == bus {
			sides = append(sides, side)
		}
	}
	return sides
}

// checkConnection refuses what a connection cannot carry. The points of an IFSF node are one device: it is ours, or it is
// somebody else's.
func (s *Station) checkConnection(b site.Bus) error {
	sides := s.sidesOn(b.Bus)
	if b.Dialect != ifsf.Name {
		if len(sides) != 1 {
			return fmt.Errorf("bus %d: a connection of %s carries one fuelling point here, the plan has %d on it", b.Bus, b.Dialect, len(sides))
		}
		return nil
	}
	var names []string
	outside := 0
	for _, side := range sides {
		if s.outside(forecourt.PointRole(side.FuellingPoint)) {
			outside++
		}
		names = append(names, fmt.Sprint(side.FuellingPoint))
	}
	if outside > 0 && outside < len(sides) {
		return fmt.Errorf("bus %d: fuelling points %s are one IFSF node: leave all of them outside, or none", b.Bus, strings.Join(names, ", "))
	}
	return nil
}

// isConnection says that a bus of the plan is a connection, not a line.
func (s *Station) isConnection(bus int) bool {
	for _, b := range s.plan.Buses {
		if d, err := s.speaks(b); b.Bus == bus && err == nil && len(d.Ports()) > 0 {
			return d.Ports()[0].Carrier == "tcp"
		}
	}
	return false
}

// joinConnection puts the electronics of a point at the far side of its bus's connection.
func (s *Station) joinConnection(p *Point, b site.Bus) {
	s.loop.JoinTrunk(s.connection(b), loop.Socket{Role: p.Role(), Port: electronics.PortBus})
}

// connection returns the stream that stands in for a bus, which the controller, or whoever is there in its place, joins
// first.
func (s *Station) connection(b site.Bus) *line.Stream {
	if t := s.streams[b.Bus]; t != nil {
		return t
	}
	d, _ := s.speaks(b)
	latency := connectionLatency
	if s.isAbroad(b) {
		latency = 0 // the world has its own
	}
	t := s.loop.Trunk(latency, s.tap(b, d))
	s.streams[b.Bus] = t
	for i, other := range s.plan.Buses {
		switch {
		case other.Bus != b.Bus:
		case s.controller != nil:
			s.loop.JoinTrunk(t, loop.Socket{Role: ControllerRole, Port: controller.PortBus(i)})
		default:
			s.leave(b, t)
		}
	}
	return t
}
