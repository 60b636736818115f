package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// complete books an advice: the hold becomes what was really taken, and the rest of it is released (A). An advice tells
// what has happened, so it is never declined for what it says; too much, too late, twice, or without a hold is booked as it
// is, and told.
func (h *Host) complete(env *machine.Env, at from, m iso8583.Message) {
	account := h.books.find(m)
	card, _, known := cardOf(m)
	if !known && account != nil && m.PAN.IsZero() { // a profile may leave the number out
		card, known = payment.LookupCard(account.Card)
	}
	if !known {
		env.Tell(Declined{Exchange: h.exchangeOf(m), Amount: m.Amount, Code: iso8583.CodeInvalidCard, Why: "unknown card"})
		h.say(env, at, at.answer(m, iso8583.CodeInvalidCard), 0)
		return
	}
	x := h.exchangeOf(m)
	x.Card, x.Network = card.Name, h.route(card.PAN).Name
	if account != nil && account.Captured.Currency != m.Amount.Currency {
		h.refuse(env, at, m, &iso8583.FieldError{Field: 49, Name: "currency", Reason: "is not that of the hold", Code: iso8583.CodeFormatError})
		return
	}
	this := done{Key: m.Key()}
	code, before := h.books.done[this]
	switch {
	case before:
		env.Tell(CompletionRepeated{Exchange: x, Amount: m.Amount, Code: code})
	case h.losing > 0: // as a host does that acknowledges before it writes, and dies
		h.losing--
		code = iso8583.CodeApproved
		env.Tell(AdviceLost{Exchange: x, Amount: m.Amount})
	default:
		code = iso8583.CodeApproved
		next := capture(env, m, account, card, x.Network)
		post := posting{m.Terminal, debited, m.Amount.Minor, m.Amount.Currency}
		if err := h.books.keep(env.Store(), record{Account: &next, Done: &this, Code: code, Post: &post}); err != nil {
			env.Fault(err)
			return
		}
		env.Tell(Captured{Exchange: x, Amount: m.Amount, Granted: next.Granted, Code: code})
		h.findings(env, m, account, next, x)
	}
	a := at.answer(m, code)
	a.Amount, a.Approval, a.Settles = m.Amount, m.Approval, h.day(env.Now())
	h.say(env, at, a, 0)
}

// capture is an account after an advice.
func capture(env *machine.Env, m iso8583.Message, before *Account, card payment.Card, network string) Account {
	nothing := zero(m.Amount)
	next := Account{
		RRN: m.RRN, Terminal: m.Terminal, Merchant: m.Merchant, Card: card.Name, STAN: m.STAN.String(), Approval: m.Approval, Network: network,
		At: env.Now(), Granted: nothing, Hold: nothing, Cover: nothing, Captured: nothing, Returned: nothing, Settled: nothing, Advice: true,
	}
	if before != nil {
		next = *before
	}
	if m.Product != "" {
		next.Product = m.Product
	}
	next.State, next.Captured, next.Captures = Completed, next.Captured.Add(m.Amount), next.Captures+1
	return next
}

// findings tells what is wrong with an advice that was booked all the same: it came late, it took more than is covered,
// or its products are not its amount.
func (h *Host) findings(env *machine.Env, m iso8583.Message, before *Account, next Account, x Exchange) {
	if before != nil && before.Captures == 0 {
		limit := h.networkNamed(before.Network).CompleteWithin
		if delay := env.Now().Sub(before.At); delay > limit {
			env.Tell(AdviceLate{Exchange: x, Delay: delay, Limit: limit})
		}
	}
	if next.Captured.Cmp(next.Cover) > 0 {
		env.Tell(OverAuthorised{Exchange: x, Amount: next.Captured, Cover: next.Cover})
	}
	if m.Product == "" {
		return
	}
	products, err := iso8583.ParseProducts(m.Product)
	if err != nil {
		env.Tell(ProductsWrong{Exchange: x, Why: err.Error()})
		return
	}
	sum := zero(m.Amount)
	for _, p := range products.Items {
		sum.Minor += p.Minor
	}
	if sum != m.Amount {
		env.Tell(ProductsWrong{Exchange: x, Why: "the products are worth " + sum.String() + ", the advice " + m.Amount.String()})
	}
}

// reverse takes a request back, whole or down to the amount in DE95. It is always answered 00, known or not: who reverses
// does not know whether the request arrived. One that nobody knows is remembered, so that a late request is declined.
func (h *Host) reverse(env *machine.Env, at from, m iso8583.Message) {
	this := done{Key: m.Key(), Kind: reversal}
	account := h.books.find(m)
	x := h.exchangeOf(m)
	if account != nil && account.Captured.Currency != m.Amount.Currency {
		h.refuse(env, at, m, &iso8583.FieldError{Field: 49, Name: "currency", Reason: "is not that of the original", Code: iso8583.CodeFormatError})
		return
	}
	code, before := h.books.done[this]
	switch {
	case before:
		env.Tell(ReversalRepeated{Exchange: x, Amount: m.Amount, Code: code})
	default:
		code = iso8583.CodeApproved
		r, back := record{Done: &this, Code: code}, zero(m.Amount)
		if account != nil {
			next := *account
			x.Card, x.Network = next.Card, next.Network
			back, r.Post = giveBack(&next, m)
			r.Account = &next
		} else {
			r.Gone = requestKeys(m.Terminal, m.Original)
		}
		if err := h.books.keep(env.Store(), r); err != nil {
			env.Fault(err)
			return
		}
		env.Tell(TakenBack{Exchange: x, Amount: back, Known: account != nil, Code: code})
	}
	a := at.answer(m, code)
	a.Amount = m.Amount
	h.say(env, at, a, 0)
}

// giveBack lessens an account to what the reversal leaves of it, and returns by how much, and what moves money.
func giveBack(a *Account, m iso8583.Message) (unit.Money, *posting) {
	left := zero(m.Amount)
	if m.Replaces.Set {
		left.Minor = m.Replaces.Minor
	}
	switch {
	case a.State == Held:
		back := unit.Money{Minor: max(0, a.Hold.Minor-left.Minor), Currency: left.Currency}
		a.Hold = a.Hold.Sub(back)
		a.Cover.Minor = min(a.Cover.Minor, left.Minor)
		if left.IsZero() {
			a.State = Reversed
		}
		return back, nil
	case a.State == Expired:
		return zero(m.Amount), nil
	}
	net := a.Net()
	if net.Minor < 0 { // a refund is taken back whole
		a.Returned, a.State = a.Captured, Reversed
		return net, &posting{m.Terminal, uncredited, -net.Minor, net.Currency}
	}
	back := unit.Money{Minor: max(0, net.Minor-left.Minor), Currency: left.Currency}
	a.Returned = a.Returned.Add(back)
	if a.Net().IsZero() {
		a.State = Reversed
	}
	if back.IsZero() {
		return back, nil
	}
	return back, &posting{m.Terminal, undebited, back.Minor, back.Currency}
}
