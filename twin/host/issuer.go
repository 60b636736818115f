package host

import (
	"maps"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Issuer is what stands behind the host's answers, without a wire: the same rules and the same decision, for those who
// want to know what becomes of a card before anybody asks. It keeps what is spent of cards with a balance.
type Issuer struct {
	rules map[string]Rule
	spent map[string]int64
}

// NewIssuer returns the issuer of the default rules, with some in their place. It refuses rules for cards that do not
// exist.
func NewIssuer(c unit.Currency, rules map[string]Rule) (*Issuer, error) {
	i := &Issuer{rules: defaultRules(c), spent: map[string]int64{}}
	for card, r := range rules {
		if err := checkRule(card, r); err != nil {
			return nil, err
		}
	}
	maps.Copy(i.rules, rules)
	return i, nil
}

// Decide says what the issuer answers to a purchase with a test card whose chip is good, at a terminal that takes less
// than it asks for. today is YYMM.
func (i *Issuer) Decide(card string, asked unit.Money, today string) payment.Outcome {
	c, known := payment.LookupCard(card)
	r := i.rules[card]
	return decide(question{
		known: known, asked: asked, kind: iso8583.Purchase, expiry: c.Expiry, today: today, rule: r, holder: Holder{Kind: holders[card].Kind},
		limited: r.Verdict == payment.PartiallyApproved, available: r.Grant.Minor - i.spent[card], partialOK: true,
		terms: terms{asked, asked, asked},
	}).Outcome
}

// Spend books what was taken from a card, in minor units.
func (i *Issuer) Spend(card string, minor int64) {
	if i.rules[card].Verdict == payment.PartiallyApproved { // no other card has a balance
		i.spent[card] += minor
	}
}
