package ptsupload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// run sends what waits, one after another, for as long as the desk has power.
func (u *Uploader) run(f *loop.Fiber) {
	pause, told := u.cfg.Retry, ""
	for {
		f.Await(clock.Never, func() bool { return len(u.queue) > 0 })
		e := u.queue[0]
		e.tries++
		err := u.send(f, pts.Packet{ID: e.ID, Type: e.Type, Data: e.Data})
		waits := slices.Contains(u.queue, e) // it may have been given up meanwhile
		if err == nil {
			pause, told = u.cfg.Retry, ""
			if waits {
				u.cfg.Desk.Tell(UploadConfirmed{Type: e.Type, ID: e.ID, Sale: e.Sale, Tries: e.tries})
				u.finish(e)
			}
			continue
		}
		u.failed(e.Type, e.ID, err, &told)
		var refused *refusal
		if waits && errors.As(err, &refused) {
			u.queue = append(slices.DeleteFunc(u.queue, func(x *entry) bool { return x == e }), e)
		}
		f.Sleep(pause)
		pause = min(2*pause, u.cfg.RetryMost)
	}
}

// failed tells why an upload was not confirmed, where that is not what was told last.
func (u *Uploader) failed(kind string, id int, err error, told *string) {
	if why := err.Error(); why != *told {
		*told = why
		u.cfg.Desk.Tell(UploadFailed{Type: kind, ID: id, Why: why})
	}
}

// refusal is an answer that does not confirm.
type refusal struct{ error }

// send sends a packet once; nil means that the server has it. A *refusal means that the server has answered something else.
func (u *Uploader) send(f *loop.Fiber, p pts.Packet) error {
	body := pts.Encode(pts.Body{PtsID: u.cfg.PtsID, Packets: []pts.Packet{p}})
	to := *u.cfg.URL
	to.User = nil // it goes into a header, not into what is recorded
	q, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ptsupload: %w", err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-Pts-Id", u.cfg.PtsID)
	if who := u.cfg.URL.User; who != nil {
		password, _ := who.Password()
		q.SetBasicAuth(who.Username(), password)
	}
	res, err := (&loop.Transport{Timeout: u.cfg.Within}).RoundTrip(q)
	if err != nil {
		return fmt.Errorf("ptsupload: %w", err)
	}
	answer, err := io.ReadAll(io.LimitReader(res.Body, pts.MaxBody+1))
	switch {
	case err != nil:
		return fmt.Errorf("ptsupload: the answer was cut off: %w", err)
	case res.StatusCode/100 != 2:
		return &refusal{fmt.Errorf("ptsupload: the server answered %d %s", res.StatusCode, http.StatusText(res.StatusCode))}
	}
	if err := pts.Confirmed(answer, p); err != nil {
		return &refusal{err}
	}
	return nil
}
