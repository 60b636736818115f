package pos

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a cashier does.
type (
	// AuthorisePoint releases a point for a sale that is paid afterwards. At most one limit is set.
	AuthorisePoint struct {
		Point       forecourt.Point
		LimitVolume unit.Indicated `json:",omitzero"`
		LimitAmount unit.Money     `json:",omitzero"`
		Loyalty     string         `json:",omitempty"` // a test membership's name
		forecourt.Terms
	}
	// Pay settles an unpaid sale, named by its number, or the oldest one of a point.
	Pay struct {
		Sale   string
		Point  forecourt.Point
		Tender Tender
		Card   string // a test card's name
		// Loyalty is a test membership's name.
		Loyalty string `json:",omitempty"`
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
	}
	// WriteOff settles an unpaid sale without money.
	WriteOff struct{ Sale, Reason string }
	// StopPoint stops a point; 0: every point.
	StopPoint struct{ Point forecourt.Point }
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

// cashier does what the cashier asks, or says why not.
func (p *POS) cashier(s forecourt.Stimulus) {
	var why string
	switch s := s.(type) {
	case AuthorisePoint:
		why = p.authorisePoint(s)
	case Pay:
		why = p.pay(s)
	case Prepay:
		why = p.takePrepay(s)
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
		why = p.writeOff(s)
	case StopPoint:
		if s.Point != 0 && !p.has(s.Point) {
			why = noPoint(s.Point)
			break
		}
		for n, at := range p.points {
			at.stopped = at.stopped || s.Point == 0 || s.Point == n
		}
		p.order(forecourt.StopPoint{Point: s.Point})
	case ChangePrice:
		if s.Price.E4 <= 0 || s.Price.Currency != p.cfg.Currency {
			why = fmt.Sprintf("%s is no price here", s.Price)
			break
		}
		p.order(forecourt.ChangePrice{Grade: s.Grade, Price: s.Price, Level: s.Level})
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

func (p *POS) has(n forecourt.Point) bool { return slices.Contains(p.cfg.Points, n) }

func noPoint(n forecourt.Point) string { return fmt.Sprintf("there is no fuelling point %d", n) }

// busy says why a point cannot be given to a new customer, or nothing.
func (p *POS) busy(n forecourt.Point) string {
	if !p.has(n) {
		return noPoint(n)
	}
	switch at := p.points[n]; {
	case at.cover != nil:
		return "the fuelling point is taken"
	case at.lost || at.state == forecourt.Inoperative || at.state == forecourt.Closed:
		return "the fuelling point is out of order"
	case at.state == forecourt.Authorised || at.state.Delivering():
		return "the fuelling point is in use"
	}
	return ""
}
