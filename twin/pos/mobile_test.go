package pos

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// phoned is a site that phones may use.
func phoned() Config { return Config{Mobile: Mobile{Users: payment.AppUsers()}} }

// call is a phone's request and its answer.
type call struct {
	method, path, token, key, body, last string
	status                               int
	answer                               string
}

// phone makes requests, one after the other, against the rig's POS on a fiber of a phone, and then calls done.
func phone(calls ...*call) func(*rig) {
	return func(r *rig) {
		r.loop.Serve("mobile", Role, 20*time.Millisecond, r.pos.MobileHandler(), payment.Mask)
		r.loop.Go(forecourt.Role{Kind: "app"}, "phone", func(f *loop.Fiber) {
			for _, c := range calls {
				r.phone(f, c)
			}
		})
	}
}

func (r *rig) phone(f *loop.Fiber, c *call) {
	req, err := http.NewRequestWithContext(on(f), c.method, "http://mobile"+c.path, strings.NewReader(c.body))
	if err != nil {
		r.t.Fatalf("%v", err)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", c.key)
	req.Header.Set("Last-Event-ID", c.last)
	res, err := (&http.Client{Transport: &loop.Transport{Timeout: 25 * time.Second}}).Do(req)
	if err != nil {
		c.answer = err.Error()
		return
	}
	body, _ := io.ReadAll(res.Body)
	c.status, c.answer = res.StatusCode, string(body)
}

const annas = "app_test_anna"

// unlockBody is a request for a point with its right code.
func unlockBody(p forecourt.Point, more string) string {
	b, _ := json.Marshal(p)
	return `{"fuelling-point":` + string(b) + `,"code":"` + forecourt.PointCode("SITE0001", p) + `"` + more + `}`
}

const byCard = `,"payment-method":"pm_card_visa"`

// withWallets lets the fake gateway know what is in the test users' wallets.
func withWallets(r *rig) { r.gateway.methods["pm_card_visa"] = "visa-credit" }

// TestAPhonePaysForAFill follows a session from the unlocking to the receipt.
func TestAPhonePaysForAFill(t *testing.T) {
	post := &call{method: "POST", path: "/v1/sessions", token: annas, key: "k1", body: unlockBody(2, byCard)}
	r := newRig(t, phoned())
	receipt := &call{method: "GET", token: annas}
	r.play(
		at(0, state(2, forecourt.Idle)), at(sec, withWallets), at(sec, phone(post)),
		at(6*sec, liftOut(2)), at(10*sec, finished("s1", 2, 1799)), at(11*sec, func(r *rig) { r.control.state(2, forecourt.Idle) }),
		at(30*sec, func(r *rig) {
			receipt.path = "/v1/sessions/" + r.pos.books.order.sessions[0] + "/receipt"
			phone(receipt)(r)
		}),
	)
	r.balance()
	if post.status != http.StatusCreated || receipt.status != http.StatusOK || !strings.Contains(receipt.answer, `"paid":"17.99 EUR"`) {
		t.Errorf("%+v\n%+v", post, receipt)
	}
	s := r.pos.sessions[r.pos.books.order.sessions[0]]
	if s.state() != Receipted || len(s.History) != 6 {
		t.Errorf("%+v", s.History)
	}
	posted := r.oms.sales["s1"]
	for _, want := range []string{`"payment":"mobile"`, `"customer":"cust_anna"`, `"grade":"diesel"`, `"site":"SITE0001"`, `"fuelling-point":2`} {
		if !strings.Contains(posted, want) {
			t.Errorf("the posting has no %s: %s", want, posted)
		}
	}
}

// TestBadRequestsOfPhonesChangeNothing holds each against the status that it is answered with, and the books against what
// they were.
func TestBadRequestsOfPhonesChangeNothing(t *testing.T) {
	long := strings.Repeat("x", mostAsked)
	for name, x := range map[string]struct {
		method, path, token, body string
		want                      int
	}{
		"no token":         {"POST", "/v1/sessions", "", unlockBody(1, byCard), 401},
		"wrong token":      {"POST", "/v1/sessions", "app_test_nobody", unlockBody(1, byCard), 401},
		"oversized":        {"POST", "/v1/sessions", annas, unlockBody(1, `,"amount":"`+long+`"`), 413},
		"unknown field":    {"POST", "/v1/sessions", annas, unlockBody(1, `,"tip":"1.00 EUR"`), 400},
		"no JSON":          {"POST", "/v1/sessions", annas, `fuelling-point=1`, 400},
		"empty":            {"POST", "/v1/sessions", annas, ``, 400},
		"two objects":      {"POST", "/v1/sessions", annas, unlockBody(1, byCard) + `{}`, 400},
		"other currency":   {"POST", "/v1/sessions", annas, unlockBody(1, byCard+`,"amount":"20.00 USD"`), 422},
		"negative":         {"POST", "/v1/sessions", annas, unlockBody(1, byCard+`,"amount":"-20.00 EUR"`), 422},
		"nothing":          {"POST", "/v1/sessions", annas, unlockBody(1, byCard+`,"amount":"0.00 EUR"`), 422},
		"above the limit":  {"POST", "/v1/sessions", annas, unlockBody(1, byCard+`,"amount":"150.01 EUR"`), 422},
		"overflowing":      {"POST", "/v1/sessions", annas, unlockBody(1, byCard+`,"amount":"99999999999999999999.00 EUR"`), 422},
		"a number as text": {"POST", "/v1/sessions", annas, `{"fuelling-point":"1","code":"1234"}`, 400},
		"a card's number":  {"POST", "/v1/sessions", annas, unlockBody(1, `,"payment-method":"4242424242424242"`), 422},
		"no such point":    {"POST", "/v1/sessions", annas, unlockBody(9, byCard), 404},
		"huge point":       {"POST", "/v1/sessions", annas, `{"fuelling-point":999999999999999999999,"code":"1"}`, 400},
		"wrong code":       {"POST", "/v1/sessions", annas, `{"fuelling-point":1,"code":"x","payment-method":"pm_card_visa"}`, 403},
		"no such session":  {"GET", "/v1/sessions/fs_1", annas, ``, 404},
		"no such site":     {"GET", "/v1/sites/other", annas, ``, 404},
		"no such thing":    {"PATCH", "/v1/sessions", annas, ``, 404},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, phoned())
			c := &call{method: x.method, path: x.path, token: x.token, body: x.body}
			r.play(at(0, state(1, forecourt.Idle)), at(sec, withWallets), at(sec, phone(c)))
			var problem struct {
				Status int
				Detail string
			}
			err := json.Unmarshal([]byte(c.answer), &problem)
			if err != nil || c.status != x.want || problem.Status != x.want || problem.Detail == "" {
				t.Errorf("answered %d %s, want %d", c.status, c.answer, x.want)
			}
			if n := r.count("request-refused"); n != 1 {
				t.Errorf("%d refusals were told", n)
			}
			if b := r.pos.Books(); len(b.Covers) > 0 || len(r.pos.sessions) > 0 || len(r.gateway.order) > 0 {
				t.Errorf("the request changed something: %+v", b)
			}
			if strings.Contains(c.answer+r.journal.String(), "4242424242424242") {
				t.Error("the card's number was repeated")
			}
		})
	}
}

