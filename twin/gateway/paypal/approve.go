package paypal

import (
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
)

// approvalPath is where a payer approves: the link "approve" or "payer-action" of an order leads there.
const approvalPath = "/checkoutnow"

func (o *order) approval() string { return o.Base + approvalPath + "?token=" + o.ID }

// askPayer tells that a payer has to approve, and lets an account that acts by itself do so after its time.
func (c *call) askPayer(o *order) {
	c.tell(gateway.ApprovalAsked{Intent: o.ID, Amount: o.money(o.Amount), Link: o.approval()})
	p, ok := payerBy(o.AwaitedPayer)
	if !ok || p.ActsAfter == 0 {
		return
	}
	o.ActsAt = c.now().Add(p.ActsAfter)
	id, g := o.ID, c.g
	g.loop.Go(g.env.Role(), "payer of "+id, func(f *loop.Fiber) { g.payerActs(f, id) })
}

// awaitPayer goes on after a power cut with a payer who acts by himself.
func (g *Gateway) awaitPayer(o *order) {
	if o.ActsAt == 0 || o.Status == approved || o.Status == completed {
		return
	}
	id := o.ID
	g.loop.Go(g.env.Role(), "payer of "+id, func(f *loop.Fiber) { g.payerActs(f, id) })
}

func (g *Gateway) payerActs(f *loop.Fiber, id string) {
	f.SleepUntil(max(g.orders[id].ActsAt, f.Now()))
	p, _ := payerBy(g.orders[id].AwaitedPayer)
	leave := g.enter(f, id)
	if leave == nil {
		return
	}
	defer leave()
	var u update
	o := g.orders[id].clone()
	o.ActsAt = 0
	if e := u.decide(g, o, p, !p.Cancels, f.Now()); e == nil {
		g.finish(&u)
	}
}

// decide has a payer approve an order, or cancel it. One who cancels may still approve: the order stays as it is.
func (u *update) decide(g *Gateway, o *order, p Payer, yes bool, now clock.Instant) *apiError {
	switch {
	case o.Status != created && o.Status != actionWanted:
		return issue("ORDER_CANNOT_BE_CONFIRMED")
	case now.Sub(o.Created) >= g.config.ApproveWithin:
		return issue("ORDER_EXPIRED")
	case !yes:
		u.keep(o)
		u.tell(gateway.PayerCancelled{Intent: o.ID, Payer: p.Name})
		return nil
	}
	o.move(approve)
	o.Payer, o.Updated = p.Name, now
	u.keep(o)
	u.tell(gateway.PayerApproved{Intent: o.ID, Payer: p.Name})
	u.announce(g, "CHECKOUT.ORDER.APPROVED", orderObject{
		ID: o.ID, Intent: o.intent(), Status: o.Status, Created: stamp(o.Created), Updated: stamp(o.Updated), Links: o.links(),
		Units: []unitObject{{Reference: o.Reference, Amount: o.amount(o.Amount), Custom: o.Custom, Invoice: o.Invoice}},
		Payer: &payerObject{p.Email, p.ID},
	}, o)
	return nil
}

//go:embed approve.html
var approvePage string

var approveTemplate = template.Must(template.New("approve").Parse(approvePage))

func (c *call) showApproval(w http.ResponseWriter, _ *http.Request) {
	o := c.g.orders[c.query.Get("token")]
	if o == nil {
		c.refuse(w, unfound())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var page strings.Builder
	err := approveTemplate.Execute(&page, map[string]any{
		"Order": o.ID, "Amount": o.money(o.Amount).String(), "For": o.Description, "Payers": payers,
		"Open": o.Status == created || o.Status == actionWanted, "Status": o.Status,
	})
	if err != nil {
		c.refuse(w, plain(http.StatusInternalServerError))
		return
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write([]byte(page.String()))
}

// takeApproval reads a form: token, payer (a test account's name) and action, approve or cancel.
func (c *call) takeApproval(w http.ResponseWriter, _ *http.Request) {
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		c.refuse(w, issueAt("INVALID_PARAMETER_SYNTAX", "/"))
		return
	}
	o, e := c.approved(form.Get("token"), form.Get("payer"), form.Get("action"))
	if e != nil {
		c.drop()
		c.refuse(w, e)
		return
	}
	c.g.finish(&c.update)
	back, payer := o.Return, ""
	if form.Get("action") == "cancel" {
		back = o.Cancel
	} else if p, ok := payerBy(o.Payer); ok {
		payer = p.ID
	}
	if back == "" {
		c.says(w, http.StatusOK, encode(http.StatusOK, orderObject{ID: o.ID, Status: o.Status, Links: o.links()}))
		return
	}
	u, _ := url.Parse(back) // it was checked when the order was made
	q := u.Query()
	q.Set("token", o.ID)
	if payer != "" {
		q.Set("PayerID", payer)
	}
	u.RawQuery = q.Encode()
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusSeeOther)
}

func (c *call) approved(token, payer, action string) (*order, *apiError) {
	p, known := payerBy(payer)
	switch {
	case c.g.orders[token] == nil:
		return nil, unfound()
	case !known:
		return nil, issueAt("PAYER_ACCOUNT_NOT_FOUND", "/payer")
	case action != "approve" && action != "cancel":
		return nil, issueAt("INVALID_PARAMETER_VALUE", "/action")
	}
	o, leave, e := c.locked(token)
	if e != nil {
		return nil, e
	}
	defer leave()
	return o, c.decide(c.g, o, p, action == "approve", c.now())
}
