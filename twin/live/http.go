package live

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
)

// entrance is the way to a door for requests: it carries each to the loop, where it is served on a fiber, and waits for the
// reply. The handler sees what a recording keeps of the request, recorded or not.
type entrance struct {
	loop *loop.Loop
	door *httpDoor
}

func (s *Station) entrance(name string, owner forecourt.Role, h http.Handler) *entrance {
	d := &httpDoor{rec: s.options.Recorder, loop: s.loop, name: name, owner: owner, handler: h, fibers: map[uint64]*loop.Fiber{}}
	s.doors[name] = d
	return &entrance{s.loop, d}
}

// onFiber serves a handler of the station on a real socket. A client that goes away ends the fiber where cancels is set;
// else the handler goes on, as a server's does.
func (s *Station) onFiber(name string, owner forecourt.Role, h http.Handler, cancels bool) http.Handler {
	e := s.entrance(name, owner, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, loop.MaxBody))
		if err != nil {
			http.Error(w, "the body is too large or was cut off", http.StatusRequestEntityTooLarge)
			return
		}
		rec, answered, err := e.ask(r, body, cancels)
		switch {
		case err != nil:
			http.Error(w, err.Error(), http.StatusBadRequest)
		case answered:
			copyAnswer(w, rec)
		}
	})
}

// ask has a request served and waits for the reply; false where the client went away before. No reply at all means that
// the party is without power, lost it, or that its handler failed. The error is of a request that cannot be one.
func (e *entrance) ask(r *http.Request, body []byte, cancels bool) (rec *loop.Recorder, answered bool, err error) {
	raw := recording.EncodeRequest(r, body)
	if _, _, err := recording.DecodeRequest(raw); err != nil {
		return nil, false, err
	}
	reply := make(chan *loop.Recorder, 1)
	var number uint64 // the loop's own
	e.loop.Inbox().Put(func() {
		number, _ = e.door.ask(raw, func(rec *loop.Recorder) { reply <- rec }) // it has been decoded before
	})
	select {
	case rec := <-reply:
		return rec, true, nil
	case <-r.Context().Done():
		if cancels {
			e.loop.Inbox().Put(func() { e.door.giveUp(number) })
		}
		return nil, false, nil
	}
}

func copyAnswer(w http.ResponseWriter, rec *loop.Recorder) {
	if rec == nil {
		panic(http.ErrAbortHandler) // the connection breaks, as when a server dies
	}
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Status())
	_, _ = io.Copy(w, bytes.NewReader(rec.Body()))
}

// serveHTTP serves a handler on a listener until it is closed.
func serveHTTP(ln net.Listener, h http.Handler) *http.Server {
	s := &http.Server{Handler: h, ReadHeaderTimeout: longestWait * 10}
	go func() { _ = s.Serve(ln) }()
	return s
}

// local refuses what a page of some other site could send through a browser: a Host that is not loopback, an Origin at
// all but our own.
func local(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, fmt.Sprintf("the Host header is %q; only loopback is served here", r.Host), http.StatusForbidden)
			return
		}
		if o := r.Header.Get("Origin"); o != "" && o != "http://"+r.Host {
			http.Error(w, "a foreign Origin is refused", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}