// TestOnePhoneOnePoint holds who is answered what while a session is open: the same tap the same session, another request
// of the same user, another user and the till a no.
func TestOnePhoneOnePoint(t *testing.T) {
	post := func(token, key, body string) *call {
		return &call{method: "POST", path: "/v1/sessions", token: token, key: key, body: body}
	}
	first, again := post(annas, "k1", unlockBody(1, byCard)), post(annas, "k1", unlockBody(1, byCard))
	tap, other := post(annas, "k2", unlockBody(1, byCard)), post(annas, "k1", unlockBody(2, byCard))
	elsewhere, ben := post(annas, "k3", unlockBody(2, byCard)), post("app_test_ben", "k1", unlockBody(1, byCard))
	r := newRig(t, phoned())
	r.play(at(0, state(1, forecourt.Idle)), at(0, state(2, forecourt.Idle)), at(sec, withWallets),
		at(sec, phone(first, again, tap, other, elsewhere, ben)), at(3*sec, card("visa-credit")),
		at(4*sec, cashier(Prepay{Point: 1, Amount: eur(2000), Tender: Cash})))
	r.balance()
	got := []int{first.status, again.status, tap.status, other.status, elsewhere.status, ben.status}
	for i, want := range []int{201, 200, 200, 409, 409, 409} {
		if got[i] != want {
			t.Errorf("request %d was answered %d, want %d", i, got[i], want)
		}
	}
	if len(r.pos.sessions) != 1 || r.count("card-refused") != 1 || r.count("refused") != 1 || len(r.gateway.order) != 1 {
		t.Errorf("%d sessions, %d holds: %s", len(r.pos.sessions), len(r.gateway.order), r.names())
	}
	if s := r.pos.sessions[r.pos.books.order.sessions[0]]; s.state() != Expired {
		t.Errorf("a session without a lift is %s", s.state())
	}
}

// TestWrongCodesAreCounted lets a user guess.
func TestWrongCodesAreCounted(t *testing.T) {
	var calls []*call
	for range 4 {
		calls = append(calls, &call{method: "POST", path: "/v1/sessions", token: annas, body: `{"fuelling-point":1,"code":"0","payment-method":"pm_1"}`})
	}
	right := &call{method: "POST", path: "/v1/sessions", token: annas, body: unlockBody(1, byCard)}
	later := *right
	r := newRig(t, phoned())
	r.play(at(0, state(1, forecourt.Idle)), at(sec, withWallets), at(sec, phone(append(calls, right)...)), at(400*sec, phone(&later)))
	if calls[2].status != 403 || calls[3].status != 429 || right.status != 429 || later.status != 201 {
		t.Errorf("%d %d %d %d", calls[2].status, calls[3].status, right.status, later.status)
	}
}

// isPostedOf says whether order management has a sale with all that it must know of it.
func (r *rig) isPostedOf(sale, customer string) bool {
	var e forecourt.CloudEventOf[forecourt.SalePosting]
	if err := json.Unmarshal([]byte(r.oms.sales[sale]), &e); err != nil {
		return false
	}
	s := e.Data
	return s.Customer == customer && s.Payment == forecourt.PaidByMobile && s.Grade == "diesel" && s.Site == "SITE0001" && s.Point == 2 &&
		s.Volume.Count == 3000 && s.Price.E4 == 10000 && s.Paid == eur(3000)
}
