package hydraulics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// The connectors of a submersible pump.
const (
	RunsPort machine.Port = iota // out: high while it runs
	ShutPort                     // in: high while the console holds it off
)

// DetectorTrips is the leak that a line leak detector finds: 3 US gallons an hour (A), in microlitres a second.
const DetectorTrips unit.FlowRate = 3155

// What a pump tells of its line.
type (
	// LineLeaking says that the line leak detector has found a leak.
	LineLeaking struct {
		Rate unit.FlowRate `event:"rate"`
	}
	// PumpHeld and PumpFreed say that the console holds the pump off, or no more.
	PumpHeld  struct{}
	PumpFreed struct{}
)

// Event names.
func (LineLeaking) Event() string { return "line-leaking" }
func (PumpHeld) Event() string    { return "pump-held" }
func (PumpFreed) Event() string   { return "pump-freed" }

func init() {
	forecourt.DefineEvent(PumpKind, LineLeaking{}, "the line leak detector has found a leak and stays at its test flow until the pump starts anew")
	forecourt.DefineEvent(PumpKind, PumpHeld{}, "the gauge console holds the pump off")
	forecourt.DefineEvent(PumpKind, PumpFreed{}, "the gauge console holds the pump off no more")
}

// leaks says whether the line loses as much as the leak detector finds.
func (p *Pump) leaks() bool { return p.config.Leak != nil && p.config.Leak() >= DetectorTrips }

// hold is told by the console to stay off, or that it may run.
func (p *Pump) hold(shut bool) {
	p.shut = shut
	if shut {
		p.env.Tell(PumpHeld{})
	} else {
		p.env.Tell(PumpFreed{})
	}
}

// RunsBack returns what runs back past the check valve of hose i while its pump rests: to a console, a leak of the line.
func (h *Hydraulics) RunsBack(i int) unit.FlowRate { return h.hoses[i].fault.back }
