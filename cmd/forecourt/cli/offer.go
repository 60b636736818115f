package cli

import (
	"fmt"
	"net"
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/station"
)

// options says what the station offers to the world, on an address of this machine.
func (lv *living) options(host string) (o live.Options, err error) {
	cat, err := twin.Catalogue(lv.plan)
	if err != nil {
		return o, err
	}
	cat.Roles, cat.Links = lv.station.Loop().Roles(), lv.station.Links() // what is outside cannot be played with
	cat.ByteLinks = lv.station.ByteLinks()
	dials, err := lv.dials()
	if err != nil {
		return o, err
	}
	nodes, err := lv.nodes(host)
	if err != nil {
		return o, err
	}
	return live.Options{
		Buses: lv.buses(), Streams: lv.streams(), Dials: append(dials, lv.hostDial()...), Sessions: append(lv.sessions(), lv.hostPort()...), HTTP: lv.servers(), Outbound: lv.outbound(), Nodes: nodes,
		Control: lv.plan.Ports.Control,
		Actor:   newDesk(lv.station, cat), State: lv.state, Notice: lv.program.stderr, Digests: lv.station.Digests,
	}, nil
}

// loopback checks the address to listen on: off loopback the control endpoint would need a token, which does not exist
// yet.
func loopback(host string) (string, error) {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	switch {
	case host == "localhost":
		return "127.0.0.1", nil
	case ip == nil:
		return "", misused("--listen takes an address such as 127.0.0.1, not '%s'", host)
	case !ip.IsLoopback():
		return "", misused("--listen %s is refused: off loopback anybody could drive the station; reach it through a tunnel (ssh -L)", host)
	case ip.To4() == nil:
		return "[" + ip.String() + "]", nil
	}
	return ip.String(), nil
}

func (lv *living) buses() (ports []live.BusPort) {
	for _, b := range lv.plan.Buses {
		bus := lv.station.Bus(b.Bus)
		if bus == nil { // a dialect on TCP, which has no line to offer
			continue
		}
		ports = append(ports, live.BusPort{
			Number: b.Bus, Bus: bus, TCP: b.TCP, Says: b.Dialect + " " + bus.Settings().String(), Real: lv.real[b.Bus],
			Secrets: secretsOf(b.Dialect),
		})
	}
	return ports
}

func (lv *living) streams() []live.StreamPort {
	if !lv.station.Loop().Has(station.GaugeRole) {
		return nil
	}
	return []live.StreamPort{
		{Role: "gauge", Join: lv.station.GaugeStream, TCP: lv.plan.Ports.Gauge, Says: "veeder-root", Secrets: secretsOf("veeder")},
	}
}

// sessions offers the XML interface to a POS, where the POS is outside.
func (lv *living) sessions() []live.SessionPort {
	front := lv.station.FDC()
	if front == nil {
		return nil
	}
	return []live.SessionPort{{
		Role: "controller", TCP: lv.plan.Ports.FDC, Says: "ifsf fdc xml",
		Attach: func(say func([]byte), drop func(string)) (func([]byte), func(), error) {
			s, err := front.Attach(say, drop)
			if err != nil {
				return nil, nil, err
			}
			return s.Hear, s.Close, nil
		},
	}}
}

func (lv *living) servers() []live.HTTPPort {
	return []live.HTTPPort{
		{Role: "controller", Host: station.PTSHost, Port: lv.plan.Ports.PTS, Says: lv.ptsSays()},
		{Role: "gateway", Host: "gateway", Port: lv.plan.Ports.Gateway, Says: string(lv.plan.Gateway.Manner) + " manner"},
		{Role: "app", Host: station.MobileHost, Port: lv.plan.Ports.App, Says: lv.appSays()},
		{Role: "oms", Host: "oms", Port: lv.plan.Ports.OMS, Says: "sales, ledger"},
	}
}

// appSays names the codes on the points' labels, without which no phone unlocks one.
func (lv *living) appSays() string {
	said := "phones, codes"
	for _, side := range lv.plan.Points() {
		said += fmt.Sprintf(" %d:%s", side.FuellingPoint, forecourt.PointCode(lv.plan.Site, side.FuellingPoint))
	}
	return said
}
