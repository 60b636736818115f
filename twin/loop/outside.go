package loop

import (
	"fmt"
	"net/http"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// OutsideAnswer is what a host in the world answered.
type OutsideAnswer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Outside carries a request to a host in the world. It is called on the loop and must not wait. It calls done at most once,
// on the loop (Inbox). cancel says that nobody waits any more; it is always called, and may come after done.
type Outside func(r *http.Request, body []byte, done func(OutsideAnswer, error)) (cancel func())

// ReachOutside lets fibers reach a host, "127.0.0.1:9000", that is not served on this loop; one that is comes first.
func (l *Loop) ReachOutside(host string, via Outside) {
	if l.net.outside == nil {
		l.net.outside = map[string]Outside{}
	}
	l.net.outside[host] = via
}

// goOutside is RoundTrip to a host in the world.
func (t *Transport) goOutside(f *Fiber, via Outside, r *http.Request, body []byte, until clock.Instant) (*http.Response, error) {
	l, started := f.loop, f.loop.now
	a := &answer{}
	var failure error
	waits := true // false once the fiber has gone on
	cancel := via(r, body, func(got OutsideAnswer, err error) {
		if !waits {
			return
		}
		if failure = err; err == nil {
			a.recorder = &Recorder{header: got.Header, status: got.Status}
			a.recorder.body.Write(got.Body)
		}
		a.arrived = true
		f.Wake()
	})
	defer func() {
		waits = false
		cancel()
	}()
	f.Await(until, func() bool { return a.arrived })
	l.recordExchange(f, &server{owner: forecourt.Role{Kind: r.URL.Host}}, r, body, a, started)
	switch {
	case !a.arrived:
		return nil, fmt.Errorf("%s %s: %w (%v)", r.Method, r.URL.Path, ErrTimeout, t.Timeout)
	case failure != nil:
		return nil, failure
	}
	return a.response(r), nil
}
