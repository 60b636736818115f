package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
)

// outbound sends the requests of the station's parties to one host in the world, which a person has named: no proxy is taken
// from the environment, and no redirection is followed. It is a door, too: what the host answers enters by it.
type outbound struct {
	station   *Station
	host      string
	transport *http.Transport
	asked     uint64
	waiting   map[uint64]func(loop.OutsideAnswer, error)
}

// Bounds on a server in the world.
const (
	longestDial    = 10 * time.Second
	longestHeaders = 64 << 10
)

func (s *Station) reach(hosts []string) {
	for _, h := range hosts {
		out := &outbound{station: s, host: h, waiting: map[uint64]func(loop.OutsideAnswer, error){}, transport: &http.Transport{
			DialContext:            (&net.Dialer{Timeout: longestDial}).DialContext,
			TLSHandshakeTimeout:    longestDial,
			MaxResponseHeaderBytes: longestHeaders,
		}}
		s.closers = append(s.closers, out)
		s.doors[out.name()] = out
		s.loop.ReachOutside(h, out.send)
	}
}

func (o *outbound) name() string { return o.host + " out" }

// send implements loop.Outside.
func (o *outbound) send(r *http.Request, body []byte, done func(loop.OutsideAnswer, error)) (cancel func()) {
	o.asked++
	number := o.asked
	o.waiting[number] = done
	raw := recording.EncodeRequest(r, body)
	o.station.options.Recorder.output(o.name(), number, recording.HideText(raw, recording.RequestSecrets(raw)))
	if o.station.played() {
		return func() { delete(o.waiting, number) }
	}
	ctx, stop := context.WithCancel(context.Background()) // the party's own waits in the loop's time, and cancels
	q := r.Clone(ctx)
	q.Body, q.ContentLength, q.GetBody = http.NoBody, int64(len(body)), nil
	if len(body) > 0 {
		q.Body = io.NopCloser(bytes.NewReader(body))
	}
	go func() {
		a, err := o.exchange(q)
		o.station.loop.Inbox().Put(func() { o.replied(number, a, err) })
	}()
	return func() {
		delete(o.waiting, number)
		stop()
	}
}

// replied hands an answer to the party that waits for it. What comes when nobody does is nothing that entered.
func (o *outbound) replied(number uint64, a loop.OutsideAnswer, err error) {
	done := o.waiting[number]
	if done == nil {
		return
	}
	delete(o.waiting, number)
	in := recording.Input{Kind: recording.Replied, Door: o.name(), Conn: number}
	if err != nil {
		in.Why = err.Error()
		o.station.options.Recorder.input(in, nil)
		done(a, err)
		return
	}
	raw := recording.EncodeAnswer(a.Status, a.Header, a.Body)
	if a.Status, a.Header, a.Body, err = recording.DecodeAnswer(raw); err != nil { // recorded or not, the party sees the same
		done(loop.OutsideAnswer{}, err)
		return
	}
	o.station.options.Recorder.input(in, func(uint64) (recording.Payload, []recording.Rest) {
		return recording.HideText(raw, recording.RequestSecrets(raw)), nil
	})
	done(a, nil)
}

// play implements door.
func (o *outbound) play(in *recording.Input, raw []byte) error {
	if in.Kind != recording.Replied {
		return unfit(in)
	}
	if in.Why != "" {
		o.replied(in.Conn, loop.OutsideAnswer{}, errors.New(in.Why))
		return nil
	}
	status, header, body, err := recording.DecodeAnswer(raw)
	if err == nil {
		o.replied(in.Conn, loop.OutsideAnswer{Status: status, Header: header, Body: body}, nil)
	}
	return err
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
