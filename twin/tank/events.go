package tank

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role a tank plays: "tank 1".
const Kind = "tank"

// Deliver puts fuel into the tank, at once.
type Deliver struct{ Volume unit.Volume }

// Stimulus implements forecourt.Stimulus.
func (Deliver) Stimulus() string { return "deliver" }

// Delivered says what came in, and what the tank held around it.
type Delivered struct {
	Grade  forecourt.Grade `event:"grade"`
	Volume unit.Volume     `event:"volume"`
	Before unit.Volume     `event:"before"`
	After  unit.Volume     `event:"after"`
}

// Event implements forecourt.Event.
func (Delivered) Event() string { return "delivered" }

func init() {
	forecourt.DefineEvent(Kind, Delivered{}, "fuel was delivered into the tank")
}
