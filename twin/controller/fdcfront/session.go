package fdcfront

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// Session is one connection. Its methods are for the loop's goroutine.
type Session struct {
	front  *Front
	say    func([]byte)
	drop   func(why string)
	wire   wire.Session
	wakeAt clock.Instant
	client *desk.Client // nil before LogOn
	closed bool
}

var _ wire.Out = (*Session)(nil)

// Hear takes bytes from the connection.
func (s *Session) Hear(b []byte) {
	if s.closed {
		return
	}
	now := s.front.env.Now()
	s.wire.Hear(wire.Chunk{Bytes: b, First: now, Last: now})
	s.front.arm()
}

// Close says that the connection is gone. drop is not called.
func (s *Session) Close() { s.end("the connection was closed", false) }

// Client returns the name of the till that has logged on, empty before.
func (s *Session) Client() string {
	if s.client == nil {
		return ""
	}
	return s.client.Name()
}

func (s *Session) end(why string, drops bool) {
	if s.closed {
		return
	}
	s.closed, s.wakeAt = true, clock.Never
	f := s.front
	for i, x := range f.sessions {
		if x == s {
			f.sessions = append(f.sessions[:i:i], f.sessions[i+1:]...)
			break
		}
	}
	if s.client != nil {
		s.client.Disconnect(why)
	}
	f.arm()
	if drops && s.drop != nil {
		s.drop(why)
	}
}

// What follows implements wire.Out for the session of the protocol.

// Say writes a message.
func (s *Session) Say(_ time.Duration, b []byte) {
	if !s.closed {
		s.say(append([]byte(nil), b...))
	}
}

// WakeAt asks for the front's timer, which is set when the front has done what it is at.
func (s *Session) WakeAt(at clock.Instant) { s.wakeAt = at }

// Fault counts bytes that were refused.
func (s *Session) Fault(e *wire.FrameError) { s.front.env.Fault(e) }

// Cycle has no meaning here.
func (s *Session) Cycle() {}

// Heard takes a document.
func (s *Session) Heard(_ byte, n wire.Noun) {
	if lost, ok := n.(fdc.Lost); ok {
		s.end(lost.Why, true)
		return
	}
	if s.closed {
		return
	}
	if s.client != nil {
		s.client.Touch()
	}
	if r, ok := n.(*fdc.ServiceRequest); ok {
		s.serve(r)
	}
}

// send writes a document of ours.
func (s *Session) send(d fdc.Document) {
	if s.closed {
		return
	}
	if err := s.wire.Do(s.front.env.Now(), 0, d); err != nil {
		s.front.env.Fault(err)
	}
}
