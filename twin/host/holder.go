package host

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Kind is what kind of account a card draws on.
type Kind string

// The kinds.
const (
	Credit  Kind = "credit"
	Debit   Kind = "debit"
	Prepaid Kind = "prepaid"
	Fleet   Kind = "fleet"
)

// Kinds lists the kinds of accounts.
func Kinds() []string { return []string{string(Credit), string(Debit), string(Prepaid), string(Fleet)} }

// Holder is a card's account at its issuer. What is zero is no limit.
type Holder struct {
	Kind        Kind
	Balance     unit.Money // on it, or the credit that is left; holds and captures lessen it
	PerSale     unit.Money // more in one request is declined 61
	PerDay      unit.Money // more in a day, by UTC, is declined 61
	PerDayCount int        // more requests in a day are declined 65
	Blocked     string     // the code that it is declined with
}

// holders are the accounts of the test cards; one without a line here is a credit account without limits.
var holders = map[string]Holder{
	"visa-debit":         {Kind: Debit},
	"mastercard-prepaid": {Kind: Prepaid},
}

func (h Holder) check(card string) error {
	if _, ok := payment.LookupCard(card); !ok {
		return fmt.Errorf("host: there is no test card '%s'", card)
	}
	if h.Kind != "" && !slices.Contains(Kinds(), string(h.Kind)) {
		return fmt.Errorf("host: card %s has no kind '%s'", card, h.Kind)
	}
	if h.Blocked != "" && !declines(h.Blocked) {
		return fmt.Errorf("host: '%s' is no response code of a decline", h.Blocked)
	}
	if h.Balance.Minor < 0 || h.PerSale.Minor < 0 || h.PerDay.Minor < 0 || h.PerDayCount < 0 {
		return fmt.Errorf("host: a limit of card %s is negative", card)
	}
	return nil
}

// declines says that a response code is one of a decline.
func declines(code string) bool {
	r, known := iso8583.LookupResponse(code)
	return known && r.Class != iso8583.Approve && r.Class != iso8583.Partial
}

// limited says that an amount of a currency is bounded by a limit.
func limited(limit unit.Money, c unit.Currency) bool { return limit.Currency == c && !limit.IsZero() }

// used is what a card has had of its limits in a day.
type used struct {
	minor int64
	count int
}

// usedToday sums what was granted to a card since midnight.
func (b *books) usedToday(card, today string, c unit.Currency) (u used) {
	for i := len(b.order) - 1; i >= 0; i-- {
		a := b.accounts[b.order[i]]
		if a.At.Time().Format(dayFormat) != today {
			break
		}
		if a.Card == card && a.Granted.Currency == c && a.Granted.Minor > 0 && a.Captured.Minor >= 0 && !a.Advice {
			u.count++
			u.minor += a.bound()
		}
	}
	return u
}

const dayFormat = "060102"
