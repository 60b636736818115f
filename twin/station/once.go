package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/pos"
)

// settledOnce holds, at the end of a run, that every payment by card that the till calls over is over at the gateway too,
// with the same money: one capture, or one explained reversal; and that no payment is at the gateway that no reference of the
// till explains.
func (b *books) settledOnce() error {
	if b.station.pos == nil || b.station.gateway == nil {
		return nil
	}
	for _, c := range b.station.pos.Books().Covers {
		if err := b.cover(c); err != nil {
			return err
		}
	}
	return b.everyPayment()
}

// cover holds one reference of the till against its payment at the gateway.
func (b *books) cover(c pos.CoverBook) error {
	if c.State != pos.Closed || c.Intent == "" {
		return nil
	}
	a, known := b.station.gateway.Account(c.Intent)
	switch {
	case !known:
		return fmt.Errorf("reference %s: the gateway does not know payment %s", c.Reference, c.Intent)
	case a.State == gateway.StateHeld:
		return fmt.Errorf("reference %s: the till is done with it, the gateway still holds %s", c.Reference, a.Granted)
	case a.Captured.Minor != c.Captured.Minor || a.Refunded.Minor != c.Refunded.Minor && a.Captured.Minor > 0:
		return fmt.Errorf("reference %s: the till took %s and gave back %s, the gateway %s and %s",
			c.Reference, c.Captured, c.Refunded, a.Captured, a.Refunded)
	}
	return nil
}

// everyPayment looks at all that the gateway has.
func (b *books) everyPayment() error {
	paidBy := map[string]string{}
	for _, a := range b.station.gateway.Books() {
		c, known := b.coverOf(a)
		switch {
		case a.Sale == "" || a.State == gateway.StateOpen:
			continue // nobody's of this till, or nothing was promised
		case !known:
			return fmt.Errorf("gateway, payment %s: the till has no reference %s", a.Intent, a.Sale)
		case a.State == gateway.StateCancelled:
		case paidBy[c.Reference] != "":
			return fmt.Errorf("reference %s: payments %s and %s are both for it", c.Reference, paidBy[c.Reference], a.Intent)
		default:
			paidBy[c.Reference] = a.Intent
		}
	}
	return nil
}

// coverOf finds the till's reference of a payment: it has the reference as its name, and from the capture on its sale's.
func (b *books) coverOf(a gateway.Account) (pos.CoverBook, bool) {
	if c, ok := b.station.pos.Cover(a.Sale); ok {
		return c, true
	}
	s, _ := b.station.pos.Sale(a.Sale)
	return b.station.pos.Cover(s.Reference)
}

// Unsettled says what is not over yet of sales and money, or does not agree between till, gateway, merchant host and order
// management: nothing, when every party has had the time to finish. Parties that are outside are not looked at.
func (s *Station) Unsettled() (open []string) {
	note := func(format string, args ...any) { open = append(open, fmt.Sprintf(format, args...)) }
	if s.pos == nil {
		return nil
	}
	b := s.pos.Books()
	for _, key := range b.Open {
		note("task %s is open", key)
	}
	for _, c := range b.Covers {
		if c.State != pos.Closed {
			note("reference %s is %s", c.Reference, c.State)
		}
	}
	ledger := s.inLedger()
	for _, told := range s.books.sales {
		sale, known := s.pos.Sale(told.ID)
		switch {
		case told.Dispute != "":
		case !known:
			note("sale %s: the till never heard of it", told.ID)
		case sale.State != pos.Settled && sale.State != pos.WrittenOff:
			note("sale %s is %s", told.ID, sale.State)
		case !sale.Volume.IsZero() && ledger != nil && ledger[told.ID] != sale.Paid.Minor:
			note("sale %s: %s were paid, the ledger has %d minor units", told.ID, sale.Paid, ledger[told.ID])
		}
	}
	return append(open, s.unsettledByCard(b)...)
}

// inLedger returns what order management has as paid, by sale, -1 where it has the sale not at all; nil where it is outside.
func (s *Station) inLedger() map[string]int64 {
	if s.oms == nil {
		return nil
	}
	paid := map[string]int64{}
	for id := range s.books.sales {
		paid[id] = -1
	}
	for _, p := range s.oms.Since(0) {
		paid[p.Sale.Sale] = p.Sale.Paid.Minor
	}
	return paid
}

// unsettledByCard adds up what sales by card are worth, what the gateway took, and what cardholders pay at the host.
func (s *Station) unsettledByCard(b pos.Books) (open []string) {
	sum := struct{ sales, gateway, host int64 }{}
	for _, sale := range b.Sales {
		if sale.State == pos.Settled && sale.Tender == pos.Card {
			sum.sales += sale.Paid.Minor
		}
	}
	for _, a := range s.intents() {
		if a.State == gateway.StateHeld || a.Pending > 0 {
			open = append(open, fmt.Sprintf("gateway, payment %s is %s, %d messages to the host are not answered", a.Intent, a.State, a.Pending))
		}
		sum.gateway += a.Captured.Minor - a.Refunded.Minor
	}
	for _, a := range s.accounts() {
		if a.State == host.Held {
			open = append(open, fmt.Sprintf("host, authorisation %s of terminal %s still binds %s", a.RRN, a.Terminal, a.Cover))
		}
		sum.host += a.Net().Minor
	}
	if s.gateway != nil && sum.gateway != sum.sales {
		open = append(open, fmt.Sprintf("sales by card are worth %d minor units, the gateway took %d", sum.sales, sum.gateway))
	}
	if s.gateway != nil && s.host != nil && sum.host != sum.gateway {
		open = append(open, fmt.Sprintf("the gateway took %d minor units, at the host cardholders pay %d", sum.gateway, sum.host))
	}
	return open
}
