package live

import (
	"errors"
	"io"
	"sync"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire"
)

// realLine joins an open serial port to a bus of the model. The port paces its own bytes: what the bus says is written
// when it begins, and what arrives has been on the line already.
type realLine struct {
	kept   keptLine
	inbox  *loop.Inbox
	bus    *line.Bus
	end    int
	clock  clock.Clock
	port   io.ReadWriteCloser
	out    chan due
	closed chan struct{}
	once   sync.Once
	lost   func(error)
	failed sync.Once
}

// due is bytes to be written, and when the first one is.
type due struct {
	at    clock.Instant
	bytes []byte
}

// JoinReal joins an open serial line to a bus of a station that runs in wall time. c is the station's own time. lost is
// called on the loop, once, when the port fails; Close ends the joining and closes the port. The station's pacer must Hurry.
func JoinReal(l *loop.Loop, b *line.Bus, c clock.Clock, port io.ReadWriteCloser, lost func(error)) io.Closer {
	r := newRealLine(l, b, c, port, keptLine{})
	r.serve(lost)
	return r
}

func newRealLine(l *loop.Loop, b *line.Bus, c clock.Clock, port io.ReadWriteCloser, k keptLine) *realLine {
	r := &realLine{kept: k, inbox: l.Inbox(), bus: b, clock: c, port: port, out: make(chan due, waitingFrames), closed: make(chan struct{})}
	r.end = b.JoinReal(r)
	return r
}

// serve moves bytes until the port fails or is closed.
func (r *realLine) serve(lost func(error)) {
	r.lost = lost
	go r.read()
	go r.write()
}

// fail tells that the port has failed, unless it was closed.
func (r *realLine) fail(err error) {
	r.inbox.Put(func() {
		select {
		case <-r.closed:
		default:
			r.failed.Do(func() { r.lost(err) })
		}
	})
}

// Says implements line.Early.
func (r *realLine) Says(first clock.Instant, b []byte) {
	select {
	case r.out <- due{first, append([]byte(nil), b...)}:
	default: // a port that takes nothing for so long is broken
	}
}

// Hear implements line.Ear: what the bus has finished saying was written when it began.
func (r *realLine) Hear(wire.Chunk) {}

func (r *realLine) write() {
	for {
		select {
		case d := <-r.out:
			nap(d.at.Sub(r.clock.Now()))
			if _, err := r.port.Write(d.bytes); err != nil {
				r.fail(err)
				return
			}
		case <-r.closed:
			return
		}
	}
}

// take hands what has arrived to the bus, on the loop.
func (r *realLine) take(c wire.Chunk) {
	r.kept.arrived(c)
	r.bus.Arrived(r.end, c)
}

func (r *realLine) read() {
	buf := make([]byte, readSize)
	taken := make(chan struct{}, 1)
	for {
		n, err := r.port.Read(buf)
		if n > 0 {
			at := r.clock.Now()
			c := wire.Chunk{Bytes: append([]byte(nil), buf[:n]...), First: at, Last: at}
			r.inbox.Put(func() { r.take(c); taken <- struct{}{} })
			select {
			case <-taken:
			case <-r.closed:
				return
			}
		}
		if err != nil {
			r.fail(err)
			return
		}
	}
}

// Close implements io.Closer.
func (r *realLine) Close() error {
	r.once.Do(func() { close(r.closed) })
	return r.port.Close()
}

// ended says in words why a port takes or gives nothing any more.
func ended(err error) string {
	if errors.Is(err, io.EOF) {
		return "the line hung up"
	}
	return err.Error()
}
