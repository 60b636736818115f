package oms

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

type bench struct {
	*loop.Loop
	oms  *OMS
	told []string
}

func newBench() *bench {
	b := &bench{Loop: loop.New(loop.Options{Seed: 1})}
	b.oms = New(Config{})
	b.Loop.Serve("oms", Role, 25*time.Millisecond, b.oms.Handler(), nil)
	b.Add(Role, b.oms, Timers)
	b.Watch(func(e forecourt.Told) { b.told = append(b.told, e.Event.Event()) })
	return b
}

// do runs a client's straight-line code to its end.
func (b *bench) do(t *testing.T, client func(post func(string) (int, string), f *loop.Fiber)) {
	t.Helper()
	done := false
	b.Go(forecourt.Role{Kind: "pos"}, "client", func(f *loop.Fiber) {
		c := &http.Client{Transport: &loop.Transport{Timeout: 5 * time.Second}}
		client(func(body string) (int, string) {
			method, path := http.MethodPost, "http://oms/events"
			if body == "" {
				method, path = http.MethodGet, "http://oms/ledger"
			}
			r, _ := http.NewRequestWithContext(loop.WithFiber(t.Context(), f), method, path, strings.NewReader(body))
			r.Header.Set("Content-Type", forecourt.CloudEventMedia)
			res, err := c.Do(r)
			if err != nil {
				return 0, err.Error()
			}
			text, _ := io.ReadAll(res.Body)
			return res.StatusCode, string(text)
		}, f)
		done = true
	})
	if err := b.Run(b.Now().Add(time.Minute)); err != nil || !done {
		t.Fatalf("done %v: %v", done, err)
	}
}

func event(id string, minor int64) string {
	b, _ := json.Marshal(forecourt.SalePosting{
		Sale: id, Site: "SITE0001", Point: 1, Grade: "diesel", Volume: unit.Indicated{Count: 3250, Decimals: 2},
		Price: unit.Price{E4: 17990, Currency: "EUR"}, Amount: unit.Money{Minor: minor, Currency: "EUR"},
		Paid: unit.Money{Minor: minor, Currency: "EUR"}, Payment: forecourt.PaidByCash, EndedAt: clock.Epoch,
	}.Envelope())
	return string(b)
}

func TestASaleIsTakenOnce(t *testing.T) {
	b := newBench()
	defer b.Close()
	b.do(t, func(post func(string) (int, string), f *loop.Fiber) {
		for _, want := range []struct {
			body   string
			status int
			text   string
		}{
			{event("1", 5847), 202, `"duplicate":false`},
			{event("1", 5847), 200, `"duplicate":true`},
			{event("1", 5848), 409, "another content"},
			{event("2", 5847), 202, `"duplicate":false`},
			{"", 200, `"sales":2,"volume":"65.00 L","amount":"116.94 EUR"`},
		} {
			if status, text := post(want.body); status != want.status || !strings.Contains(text, want.text) {
				t.Errorf("got %d %s, wanted %d %s", status, text, want.status, want.text)
			}
		}
		_ = b.PowerOff(Role)
		if status, _ := post(event("3", 1)); status != 0 {
			t.Errorf("a dead server answered %d", status)
		}
		_ = b.PowerOn(Role)
		if status, text := post(event("2", 5847)); status != 200 || !strings.Contains(text, "true") {
			t.Errorf("after a restart: %d %s", status, text)
		}
	})
	if got := strings.Join(b.told, " "); got != "sale-posted duplicate-ignored posting-refused sale-posted duplicate-ignored" || len(b.oms.Ledger()) != 2 {
		t.Errorf("told %s, ledger %v", got, b.oms.Ledger())
	}
}

func TestMalformedPostingsChangeNothing(t *testing.T) {
	b := newBench()
	defer b.Close()
	good := event("1", 5847)
	b.do(t, func(post func(string) (int, string), _ *loop.Fiber) {
		for _, bad := range []string{
			"{", "[]", `{"specversion":"1.0"}`,
			strings.Replace(good, `"specversion":"1.0"`, `"specversion":"0.3"`, 1),
			strings.Replace(good, forecourt.SaleCompleted, "payment.captured", 1),
			strings.Replace(good, `"58.47 EUR"`, `"58.47"`, 1),
			strings.Replace(good, `"cash"`, `"shells"`, 1),
			strings.Replace(good, `"fuelling-point":1`, `"fuelling-point":0`, 1),
			strings.Replace(good, `"32.50 L"`, `"9223372036854775807 L"`, 1),
			strings.Replace(good, `"32.50 L"`, `"32.50 US gal"`, 1),
			strings.Replace(good, `"id":"1"`, `"id":""`, 1),
			strings.Repeat(" ", loop.MaxBody) + good,
		} {
			if status, text := post(bad); status != 400 && status != 0 {
				t.Errorf("%.200s: %d %s", bad, status, text)
			}
		}
	})
	if len(b.oms.Ledger()) != 0 {
		t.Error("something was taken")
	}
}
