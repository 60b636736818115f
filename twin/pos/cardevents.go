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
	// CardDeclined says that a card's chip does not agree to what its issuer approved: the money goes back.
	CardDeclined struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Card      string          `event:"card"`
		Why       string          `event:"why"`
		Reference string          `event:"reference"`
	}
	// ScriptsRun says what became of the issuer's scripts.
	ScriptsRun struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Card      string          `event:"card"`
		Done      int             `event:"done"`
		Failed    int             `event:"failed"`
		Reference string          `event:"reference"`
	}
)

// Event names.
func (NozzleRefused) Event() string { return "nozzle-refused" }
func (CardDeclined) Event() string  { return "card-declined" }
func (ScriptsRun) Event() string    { return "scripts-run" }

func init() {
	forecourt.DefineEvent(Kind, CardDeclined{}, "the chip does not agree to what its issuer approved")
	forecourt.DefineEvent(Kind, ScriptsRun{}, "what became of the issuer's scripts")
	forecourt.DefineEvent(Kind, NozzleRefused{}, "a nozzle is out that the customer's card is not for")
}
