package pos

import "github.com/forecourt/forecourt/twin/forecourt"

// What the POS tells of what a card may buy.
type (
	// NozzleRefused says that a nozzle is out which the customer's card is not for.
	NozzleRefused struct {
		Point     forecourt.Point  `event:"fuelling-point"`
		Nozzle    forecourt.Nozzle `event:"nozzle"`
		Grade     forecourt.Grade  `event:"grade"`
		Card      string           `event:"card"`
		Reference string           `event:"reference"`
	}
)

// Event names.
func (NozzleRefused) Event() string { return "nozzle-refused" }

func init() {
	forecourt.DefineEvent(Kind, NozzleRefused{}, "a nozzle is out that the customer's card is not for")
}
