package pos

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/service"
)

// CoverKind says what money is for.
type CoverKind string

// The kinds.
const (
	Outdoor CoverKind = "outdoor" // held at a terminal, captured after the sale
	Prepaid CoverKind = "prepaid" // taken at the till before the sale
	Till    CoverKind = "till"    // taken at the till after the sale, by card
	Phone   CoverKind = "phone"   // held for a phone that unlocks a point, captured after the sale
	Served  CoverKind = "served"  // an attendant has released: no money yet, he takes it after the sale
)

// CoverState is how far a cover is.
type CoverState string

// The states.
const (
	Asking    CoverState = "asking"    // the gateway has been asked, the customer waits
	Abandoned CoverState = "abandoned" // the customer waits no more; what the gateway did must be found out and undone
	Open      CoverState = "open"      // the money is there, the point is released
	Used      CoverState = "used"      // a sale has used it; capture or refund is under way
	Ending    CoverState = "ending"    // nothing has used it; the money goes back
	Closed    CoverState = "closed"    // over, with everything settled
	Stuck     CoverState = "stuck"     // the gateway refused to settle it: a person must look
)

// mode is the service mode of which a cover is.
func (k CoverKind) mode() service.Row {
	return map[CoverKind]service.Mode{Outdoor: service.Outdoor, Phone: service.Outdoor, Prepaid: service.Prepay, Served: service.Attendant}[k].Row()
}

// held says that its money is held at the gateway until the sale is made.
func (k CoverKind) held() bool { return k == Outdoor || k == Phone }

// turn is what moves a cover on.
type turn string

const (
	granted  turn = "the money is granted"
	declined turn = "the money is declined"
	givenUp  turn = "no answer comes"
	sold     turn = "a sale uses it"
	unused   turn = "no sale uses it"
	forgone  turn = "it was granted here and the gateway declines it"
	settled  turn = "it is settled"
	refused  turn = "the gateway refuses"
)

var coverTable = machine.NewTable("cover",
	machine.Row[CoverState, turn]{From: Asking, On: granted, To: Open},
	machine.Row[CoverState, turn]{From: Asking, On: declined, To: Closed},
	machine.Row[CoverState, turn]{From: Asking, On: givenUp, To: Abandoned},
	machine.Row[CoverState, turn]{From: Abandoned, On: granted, To: Ending},
	machine.Row[CoverState, turn]{From: Abandoned, On: declined, To: Closed},
	machine.Row[CoverState, turn]{From: Open, On: sold, To: Used},
	machine.Row[CoverState, turn]{From: Open, On: unused, To: Ending},
	machine.Row[CoverState, turn]{From: Used, On: settled, To: Closed},
	machine.Row[CoverState, turn]{From: Used, On: refused, To: Stuck},
	machine.Row[CoverState, turn]{From: Used, On: forgone, To: Closed},
	machine.Row[CoverState, turn]{From: Ending, On: settled, To: Closed},
	machine.Row[CoverState, turn]{From: Ending, On: refused, To: Stuck},
)

// turn moves a cover on. An arrow that is not there is a mistake of this package and stops the run.
func (c *cover) turn(on turn) {
	to, ok := coverTable.Next(c.State, on)
	if !ok {
		panic("pos: " + coverTable.Refusal(c.State, on).Error() + ", cover " + c.ID)
	}
	c.State = to
}
