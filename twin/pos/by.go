package pos

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/service"
)

// By says who acts: a cashier at a till, or an attendant with his tag. In what a hand does, the zero By is a cashier at
// till 1; in the books it is a terminal, at which nobody acts.
type By struct {
	Till      int    `json:",omitzero"`
	Attendant string `json:",omitzero"`
}

// String names who acts.
func (b By) String() string {
	switch {
	case b.Attendant != "":
		return "attendant " + b.Attendant
	case b.Till != 0:
		return fmt.Sprintf("till %d", b.Till)
	}
	return "a terminal"
}

// named fills in the first till where nobody is named.
func (b By) named() By {
	if b.Attendant == "" && b.Till == 0 {
		b.Till = 1
	}
	return b
}

// stranger says why somebody cannot act here at all.
func (p *POS) stranger(b By) string {
	switch {
	case b.Attendant != "" && b.Till != 0:
		return "an attendant acts where he stands, not at a till"
	case b.Attendant != "" && !slices.Contains(p.cfg.Attendants, b.Attendant):
		return fmt.Sprintf("there is no attendant %s", b.Attendant)
	case b.Attendant != "" && p.duty(b.Attendant) == nil:
		return b.Attendant + " is not tagged in"
	case b.Attendant == "" && (b.Till < 1 || b.Till > p.cfg.Tills):
		return fmt.Sprintf("there is no till %d", b.Till)
	}
	return ""
}

// notOffered says why a point cannot be used in a mode.
func (p *POS) notOffered(n forecourt.Point, offered bool, mode service.Mode) string {
	if offered || !p.has(n) {
		return ""
	}
	if p.point(n).offers.Only(service.Outdoor) {
		return fmt.Sprintf("fuel at fuelling point %d is paid by card at the terminal", n)
	}
	return fmt.Sprintf("fuelling point %d offers %s, not %s", n, p.point(n).offers, mode)
}
