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
	fmt.Fprintf(&b, "%s\nsale %s, fuelling point %d\n", p.cfg.Site, s.ID, s.Point)
	fmt.Fprintf(&b, "%s\n", s.EndedAt.Time().Format("2006-01-02 15:04 UTC"))
	fmt.Fprintf(&b, "%s %s x %s\n", s.Grade, s.Volume, s.Price)
	fmt.Fprintf(&b, "total %s\n", s.Amount)
	switch {
	case s.Tender == Card:
		fmt.Fprintf(&b, "%s **** %s: %s\n", s.Card.Brand, s.Card.Last4, s.Paid)
	default:
		fmt.Fprintf(&b, "%s: %s\n", s.Tender, s.Paid)
	}
	p.tell(ReceiptPrinted{s.ID, b.String()})
}
