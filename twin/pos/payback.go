package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a cashier does about a sale that was paid.
type (
	// VoidSale takes a whole sale back, before its shift is closed.
	VoidSale struct{ Sale, Reason, Reference string }
	// RefundSale gives money of a sale back, at any time: an amount, or what is left of it.
	RefundSale struct {
		Sale      string
		Amount    unit.Money `json:",omitzero"`
		Reason    string
		Reference string
	}
)

// Stimulus names.
func (VoidSale) Stimulus() string   { return "void" }
func (RefundSale) Stimulus() string { return "refund" }

// payback is money of a sale that goes back to the customer. Its amount is over zero; in every book and posting it counts
// below.
type payback struct {
	ID      string                `json:"id"` // the till's reference, or one made of the sale's number
	Kind    forecourt.PaybackKind `json:"kind"`
	State   paybackState          `json:"state"`
	Sale    string                `json:"sale"`
	Amount  unit.Money            `json:"amount"`
	Reason  string                `json:"reason"`
	At      clock.Instant         `json:"at"`
	Shift   int                   `json:"shift,omitempty"` // in which it was given; 0: not yet
	Posting postingState          `json:"posting,omitempty"`
}

type paybackState string

const (
	paybackDue   paybackState = "due"
	paybackDone  paybackState = "done"
	paybackStuck paybackState = "stuck" // the gateway refused: a person must look
)

func (x *payback) enter(b *books) { put(b.paybacks, &b.order.paybacks, x.ID, x) }

// paidBack returns what has gone back of a sale, or is about to, and how often.
func (p *POS) paidBack(s *sale) (sum unit.Money, times int) {
	sum = p.none()
	for _, id := range p.books.order.paybacks {
		if x := p.paybacks[id]; x.Sale == s.ID && x.State != paybackStuck {
			sum, times = sum.Add(x.Amount), times+1
		}
	}
	return sum, times
}

func (p *POS) void(n VoidSale) string {
	s, left, why := p.payable(n.Sale)
	switch {
	case why != "":
		return why
	case left != s.Paid:
		return fmt.Sprintf("money of sale %s has gone back already", s.ID)
	case s.Shift != p.shift():
		return fmt.Sprintf("the shift of sale %s is closed: refund it", s.ID)
	}
	return p.payBack(s, forecourt.Voided, left, n.Reason, n.Reference)
}

func (p *POS) refundSale(n RefundSale) string {
	s, left, why := p.payable(n.Sale)
	if why != "" {
		return why
	}
	if n.Amount.IsZero() {
		n.Amount = left
	}
	switch {
	case n.Amount.Currency != p.cfg.Currency || n.Amount.Minor < 0:
		return fmt.Sprintf("%d minor units %s is no amount to refund", n.Amount.Minor, n.Amount.Currency)
	case n.Amount.Cmp(left) > 0:
		return fmt.Sprintf("only %s of sale %s can go back", left, s.ID)
	}
	return p.payBack(s, forecourt.Refunded, n.Amount, n.Reason, n.Reference)
}

// payable finds a sale of which money can go back, and how much.
func (p *POS) payable(id string) (*sale, unit.Money, string) {
	if p.paybacks[id] != nil {
		return nil, unit.Money{}, "what has gone back is not given back again"
	}
	s := p.sales[id]
	switch {
	case s == nil:
		return nil, unit.Money{}, fmt.Sprintf("there is no sale %s", id)
	case s.State != Settled:
		return nil, unit.Money{}, fmt.Sprintf("sale %s is %s", id, s.State)
	}
	gone, _ := p.paidBack(s)
	left := s.Paid.Sub(gone)
	if left.IsZero() {
		return nil, left, fmt.Sprintf("nothing of sale %s can go back", id)
	}
	return s, left, ""
}

