package tank

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role a tank plays: "tank 1".
const Kind = "tank"

// What is done to a tank.
type (
	// Deliver puts fuel into the tank: at once, or at a rate, one compartment after the other.
	Deliver struct {
		Volume       unit.Volume       `json:",omitempty"`
		Compartments []unit.Volume     `json:",omitempty"` // in place of Volume
		Rate         unit.FlowRate     `json:",omitempty"` // at its top; 0: at once
		Temperature  *unit.Temperature `json:",omitempty"` // nil: as warm as what is there
	}
	// Leak makes a hole, or with a rate of 0 seals it.
	Leak struct {
		From LeakPlace
		Rate unit.FlowRate
	}
	// WaterIn lets water in, at once or at a rate; less than nothing is pumped out.
	WaterIn struct {
		Volume unit.Volume
		Rate   unit.FlowRate `json:",omitempty"`
	}
	// BreakSiphon lets air into the tank's siphon; JoinSiphon primes it again.
	BreakSiphon struct{}
	JoinSiphon  struct{}
)

// LeakPlace is where a leak is.
type LeakPlace string

// The places: the tank loses all the time, the line to the pumps while fuel is drawn.
const (
	TankLeak LeakPlace = "tank"
	LineLeak LeakPlace = "line"
)

// Stimulus implements forecourt.Stimulus.
func (Deliver) Stimulus() string     { return "deliver" }
func (Leak) Stimulus() string        { return "leak" }
func (WaterIn) Stimulus() string     { return "water-in" }
func (BreakSiphon) Stimulus() string { return "break-siphon" }
func (JoinSiphon) Stimulus() string  { return "join-siphon" }

// What a tank tells.
type (
	// DropStarted says that a compartment is opened.
	DropStarted struct {
		Grade       forecourt.Grade  `event:"grade"`
		Volume      unit.Volume      `event:"volume"`
		Rate        unit.FlowRate    `event:"rate"`
		Temperature unit.Temperature `event:"temperature"`
	}
	// Delivered says what came in, and what the tank held around it.
	Delivered struct {
		Grade       forecourt.Grade  `event:"grade"`
		Volume      unit.Volume      `event:"volume"`
		Before      unit.Volume      `event:"before"`
		After       unit.Volume      `event:"after"`
		Temperature unit.Temperature `event:"temperature"`
	}
	// DeliveryCutOff says that the overfill valve has shut, and what did not come in.
	DeliveryCutOff struct {
		Grade forecourt.Grade `event:"grade"`
		Left  unit.Volume     `event:"left"`
	}
	// LeakBegan and LeakEnded say that a hole is there, or sealed.
	LeakBegan struct {
		From LeakPlace     `event:"place"`
		Rate unit.FlowRate `event:"rate"`
	}
	LeakEnded struct {
		From LeakPlace `event:"place"`
	}
	// WaterEntered says that water comes in, or is pumped out.
	WaterEntered struct {
		Volume unit.Volume   `event:"volume"`
		Rate   unit.FlowRate `event:"rate"`
	}
	// RanDry and InletCovered say that the pumps' inlet stands in air, or in product again, and what the tank holds.
	RanDry struct {
		Grade forecourt.Grade `event:"grade"`
		Left  unit.Volume     `event:"left"`
	}
	InletCovered struct {
		Grade  forecourt.Grade `event:"grade"`
		Volume unit.Volume     `event:"volume"`
	}
	// SiphonBroken and SiphonJoined say that the levels of the tanks are their own, or one again. By its level the first of
	// the tanks tells it.
	SiphonBroken struct {
		Reason string `event:"reason"` // AirLetIn, FootInAir
	}
	SiphonJoined struct{}
)

// Why a siphon breaks.
const (
	AirLetIn  = "air was let in"
	FootInAir = "the level fell to its foot"
)

// Event implements forecourt.Event.
func (DropStarted) Event() string    { return "drop-started" }
func (Delivered) Event() string      { return "delivered" }
func (DeliveryCutOff) Event() string { return "delivery-cut-off" }
func (LeakBegan) Event() string      { return "leak-began" }
func (LeakEnded) Event() string      { return "leak-ended" }
func (WaterEntered) Event() string   { return "water-entered" }
func (RanDry) Event() string         { return "ran-dry" }
func (InletCovered) Event() string   { return "inlet-covered" }
func (SiphonBroken) Event() string   { return "siphon-broken" }
func (SiphonJoined) Event() string   { return "siphon-joined" }

func init() {
	forecourt.DefineEvent(Kind, DropStarted{}, "a tanker's compartment was opened into the tank")
	forecourt.DefineEvent(Kind, Delivered{}, "fuel was delivered into the tank: a compartment, or all at once")
	forecourt.DefineEvent(Kind, DeliveryCutOff{}, "the overfill valve shut before the tanker was empty")
	forecourt.DefineEvent(Kind, LeakBegan{}, "the tank or its line has begun to leak")
	forecourt.DefineEvent(Kind, LeakEnded{}, "a leak was sealed")
	forecourt.DefineEvent(Kind, WaterEntered{}, "water has come into the tank, or was pumped out of it")
	forecourt.DefineEvent(Kind, RanDry{}, "the product has fallen to the pumps' inlet: they take air")
	forecourt.DefineEvent(Kind, InletCovered{}, "the pumps' inlet is covered again")
	forecourt.DefineEvent(Kind, SiphonBroken{}, "the siphon between manifolded tanks has lost its vacuum")
	forecourt.DefineEvent(Kind, SiphonJoined{}, "the siphon between manifolded tanks works again")
}
