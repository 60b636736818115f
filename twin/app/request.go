package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
)

// asked is one request of a phone.
type asked struct {
	name         string // in what the phone tells
	method, path string
	key          string
	seen         int // states of an event stream
	body         any
}

// ask makes a request until it is answered, and tells of an answer that is no. It returns the answer, and whether it is
// a yes.
func (a *App) ask(f *loop.Fiber, q asked) (status int, body []byte, yes bool) {
	for {
		status, body, err := a.try(f, q)
		if err == nil && status < http.StatusInternalServerError {
			if status >= http.StatusBadRequest {
				var problem struct{ Detail string }
				_ = json.Unmarshal(body, &problem) // one that says nothing is told as such
				a.env.Tell(Refused{q.name, status, problem.Detail})
				return status, body, false
			}
			return status, body, true
		}
		why := "no answer"
		if err == nil {
			why = fmt.Sprintf("answered %d", status)
		}
		a.env.Tell(Unanswered{q.name, why})
		f.SleepUntil(a.after(f))
	}
}

func (a *App) after(f *loop.Fiber) clock.Instant { return f.Now().Add(a.cfg.Pause) }

// try makes a request once.
func (a *App) try(f *loop.Fiber, q asked) (int, []byte, error) {
	var body io.Reader
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return 0, nil, err
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), q.method, a.cfg.URL+q.path, body)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+a.cfg.User.Token)
	if q.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.key != "" {
		r.Header.Set("Idempotency-Key", q.key)
	}
	if q.seen > 0 {
		r.Header.Set("Last-Event-ID", strconv.Itoa(q.seen))
	}
	res, err := a.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, loop.MaxBody))
	return res.StatusCode, answer, err
}
