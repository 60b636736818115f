package port

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// What a caller may branch on. A read that meets its context's end returns the context's error.
var (
	ErrHungUp    = errors.New("the line hung up") // the device is gone, or the far end of a pseudo-terminal; it stays so
	ErrClosed    = errors.New("the port is closed")
	ErrBusy      = errors.New("the port is in use by another program")
	ErrStuck     = errors.New("the line does not take what is written")
	ErrListening = errors.New("the port was opened to listen only")
)

// Direction says who switches a half-duplex line's driver on and off.
type Direction uint8

// The directions.
const (
	ByAdapter Direction = iota // the adapter switches by itself, or the line is full duplex
	ByRTS                      // RTS is raised around each write
	ByKernel                   // the kernel's RS-485 mode
)

// String returns the word a rig file uses.
func (d Direction) String() string {
	switch d {
	case ByRTS:
		return "rts"
	case ByKernel:
		return "kernel"
	}
	return "auto"
}

// ParseDirection reads "auto", "rts" or "kernel".
func ParseDirection(word string) (Direction, error) {
	for _, d := range []Direction{ByAdapter, ByRTS, ByKernel} {
		if word == d.String() {
			return d, nil
		}
	}
	return 0, fmt.Errorf("port: direction '%s' is none of auto, rts, kernel", word)
}

// Config says which line is opened, and how.
type Config struct {
	Path      string
	Settings  wire.Settings
	Direction Direction
	// RTSLow: the driver is on while RTS is low.
	RTSLow bool
	// Echo: the line hands back what is written; it is taken out of what is read. A byte that comes back changed is
	// delivered as a wire.Collision.
	Echo bool
	// Listen: never transmit.
	Listen bool
	// WriteWithin bounds a Write beyond the time that its bytes take; default 1 s.
	WriteWithin time.Duration
	// Clock stamps what is read; default a wall clock of its own.
	Clock clock.Clock
}

// device is what a Port needs of an operating system. Read and Write fail with os.ErrDeadlineExceeded at the deadlines.
type device interface {
	io.ReadWriteCloser
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
	// Set sets the line, drops what waits in either direction, and returns what the driver made of the settings.
	Set(s wire.Settings) (wire.Settings, error)
	// IsPseudo says that the device is no serial line, and cannot carry settings.
	IsPseudo() bool
	// RTS raises or lowers the modem line.
	RTS(high bool) error
	// Drain waits until everything written has left, or until the limit.
	Drain(within time.Duration) error
	// Discard drops what was written and has not left.
	Discard()
	// Latency is how long the adapter may hold back what it received.
	Latency() (d time.Duration, known bool)
}

// Port is an open serial line. One goroutine may read while another one writes, and Close may be called from any.
type Port struct {
	config  Config
	dev     device
	got     wire.Settings
	clock   clock.Clock
	warning []string

	reading  sync.Mutex
	incoming incoming
	writing  sync.Mutex
	echo     echo
	span     atomic.Int64 // of a byte

	mu     sync.Mutex
	reason error // why nothing works any more
	closed chan struct{}
}

// newPort takes an opened device into use.
func newPort(c Config, dev device) (*Port, error) {
	p := &Port{config: c, dev: dev, clock: c.Clock, closed: make(chan struct{})}
	if p.clock == nil {
		p.clock = clock.NewWall()
	}
	if p.config.WriteWithin <= 0 {
		p.config.WriteWithin = time.Second
	}
	if err := p.Tune(c.Settings); err != nil {
		return nil, err
	}
	if c.Direction == ByRTS || c.Listen {
		// Where a listener cannot lower RTS the line has none.
		if err := dev.RTS(c.RTSLow); err != nil && !c.Listen {
			return nil, p.wrap(fmt.Errorf("direction by RTS: %w", err))
		}
	}
	if d, known := dev.Latency(); known && d > time.Millisecond {
		p.warn("the adapter holds back what it received for up to %s; set its latency_timer to 1", d)
	}
	return p, nil
}

// Tune sets the line, also one that is in use but not while a Read or Write is under way; what waits in either direction
// is dropped.
func (p *Port) Tune(s wire.Settings) error {
	if err := check(s); err != nil {
		return p.wrap(err)
	}
	got, err := p.dev.Set(s)
	if err != nil {
		return p.wrap(fmt.Errorf("setting %s: %w", s, err))
	}
	switch off := abs(got.Baud - s.Baud); {
	case p.dev.IsPseudo():
		if got != s {
			p.warn("this is a pseudo-terminal: it stands at %s, carries no parity and has no speed", got)
		}
	case off*50 > s.Baud: // a receiver bears about 2 %
		return p.wrap(fmt.Errorf("asked for %d baud, the driver can do %d", s.Baud, got.Baud))
	case got.Parity != s.Parity || got.DataBits != s.DataBits || got.StopBits != s.StopBits:
		return p.wrap(fmt.Errorf("asked for %s, the driver can do %s", s, got))
	}
	p.config.Settings, p.got = s, got
	p.span.Store(int64(s.Span(1)))
	p.incoming.reset(s)
	p.echo.reset()
	return nil
}

func check(s wire.Settings) error {
	switch {
	case s.Baud < 50 || s.Baud > 4_000_000:
		return fmt.Errorf("%d baud is not between 50 and 4000000", s.Baud)
	case s.DataBits < 5 || s.DataBits > 8:
		return fmt.Errorf("%d data bits are not between 5 and 8", s.DataBits)
	case s.StopBits != 1 && s.StopBits != 2:
		return fmt.Errorf("%d stop bits are neither 1 nor 2", s.StopBits)
	case s.Parity != wire.NoParity && s.Parity != wire.OddParity && s.Parity != wire.EvenParity:
		return fmt.Errorf("parity '%c' is none of N, O, E", s.Parity)
	}
	return nil
}

func abs(n int) int { return max(n, -n) }

func (p *Port) warn(format string, args ...any) {
	p.warning = append(p.warning, fmt.Sprintf(format, args...))
}

// Warnings says what a person should know about the line, such as a slow adapter.
func (p *Port) Warnings() []string { return append([]string(nil), p.warning...) }

// Settings is what the driver made of the settings asked for; its baud may differ by up to 2 %.
func (p *Port) Settings() wire.Settings { return p.got }

// Latency is how long the adapter may hold back what it received, where the kernel knows it.
func (p *Port) Latency() (d time.Duration, known bool) { return p.dev.Latency() }

// EchoMissed counts bytes whose echo never came: above none, Config.Echo does not fit the line.
func (p *Port) EchoMissed() int { return p.echo.missed() }

func (p *Port) wrap(err error) error { return fmt.Errorf("port %s: %w", p.config.Path, err) }

// gone is why nothing works any more, nil while it does.
func (p *Port) gone() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason
}

// latch keeps the first reason for good, and returns it.
func (p *Port) latch(reason error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reason == nil {
		p.reason = p.wrap(reason)
	}
	return p.reason
}
