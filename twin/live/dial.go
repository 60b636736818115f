package live

import (
	"context"
	"io"
	"net"
	"sync"
	"time"

	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/wire"
)

// DialPort is a byte stream of a machine that this side opens: a connection to somebody's server, or a serial port. One
// that breaks is opened again, with longer and longer pauses while that fails.
type DialPort struct {
	Role    string
	Kind    string // of the endpoint: tcp-out, serial
	Address string // as the endpoint shows it
	Says    string
	Join    func(outside line.Ear) *line.Stream // makes the stream; the outside is its end 1
	Open    func(context.Context) (io.ReadWriteCloser, error)
	First   io.ReadWriteCloser // open already; nil: not yet
	// Secrets finds what of the stream's bytes is never written; nil: nothing.
	Secrets func([]byte) []wire.Span
}

// The pauses between attempts (design defaults), and how long a connection that was spoken to may be silent before it is
// given up: one whose far end has lost its power breaks by itself after minutes only.
const (
	firstPause  = 500 * time.Millisecond
	longPause   = 15 * time.Second
	dialWithin  = 10 * time.Second
	silentFor   = time.Minute
	steadyAfter = 10 * time.Second // a connection that lived so long starts the pauses anew
)

// TCPDialer returns an Open for an address "host:port".
func TCPDialer(address string) func(context.Context) (io.ReadWriteCloser, error) {
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		d := net.Dialer{Timeout: dialWithin}
		conn, err := d.DialContext(ctx, "tcp", address)
		if err != nil {
			return nil, err
		}
		return &impatient{Conn: conn, patience: silentFor}, nil
	}
}

// impatient is a connection whose Read fails when what was written has met silence for too long.
type impatient struct {
	net.Conn
	patience time.Duration
	mu       sync.Mutex
	waits    bool
}

// Write implements io.Writer.
func (i *impatient) Write(b []byte) (int, error) {
	i.mu.Lock()
	if !i.waits {
		i.waits = true
		_ = i.SetReadDeadline(time.Now().Add(i.patience))
	}
	i.mu.Unlock()
	return i.Conn.Write(b)
}

// Read implements io.Reader.
func (i *impatient) Read(b []byte) (int, error) {
	n, err := i.Conn.Read(b)
	if n > 0 {
		i.mu.Lock()
		i.waits = false
		_ = i.SetReadDeadline(time.Time{})
		i.mu.Unlock()
	}
	return n, err
}

func (s *Station) openDial(p DialPort) {
	out := s.outlet(p.Role+" "+p.Address, p.Secrets)
	out.onStream(p.Join)
	if s.played() {
		return
	}
	s.endpoints = append(s.endpoints, Endpoint{p.Role, p.Kind, p.Address, p.Says})
	go s.keepOpen(out, p)
}

// keepOpen serves one opening after the other until the station closes.
func (s *Station) keepOpen(out *outlet, p DialPort) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { <-out.closed; cancel() }()
	say := func(format string, args ...any) { // on the loop: others write there too
		s.loop.Inbox().Put(func() { s.notice(format, args...) })
	}
	pause, failing := firstPause, false
	conn := p.First
	for {
		var err error
		if conn == nil {
			conn, err = p.Open(ctx)
		}
		if err == nil {
			if failing {
				say("%s: %s is open again", p.Role, p.Address)
			}
			failing = false
			began := time.Now()
			out.serve(conn)
			if time.Since(began) > steadyAfter {
				pause = firstPause
			}
		}
		conn = nil
		if ctx.Err() != nil {
			return
		}
		if !failing {
			failing = true
			if err != nil {
				say("%s: %v; it is tried again", p.Role, err)
			} else {
				say("%s: %s has closed; it is opened again", p.Role, p.Address)
			}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		pause = min(2*pause, longPause)
	}
}
