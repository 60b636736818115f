package live

import (
	"io"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// directClient is a client whose descriptor the loop's own thread reads and writes, never waiting for it: no goroutine
// has to be woken for a frame.
type directClient struct {
	outlet  *outlet
	fd      int
	port    *pty // nil for TCP
	take    func()
	in      [readSize]byte
	n       int // of in: read and not said yet
	backlog [][]byte
	resting bool // it has written ahead of the line, and is not read meanwhile
	gone    bool
}

// direct serves a client on the loop's thread if its kind allows that.
func (o *outlet) direct(conn io.ReadWriteCloser) bool {
	c := &directClient{outlet: o}
	switch conn := conn.(type) {
	case *pty:
		c.port, c.fd = conn, conn.master
	case syscall.Conn:
		// A descriptor of our own, which Go's poller does not watch, too.
		raw, err := conn.SyscallConn()
		if err != nil {
			return false
		}
		if e := raw.Control(func(fd uintptr) { c.fd, err = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0) }); e != nil || err != nil {
			return false
		}
	default:
		return false
	}
	if c.port == nil {
		_ = conn.(io.Closer).Close()
	}
	c.take = func() {
		rest := o.take(c.in[:c.n])
		c.n = 0
		if rest > 0 {
			c.rest(rest)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case <-o.closed:
		c.close()
		return true
	default:
	}
	o.clients[c] = struct{}{}
	if err := o.waiter.watch(c.fd, c); err != nil {
		c.end()
	}
	return true
}

// ready implements watcher.
func (c *directClient) ready(events uint32) {
	c.outlet.mu.Lock()
	defer c.outlet.mu.Unlock()
	if c.gone {
		return
	}
	if events&unix.EPOLLOUT != 0 {
		c.flush()
	}
	if events&(unix.EPOLLHUP|unix.EPOLLERR) != 0 && c.resting {
		c.end()
		return
	}
	if events&^unix.EPOLLOUT == 0 || c.n > 0 || c.resting {
		return
	}
	n, err := unix.Read(c.fd, c.in[:])
	switch {
	case n > 0:
		c.n = n
		c.outlet.inbox.Put(c.take)
	case err != unix.EAGAIN && err != unix.EINTR:
		c.end()
	}
}

// rest leaves the client unread for a while; what it writes stays in the kernel, which makes it wait.
func (c *directClient) rest(d time.Duration) {
	c.outlet.mu.Lock()
	defer c.outlet.mu.Unlock()
	if c.gone {
		return
	}
	c.resting = true
	c.want()
	time.AfterFunc(d, func() {
		c.outlet.mu.Lock()
		defer c.outlet.mu.Unlock()
		if !c.gone {
			c.resting = false
			c.want()
		}
	})
}

// want says which events the client is to be told of. The outlet's lock is held.
func (c *directClient) want() {
	events := uint32(0)
	if !c.resting {
		events |= unix.EPOLLIN
	}
	if len(c.backlog) > 0 {
		events |= unix.EPOLLOUT
	}
	c.outlet.waiter.want(c.fd, events)
}

// hear implements hearer. The outlet's lock is held.
func (c *directClient) hear(b []byte) {
	if len(c.backlog) > 0 {
		if len(c.backlog) < waitingFrames {
			c.backlog = append(c.backlog, append([]byte(nil), b...))
		}
		return
	}
	if rest := c.write(b); len(rest) > 0 {
		c.backlog = append(c.backlog, append([]byte(nil), rest...))
		c.want()
	}
}

func (c *directClient) flush() {
	for len(c.backlog) > 0 {
		if c.backlog[0] = c.write(c.backlog[0]); len(c.backlog[0]) > 0 {
			return
		}
		c.backlog = c.backlog[1:]
	}
	c.backlog = nil
	c.want()
}

// write returns what the descriptor did not take. One that is broken takes everything; the reader notices it.
func (c *directClient) write(b []byte) []byte {
	put := func(b []byte) (int, error) { return unix.Write(c.fd, b) }
	if c.port != nil {
		put = c.port.Write
	}
	for len(b) > 0 {
		n, err := put(b)
		switch {
		case n > 0:
			b = b[n:]
		case err == unix.EAGAIN:
			return b
		case err != unix.EINTR:
			return nil
		}
	}
	return nil
}

// end gives the client up. The outlet's lock is held.
func (c *directClient) end() {
	if c.gone {
		return
	}
	c.gone = true
	delete(c.outlet.clients, c)
	c.outlet.waiter.forget(c.fd)
	c.close()
}

func (c *directClient) close() {
	if c.port != nil {
		_ = c.port.Close()
		return
	}
	_ = unix.Close(c.fd)
}
