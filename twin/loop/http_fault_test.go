package loop

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// TestAFaultDoesWhatItsNameSays makes one exchange with each fault and holds what the client saw, what the server did,
// and when.
func TestAFaultDoesWhatItsNameSays(t *testing.T) {
	const timedOut, all = "timed out", "200 whole answer <nil>"
	for fault, want := range map[HTTPFault]struct {
		seen   string
		served string // instants at which the server acted
	}{
		"":            {all, "[1ms]"},
		LoseRequest:   {timedOut, "[]"},
		LoseAnswer:    {timedOut, "[1ms]"},
		DelayRequest:  {timedOut, "[30.001s]"},
		DelayAnswer:   {timedOut, "[1ms]"},
		DoubleRequest: {all, "[1ms 1ms]"},
		CutAnswer:     {"200 whole  unexpected EOF", "[1ms]"},
		Unavailable:   {"503 no healthy upstream\n <nil>", "[]"},
	} {
		l := New(Options{})
		served := []time.Duration{}
		l.Serve("s", role("server"), time.Millisecond, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			served = append(served, l.Now().Sub(clock.Epoch))
			_, _ = w.Write([]byte("whole answer"))
		}), nil)
		if fault != "" {
			if err := l.FaultHTTP("s", fault); err != nil {
				t.Fatal(err)
			}
		}
		var seen string
		l.Go(role("client"), "get", func(f *Fiber) { seen = get(t, f) })
		_ = l.Run(clock.Never)
		if seen != want.seen || fmt.Sprint(served) != want.served {
			t.Errorf("%s: the client saw %q, the server acted at %v; want %+v", fault, seen, served, want)
		}
	}
	if err := New(Options{}).FaultHTTP("nobody", LoseAnswer); err == nil {
		t.Error("a host that is not there was faulted")
	}
}

func get(t *testing.T, f *Fiber) string {
	req, _ := http.NewRequestWithContext(WithFiber(t.Context(), f), "GET", "http://s/", nil)
	res, err := (&http.Client{Transport: &Transport{Timeout: 20 * time.Second}}).Do(req)
	if errors.Is(err, ErrTimeout) {
		return "timed out"
	}
	if err != nil {
		return err.Error()
	}
	body, err := io.ReadAll(res.Body)
	return fmt.Sprintf("%d %s %v", res.StatusCode, body, err)
}

func TestALateAnswerReachesWhoStillWaits(t *testing.T) {
	l := New(Options{})
	l.Serve("s", role("server"), time.Millisecond, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), nil)
	if err := l.FaultHTTP("s", DelayAnswer); err != nil {
		t.Fatal(err)
	}
	var took time.Duration
	l.Go(role("client"), "get", func(f *Fiber) {
		req, _ := http.NewRequestWithContext(WithFiber(t.Context(), f), "GET", "http://s/", nil)
		if _, err := (&http.Client{Transport: &Transport{Timeout: time.Minute}}).Do(req); err != nil {
			t.Error(err)
		}
		took = f.Now().Sub(clock.Epoch)
	})
	_ = l.Run(clock.Never)
	if took != LateBy+2*time.Millisecond {
		t.Error(took)
	}
}
