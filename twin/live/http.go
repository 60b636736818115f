package live

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// onFiber serves a handler of the station on a real socket: the request goes through the inbox, is served on a fiber of
// the loop, and its goroutine waits for the reply. A client that goes away ends the fiber where cancels is set; else the
// handler goes on, as a server's does.
func onFiber(l *loop.Loop, owner forecourt.Role, h http.Handler, cancels bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, loop.MaxBody))
		if err != nil {
			http.Error(w, "the body is too large or was cut off", http.StatusRequestEntityTooLarge)
			return
		}
		if rec, answered := ask(l, owner, h, r, body, cancels); answered {
			copyAnswer(w, rec)
		}
	})
}

// ask serves a request on a fiber of the loop and waits for the reply; false where the client went away before. No reply
// at all means that the party lost its power, or that its handler failed.
func ask(l *loop.Loop, owner forecourt.Role, h http.Handler, r *http.Request, body []byte, cancels bool) (rec *loop.Recorder, answered bool) {
	reply := make(chan *loop.Recorder, 1)
	var fiber *loop.Fiber // the loop's own
	l.Inbox().Put(func() {
		if l.Off(owner) {
			reply <- nil
			return
		}
		fiber = l.Go(owner, r.Method+" "+r.URL.Path, func(f *loop.Fiber) {
			answered := false
			defer func() {
				if !answered {
					reply <- nil
				}
			}()
			rec := loop.ServeOn(f, h, r, body)
			answered = true
			reply <- rec
		})
	})
	select {
	case rec := <-reply:
		return rec, true
	case <-r.Context().Done():
		if cancels {
			l.Inbox().Put(func() {
				if fiber != nil {
					l.End(fiber)
				}
			})
		}
		return nil, false
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
