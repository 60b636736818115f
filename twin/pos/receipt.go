package pos

import (
	"fmt"
	"strings"
)

// receipt prints a settled sale for the customer. Of a card it shows the brand and the last four digits.
func (p *POS) receipt(s *sale) {
	if s.Amount.IsZero() {
		return
	}
	var b strings.Builder
	for _, line := range p.cfg.Country.Header {
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintf(&b, "%s\nsale %s, fuelling point %d\n", p.cfg.Site, s.ID, s.Point)
	fmt.Fprintf(&b, "%s\n", p.shown(s.EndedAt))
	fmt.Fprintf(&b, "%s %s x %s\n", s.Grade, s.Volume, s.Price)
	fmt.Fprintf(&b, "total %s\n", s.Amount)
	p.cfg.Country.tax(&b, s)
	switch {
	case s.Tender == Card:
		fmt.Fprintf(&b, "%s **** %s: %s\n", s.Card.Brand, s.Card.Last4, s.Paid)
	default:
		cash := s.Paid
		if s.inCoins() {
			cash = p.cfg.Country.coins(s.Paid)
		}
		if rounded := cash.Sub(s.Paid); !rounded.IsZero() {
			fmt.Fprintf(&b, "rounding %s\n", rounded)
		}
		fmt.Fprintf(&b, "%s: %s\n", s.Tender, cash)
	}
	for _, line := range p.cfg.Country.Footer {
		fmt.Fprintln(&b, line)
	}
	p.tell(ReceiptPrinted{s.ID, b.String()})
}
