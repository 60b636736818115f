package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// posting is what one exchange adds to the totals of its terminal's open batch.
type posting struct {
	Terminal string
	Line     line
	Minor    int64
	Currency unit.Currency
}

// line is a line of the totals.
type line string

// The lines. Purchases are debits, refunds credits; a hold and its reversal move no money.
const (
	authorised line = "authorised"
	debited    line = "debited"
	undebited  line = "undebited"
	credited   line = "credited"
	uncredited line = "uncredited"
)

func (b *books) post(p posting) {
	t := b.totals[p.Terminal]
	t.Currency = p.Currency
	switch p.Line {
	case authorised:
		t.Authorisations++
	case debited:
		t.Debits.Add(p.Minor)
	case undebited:
		t.DebitReversals.Add(p.Minor)
	case credited:
		t.Credits.Add(p.Minor)
	case uncredited:
		t.CreditReversals.Add(p.Minor)
	}
	b.totals[p.Terminal] = t
}

// Totals returns the open batch of a terminal.
func (h *Host) Totals(terminal string) iso8583.Totals { return h.books.totals[terminal] }

// reconcile holds a terminal's totals against the host's and answers with the host's. The batch is closed either way (C):
// what the two do not agree on is told, line by line, and is for people to settle.
func (h *Host) reconcile(env *machine.Env, at from, m iso8583.Message) {
	this := done{Key: m.Key(), Kind: reconciliation}
	code, before := h.books.done[this]
	ours := h.books.balanced[this]
	if !before {
		code, ours = iso8583.CodeApproved, h.books.totals[m.Terminal]
		if ours.Currency == "" {
			ours.Currency = m.Totals.Currency
		}
		ours.Told = true
		differences := m.Totals.Against(ours)
		if len(differences) > 0 || ours.Currency != m.Totals.Currency {
			code = iso8583.CodeOutOfBalance
		}
		if err := h.books.keep(env.Store(), record{Done: &this, Code: code, Closed: &ours}); err != nil {
			env.Fault(err)
			return
		}
		h.tellBalance(env, m, ours, code, differences)
	}
	a := at.answer(m, code)
	a.Totals, a.Settles = ours, h.day(env.Now())
	if a.Balance = iso8583.InBalance; code != iso8583.CodeApproved {
		a.Balance = iso8583.OutOfBalance
	}
	h.say(env, at, a, 0)
}

func (h *Host) tellBalance(env *machine.Env, m iso8583.Message, ours iso8583.Totals, code string, differences []iso8583.Difference) {
	money := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: ours.Currency} }
	for _, d := range differences {
		env.Tell(OutOfBalance{
			Terminal: m.Terminal, Line: d.Line, Count: int(d.Theirs.Count), Amount: money(d.Theirs.Minor), HostCount: int(d.Ours.Count),
			HostAmount: money(d.Ours.Minor), Difference: money(d.Theirs.Minor - d.Ours.Minor),
		})
	}
	env.Tell(Reconciled{Terminal: m.Terminal, Balanced: code == iso8583.CodeApproved, Sales: int(ours.Debits.Count), Net: money(ours.Net())})
}
