package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// MostHostLinks is how many connections of somebody else's gateways and terminals our merchant host takes at once on
// each of its links.
const MostHostLinks = 8

// hostLink is one connection to our merchant host; between two callers it is free.
type hostLink struct {
	stream *line.Stream
	say    func([]byte) // nil: free
}

// Hear implements line.Ear.
func (l *hostLink) Hear(c wire.Chunk) {
	if l.say != nil {
		l.say(c.Bytes)
	}
}

// hostPort is the host's port for a connection on one of its links; 0 is the one that every station has.
func hostPort(link, connection int) machine.Port {
	return machine.Port(1 + link*MostHostLinks + connection)
}

// AttachHost takes a connection to our merchant host on one of its links, 0 for the one that every station has: what comes
// is given to hear, and gone is called once. It refuses the ninth.
func (s *Station) AttachHost(link int, say func([]byte)) (hear func([]byte), gone func(), err error) {
	if s.hostLinks[link] == nil {
		s.hostLinks[link] = new([MostHostLinks]hostLink)
	}
	for i := range s.hostLinks[link] {
		l := &s.hostLinks[link][i]
		if l.say != nil {
			continue
		}
		port := hostPort(link, i)
		if l.stream == nil {
			l.stream = s.loop.StreamTo(0, loop.Socket{Role: HostRole, Port: port}, l, nil)
		}
		l.say = say
		return func(b []byte) { l.stream.Say(1, 0, b) }, func() {
			l.say = nil
			s.host.HungUp(port)
		}, nil
	}
	return nil, nil, fmt.Errorf("%d connections to the host are open", MostHostLinks)
}

// HasHost says whether the merchant host is ours.
func (s *Station) HasHost() bool { return s.host != nil }

// HostStream gives the outside the far end of our gateway's connection to its merchant host, where that is somebody
// else's.
func (s *Station) HostStream(outside line.Ear) *line.Stream {
	return s.loop.StreamTo(0, loop.Socket{Role: GatewayRole, Port: gateway.HostPort}, outside, s.hostTap())
}

// intents are the gateway's books; none where it is outside.
func (s *Station) intents() []gateway.Account {
	if s.gateway == nil {
		return nil
	}
	return s.gateway.Books()
}

// accounts are the merchant host's books; none where it is outside.
func (s *Station) accounts() []host.Account {
	if s.host == nil {
		return nil
	}
	return s.host.Books()
}
