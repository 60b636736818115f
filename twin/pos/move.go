package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// MovePrepay takes a prepayment to another point: the customer has paid for one, and stands at the other.
type MovePrepay struct {
	From, To forecourt.Point
	By       By `json:",omitzero"`
}

// Stimulus implements forecourt.Stimulus.
func (MovePrepay) Stimulus() string { return "move-prepay" }

// PrepayMoved says that a prepayment is good for another point from now on.
type PrepayMoved struct {
	PaidAt    forecourt.Point `event:"paid-at"`
	Point     forecourt.Point `event:"fuelling-point"`
	Reference string          `event:"reference"`
}

// Event implements forecourt.Event.
func (PrepayMoved) Event() string { return "prepay-moved" }

// moves is what the story of a cover hears of its move.
type moves struct{ to forecourt.Point }

// movePrepay begins a move: the first point's release is asked back, and the second one gets it when it is. Should a
// nozzle be lifted at the first one before, or the second be taken, the money stays where it is or goes back.
func (p *POS) movePrepay(m MovePrepay) string {
	if !p.has(m.From) {
		return noPoint(m.From)
	}
	c := p.points[m.From].cover
	switch {
	case c == nil || c.Kind != Prepaid || c.State != Open:
		return fmt.Sprintf("nothing is prepaid at fuelling point %d", m.From)
	case p.points[m.From].state.Delivering():
		return fmt.Sprintf("fuelling point %d is in use", m.From)
	}
	if why := p.busy(m.To); why != "" {
		return why
	}
	p.pass(c.ID, moves{m.To})
	return ""
}

// moveTo gives a cover another point, and releases it. False: that point was taken in the meantime.
func (p *POS) moveTo(c *cover, to forecourt.Point) bool {
	from := c.Point
	if p.busy(to) != "" {
		return false
	}
	p.points[from].cover = nil
	c.Point = to
	p.points[to].cover = c
	p.talks[c.ID] = &loop.Box[any]{}
	p.tell(PrepayMoved{from, to, c.ID})
	p.release(c)
	return true
}

func init() {
	forecourt.DefineEvent(Kind, PrepayMoved{}, "a prepayment is good for another fuelling point")
}
