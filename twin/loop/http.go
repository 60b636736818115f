package loop

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
)

// network carries HTTP between parties in the loop's time.
type network struct {
	loop    *Loop
	servers map[string]*server
	outside map[string]Outside
}

type server struct {
	owner   forecourt.Role
	handler http.Handler
	latency time.Duration // each way
	faults  []HTTPFault
	down    bool
	mask    func(string) string
}

// MaxBody bounds what a request or an answer may hold, in bytes.
const MaxBody = 1 << 20

// ErrTimeout is what a round trip returns when no answer came in time.
var ErrTimeout = errors.New("no answer in time")

func (n *network) init(l *Loop) { n.loop, n.servers = l, map[string]*server{} }

// Serve makes a handler reachable under a host name. It runs on fibers of its owner, which it finds by FiberOf. mask
// strips secrets from bodies before they are recorded; nil records no bodies.
func (l *Loop) Serve(host string, owner forecourt.Role, latency time.Duration, h http.Handler, mask func(string) string) {
	l.net.servers[host] = &server{owner: owner, handler: h, latency: latency, mask: mask}
}

// Handler returns what is served under a host name, for a listener of the live station.
func (l *Loop) Handler(host string) (http.Handler, forecourt.Role, bool) {
	s := l.net.servers[host]
	if s == nil {
		return nil, forecourt.Role{}, false
	}
	return s.handler, s.owner, true
}

type fiberKey struct{}

// WithFiber returns a context that carries a fiber, as a handler's and a client's request needs it.
func WithFiber(ctx context.Context, f *Fiber) context.Context {
	return context.WithValue(ctx, fiberKey{}, f)
}

// FiberOf returns the fiber that a request runs on; nil outside the loop.
func FiberOf(ctx context.Context) *Fiber {
	f, _ := ctx.Value(fiberKey{}).(*Fiber)
	return f
}

// Transport is a round tripper for clients that run on fibers: the request's context must carry one (WithFiber). Its
// time-out passes in the loop's time; set http.Client.Timeout to 0.
type Transport struct {
	Timeout time.Duration // 0: wait for ever
}

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	f := FiberOf(r.Context())
	if f == nil {
		return nil, errors.New("loop: the request's context carries no fiber")
	}
	l := f.loop
	body, err := readBody(r.Body)
	if err != nil {
		return nil, err
	}
	started := l.now
	until := clock.Never
	if t.Timeout > 0 {
		until = started.Add(t.Timeout)
	}
	s := l.net.servers[r.URL.Host]
	if via := l.net.outside[r.URL.Host]; s == nil && via != nil {
		return t.goOutside(f, via, r, body, until)
	}
	if s == nil {
		return nil, fmt.Errorf("dial %s: no such host on this station", r.URL.Host)
	}
	answer := &answer{}
	if !l.net.deliver(s, r, body, f, answer) {
		return nil, fmt.Errorf("dial %s: connection refused", r.URL.Host)
	}
	f.Await(until, func() bool { return answer.arrived })
	l.recordExchange(f, s, r, body, answer, started)
	if !answer.arrived {
		return nil, fmt.Errorf("%s %s: %w (%v)", r.Method, r.URL.Path, ErrTimeout, t.Timeout)
	}
	return answer.response(r), nil
}

func readBody(b io.ReadCloser) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	defer b.Close()
	body, err := io.ReadAll(io.LimitReader(b, MaxBody+1))
	if err == nil && len(body) > MaxBody {
		err = fmt.Errorf("the body is larger than %d bytes", MaxBody)
	}
	return body, err
}

// deliver carries a request to a server and its answer back, on fibers of their own, and applies the next fault.
func (n *network) deliver(s *server, r *http.Request, body []byte, client *Fiber, a *answer) bool {
	if s.down || n.loop.Off(s.owner) {
		return false
	}
	fault := s.nextFault()
	switch fault {
	case LoseRequest:
		return true
	case Unavailable:
		n.loop.Go(s.owner, "in between", func(f *Fiber) {
			f.Sleep(2 * s.latency)
			a.take(unavailable(), client)
		})
		return true
	}
	n.carry(s, r, body, client, a, fault)
	if fault == DoubleRequest {
		n.carry(s, r, body, client, a, fault)
	}
	return true
}

// carry lets a server act on a request, and carries its answer back.
func (n *network) carry(s *server, r *http.Request, body []byte, client *Fiber, a *answer, fault HTTPFault) {
	there, back := s.latency, s.latency
	switch fault {
	case DelayRequest:
		there += LateBy
	case DelayAnswer:
		back += LateBy
	}
	n.loop.Go(s.owner, r.Method+" "+r.URL.Path, func(f *Fiber) {
		f.Sleep(there)
		w := ServeOn(f, s.handler, r, body)
		f.Sleep(back)
		if fault == LoseAnswer {
			return
		}
		a.cut = fault == CutAnswer
		a.take(w, client)
	})
}

// ServeOn runs a handler for a request on a fiber and returns what it wrote.
func ServeOn(f *Fiber, h http.Handler, r *http.Request, body []byte) *Recorder {
	in := r.Clone(WithFiber(context.Background(), f))
	in.Body = io.NopCloser(bytes.NewReader(body))
	in.ContentLength = int64(len(body))
	in.RequestURI = in.URL.RequestURI()
	if in.Host == "" {
		in.Host = in.URL.Host
	}
	w := &Recorder{header: http.Header{}}
	h.ServeHTTP(w, in)
	return w
}

func (l *Loop) recordExchange(f *Fiber, s *server, r *http.Request, body []byte, a *answer, started clock.Instant) {
	if l.journal == nil {
		return
	}
	e := journal.Exchange{
		To: s.owner.String(), Method: r.Method, Path: r.URL.RequestURI(),
		Key: cmp.Or(r.Header.Get("Idempotency-Key"), r.Header.Get("PayPal-Request-Id")), Took: int64(l.now.Sub(started)),
	}
	if s.mask != nil {
		e.Request = s.mask(string(body))
	}
	if a.arrived && a.recorder != nil {
		e.Status = a.recorder.Status()
		if s.mask != nil {
			e.Response = s.mask(a.recorder.body.String())
		}
	}
	l.journal.Exchange(started, f.owner.String(), e)
}

type answer struct {
	arrived  bool
	cut      bool // in the middle of its body
	recorder *Recorder
}

// take hands the first answer to the client; it may have gone.
func (a *answer) take(w *Recorder, client *Fiber) {
	if !a.arrived {
		a.recorder, a.arrived = w, true
		client.Wake()
	}
}

func (a *answer) response(r *http.Request) *http.Response {
	w := a.recorder
	body := io.Reader(bytes.NewReader(w.body.Bytes()))
	if a.cut {
		body = newBroken(w.body.Bytes())
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.Status(), http.StatusText(w.Status())), StatusCode: w.Status(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: w.header.Clone(), Request: r,
		Body: io.NopCloser(body), ContentLength: int64(w.body.Len()),
	}
}

// Recorder is an http.ResponseWriter that keeps what a handler writes.
type Recorder struct {
	header http.Header
	body   bytes.Buffer
	status int
}

// Header implements http.ResponseWriter.
func (w *Recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *Recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// Write implements http.ResponseWriter.
func (w *Recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Status returns the status code, 200 where the handler set none.
func (w *Recorder) Status() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// Body returns what was written.
func (w *Recorder) Body() []byte { return w.body.Bytes() }
