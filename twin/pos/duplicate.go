package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// DuplicateSeen says that the same card was used for the same amount at the same point a short while before, and whether
// it was refused for that.
type DuplicateSeen struct {
	Point   forecourt.Point `event:"fuelling-point"`
	Card    string          `event:"card"`
	Amount  unit.Money      `event:"amount"`
	Earlier string          `event:"earlier"` // the reference of the first time
	Refused bool            `event:"refused"`
}

// RepeatIgnored says that the till was asked for something under a reference that it has seen, and did nothing.
type RepeatIgnored struct {
	Stimulus  string `event:"stimulus"`
	Reference string `event:"reference"`
}

// Event names.
func (DuplicateSeen) Event() string { return "duplicate-seen" }
func (RepeatIgnored) Event() string { return "repeat-ignored" }

func init() {
	forecourt.DefineEvent(Kind, DuplicateSeen{}, "the same card was used for the same amount at the same point before")
	forecourt.DefineEvent(Kind, RepeatIgnored{}, "the till was asked again under the same reference and did nothing")
}

// again says why a card is not taken a second time; empty: it is, with a warning or without. Only what has bought
// something counts as the first time.
func (p *POS) again(c *cover) string {
	d := p.cfg.Cards.Duplicates
	if d.Within == 0 {
		return ""
	}
	for i := len(p.books.order.covers) - 1; i >= 0; i-- {
		old := p.covers[p.books.order.covers[i]]
		if old.Point != c.Point || old.Card != c.Card || old.Asked != c.Asked || old.AskedAt.Add(d.Within) < p.env.Now() || !old.bought() {
			continue
		}
		refused := d.Do == payment.RefuseDuplicate
		p.tell(DuplicateSeen{c.Point, c.Card.Name, c.Asked, old.ID, refused})
		if refused {
			return fmt.Sprintf("the card was used for %s here a short while ago", c.Asked)
		}
		return ""
	}
	return ""
}

// bought says that a cover has paid for something, or is about to.
func (c *cover) bought() bool {
	return c.State == Used || c.State == Closed && c.Captured.Cmp(c.Refunded) > 0
}

// repeated says that a reference of the till is known, and tells it.
func (p *POS) repeated(s forecourt.Stimulus, reference string) bool {
	if reference == "" {
		return false
	}
	known := p.covers[reference] != nil || p.paybacks[reference] != nil || p.talks[reference] != nil
	if known {
		p.tell(RepeatIgnored{s.Stimulus(), reference})
	}
	return known
}
