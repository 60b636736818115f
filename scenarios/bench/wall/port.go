package wall

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/twin/wire"
)

// held is a port that is open for the whole run.
type held struct {
	cable    rigs.Cable
	settings wire.Settings
	port     *port.Port
	heard    atomic.Int64 // bytes, since the lease began
	last     atomic.Int64 // when the last of them came, by the wall clock
}

// hold opens the port of a cable.
func hold(c rigs.Cable, s wire.Settings) (*held, error) {
	direction, err := port.ParseDirection(c.Direction)
	if err != nil {
		return nil, err
	}
	p, err := port.Open(port.Config{Path: c.Path, Settings: s, Direction: direction, Echo: c.Echo})
	if err != nil {
		return nil, err
	}
	return &held{cable: c, settings: s, port: p}, nil
}

// String names the port: "port pump (/dev/ttyUSB0)".
func (h *held) String() string {
	if h.cable.Name == h.cable.Path {
		return "port " + h.cable.Path
	}
	return fmt.Sprintf("port %s (%s)", h.cable.Name, h.cable.Path)
}

// lease is a held port while one station has it.
type lease struct {
	*held
	ctx    context.Context
	cancel context.CancelFunc

	reading, writing sync.Mutex
	rest             []byte
}

// lend gives the port to a station. What came while nobody had it is dropped.
func (h *held) lend() (*lease, error) {
	if err := h.port.Tune(h.settings); err != nil {
		return nil, err
	}
	h.heard.Store(0)
	l := &lease{held: h}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l, nil
}

// Read implements io.Reader. A byte that came with a mark is dropped: whoever reads a stream cannot be told of it.
func (l *lease) Read(b []byte) (int, error) {
	l.reading.Lock()
	defer l.reading.Unlock()
	for len(l.rest) == 0 {
		c, err := l.port.Read(l.ctx)
		if err != nil {
			return 0, err
		}
		l.heard.Add(int64(len(c.Bytes)))
		l.last.Store(time.Now().UnixNano())
		if c.Marks == 0 {
			l.rest = c.Bytes
		}
	}
	n := copy(b, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// Write implements io.Writer.
func (l *lease) Write(b []byte) (int, error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	l.port.Pace(len(b))
	return l.port.Write(b)
}

// Close gives the port back to the bench; it waits for a Write that is under way, which is bounded.
func (l *lease) Close() error {
	l.cancel()
	l.reading.Lock()
	l.writing.Lock()
	defer l.reading.Unlock()
	defer l.writing.Unlock()
	return nil
}
