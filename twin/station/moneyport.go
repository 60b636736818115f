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

// MostHostLinks is how many connections of somebody else's gateways and terminals our merchant host takes at once.
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

// AttachHost takes a connection to our merchant host: what comes is given to hear, and gone is called once. It refuses
// the ninth.
func (s *Station) AttachHost(say func([]byte), _ func(why string)) (hear func([]byte), gone func(), err error) {
	for i := range s.hostLinks {
		l := &s.hostLinks[i]
		if l.say != nil {
			continue
		}
		port := machine.Port(1 + i)
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
