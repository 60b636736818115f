package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/oms"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

// account names an authorisation at the merchant host.
type account struct{ terminal, rrn string }

// money holds that nothing is taken beyond what was granted: at the gateway, and at the merchant host. Any excess is a
// finding; no tolerance hides it. It looks at what events have touched, and at everything when nothing was.
func (b *books) money() error {
	if len(b.twiceOver) > 0 {
		return fmt.Errorf("host, authorisation %s: settled twice", b.twiceOver[0].rrn)
	}
	intents, accounts := b.intents, b.accounts
	b.intents, b.accounts = map[string]bool{}, map[account]bool{}
	if len(intents)+len(accounts) == 0 {
		return b.allMoney()
	}
	for id := range intents { // none where the gateway is outside, and accounts none where the host is
		if a, ok := b.station.gateway.Account(id); ok {
			if err := intentMoney(a); err != nil {
				return err
			}
		}
	}
	for k := range accounts {
		if a, ok := b.station.host.Account(k.terminal, k.rrn); ok {
			if err := hostMoney(a); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *books) allMoney() error {
	for _, a := range b.station.intents() {
		if err := intentMoney(a); err != nil {
			return err
		}
	}
	for _, a := range b.station.accounts() {
		if err := hostMoney(a); err != nil {
			return err
		}
	}
	return nil
}

func intentMoney(a gateway.Account) error {
	if over(a.Captured, a.Cover) {
		return fmt.Errorf("gateway, intent %s: over-auth, %s captured of %s granted", a.Intent, a.Captured, a.Cover)
	}
	if over(a.Refunded, a.Captured) {
		return fmt.Errorf("gateway, intent %s: %s refunded of %s captured", a.Intent, a.Refunded, a.Captured)
	}
	return nil
}

func hostMoney(a host.Account) error {
	if over(a.Captured, a.Cover) {
		return fmt.Errorf("host, authorisation %s: over-auth, %s captured of %s covered", a.RRN, a.Captured, a.Cover)
	}
	if over(a.Settled, a.Captured) {
		return fmt.Errorf("host, authorisation %s: %s settled of %s captured", a.RRN, a.Settled, a.Captured)
	}
	if a.Captures > 1 {
		return fmt.Errorf("host, authorisation %s: captured %d times", a.RRN, a.Captures)
	}
	return nil
}

func over(amount, limit unit.Money) bool {
	return amount.Minor > 0 && (limit.Currency == "" || amount.Cmp(limit) > 0)
}

// oneSaleOnce holds that each sale of the controller is one in the till and at most one in the ledger, with the same
// litres and money, and that no sale took more than its amount. It looks at what events have touched, and at everything
// when nothing was.
func (b *books) oneSaleOnce() error {
	touched := b.touched
	b.touched = map[string]bool{}
	if len(b.twice) > 0 {
		return fmt.Errorf("sale %s: the controller told it again, and it was another one", b.twice[0])
	}
	if err := b.ledger(); err != nil || b.station.pos == nil {
		return err
	}
	closed := b.closed
	b.closed = false
	if len(touched) == 0 || closed {
		all := b.station.pos.Books()
		for _, s := range all.Sales {
			if err := b.till(s); err != nil {
				return err
			}
		}
		for _, check := range []func(pos.Books) error{b.goneBack, b.closes} {
			if err := check(all); err != nil {
				return err
			}
		}
	}
	for id := range touched {
		if s, ok := b.station.pos.Sale(id); ok {
			if err := b.till(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *books) till(s pos.SaleBook) error {
	told, known := b.sales[s.Sale]
	if !known {
		return fmt.Errorf("sale %s: the till has it, the controller never told it", s.Sale)
	}
	if told.Volume.Cmp(s.Volume) != 0 || told.Amount.Cmp(s.Amount) != 0 {
		return fmt.Errorf("sale %s: the controller told %s and %s, the till has %s and %s", s.Sale, told.Volume, told.Amount, s.Volume, s.Amount)
	}
	if s.State == pos.Settled && over(s.Paid, s.Amount) {
		return fmt.Errorf("sale %s: %s paid for %s", s.Sale, s.Paid, s.Amount)
	}
	return b.cashAhead(s)
}

// cashAhead holds that of cash which was paid ahead the sale's amount stays, and what its rounding to coins is named.
func (b *books) cashAhead(s pos.SaleBook) error {
	c, known := b.station.pos.Cover(s.Reference)
	if !known || c.Kind != pos.Prepaid || c.Tender != pos.Cash || c.State != pos.Closed || s.State != pos.Settled {
		return nil
	}
	kept := c.Captured.Minor - c.Refunded.Minor
	coin := max(b.station.plan.Country.CashRounding.Minor, 1)
	if kept != s.Paid.Minor+c.Rounded.Minor || kept%coin != 0 || max(c.Rounded.Minor, -c.Rounded.Minor) > coin/2 {
		return fmt.Errorf("sale %s: %s paid ahead, %s back, %s rounded, for %s", s.Sale, c.Captured, c.Refunded, c.Rounded, s.Paid)
	}
	return nil
}

// ledger looks at the postings that have come since it last looked; a posting never changes.
func (b *books) ledger() error {
	if b.station.oms == nil {
		return nil
	}
	for _, p := range b.station.oms.Since(b.posted) {
		b.posted++
		if err := b.posting(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) posting(p oms.Posting) error {
	s := p.Sale
	if b.inLedger[s.Sale] {
		return fmt.Errorf("sale %s: it is in the ledger twice", s.Sale)
	}
	b.inLedger[s.Sale] = true
	told, known := b.sales[s.Sale]
	if !known {
		return fmt.Errorf("sale %s: it is in the ledger, the controller never told it", s.Sale)
	}
	if told.Volume.Cmp(s.Volume) != 0 || told.Amount.Cmp(s.Amount) != 0 || told.Grade != s.Grade {
		return fmt.Errorf("sale %s: the controller told %s %s for %s, the ledger has %s %s for %s",
			s.Sale, told.Volume, told.Grade, told.Amount, s.Volume, s.Grade, s.Amount)
	}
	if s.Payment != forecourt.NotPaid && over(s.Paid, told.Amount) {
		return fmt.Errorf("sale %s: %s taken for %s", s.Sale, s.Paid, told.Amount)
	}
	return nil
}
