package live

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire"
)

// outlet is an end of a line to which the outside is attached: what the line carries goes to every client, and what a
// client writes goes onto the line as if the end had said it, on a bus with the bus's own byte times.
type outlet struct {
	inbox  *loop.Inbox
	waiter *waiter
	say    func([]byte)         // copies; on the loop
	full   func() time.Duration // how long the line takes no more; nil: it always does; on the loop
	kept   keptLine

	mu      sync.Mutex
	clients map[hearer]struct{}
	closed  chan struct{} // when the loop takes nothing any more
}

// hearer is what an attached client is to the outlet; it must not wait, and not keep the bytes.
type hearer interface {
	hear([]byte)
	end() // when the outlet is closed
}

// client is one attached reader and writer that goroutines serve.
type client struct {
	conn io.ReadWriteCloser
	out  chan []byte
}

// Bounds on what a client that does not read can hold up.
const (
	waitingFrames = 1024
	readSize      = 4096
	// ahead is how far a client may write ahead of what a bus carries: a serial port's buffer, at most readSize more.
	ahead = 100 * time.Millisecond
)

func newOutlet(l *loop.Loop, w *waiter, k keptLine) *outlet {
	return &outlet{inbox: l.Inbox(), waiter: w, kept: k, clients: map[hearer]struct{}{}, closed: make(chan struct{})}
}

func (o *outlet) onBus(b *line.Bus, p *Pacer) {
	end := b.JoinReal(busOutlet{o, b, p})
	o.say = o.kept.heard(func(bytes []byte) { b.Say(end, 0, bytes) })
	if p != nil {
		o.full = func() time.Duration { return b.Clear(end).Sub(p.Now()) - ahead }
	}
}

// take hands bytes of a client to the line, and says how long to leave it alone then: a client that writes faster than the
// line carries waits, as at a serial port. On the loop.
func (o *outlet) take(b []byte) (rest time.Duration) {
	o.say(b)
	if o.full == nil {
		return 0
	}
	return o.full()
}

// busOutlet is an outlet of a bus: it knows when it will have to hand something over.
type busOutlet struct {
	*outlet
	bus   *line.Bus
	pacer *Pacer
}

// Says implements line.Early.
func (o busOutlet) Says(first clock.Instant, b []byte) {
	if o.pacer == nil {
		return // a recording is played
	}
	o.pacer.Expect(first.Add(o.bus.Settings().Span(len(b))))
}

func (o *outlet) onStream(join func(line.Ear) *line.Stream) {
	s := join(o)
	o.kept.whole = true
	o.say = o.kept.heard(func(bytes []byte) { s.Say(1, 0, bytes) })
}

// Hear implements line.Ear: it hands the bytes to the clients. A client that does not keep up loses frames, as
// on a real line, and holds nobody up.
func (o *outlet) Hear(c wire.Chunk) {
	o.kept.said(c.Bytes)
	o.mu.Lock()
	defer o.mu.Unlock()
	for cl := range o.clients {
		cl.hear(c.Bytes)
	}
}

func (c *client) hear(b []byte) {
	select {
	case c.out <- append([]byte(nil), b...):
	default:
	}
}

func (c *client) end() { _ = c.conn.Close() }

// Close implements io.Closer: nothing is taken from the clients any more.
func (o *outlet) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.closed)
	for c := range o.clients {
		c.end()
	}
	return nil
}

// attach serves one client until it goes away, on the loop's thread where that is possible.
func (o *outlet) attach(conn io.ReadWriteCloser) {
	if !o.direct(conn) {
		o.serve(conn)
	}
}

// serve is attach on goroutines; it returns when the client has gone.
func (o *outlet) serve(conn io.ReadWriteCloser) {
	c := &client{conn: conn, out: make(chan []byte, waitingFrames)}
	o.mu.Lock()
	o.clients[c] = struct{}{}
	select {
	case <-o.closed:
		c.end()
	default:
	}
	o.mu.Unlock()
	go c.write()
	o.read(c)
	o.mu.Lock()
	delete(o.clients, c)
	close(c.out)
	o.mu.Unlock()
	_ = conn.Close()
}

func (c *client) write() {
	for b := range c.out {
		if _, err := c.conn.Write(b); err != nil {
			_ = c.conn.Close()
			for range c.out { // the reader closes the channel when it notices
			}
			return
		}
	}
}

// read moves what a client writes to the inbox. At most one read is under way to the loop, so that a client that writes
// at full speed cannot fill the memory.
func (o *outlet) read(c *client) {
	buf := make([]byte, readSize)
	taken := make(chan time.Duration, 1)
	for {
		n, err := c.conn.Read(buf)
		if n > 0 {
			b := append([]byte(nil), buf[:n]...)
			o.inbox.Put(func() { taken <- o.take(b) })
			select {
			case rest := <-taken:
				time.Sleep(rest)
			case <-o.closed:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// listenTCP opens a port on host, or another one when it is taken.
func listenTCP(host string, port int) (ln net.Listener, taken bool, err error) {
	ln, err = net.Listen("tcp", fmt.Sprintf("%s:%d", host, port))
	if errors.Is(err, syscall.EADDRINUSE) {
		ln, err = net.Listen("tcp", host+":0")
		return ln, true, err
	}
	return ln, false, err
}

func (o *outlet) accept(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go o.attach(conn)
	}
}
