package pos

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a cashier does.
type (
	// AuthorisePoint releases a point for a sale that is paid afterwards, at a till or to the attendant who releases. At most one limit is set.
	AuthorisePoint struct {
		Point       forecourt.Point
		LimitVolume unit.Indicated `json:",omitzero"`
		LimitAmount unit.Money     `json:",omitzero"`
		Loyalty     string         `json:",omitempty"` // a test membership's name
		forecourt.Terms
		By By `json:",omitzero"`
	}
	// Pay settles an unpaid sale, named by its number, or the oldest one of a point.
	Pay struct {
		Sale   string
		Point  forecourt.Point
		Tender Tender
		Card   string // a test card's name
		// Loyalty is a test membership's name.
		Loyalty string `json:",omitempty"`
		By      By     `json:",omitzero"`
	}
	// Prepay takes money for a point in advance.
	Prepay struct {
		Point  forecourt.Point
		Amount unit.Money `json:",omitzero"`
		Tender Tender
		Card   string
		// Loyalty is a test membership's name. A prepayment under a Reference that is known changes nothing.
		Loyalty   string `json:",omitempty"`
		Reference string `json:",omitempty"`
		forecourt.Terms
		By By `json:",omitzero"`
	}
	// WriteOff settles an unpaid sale without money.
	WriteOff struct {
		Sale, Reason string
		By           By `json:",omitzero"`
	}
	// StopPoint stops a point; 0: every point.
	StopPoint struct {
		Point forecourt.Point
		By    By `json:",omitzero"`
	}
	// ChangePrice orders a price of a level.
	ChangePrice struct {
		Grade forecourt.Grade
		Price unit.Price
		Level forecourt.PriceLevel `json:",omitzero"`
	}
)

// Stimulus names.
func (AuthorisePoint) Stimulus() string { return "authorise" }
func (Pay) Stimulus() string            { return "pay" }
func (Prepay) Stimulus() string         { return "prepay" }
func (WriteOff) Stimulus() string       { return "write-off" }
func (StopPoint) Stimulus() string      { return "stop" }
func (ChangePrice) Stimulus() string    { return "change-price" }

// cashier does what a cashier or an attendant asks, or says why not.
func (p *POS) cashier(s forecourt.Stimulus) {
	why := ""
	switch s := s.(type) {
	case AuthorisePoint:
		why = p.acts(&s.By, func() string { return p.authorisePoint(s) })
	case Pay:
		why = p.acts(&s.By, func() string { return p.pay(s) })
	case Prepay:
		why = p.acts(&s.By, func() string { return p.takePrepay(s) })
	case MovePrepay:
		why = p.acts(&s.By, func() string { return p.movePrepay(s) })
	case VoidSale:
		if !p.repeated(s, s.Reference) {
			why = p.void(s)
		}
	case RefundSale:
		if !p.repeated(s, s.Reference) {
			why = p.refundSale(s)
		}
	case CloseShift:
		why = p.closeShift(false)
	case CloseDay:
		why = p.closeShift(true)
	case WriteOff:
		why = p.acts(&s.By, func() string { return p.writeOff(s) })
	case TakeSale:
		why = p.acts(&s.By, func() string { return p.takeSale(s) })
	case PutBack:
		why = p.acts(&s.By, func() string { return p.putBack(s) })
	case ReportTakings:
		why = p.acts(&s.By, func() string { return p.report(s) })
	case StopPoint:
		why = p.acts(&s.By, func() string { return p.stopPoint(s) })
	case TagAttendant:
		why = p.tag(s)
	case SetMode:
		why = p.setMode(s)
	case SetClock:
		why = p.setClock(s)
	case ChangePrice:
		why = p.changePrice(s)
	default:
		why = "a POS knows nothing of that"
	}
	if why != "" {
		p.refuse(s, why)
	}
}

// refuse tells the cashier that nothing was done, and why.
func (p *POS) refuse(s forecourt.Stimulus, why string) {
	p.env.Fault(fmt.Errorf("pos: %s refused: %s", s.Stimulus(), why))
	p.tell(Refused{s.Stimulus(), why})
}

// acts lets somebody act who is known here; nobody named is a cashier at the first till.
func (p *POS) acts(by *By, act func() string) string {
	*by = by.named()
	if why := p.stranger(*by); why != "" {
		return why
	}
	return act()
}

// stopPoint stops a point, or all. What waits for a nozzle there is over.
func (p *POS) stopPoint(s StopPoint) string {
	if s.Point != 0 && !p.has(s.Point) {
		return noPoint(s.Point)
	}
	for _, n := range p.cfg.Points {
		at := p.points[n]
		if s.Point != 0 && s.Point != n {
			continue
		}
		at.stopped = true
		if c := at.cover; c != nil && !c.Ordered {
			p.pass(c.ID, givenUpBy{"stopped at " + s.By.String()})
		}
	}
	p.order(forecourt.StopPoint{Point: s.Point})
	return ""
}

func (p *POS) has(n forecourt.Point) bool { return slices.Contains(p.cfg.Points, n) }

func noPoint(n forecourt.Point) string { return fmt.Sprintf("there is no fuelling point %d", n) }

// busy says why a point cannot be given to a new customer, or nothing.
func (p *POS) busy(n forecourt.Point) string {
	if !p.has(n) {
		return noPoint(n)
	}
	switch at := p.points[n]; {
	case at.cover != nil:
		return "the fuelling point is taken by " + at.cover.holder()
	case at.lost || at.state == forecourt.Inoperative || at.state == forecourt.Closed:
		return "the fuelling point is out of order"
	case at.state == forecourt.Authorised || at.state.Delivering():
		return "the fuelling point is in use"
	}
	return ""
}

// holder names who has a point.
func (c *cover) holder() string {
	switch c.Kind {
	case Outdoor:
		return fmt.Sprintf("a card at terminal %d", c.Reader)
	case Phone:
		return "a phone"
	case Served:
		return c.By.String()
	}
	return "a prepayment at " + c.By.String()
}
