package live

import (
	"net"

	"github.com/forecourt/forecourt/twin/wire"
)

// SessionPort is a TCP port at which every connection has a session of its own.
type SessionPort struct {
	Role string
	TCP  int // preferred port
	Says string
	// Secrets finds what of a connection's bytes is never written, where they are no text; nil: only card numbers are.
	Secrets func([]byte) []wire.Span
	// Attach opens a session on the loop. say writes to the connection, drop closes it; both only hand over and never
	// wait. What comes is given to hear, and close is called once when the connection has gone, both on the loop.
	Attach func(say func([]byte), drop func(why string)) (hear func([]byte), close func(), err error)
}

func (s *Station) openSessions(p SessionPort) error {
	d := newSessionDoor(s, p)
	s.doors[d.name()] = d
	if s.played() {
		return nil
	}
	ln, err := s.listen(p.Role, p.TCP)
	if err != nil {
		return err
	}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go s.session(d, conn)
		}
	}()
	s.endpoints = append(s.endpoints, Endpoint{p.Role, "tcp", "tcp://" + ln.Addr().String(), p.Says})
	return nil
}

// sessions is a door at which sessions are opened.
type sessions interface {
	open(say func([]byte), drop func(string)) (conn uint64, ok bool)
	hear(conn uint64, b []byte)
	close(conn uint64)
}

// session serves one connection. A client that does not read what it is told is dropped.
func (s *Station) session(d sessions, conn net.Conn) {
	c := &client{conn: conn, out: make(chan []byte, waitingFrames)}
	go c.write()
	defer close(c.out)
	type opened struct {
		number uint64
		ok     bool
	}
	ready := make(chan opened, 1)
	say := func(b []byte) {
		select {
		case c.out <- append([]byte(nil), b...):
		default:
			_ = conn.Close()
		}
	}
	s.loop.Inbox().Put(func() {
		number, ok := d.open(say, func(string) { _ = conn.Close() })
		if !ok {
			_ = conn.Close()
		}
		ready <- opened{number, ok}
	})
	var o opened
	select {
	case o = <-ready:
	case <-s.closed:
		_ = conn.Close()
		return
	}
	if o.ok {
		s.pump(conn, func(b []byte) { d.hear(o.number, b) })
		done := make(chan struct{})
		s.loop.Inbox().Put(func() { d.close(o.number); close(done) })
		select { // nothing is said to the connection once the loop has closed the session
		case <-done:
		case <-s.closed:
		}
	}
	_ = conn.Close()
}

// pump moves what a connection says to the loop, one read at a time.
func (s *Station) pump(conn net.Conn, hear func([]byte)) {
	buf := make([]byte, readSize)
	taken := make(chan struct{}, 1)
	for {
		n, err := conn.Read(buf)
		if n > 0 {
			b := append([]byte(nil), buf[:n]...)
			s.loop.Inbox().Put(func() { hear(b); taken <- struct{}{} })
			select {
			case <-taken:
			case <-s.closed:
				return
			}
		}
		if err != nil {
			return
		}
	}
}