// payBack books money that goes back, with the act for it, and begins its story.
func (p *POS) payBack(s *sale, kind forecourt.PaybackKind, amount unit.Money, reason, reference string) string {
	if reason == "" {
		return "money goes back for a reason"
	}
	if reference == "" {
		_, times := p.paidBack(s)
		for reference = s.ID + "/back-" + itoa(times+1); p.paybacks[reference] != nil; times++ {
			reference = s.ID + "/back-" + itoa(times+1)
		}
	}
	x := &payback{ID: reference, Kind: kind, State: paybackDue, Sale: s.ID, Amount: amount, Reason: reason, At: p.env.Now()}
	if s.Tender == Cash {
		p.returned(x, s, nil)
		p.goes("pay back", func(f *loop.Fiber) { p.postPayback(f, x) })
		return ""
	}
	c := p.covers[s.Cover]
	t := &task{Key: x.ID + "/refund", Act: refund, Cover: c.ID, Sale: s.ID, Payback: x.ID, Intent: c.Intent, Amount: amount}
	p.keep(x, t)
	p.goes("pay back", func(f *loop.Fiber) { p.payBackByCard(f, x) })
	return ""
}

// payBackByCard is the story of money that goes back onto a card.
func (p *POS) payBackByCard(f *loop.Fiber, x *payback) {
	s, t := p.sales[x.Sale], p.tasks[x.ID+"/refund"]
	if a := p.deliver(f, t); !a.OK {
		x.State = paybackStuck
		p.keep(x, t.close())
		p.tell(GatewayRefused{s.Point, s.ID, string(t.Act), a.Code, a.Reason, x.ID})
		return
	}
	p.returned(x, s, t)
	p.postPayback(f, x)
}

// returned books that money has gone back, in the shift that is open.
func (p *POS) returned(x *payback, s *sale, t *task) {
	x.State, x.Shift, x.Posting = paybackDone, p.shift(), postingDue
	entries := []entry{x, &task{Key: x.ID + "/post", Act: post, Sale: s.ID, Payback: x.ID, Amount: x.Amount}}
	if t != nil {
		entries = append(entries, t.close())
		p.covers[s.Cover].Refunded = p.covers[s.Cover].Refunded.Add(x.Amount)
		entries = append(entries, p.covers[s.Cover])
	}
	p.keep(entries...)
	if x.Kind == forecourt.Voided {
		p.tell(SaleVoided{s.ID, s.Point, x.Amount, s.Tender, x.Reason, x.ID})
	} else {
		p.tell(SaleRefunded{s.ID, s.Point, x.Amount, s.Tender, x.Reason, x.ID})
	}
	p.payBackReceipt(x, s)
}

// postPayback posts money that has gone back to order management, once.
func (p *POS) postPayback(f *loop.Fiber, x *payback) {
	t := p.tasks[x.ID+"/post"]
	a := p.deliver(f, t)
	x.Posting = postingDone
	if !a.OK {
		x.Posting = postingRefused
	}
	p.keep(x, t.close())
	if !a.OK {
		p.tell(PostingRefused{x.Sale, a.Reason})
	}
}

// resumePayback goes on with one after a power cut.
func (p *POS) resumePayback(x *payback) {
	switch {
	case x.State == paybackDue:
		p.goes("pay back", func(f *loop.Fiber) { p.payBackByCard(f, x) })
	case x.Posting == postingDue:
		p.goes("pay back", func(f *loop.Fiber) { p.postPayback(f, x) })
	}
}

// paybackPosting is money that has gone back as order management gets it; a repeat has the same bytes.
func (p *POS) paybackPosting(x *payback) forecourt.PaybackPosting {
	s := p.sales[x.Sale]
	return forecourt.PaybackPosting{
		ID: x.ID, Kind: x.Kind, Sale: x.Sale, Site: p.cfg.Site, Grade: s.Grade, Volume: unit.Indicated{Decimals: s.Volume.Decimals, Unit: s.Volume.Unit},
		Amount: x.Amount.Neg(), Payment: kindOf(s), Brand: s.Card.Brand, Last4: s.Card.Last4, Reason: x.Reason, At: x.At,
	}
}
