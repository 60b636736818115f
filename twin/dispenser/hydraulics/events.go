package hydraulics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role: "hydraulics 2" belongs to fuelling point 2.
const Kind = "hydraulics"

// Role returns the role of the hydraulics of a fuelling point.
func Role(p forecourt.Point) forecourt.Role { return forecourt.Role{Kind: Kind, Number: int(p)} }

// The events.
type (
	// FlowStarted says that fuel begins to flow.
	FlowStarted struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
	// FlowStopped says that it has come to rest, and how much flowed, as a perfect meter would count it.
	FlowStopped struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
		Volume unit.Volume      `event:"volume"`
	}
	// TriggerReleased says that the hand has let go.
	TriggerReleased struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
)

// Event implements forecourt.Event.
func (FlowStarted) Event() string { return "flow-started" }

// Event implements forecourt.Event.
func (FlowStopped) Event() string { return "flow-stopped" }

// Event implements forecourt.Event.
func (TriggerReleased) Event() string { return "trigger-released" }

func init() {
	forecourt.DefineEvent(Kind, FlowStarted{}, "fuel begins to flow through a nozzle")
	forecourt.DefineEvent(Kind, FlowStopped{}, "the flow has come to rest; the volume is the physical one")
	forecourt.DefineEvent(Kind, TriggerReleased{}, "the hand let go of the trigger")
}
