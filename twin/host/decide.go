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
	Chip     ChipAnswer // what the answer has for the chip beside a right ARPC
	once     bool       // what is granted is for this request alone
}

// defaultRules follow the names of the test cards (payment.CardNames); a card without a line here is approved.
func defaultRules(c unit.Currency) map[string]Rule {
	return map[string]Rule{
		"mastercard-prepaid":      {Verdict: payment.PartiallyApproved, Grant: Whole(50, c)},
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
	return r.check("card " + card)
}

func (r Rule) check(whose string) error {
	switch r.Verdict {
	case payment.Approved, payment.NoAnswer, payment.Declined, "":
	case payment.PartiallyApproved:
		if r.Grant.Minor < 0 {
			return fmt.Errorf("host: %s cannot hold %s", whose, r.Grant)
		}
	default:
		return fmt.Errorf("host: there is no verdict '%s'", r.Verdict)
	}
	if _, err := (iso8583.Fleet{Products: r.Products}).Text(); err != nil {
		return fmt.Errorf("host: %s: a product code has three digits", whose)
	}
	if r.Code != "" && !declines(r.Code) {
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
	pin       pinState
	rule      Rule
	holder    Holder
	used      used  // of the holder's limits
	limited   bool  // the card has a balance
	available int64 // minor units left of it
	partialOK bool  // the terminal takes less than it asks for
	terms     terms // of an approval
}

// ruling is the answer, and why.
type ruling struct {
	payment.Outcome
	hold, cover unit.Money
	why         string
	standIn     bool
}

// decide is the issuer. It is pure: the same question gets the same answer. The order is that of the field: what is
// wrong with the message or the card comes before what the account says.
func decide(q question) ruling {
	if r, bad := wrongCard(q); bad {
		return r
	}
	switch {
	case q.rule.Verdict == payment.NoAnswer:
		return ruling{Outcome: payment.Outcome{Verdict: payment.NoAnswer, Granted: zero(q.asked)}, why: "rule of the card"}
	case q.rule.Verdict == payment.Declined:
		return decline(q, orElse(q.rule.Code, iso8583.CodeDoNotHonour), "rule of the card")
	case q.kind == iso8583.Refund:
		return q.approve(q.terms)
	case limited(q.holder.PerSale, q.asked.Currency) && q.terms.hold.Minor > q.holder.PerSale.Minor:
		return decline(q, iso8583.CodeOverAmount, "limit of a sale")
	case limited(q.holder.PerDay, q.asked.Currency) && q.used.minor+q.terms.hold.Minor > q.holder.PerDay.Minor:
		return decline(q, iso8583.CodeOverAmount, "limit of a day")
	case q.holder.PerDayCount > 0 && q.used.count >= q.holder.PerDayCount:
		return decline(q, iso8583.CodeOverCount, "count of a day")
	case q.limited && q.available < q.terms.hold.Minor:
		part := q.partialOK && (q.rule.Verdict == payment.PartiallyApproved || q.holder.Kind != Credit) // credit is whole or nothing (C)
		if q.available <= 0 || !part {
			return decline(q, iso8583.CodeInsufficientFunds, "balance")
		}
		granted := unit.Money{Minor: q.available, Currency: q.asked.Currency}
		r := q.approve(terms{granted, granted, granted})
		r.why = "balance"
		return r
	}
	return q.approve(q.terms)
}

// wrongCard looks at what is wrong with a request before the account is.
func wrongCard(q question) (ruling, bool) {
	switch {
	case !q.known:
		return decline(q, iso8583.CodeInvalidCard, "unknown card"), true
	case q.kind != iso8583.Purchase && q.kind != iso8583.Refund:
		return decline(q, iso8583.CodeInvalidTransaction, "processing code "+q.kind), true
	case q.asked.Minor <= 0:
		return decline(q, iso8583.CodeInvalidAmount, "nothing asked for"), true
	case q.expiry != "" && q.expiry < q.today:
		return decline(q, iso8583.CodeExpiredCard, "expired "+q.expiry), true
	case q.holder.Blocked != "":
		return decline(q, q.holder.Blocked, "blocked"), true
	case q.chipWrong != nil:
		return decline(q, iso8583.CodeDoNotHonour, "cryptogram"), true
	case q.pin == triedOut:
		return decline(q, iso8583.CodePINTries, "PIN tries"), true
	case q.pin == wrongPIN:
		return decline(q, iso8583.CodeWrongPIN, "PIN"), true
	}
	return ruling{}, false
}

// approve grants what the terms say. What is told to be granted is in part where it is not what was asked.
func (q question) approve(t terms) ruling {
	o := payment.Outcome{Verdict: payment.Approved, Granted: t.told, Code: iso8583.CodeApproved}
	if t.told != q.asked {
		o.Verdict, o.Code = payment.PartiallyApproved, iso8583.CodePartial
	}
	return ruling{Outcome: o, hold: t.hold, cover: t.cover}
}

func decline(q question, code, why string) ruling {
	return ruling{Outcome: payment.Outcome{Verdict: payment.Declined, Granted: zero(q.asked), Code: code}, why: why}
}

func zero(m unit.Money) unit.Money { return unit.Money{Currency: m.Currency} }

func orElse(text, other string) string {
	if text != "" {
		return text
	}
	return other
}
