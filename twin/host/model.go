package host

import (
	"slices"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Model is how money is reserved for fuel (payments.md 1.1).
type Model string

// The money models.
const (
	StatusCheck Model = "status-check" // one unit is asked for, the issuer holds its own amount
	Estimate    Model = "estimate"     // the most that may be taken is asked for and held
	Partial     Model = "partial"      // the same, and the issuer may grant less
	Prepay      Model = "prepay"       // inside, the exact amount before fuelling
	Postpay     Model = "postpay"      // inside, one sale after fuelling
)

// Models lists the money models.
func Models() []string {
	return []string{string(StatusCheck), string(Estimate), string(Partial), string(Prepay), string(Postpay)}
}

// modelOf says by which model a request asks for money.
func modelOf(m iso8583.Message, flagNeeded bool) Model {
	outdoor := m.MCC == iso8583.FuelDispenser
	switch {
	case m.MTI == iso8583.FinancialRequest && m.Condition != iso8583.PreAuthorisation:
		return Postpay
	case !outdoor:
		return Prepay
	case m.Amount == Whole(1, m.Amount.Currency):
		return StatusCheck
	case flagNeeded && !m.AcceptsPartial():
		return Estimate
	}
	return Partial
}

// permits says whether the merchant may reserve money so.
func (c Config) permits(m Model) bool { return len(c.Models) == 0 || slices.Contains(c.Models, m) }

// programme is what a card's cut-off goes by.
func programme(n Network, holder Holder, m iso8583.Message) string {
	switch {
	case holder.Kind == Debit && !m.PINBlock.IsZero():
		return "pin-debit"
	case holder.Kind == Fleet:
		return n.Name + "-fleet"
	}
	return n.Name
}

// terms are what an approval means: what the issuer holds, what a completion may take, and what the answer says.
type terms struct{ hold, cover, told unit.Money }

// terms of a request under a model, before anybody looks at the account: all that was asked, but for a status check.
func (h *Host) terms(m iso8583.Message, model Model, n Network, holder Holder, tellCover bool) terms {
	if model != StatusCheck {
		return terms{m.Amount, m.Amount, m.Amount}
	}
	mode, _ := iso8583.EntryMode(m.Entry)
	t := terms{hold: Whole(n.StatusHold, m.Amount.Currency), cover: h.cutOff(programme(n, holder, m), mode, m.Amount.Currency), told: m.Amount}
	switch {
	case tellCover:
		t.told = t.cover
	case n.Above:
		t.told = t.hold
		t.cover = unit.Money{Minor: max(t.cover.Minor, t.hold.Minor), Currency: m.Amount.Currency}
	}
	return t
}
