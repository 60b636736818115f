package pos

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// What a cashier does to have a sale to himself. All tills see all unpaid sales; one at a time works on one of them.
type (
	// TakeSale puts an unpaid sale, named by its number or the oldest one of a point, on a till's screen.
	TakeSale struct {
		Sale  string
		Point forecourt.Point
		By    By `json:",omitzero"`
	}
	// PutBack gives it back to all.
	PutBack struct {
		Sale string
		By   By `json:",omitzero"`
	}
)

// Stimulus names.
func (TakeSale) Stimulus() string { return "take-sale" }
func (PutBack) Stimulus() string  { return "put-back" }

// SaleTaken says who works on an unpaid sale.
type SaleTaken struct {
	Sale string `event:"sale"`
	By   string `event:"by"`
}

// SalePutBack says that nobody does any more.
type SalePutBack struct {
	Sale string `event:"sale"`
	By   string `event:"by"`
}

// Event names.
func (SaleTaken) Event() string   { return "sale-taken" }
func (SalePutBack) Event() string { return "sale-put-back" }

// held is who has a sale to himself, until when. A power cut ends it: screens are dark, too.
type held struct {
	by    By
	until clock.Instant
}

// keptBy says why somebody cannot work on a sale: somebody else does, or the sale is another attendant's.
func (p *POS) keptBy(s *sale, by By) string {
	if h, yes := p.screens[s.ID]; yes && h.by != by && p.env.Now() < h.until {
		return "sale " + s.ID + " is at " + h.by.String()
	}
	if by.Attendant == "" {
		return ""
	}
	if d := p.duties[s.Duty]; d != nil && d.Until == 0 {
		if d.Attendant != by.Attendant {
			return "sale " + s.ID + " is at attendant " + d.Attendant
		}
		return ""
	}
	if !p.serves(by.Attendant, s.Point) {
		return by.Attendant + " does not serve the fuelling point of sale " + s.ID
	}
	return ""
}

func (p *POS) takeSale(n TakeSale) string {
	s, why := p.unpaid(n.Sale, n.Point)
	if why == "" {
		why = p.keptBy(s, n.By)
	}
	if why != "" {
		return why
	}
	p.screens[s.ID] = held{n.By, p.env.Now().Add(p.cfg.SaleWithin)}
	p.tell(SaleTaken{s.ID, n.By.String()})
	return ""
}

func (p *POS) putBack(n PutBack) string {
	h, yes := p.screens[n.Sale]
	if !yes || h.by != n.By || p.env.Now() >= h.until {
		return "sale " + n.Sale + " is not at " + n.By.String()
	}
	delete(p.screens, n.Sale)
	p.tell(SalePutBack{n.Sale, n.By.String()})
	return ""
}

func init() {
	forecourt.DefineEvent(Kind, SaleTaken{}, "a till has an unpaid sale to itself")
	forecourt.DefineEvent(Kind, SalePutBack{}, "it gave the sale back to all")
}
