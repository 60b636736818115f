package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// outbound sends the requests of the station's parties into the world. It goes to the hosts that a person named and
// nowhere else: no proxy is taken from the environment, and no redirection is followed.
type outbound struct {
	inbox     *loop.Inbox
	transport *http.Transport
}

// Bounds on a server in the world.
const (
	longestDial    = 10 * time.Second
	longestHeaders = 64 << 10
)

func (s *Station) reach(hosts []string) {
	if len(hosts) == 0 {
		return
	}
	out := &outbound{inbox: s.loop.Inbox(), transport: &http.Transport{
		DialContext:            (&net.Dialer{Timeout: longestDial}).DialContext,
		TLSHandshakeTimeout:    longestDial,
		MaxResponseHeaderBytes: longestHeaders,
	}}
	s.closers = append(s.closers, out)
	for _, h := range hosts {
		s.loop.ReachOutside(h, out.send)
	}
}

// send implements loop.Outside.
func (o *outbound) send(r *http.Request, body []byte, done func(loop.OutsideAnswer, error)) (cancel func()) {
	ctx, cancel := context.WithCancel(context.Background()) // the party's own waits in the loop's time, and cancels
	q := r.Clone(ctx)
	q.Body, q.ContentLength, q.GetBody = http.NoBody, int64(len(body)), nil
	if len(body) > 0 {
		q.Body = io.NopCloser(bytes.NewReader(body))
	}
	go func() {
		a, err := o.exchange(q)
		o.inbox.Put(func() { done(a, err) })
	}()
	return cancel
}

func (o *outbound) exchange(q *http.Request) (a loop.OutsideAnswer, err error) {
	res, err := o.transport.RoundTrip(q)
	if err != nil {
		return a, err
	}
	defer func() { _ = res.Body.Close() }()
	a.Status, a.Header = res.StatusCode, res.Header
	a.Body, err = io.ReadAll(io.LimitReader(res.Body, loop.MaxBody+1))
	if err == nil && len(a.Body) > loop.MaxBody {
		err = fmt.Errorf("%s answered with more than %d bytes", q.URL.Host, loop.MaxBody)
	}
	return a, err
}

// Close implements io.Closer.
func (o *outbound) Close() error {
	o.transport.CloseIdleConnections()
	return nil
}
