package loop

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// abroad is a host that answers when it is told to.
type abroad struct {
	asked     []string
	done      func(OutsideAnswer, error)
	cancelled int
}

func (a *abroad) send(r *http.Request, body []byte, done func(OutsideAnswer, error)) func() {
	a.asked, a.done = append(a.asked, r.Method+" "+r.URL.String()+" "+string(body)), done
	return func() { a.cancelled++ }
}

func TestAHostOutsideIsReachedLikeOneOnTheLoop(t *testing.T) {
	l, a := New(Options{}), &abroad{}
	defer l.Close()
	l.ReachOutside("far.example:9", a.send)
	var status int
	var said string
	var failures []error
	l.Go(forecourt.Role{Kind: "client"}, "call", func(f *Fiber) {
		for range 3 {
			q, _ := http.NewRequestWithContext(WithFiber(context.Background(), f), http.MethodPost, "http://far.example:9/x", strings.NewReader("hi"))
			res, err := (&Transport{Timeout: time.Minute}).RoundTrip(q)
			if err != nil {
				failures = append(failures, err)
				continue
			}
			b, _ := io.ReadAll(res.Body)
			status, said = res.StatusCode, res.Header.Get("A")+string(b)
		}
	})
	run := func(d time.Duration) {
		if err := l.Run(l.Now().Add(d)); err != nil {
			t.Fatal(err)
		}
	}
	run(time.Second)
	a.done(OutsideAnswer{Status: 201, Header: http.Header{"A": {"b "}}, Body: []byte("ho")}, nil)
	run(time.Second)
	if status != 201 || said != "b ho" || a.asked[0] != "POST http://far.example:9/x hi" || a.cancelled != 1 {
		t.Errorf("%d %q, asked %v, cancelled %d times", status, said, a.asked, a.cancelled)
	}
	broken := errors.New("broken")
	a.done(OutsideAnswer{}, broken)
	run(time.Second)
	late := a.done
	run(2 * time.Minute)
	if len(failures) != 2 || !errors.Is(failures[0], broken) || !errors.Is(failures[1], ErrTimeout) || a.cancelled != 3 {
		t.Errorf("%v, cancelled %d times", failures, a.cancelled)
	}
	late(OutsideAnswer{Status: 200}, nil) // nobody waits any more
	run(time.Second)
}

func TestWhoeverLosesPowerLetsGoOfTheHostOutside(t *testing.T) {
	l, a := New(Options{}), &abroad{}
	l.ReachOutside("far.example", a.send)
	l.Go(forecourt.Role{Kind: "client"}, "call", func(f *Fiber) {
		q, _ := http.NewRequestWithContext(WithFiber(context.Background(), f), http.MethodGet, "http://far.example/", nil)
		_, _ = (&Transport{}).RoundTrip(q)
	})
	if err := l.Run(l.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if a.cancelled != 1 {
		t.Errorf("cancelled %d times", a.cancelled)
	}
}
