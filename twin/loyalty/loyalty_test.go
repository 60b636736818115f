package loyalty

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// play runs a client against a service and returns what was told and journaled.
func play(t *testing.T, client func(l *loop.Loop, post func(path, body string) (int, string))) (*Service, string, string) {
	t.Helper()
	var kept, told strings.Builder
	l := loop.New(loop.Options{Seed: 1, Journal: journal.New(&kept)})
	defer l.Close()
	s, err := New(Config{Members: map[string]string{"member-one": "gold"}})
	if err != nil {
		t.Fatal(err)
	}
	l.Serve("loyalty", Role, 20*time.Millisecond, s.Handler(), Mask)
	l.Add(Role, s, Timers)
	l.Watch(func(e forecourt.Told) { told.WriteString(e.Event.Event() + " ") })
	done := false
	l.Go(forecourt.Role{Kind: "pos"}, "client", func(f *loop.Fiber) {
		c := &http.Client{Transport: &loop.Transport{Timeout: 3 * time.Second}}
		client(l, func(path, body string) (int, string) {
			r, _ := http.NewRequestWithContext(loop.WithFiber(t.Context(), f), http.MethodPost, "http://loyalty"+path, strings.NewReader(body))
			res, err := c.Do(r)
			if err != nil {
				return 0, err.Error()
			}
			text, _ := io.ReadAll(res.Body)
			return res.StatusCode, string(text)
		})
		done = true
	})
	if err := l.Run(l.Now().Add(time.Minute)); err != nil || !done {
		t.Fatalf("done %v: %v", done, err)
	}
	return s, told.String(), kept.String()
}

func TestPointsAreGivenOnceAndOutliveAPowerCut(t *testing.T) {
	one, _ := payment.LookupMembership("member-one")
	other, _ := payment.LookupMembership("stranger")
	award := `{"id":"S1","member":"` + Token(one) + `","points":40}`
	s, told, kept := play(t, func(l *loop.Loop, post func(string, string) (int, string)) {
		for _, want := range []struct {
			path, body string
			status     int
			text       string
		}{
			{"/memberships", `{"number":"` + one.Reveal() + `"}`, 200, `"tier":"gold"`},
			{"/memberships", `{"number":"` + other.Reveal() + `"}`, 404, "nobody"},
			{"/memberships", `{`, 400, "no JSON"},
			{"/awards", award, 200, `"points":40`},
			{"/awards", award, 200, `"duplicate":true,"points":40`},
			{"/awards", strings.Replace(award, "40", "41", 1), 409, "another award"},
			{"/awards", strings.Replace(award, "40", "-1", 1), 400, "has points"},
			{"/awards", `{"id":"S2","member":"m_0","points":1}`, 400, "a member"},
		} {
			if status, text := post(want.path, want.body); status != want.status || !strings.Contains(text, want.text) {
				t.Errorf("%s %s: %d %s", want.path, want.body, status, text)
			}
		}
		_ = l.PowerOff(Role)
		if status, _ := post("/awards", award); status != 0 {
			t.Errorf("a dead service answered %d", status)
		}
		_ = l.PowerOn(Role)
		if status, text := post("/awards", award); status != 200 || !strings.Contains(text, `"duplicate":true,"points":40`) {
			t.Errorf("after a power cut: %d %s", status, text)
		}
	})
	if s.Points() != 40 {
		t.Errorf("%d points in all", s.Points())
	}
	if want := "member-found member-unknown request-refused points-awarded duplicate-ignored request-refused request-refused duplicate-ignored "; told != want {
		t.Errorf("told %s", told)
	}
	if strings.Contains(kept, one.Reveal()) || strings.Contains(kept, other.Reveal()) {
		t.Error("a member's number is in the journal")
	}
}

func TestAMembershipThatIsNoneIsRefused(t *testing.T) {
	if _, err := New(Config{Members: map[string]string{"nobody": "gold"}}); err == nil {
		t.Error("it was taken")
	}
}
