package host

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Rule is what the issuer says to a card.
type Rule struct {
	Verdict payment.Verdict
	Code    string // of a decline; empty is 05
	// Products are the product codes that the card may buy; none: all.
	Products []string
	Grant    unit.Money // what is on the card, for partially-approved: holds and captures since the rule was set lessen it
}

// defaultRules follow the names of the test cards (payment.CardNames); a card without a line here is approved.
func defaultRules(c unit.Currency) map[string]Rule {
	balance := unit.Money{Minor: 50, Currency: c}
	for range c.Decimals() {
		balance.Minor *= 10
	}
	return map[string]Rule{
		"mastercard-prepaid":      {Verdict: payment.PartiallyApproved, Grant: balance},
		"fleet-diesel":            {Products: []string{"020"}},
		"visa-declined":           {Verdict: payment.Declined, Code: iso8583.CodeDoNotHonour},
		"visa-insufficient-funds": {Verdict: payment.Declined, Code: iso8583.CodeInsufficientFunds},
		"visa-lost":               {Verdict: payment.Declined, Code: iso8583.CodeLostCard},
		"visa-stolen":             {Verdict: payment.Declined, Code: iso8583.CodeStolenCard},
		"visa-expired":            {Verdict: payment.Declined, Code: iso8583.CodeExpiredCard},
		"visa-processing-error":   {Verdict: payment.Declined, Code: iso8583.CodeSystemError},
		"visa-silent":             {Verdict: payment.NoAnswer},
	}
}

func checkRule(card string, r Rule) error {
	if _, ok := payment.LookupCard(card); !ok {
		return fmt.Errorf("host: there is no test card '%s'", card)
	}
	switch r.Verdict {
	case payment.Approved, payment.NoAnswer, payment.Declined, "":
	case payment.PartiallyApproved:
		if r.Grant.Minor < 0 {
			return fmt.Errorf("host: card %s cannot hold %s", card, r.Grant)
		}
	default:
		return fmt.Errorf("host: there is no verdict '%s'", r.Verdict)
	}
	if _, err := (iso8583.Fleet{Products: r.Products}).Text(); err != nil {
		return fmt.Errorf("host: card %s: a product code has three digits", card)
	}
	if known, ok := iso8583.LookupResponse(r.Code); r.Code != "" && (!ok || known.Class == iso8583.Approve || known.Class == iso8583.Partial) {
		return fmt.Errorf("host: '%s' is no response code of a decline", r.Code)
	}
	return nil
}

// question is all that an issuer looks at.
type question struct {
	known     bool // the card is in the table
	asked     unit.Money
	kind      string // DE3
	expiry    string // YYMM, may be empty
	today     string // YYMM
	chipWrong error
	rule      Rule
	available int64 // minor units left, for rules with a balance
	partialOK bool  // the terminal takes less than it asks for
}

// ruling is the answer, and why.
type ruling struct {
	payment.Outcome
	why string
}

// decide is the issuer. It is pure: the same question gets the same answer. The order is that of the field: what is
// wrong with the message or the card comes before what the account says.
func decide(q question) ruling {
	switch {
	case !q.known:
		return decline(q, iso8583.CodeInvalidCard, "unknown card")
	case q.kind != iso8583.Purchase && q.kind != iso8583.Refund:
		return decline(q, iso8583.CodeInvalidTransaction, "processing code "+q.kind)
	case q.asked.Minor <= 0:
		return decline(q, iso8583.CodeInvalidAmount, "nothing asked for")
	case q.expiry != "" && q.expiry < q.today:
		return decline(q, iso8583.CodeExpiredCard, "expired "+q.expiry)
	case q.chipWrong != nil:
		return decline(q, iso8583.CodeDoNotHonour, "cryptogram")
	case q.rule.Verdict == payment.NoAnswer:
		return ruling{payment.Outcome{Verdict: payment.NoAnswer, Granted: zero(q.asked)}, "rule of the card"}
	case q.rule.Verdict == payment.Declined:
		code := q.rule.Code
		if code == "" {
			code = iso8583.CodeDoNotHonour
		}
		return decline(q, code, "rule of the card")
	case q.rule.Verdict == payment.PartiallyApproved && q.kind == iso8583.Purchase && q.available < q.asked.Minor:
		if q.available <= 0 || !q.partialOK {
			return decline(q, iso8583.CodeInsufficientFunds, "balance")
		}
		granted := unit.Money{Minor: q.available, Currency: q.asked.Currency}
		return ruling{payment.Outcome{Verdict: payment.PartiallyApproved, Granted: granted, Code: iso8583.CodePartial}, "balance"}
	}
	return ruling{payment.Outcome{Verdict: payment.Approved, Granted: q.asked, Code: iso8583.CodeApproved}, ""}
}

func decline(q question, code, why string) ruling {
	return ruling{payment.Outcome{Verdict: payment.Declined, Granted: zero(q.asked), Code: code}, why}
}

func zero(m unit.Money) unit.Money { return unit.Money{Currency: m.Currency} }
