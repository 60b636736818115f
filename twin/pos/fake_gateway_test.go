package pos

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// fakeGateway answers the few calls of the Stripe manner that a POS makes, with idempotency keys that never forget.
type fakeGateway struct {
	delay    time.Duration
	status   int // answers this to the next requests, while above 0
	failures int
	declines bool              // every card
	refuses  int               // refunds that fail for sure
	methods  map[string]string // id to card name
	intents  map[string]*fakeIntent
	order    []string
	answers  map[string]reply
	calls    map[string]int // by act and key
}

type fakeIntent struct {
	id                                     string
	sale, site                             string
	created                                time.Time
	status                                 string
	amount, capturable, received, refunded int64
	captures, cancels, refunds             int
}

type reply struct {
	status int
	body   []byte
}

func newFakeGateway() *fakeGateway {
	return &fakeGateway{
		delay: 850 * time.Millisecond, methods: map[string]string{}, intents: map[string]*fakeIntent{},
		answers: map[string]reply{}, calls: map[string]int{},
	}
}

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := loop.FiberOf(r.Context())
	f.Sleep(g.delay / 2)
	_ = r.ParseForm()
	key := r.Header.Get("Idempotency-Key")
	g.calls[r.URL.Path+" "+key]++
	if g.failures > 0 {
		g.failures--
		g.write(w, fail(g.status, "api_error", "", ""))
		return
	}
	if old, known := g.answers[key]; known && r.Method == http.MethodPost {
		w.Header().Set("Idempotent-Replayed", "true")
		g.write(w, old)
		return
	}
	a := g.serve(r)
	if r.Method == http.MethodPost {
		g.answers[key] = a
	}
	f.Sleep(g.delay / 2)
	g.write(w, a)
}

func (g *fakeGateway) write(w http.ResponseWriter, a reply) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", "req_fake")
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func ok(v map[string]any) reply {
	b, _ := json.Marshal(v)
	return reply{http.StatusOK, b}
}

func fail(status int, kind, code, decline string) reply {
	b, _ := json.Marshal(map[string]any{"error": map[string]any{"type": kind, "code": code, "decline_code": decline, "message": "no"}})
	return reply{status, b}
}

func (g *fakeGateway) serve(r *http.Request) reply {
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/v1/"), "/")
	switch {
	case path[0] == "payment_methods":
		return g.method(r)
	case path[0] == "refunds":
		return g.refund(r)
	case len(path) == 1 && r.Method == http.MethodGet:
		return g.list()
	case len(path) == 1:
		return g.create(r)
	}
	i := g.intents[path[1]]
	switch {
	case i == nil:
		return fail(http.StatusNotFound, "invalid_request_error", "resource_missing", "")
	case len(path) == 2:
		return ok(i.json())
	case path[2] == "capture":
		n, _ := strconv.ParseInt(r.Form.Get("amount_to_capture"), 10, 64)
		if i.status != "requires_capture" || n > i.capturable || n <= 0 {
			return fail(http.StatusBadRequest, "invalid_request_error", "payment_intent_unexpected_state", "")
		}
		i.status, i.received, i.capturable = "succeeded", n, 0
		i.captures++
		return ok(i.json())
	}
	if i.status != "requires_capture" {
		return fail(http.StatusBadRequest, "invalid_request_error", "payment_intent_unexpected_state", "")
	}
	i.status, i.capturable = "canceled", 0
	i.cancels++
	return ok(i.json())
}

func (g *fakeGateway) method(r *http.Request) reply {
	pan, _, _ := strings.Cut(r.Form.Get("card_present[track_2]"), "=")
	if pan == "" {
		pan = r.Form.Get("card_present[pan]")
	}
	keyed := r.Form.Get("type") == "card" && r.Form.Get("card[exp_month]") != ""
	if keyed {
		pan = r.Form.Get("card[number]")
	}
	number, err := payment.ParsePAN(pan)
	if err != nil || !keyed && (r.Form.Get("type") != "card_present" || r.Form.Get("card_present[entry_mode]") == "") {
		return fail(http.StatusBadRequest, "invalid_request_error", "parameter_invalid", "")
	}
	card, _ := payment.CardByPAN(number)
	id := fmt.Sprintf("pm_%d", len(g.methods)+1)
	g.methods[id] = card.Name
	return ok(map[string]any{"id": id, "object": "payment_method", "type": "card_present"})
}

func (g *fakeGateway) create(r *http.Request) reply {
	name := g.methods[r.Form.Get("payment_method")]
	if strings.Contains(name, "insufficient") || g.declines {
		return fail(http.StatusPaymentRequired, "card_error", "card_declined", "insufficient_funds")
	}
	amount, _ := strconv.ParseInt(r.Form.Get("amount"), 10, 64)
	granted := amount
	switch {
	case name == "mastercard-prepaid" && amount > 5000:
		granted = 5000
	case name == "visa-debit" && amount > 200:
		granted = 200 // below any sale
	}
	i := &fakeIntent{id: fmt.Sprintf("pi_%d", len(g.order)+1), amount: amount, sale: r.Form.Get("metadata[sale]"), site: r.Form.Get("metadata[site]"),
		created: loop.FiberOf(r.Context()).Now().Time()}
	if r.Form.Get("capture_method") == "manual" {
		i.status, i.capturable = "requires_capture", granted
	} else {
		i.status, i.received = "succeeded", granted
	}
	g.intents[i.id] = i
	g.order = append(g.order, i.id)
	return ok(i.json())
}

func (g *fakeGateway) refund(r *http.Request) reply {
	i := g.intents[r.Form.Get("payment_intent")]
	n, _ := strconv.ParseInt(r.Form.Get("amount"), 10, 64)
	if i == nil || i.status != "succeeded" || n <= 0 || n > i.received-i.refunded {
		return fail(http.StatusBadRequest, "invalid_request_error", "charge_already_refunded", "")
	}
	if g.refuses > 0 {
		g.refuses--
		return ok(map[string]any{"id": "re_no", "object": "refund", "status": "failed"})
	}
	i.refunded += n
	i.refunds++
	return ok(map[string]any{"id": "re_" + i.id, "object": "refund", "status": "succeeded"})
}

func (i *fakeIntent) json() map[string]any {
	return map[string]any{
		"id": i.id, "object": "payment_intent", "status": i.status, "amount": i.amount, "currency": "eur",
		"amount_capturable": i.capturable, "amount_received": i.received, "created": i.created.Unix(),
		"metadata": map[string]string{"sale": i.sale, "site": i.site},
	}
}

// list answers with all intents on one page.
func (g *fakeGateway) list() reply {
	var data []map[string]any
	for n := len(g.order) - 1; n >= 0; n-- {
		data = append(data, g.intents[g.order[n]].json())
	}
	return ok(map[string]any{"object": "list", "data": data, "has_more": false})
}

// net is what the merchant has in the end.
func (i *fakeIntent) net() unit.Money { return eur(i.received - i.refunded) }

func eur(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
