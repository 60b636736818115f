package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// ReportTakings prints what was taken at a till since it was new, or by an attendant on his present duty. It resets
// nothing.
type ReportTakings struct {
	By By `json:",omitzero"`
}

// Stimulus implements forecourt.Stimulus.
func (ReportTakings) Stimulus() string { return "report" }

// Takings are what somebody has settled. Each sale is settled by one till, attendant or terminal, so that all takings
// together are the books. Cash is before it is rounded to coins, a prepayment is what was used of it.
type Takings struct {
	Sales      int        `event:"sales"`
	Cash       unit.Money `event:"cash"`
	Card       unit.Money `event:"card"`
	WrittenOff unit.Money `event:"written-off"`
}

// Reported says what was taken by whom, and how much is still to be paid: of an attendant his own, at a till all.
type Reported struct {
	By          string     `event:"by"`
	Duty        string     `event:"duty"`
	Takings     Takings    `event:",inline"`
	Unpaid      int        `event:"unpaid"`
	Outstanding unit.Money `event:"outstanding"`
}

// Event implements forecourt.Event.
func (Reported) Event() string { return "reported" }

// takings sums up the settled sales of somebody.
func (p *POS) takings(of func(*sale) bool) Takings {
	t := Takings{Cash: p.none(), Card: p.none(), WrittenOff: p.none()}
	for _, id := range p.books.order.sales {
		s := p.sales[id]
		if !of(s) || s.State != Settled && s.State != WrittenOff {
			continue
		}
		t.Sales++
		switch {
		case s.State == WrittenOff:
			t.WrittenOff = t.WrittenOff.Add(s.Amount)
		case s.Tender == Card:
			t.Card = t.Card.Add(s.Paid)
		default:
			t.Cash = t.Cash.Add(s.Paid)
		}
	}
	return t
}

// stack counts the unpaid sales of somebody, and what they come to.
func (p *POS) stack(of func(*sale) bool) (n int, sum unit.Money) {
	sum = p.none()
	for _, id := range p.books.order.sales {
		if s := p.sales[id]; s.State == Unpaid && of(s) {
			n, sum = n+1, sum.Add(s.Amount)
		}
	}
	return n, sum
}

func (p *POS) report(r ReportTakings) string {
	if d := p.duty(r.By.Attendant); d != nil {
		p.tell(p.reportDuty(d))
		return ""
	}
	x := Reported{By: r.By.String(), Takings: p.takings(func(s *sale) bool { return s.By == r.By })}
	x.Unpaid, x.Outstanding = p.stack(func(*sale) bool { return true })
	p.tell(x)
	return ""
}

func (p *POS) reportDuty(d *duty) Reported {
	x := Reported{
		By: By{Attendant: d.Attendant}.String(), Duty: d.ID,
		Takings: p.takings(func(s *sale) bool { return s.Settler == d.ID }),
	}
	x.Unpaid, x.Outstanding = p.stack(func(s *sale) bool { return s.Duty == d.ID })
	return x
}

// TillTakings returns what was taken at a till, or by an attendant over all his duties; of the zero By, at terminals.
func (p *POS) TillTakings(by By) Takings { return p.takings(func(s *sale) bool { return s.By == by }) }

// UnpaidSales counts the sales that wait to be paid.
func (p *POS) UnpaidSales() int {
	n, _ := p.stack(func(*sale) bool { return true })
	return n
}

func init() {
	forecourt.DefineEvent(Kind, Reported{}, "what was taken at a till or by an attendant")
}
