package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
)

// Endpoint is one address of a live station.
type Endpoint struct {
	Role    string `json:"role"`    // "bus 1", "gateway", "control"
	Kind    string `json:"kind"`    // serial-pty, tcp, udp, http
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
	HTTP     []HTTPPort
	Nodes    Nodes
	Control  int // preferred port of the control endpoint
	Actor    Actor
	State    func() any // what GET /state answers, called on the loop
	Notice   io.Writer  // where it is said that a port was taken
}

// Station is a station in the world.
type Station struct {
	loop      *loop.Loop
	pacer     *Pacer
	options   Options
	endpoints []Endpoint
	closers   []io.Closer
	feed      *feed
	closed    chan struct{} // when the loop takes nothing any more
}

// Open opens every port of a station that runs with a pacer. It must be called on the goroutine that will call Run.
func Open(l *loop.Loop, p *Pacer, o Options) (*Station, error) {
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	s := &Station{loop: l, pacer: p, options: o, feed: newFeed(), closed: make(chan struct{})}
	l.Watch(s.feed.add)
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
		if err := s.openHTTP(h.Role, h.Port, h.Says, onFiber(l, owner, handler, false)); err != nil {
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

func (s *Station) openBus(b BusPort) error {
	role := fmt.Sprintf("bus %d", b.Number)
	out := newOutlet(s.loop, s.pacer.waiter)
	out.onBus(b.Bus)
	s.closers = append(s.closers, out)
	port, path, err := openPTY()
	if err == nil {
		go out.attach(port)
		s.endpoints = append(s.endpoints, Endpoint{role, "serial-pty", path, b.Says})
	} else {
		s.notice("%s: %v", role, err)
	}
	for _, r := range b.Real {
		line := newRealLine(s.loop, b.Bus, s.pacer.clock, r.Port)
		s.closers = append(s.closers, line)
		go line.read()
		go line.write()
		s.endpoints = append(s.endpoints, Endpoint{role, "serial", r.Path, b.Says})
	}
	return s.openTCP(out, role, b.TCP, b.Says)
}

func (s *Station) openStream(p StreamPort) error {
	out := newOutlet(s.loop, s.pacer.waiter)
	s.closers = append(s.closers, out)
	out.onStream(p.Join)
	return s.openTCP(out, p.Role, p.TCP, p.Says)
}

func (s *Station) openTCP(out *outlet, role string, port int, says string) error {
	ln, err := s.listen(role, port)
	if err != nil {
		return err
	}
	go out.accept(ln)
	s.endpoints = append(s.endpoints, Endpoint{role, "tcp", "tcp://" + ln.Addr().String(), says})
	return nil
}

func (s *Station) openHTTP(role string, port int, says string, h http.Handler) error {
	ln, err := s.listen(role, port)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, serveHTTP(ln, h))
	s.endpoints = append(s.endpoints, Endpoint{role, "http", "http://" + ln.Addr().String(), says})
	return nil
}

func (s *Station) listen(role string, port int) (net.Listener, error) {
	ln, taken, err := listenTCP(s.options.Host, port)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", role, err)
	}
	if taken {
		s.notice("%s: port %d is taken; it listens on %s", role, port, ln.Addr())
	}
	s.closers = append(s.closers, ln)
	return ln, nil
}

func (s *Station) notice(format string, args ...any) {
	if s.options.Notice != nil {
		fmt.Fprintf(s.options.Notice, format+"\n", args...)
	}
}

// control serves POST and DELETE /steps, GET /events and GET /state.
func (s *Station) control() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /events", s.feed)
	operator := forecourt.Role{Kind: "operator"}
	mux.Handle("POST /steps", onFiber(s.loop, operator, http.HandlerFunc(s.steps), true))
	mux.Handle("DELETE /steps", onFiber(s.loop, operator, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.options.Actor.Drop(r.URL.Query().Get("session"))
		w.WriteHeader(http.StatusNoContent)
	}), false))
	mux.Handle("GET /state", onFiber(s.loop, operator, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"at_ns": int64(loop.FiberOf(r.Context()).Now()), "roles": s.options.State()})
	}), true))
	return mux
}

func (s *Station) steps(w http.ResponseWriter, r *http.Request) {
	switch r.Header.Get("Content-Type") {
	case "", "application/json", "application/yaml", "text/yaml", "application/x-yaml", "application/x-www-form-urlencoded":
	default:
		writeJSON(w, http.StatusUnsupportedMediaType, map[string]string{"error": "steps are YAML or JSON"})
		return
	}
	body, _ := io.ReadAll(r.Body)
	session := r.URL.Query().Get("session")
	status, answer := s.options.Actor.Act(loop.FiberOf(r.Context()), session, body)
	writeJSON(w, status, answer)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}

// Endpoints lists every address, buses first.
func (s *Station) Endpoints() []Endpoint {
	sort.SliceStable(s.endpoints, func(a, b int) bool {
		return s.endpoints[a].Role[:3] == "bus" && s.endpoints[b].Role[:3] != "bus"
	})
	return s.endpoints
}

// Run moves the station until the context ends. every, if not nil, is called on the loop once a period, as for a status
// line.
func (s *Station) Run(ctx context.Context, period time.Duration, every func()) error {
	stop := context.AfterFunc(ctx, func() { s.loop.Inbox().Put(s.loop.Stop) })
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
	s.pacer.Close()
}
