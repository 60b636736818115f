package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// complete books an advice: the hold becomes what was really taken, and the rest of it is released (A). An advice tells
// what has happened, so it is never declined for what it says; too much, twice, or without a hold is booked as it is, for
// the books to show.
func (h *Host) complete(env *machine.Env, at from, m iso8583.Message) {
	card, _, known := cardOf(m)
	if !known {
		env.Tell(Declined{Exchange: exchangeOf(m), Amount: m.Amount, Code: iso8583.CodeInvalidCard, Why: "unknown card"})
		h.say(env, at, m.Answer(iso8583.CodeInvalidCard))
		return
	}
	this := done{Key: m.Key()}
	code, before := h.books.done[this]
	if !before {
		code = iso8583.CodeApproved
	}
	account := h.books.find(m)
	if account != nil && account.Captured.Currency != m.Amount.Currency {
		h.refuse(env, at, m, &iso8583.FieldError{Field: 49, Name: "currency", Reason: "is not that of the hold", Code: iso8583.CodeFormatError})
		return
	}
	switch {
	case before:
		env.Tell(CompletionRepeated{Exchange: exchangeOf(m), Amount: m.Amount, Code: code})
	default:
		next := Account{
			RRN: m.RRN, Terminal: m.Terminal, Card: card.Name, STAN: m.STAN.String(), Approval: m.Approval,
			Granted: zero(m.Amount), Cover: zero(m.Amount), Captured: zero(m.Amount), Returned: zero(m.Amount),
		}
		if account != nil {
			next = *account
		}
		next.State, next.Captured, next.Captures = Completed, next.Captured.Add(m.Amount), next.Captures+1
		if err := h.books.keep(env.Store(), record{Account: &next, Done: &this, Code: code}); err != nil {
			env.Fault(err)
			return
		}
		env.Tell(Captured{Exchange: exchangeOf(m), Amount: m.Amount, Granted: next.Granted, Code: code})
	}
	a := m.Answer(code)
	a.Amount, a.Approval = m.Amount, m.Approval
	h.say(env, at, a)
}

// reverse takes a request back, whole or down to the amount in DE95. It is always answered 00, known or not: who reverses
// does not know whether the request arrived. One that nobody knows is remembered, so that a late request is declined.
func (h *Host) reverse(env *machine.Env, at from, m iso8583.Message) {
	this := done{Key: m.Key(), Reversal: true}
	account := h.books.find(m)
	x := exchangeOf(m)
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
			back = giveBack(&next, m)
			r.Account = &next
		} else {
			gone := requestKey(m.Terminal, m.Original.MTI, m.Original.STAN, m.Original.SentAt)
			r.Gone = &gone
		}
		if err := h.books.keep(env.Store(), r); err != nil {
			env.Fault(err)
			return
		}
		env.Tell(TakenBack{Exchange: x, Amount: back, Known: account != nil, Code: code})
	}
	a := m.Answer(code)
	a.Amount = m.Amount
	h.say(env, at, a)
}

// giveBack lessens an account to what the reversal leaves of it, and returns by how much.
func giveBack(a *Account, m iso8583.Message) unit.Money {
	left := zero(m.Amount)
	if m.Replaces.Set {
		left.Minor = m.Replaces.Minor
	}
	if a.State == Held {
		back := unit.Money{Minor: max(0, a.Cover.Minor-left.Minor), Currency: left.Currency}
		a.Cover = a.Cover.Sub(back)
		if a.Cover.IsZero() {
			a.State = Reversed
		}
		return back
	}
	net := a.Net()
	if net.Minor < 0 { // a refund is taken back whole
		a.Returned, a.State = a.Captured, Reversed
		return net
	}
	back := unit.Money{Minor: max(0, net.Minor-left.Minor), Currency: left.Currency}
	a.Returned = a.Returned.Add(back)
	if a.Net().IsZero() {
		a.State = Reversed
	}
	return back
}
