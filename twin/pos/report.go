package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// PaybackBook is what the POS has in its books about money of a settled sale that goes back.
type PaybackBook struct {
	Reference string
	Kind      forecourt.PaybackKind
	Sale      string
	Amount    unit.Money // over zero
	Done      bool
	Stuck     bool // the gateway refused it
	Shift     int  // in which it was given; 0: not yet
	Posted    bool
}

// CloseBook is what the POS has in its books about a closed shift or day.
type CloseBook struct {
	Close       string
	Kind        string // shift or day
	First, Last int    // shifts
	Totals      []forecourt.Total
	Captured    unit.Money
	Gateway     unit.Money
	Checked     bool // against the gateway
	Posted      bool
}

func (p *POS) paybackBooks() (all []PaybackBook) {
	for _, id := range p.books.order.paybacks {
		x := p.paybacks[id]
		all = append(all, PaybackBook{
			Reference: x.ID, Kind: x.Kind, Sale: x.Sale, Amount: x.Amount, Done: x.State == paybackDone, Stuck: x.State == paybackStuck,
			Shift: x.Shift, Posted: x.Posting == postingDone,
		})
	}
	return all
}

func (p *POS) closeBooks() (all []CloseBook) {
	for _, id := range p.books.order.closings {
		x := p.closings[id]
		all = append(all, CloseBook{
			Close: x.ID, Kind: string(x.Kind), First: x.First, Last: x.Last, Totals: x.Totals, Captured: x.Captured, Gateway: x.Gateway,
			Checked: x.Checked, Posted: x.Posting == postingDone,
		})
	}
	return all
}
