package pos

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// TestAPhonesSaleIsPaidAndPostedOnce plays a session while the POS loses its power at random instants and gateway and order
// management their messages, with a user who may give up at any time. In the end the session is over, no money is held, and
// a sale that was made is captured once, posted once, and carries all that order management must know.
func TestAPhonesSaleIsPaidAndPostedOnce(t *testing.T) {
	ended := map[SessionState]int{}
	defer func() {
		for _, s := range []SessionState{Receipted, Cancelled, Expired} {
			if ended[s] == 0 && !t.Failed() {
				t.Errorf("no session has ended as %s: %v", s, ended)
			}
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(t, phoned())
		method := rapid.SampledFrom([]string{byCard, ""}).Draw(t, "method")
		script := []step{
			at(0, state(2, forecourt.Idle)), at(0, withWallets),
			at(500*time.Millisecond, phone(&call{method: "POST", path: "/v1/sessions", token: annas, key: "k", body: unlockBody(2, method)})),
			at(15*sec, lift(2)), at(41*sec, deliver("2", 2, 3000)), at(42*sec, hangUp(2)), at(1000*sec, expire(2)),
		}
		if method == "" {
			script = insert(script, at(2*sec, mobileAct("PUT", "/payment", `{"payment-method":"pm_card_visa"}`)))
		}
		if rapid.IntRange(0, 2).Draw(t, "gives up") == 0 {
			when := time.Duration(rapid.IntRange(500, 50_000).Draw(t, "at")) * time.Millisecond
			script = insert(script, at(when, mobileAct("DELETE", "", "")))
		}
		script = insert(script, drawCuts(t)...)
		for range rapid.IntRange(0, 4).Draw(t, "faults") {
			host := rapid.SampledFrom([]string{"gateway", "oms"}).Draw(t, "host")
			fault := string(rapid.SampledFrom(loop.HTTPFaults).Draw(t, "fault").Fault)
			when := time.Duration(rapid.IntRange(0, 100_000).Draw(t, "when")) * time.Millisecond
			script = insert(script, step{when, func(r *rig) { lost(r, host, fault) }})
		}
		r.play(script...)
		r.balance()
		for _, id := range r.pos.books.order.sessions {
			s := r.pos.sessions[id]
			ended[s.state()]++
			sold := r.pos.sales["2"]
			switch {
			case !s.state().Over():
				t.Errorf("session %s is %s in the end", id, s.state())
			case sold != nil && !sold.Volume.IsZero() && sold.Cover == s.Cover && s.state() != Receipted:
				t.Errorf("the sale is made and the session %s (%s)", s.state(), s.Why)
			case s.state() == Receipted && !r.isPostedOf("2", "cust_anna"):
				t.Errorf("order management has %v", r.oms.sales)
			}
			for i := 1; i < len(s.History); i++ {
				if s.History[i].State.rank() <= s.History[i-1].State.rank() || s.History[i].At < s.History[i-1].At {
					t.Errorf("the session went back: %v", s.History)
				}
			}
		}
		if r.oms.conflict || len(r.control.unpaid) > 0 {
			t.Errorf("conflict %v, unpaid %v", r.oms.conflict, r.control.unpaid)
		}
	})
}

// hangUp ends a delivery's point, whatever became of it.
func hangUp(p forecourt.Point) func(*rig) {
	return func(r *rig) {
		if r.control.states[p].Delivering() {
			r.control.state(p, forecourt.Idle)
		}
	}
}

// mobileAct makes a request about the first session, if there is one.
func mobileAct(method, path, body string) func(*rig) {
	return func(r *rig) {
		if ids := r.pos.books.order.sessions; len(ids) > 0 {
			phone(&call{method: method, path: "/v1/sessions/" + ids[0] + path, token: annas, body: body})(r)
		}
	}
}

// FuzzPhoneBodies lets anything come as a body: what is taken is an object of the names that are asked for, and names no
// card.
func FuzzPhoneBodies(f *testing.F) {
	f.Add([]byte(unlockBody(1, byCard)))
	f.Add([]byte(`{"fuelling-point":1e3}`))
	f.Add([]byte(`{"amount":"9223372036854775807.00 EUR"}`))
	f.Add([]byte(`{"payment-method":"4242 4242 4242 4242"}`))
	p := New(loop.New(loop.Options{}), phoned())
	f.Fuzz(func(t *testing.T, body []byte) {
		var u unlocking
		var x paying
		_ = decode(body, &x)
		if decode(body, &u) != nil {
			return
		}
		if m, why := p.limit(u.Amount); why == "" && (m.Minor <= 0 || m.Cmp(p.cfg.PreAuth) > 0) {
			t.Errorf("%q is taken as %s", u.Amount, m)
		}
		if u.Method != "" && badMethod(u.Method) == "" && len(u.Method) > 80 {
			t.Errorf("%q is taken as a payment method", u.Method)
		}
	})
}
