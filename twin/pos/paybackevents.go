package pos

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What the POS tells of money that goes back after a sale was settled.
type (
	// SaleVoided says that a whole sale was taken back before the close of its shift.
	SaleVoided struct {
		Sale      string          `event:"sale"`
		Point     forecourt.Point `event:"fuelling-point"`
		Amount    unit.Money      `event:"amount"`
		Tender    Tender          `event:"tender"`
		Reason    string          `event:"reason"`
		Reference string          `event:"reference"`
	}
	// SaleRefunded says that money of a sale went back.
	SaleRefunded struct {
		Sale      string          `event:"sale"`
		Point     forecourt.Point `event:"fuelling-point"`
		Amount    unit.Money      `event:"amount"`
		Tender    Tender          `event:"tender"`
		Reason    string          `event:"reason"`
		Reference string          `event:"reference"`
	}
)

// Event names.
func (SaleVoided) Event() string   { return "sale-voided" }
func (SaleRefunded) Event() string { return "sale-refunded" }

func init() {
	forecourt.DefineEvent(Kind, SaleVoided{}, "a whole sale was taken back before the close of its shift")
	forecourt.DefineEvent(Kind, SaleRefunded{}, "money of a settled sale went back")
}

// payBackReceipt prints what the customer gets back.
func (p *POS) payBackReceipt(x *payback, s *sale) {
	var b strings.Builder
	for _, line := range p.cfg.Country.Header {
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintf(&b, "%s\n%s of sale %s: %s\n", p.cfg.Site, x.Kind, s.ID, x.Reason)
	if s.Tender == Card {
		fmt.Fprintf(&b, "%s **** %s: %s\n", s.Card.Brand, s.Card.Last4, x.Amount.Neg())
	} else {
		cash := p.cfg.Country.coins(x.Amount)
		if cash != x.Amount {
			p.tell(CashRounded{s.ID, x.Amount.Neg(), cash.Neg(), x.Amount.Sub(cash)})
		}
		fmt.Fprintf(&b, "%s: %s\n", s.Tender, cash.Neg())
	}
	for _, line := range p.cfg.Country.Footer {
		fmt.Fprintln(&b, line)
	}
	p.tell(ReceiptPrinted{s.ID, b.String()})
}
