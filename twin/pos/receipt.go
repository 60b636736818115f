package pos

import (
	"fmt"
	"io"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// receipt prints a settled sale for the customer. Of a card it shows the brand and the last four digits.
func (p *POS) receipt(s *sale) {
	if s.Amount.IsZero() {
		return
	}
	text := p.receiptText(s)
	p.tell(ReceiptPrinted{s.ID, text})
	p.offerReceipt(s, text)
}

func (p *POS) receiptText(s *sale) string {
	var b strings.Builder
	for _, line := range p.cfg.Country.Header {
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintf(&b, "%s\nsale %s, fuelling point %d\n", p.cfg.Site, s.ID, s.Point)
	fmt.Fprintf(&b, "%s\n", p.shown(s.EndedAt))
	fmt.Fprintf(&b, "%s %s x %s\n", s.Grade, s.Volume, s.Price)
	printCompensation(&b, s.Compensation)
	fmt.Fprintf(&b, "total %s\n", s.Amount)
	p.cfg.Country.tax(&b, s)
	switch {
	case s.Customer != "":
		fmt.Fprintf(&b, "mobile: %s\n", s.Paid)
	case s.Tender == Card:
		fmt.Fprintf(&b, "%s **** %s: %s\n", s.Card.Brand, s.Card.Last4, s.Paid)
	default:
		cash := p.cfg.Country.coins(s.Paid)
		if rounded := cash.Sub(s.Paid); !rounded.IsZero() {
			fmt.Fprintf(&b, "rounding %s\n", rounded)
		}
		fmt.Fprintf(&b, "%s: %s\n", s.Tender, cash)
	}
	fleetLines(&b, s.Fleet)
	if s.Points > 0 {
		fmt.Fprintf(&b, "%s, %s member: %d points\n", p.cfg.Loyalty.Scheme, s.Member.Tier, s.Points)
	}
	for _, line := range p.cfg.Country.Footer {
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

// fleetLines prints what the driver typed.
func fleetLines(w io.Writer, d forecourt.FleetData) {
	for _, line := range []struct{ name, text string }{{"odometer", d.Odometer}, {"vehicle", d.Vehicle}, {"driver", d.Driver}} {
		if line.text != "" {
			_, _ = fmt.Fprintf(w, "%s %s\n", line.name, line.text)
		}
	}
}
