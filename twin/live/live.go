package live

import (
	"context"
	"errors"
	"io"
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/wire"
)

// Endpoint is one address of a live station.
type Endpoint struct {
	Role    string `json:"role"`    // "bus 1", "gateway", "control"
	Kind    string `json:"kind"`    // serial-pty, tcp, udp, http; serial and tcp-out are opened by the station itself
	Address string `json:"address"` // a URL, or a device path
	Says    string `json:"-"`       // what is spoken there, for people
}

// BusPort is a bus to be offered.
type BusPort struct {
	Number int
	Bus    *line.Bus
	TCP    int // preferred port
	Says   string
	Real   []RealPort // serial lines that are joined to it
	// Secrets finds what of the bus's bytes is never written; nil: nothing.
	Secrets func([]byte) []wire.Span
}

// RealPort is an open serial line.
type RealPort struct {
	Path string
	Port io.ReadWriteCloser
}

// StreamPort is a byte stream of a machine to be offered on TCP.
type StreamPort struct {
	Role string
	Join func(outside line.Ear) *line.Stream // makes the stream; the outside is its end 1
	TCP  int                                 // preferred port
	Says string
	// Secrets finds what of the stream's bytes is never written; nil: nothing.
	Secrets func([]byte) []wire.Span
}

// HTTPPort is an HTTP server of the station to be offered.
type HTTPPort struct {
	Role string // as the endpoint shows it
	Host string // as it is served on the loop
	Port int    // preferred
	Says string
}

// Actor does steps on the running station for the control endpoint; it is called on a fiber.
type Actor interface {
	// Act does the steps of a request body for a session; the answer is sent as JSON with the status.
	Act(f *loop.Fiber, session string, body []byte) (status int, answer any)
	// Drop forgets a session, its cursors and its names; it may be called for one that is not there.
	Drop(session string)
}

// Options of a live station.
type Options struct {
	Host     string // listen address; default 127.0.0.1
	Buses    []BusPort
	Streams  []StreamPort
	Sessions []SessionPort
	Dials    []DialPort
	HTTP     []HTTPPort
	Outbound []string // hosts in the world, "127.0.0.1:9000", that parties of the station may send requests to
	Nodes    Nodes
	Control  int // preferred port of the control endpoint
	Actor    Actor
	State    func() any // what GET /state answers, called on the loop
	Notice   io.Writer  // where it is said that a port was taken
	// Recorder keeps all that enters and leaves; nil: nothing is kept. The loop must have its journal.
	Recorder *Recorder
	// Digests returns the digests of the station's buses for the recorder, as "bus 1 0123456789abcdef".
	Digests func() []string

	PingEvery, PongWithin time.Duration // of WebSockets; default 30 s each
}

// Station is a station in the world.
type Station struct {
	loop      *loop.Loop
	pacer     *Pacer // nil: a recording is played
	options   Options
	doors     map[string]door
	endpoints []Endpoint
	closers   []io.Closer
	feed      *feed
	closed    chan struct{} // when the loop takes nothing any more
}

// played says that the station is no real one: it plays a recording, and opens nothing.
func (s *Station) played() bool { return s.pacer == nil }

func (s *Station) clock() clock.Clock {
	if s.played() {
		return nil
	}
	return s.pacer.clock
}

// Open opens every port of a station that runs with a pacer. It must be called on the goroutine that will call Run.
func Open(l *loop.Loop, p *Pacer, o Options) (*Station, error) {
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	s := &Station{loop: l, pacer: p, options: o, doors: map[string]door{}, feed: newFeed(), closed: make(chan struct{})}
	if o.Recorder != nil {
		o.Recorder.open(l, o.Digests)
	}
	if !s.played() {
		l.Watch(s.feed.add)
	}
	s.reach(o.Outbound)
	for _, b := range o.Buses {
		if err := s.openBus(b); err != nil {
			s.Close()
			return nil, err
		}
	}
	for _, p := range o.Streams {
		if err := s.openStream(p); err != nil {
			s.Close()
			return nil, err
		}
	}
	for _, p := range o.Dials {
		s.openDial(p)
	}
	for _, p := range o.Sessions {
		if err := s.openSessions(p); err != nil {
			s.Close()
			return nil, err
		}
	}
	if err := s.openNodes(o.Nodes); err != nil {
		s.Close()
		return nil, err
	}
	for _, h := range o.HTTP {
		handler, owner, ok := l.Handler(h.Host)
		if !ok {
			continue
		}
		plain := s.onFiber(h.Host+" http", owner, handler, false)
		if err := s.openHTTP(h.Role, h.Port, h.Says, s.upgradable(h.Host, owner, handler, plain)); err != nil {
			s.Close()
			return nil, err
		}
	}
	if err := s.openHTTP("control", o.Control, "steps, events, state", local(s.control())); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Endpoints lists every address, buses first.
func (s *Station) Endpoints() []Endpoint {
	sort.SliceStable(s.endpoints, func(a, b int) bool {
		return s.endpoints[a].Role[:3] == "bus" && s.endpoints[b].Role[:3] != "bus"
	})
	return s.endpoints
}

// stop makes Run return, on the loop.
func (s *Station) stop() {
	s.options.Recorder.input(recording.Input{Kind: recording.Stopped}, nil)
	s.loop.Stop()
}

// Run moves the station until the context ends. every, if not nil, is called on the loop once a period, as for a status
// line.
func (s *Station) Run(ctx context.Context, period time.Duration, every func()) error {
	stop := context.AfterFunc(ctx, func() { s.loop.Inbox().Put(s.stop) })
	defer stop()
	if every != nil {
		s.loop.Go(forecourt.Role{Kind: "operator"}, "status", func(f *loop.Fiber) {
			for {
				f.Sleep(period)
				every()
			}
		})
	}
	err := s.loop.Run(clock.Never)
	s.options.Recorder.end(err)
	if err == nil && ctx.Err() == nil {
		err = errors.New("live: the station stopped by itself")
	}
	return err
}

// Close closes every port.
func (s *Station) Close() {
	close(s.closed)
	for i := len(s.closers) - 1; i >= 0; i-- {
		_ = s.closers[i].Close()
	}
	s.loop.Close()
	if !s.played() {
		s.pacer.Close()
	}
}
