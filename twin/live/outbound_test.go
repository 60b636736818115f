package live

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// onFibers runs a function on a fiber of a station that may reach some hosts, and returns what it returns.
func onFibers(t *testing.T, hosts []string, f func(*loop.Fiber) error) error {
	t.Helper()
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			p, err := NewPacer()
			if err != nil {
				return err
			}
			l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
			s, err := Open(l, p, Options{Outbound: hosts})
			if err != nil {
				return err
			}
			defer s.Close()
			ctx, cancel := context.WithTimeout(context.Background(), patient)
			defer cancel()
			result := fmt.Errorf("it has not ended")
			l.Go(forecourt.Role{Kind: "client"}, "test", func(fb *loop.Fiber) {
				result = f(fb)
				cancel()
			})
			if err := s.Run(ctx, 0, nil); err != nil {
				return err
			}
			return result
		}()
	}()
	return <-ended
}

func call(f *loop.Fiber, within time.Duration, address, body string) (int, string, error) {
	q, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	q.Header.Set("X-Pts-Id", "7")
	res, err := (&loop.Transport{Timeout: within}).RoundTrip(q)
	if err != nil {
		return 0, "", err
	}
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("X-Says") + string(b), err
}

func TestAFiberReachesTheHostThatWasNamedAndNoOther(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/hang":
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		case "/away":
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusFound)
		case "/much":
			_, _ = w.Write(make([]byte, loop.MaxBody+1))
		default:
			w.Header().Set("X-Says", r.Header.Get("X-Pts-Id")+":")
			w.WriteHeader(http.StatusAccepted)
			_, _ = w.Write(append([]byte("you said "), b...))
		}
	}))
	defer server.Close()
	u, _ := url.Parse(server.URL)
	err := onFibers(t, []string{u.Host}, func(f *loop.Fiber) error {
		if status, said, err := call(f, patient, server.URL+"/", "hello"); err != nil || status != http.StatusAccepted || said != "7:you said hello" {
			return fmt.Errorf("%d %q %v", status, said, err)
		}
		if status, _, err := call(f, patient, server.URL+"/away", ""); err != nil || status != http.StatusFound {
			return fmt.Errorf("a redirection: %d, %v", status, err)
		}
		if _, _, err := call(f, patient, server.URL+"/much", ""); err == nil || !strings.Contains(err.Error(), "more than") {
			return fmt.Errorf("too much: %v", err)
		}
		if _, _, err := call(f, 50*time.Millisecond, server.URL+"/hang", ""); err == nil || !strings.Contains(err.Error(), loop.ErrTimeout.Error()) {
			return fmt.Errorf("no answer: %v", err)
		}
		if _, _, err := call(f, patient, "http://127.0.0.1:1/", ""); err == nil || !strings.Contains(err.Error(), "no such host on this station") {
			return fmt.Errorf("another host: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAHostThatIsDownIsAnError(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	u, _ := url.Parse(server.URL)
	if err := onFibers(t, []string{u.Host}, func(f *loop.Fiber) error {
		_, _, err := call(f, patient, server.URL+"/", "")
		return err
	}); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Error(err)
	}
}
