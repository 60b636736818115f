package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// The events of faults.
type (
	// CreepFound says that the pulser of a nozzle turned while it had no sale.
	CreepFound struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
	// DisplayFailed says that the display is dark.
	DisplayFailed struct{}
)

// Event implements forecourt.Event.
func (CreepFound) Event() string { return "creep-found" }

// Event implements forecourt.Event.
func (DisplayFailed) Event() string { return "display-failed" }

func init() {
	forecourt.DefineEvent(Kind, CreepFound{}, "fuel was counted while the nozzle had no sale")
	forecourt.DefineEvent(Kind, DisplayFailed{}, "the display is dead; a running sale is stopped and no other begins")
}

// breakDown breaks a part of the computer, or repairs it. A replaced computer is a
// new one when it is switched on the next time.
func (e *Electronics) breakDown(d forecourt.DeviceFault) {
	switch d.Fault {
	case forecourt.DeadDisplay:
		e.dark = !d.Repaired
		if e.dark {
			e.env.Tell(DisplayFailed{})
			if e.sale != nil && !e.sale.done && e.phase != closing {
				e.sale.reason = forecourt.EndedByFault
				e.end(stop)
			}
		}
	case forecourt.ReplacedComputer:
		e.renewed = true
	default:
		e.env.Fault(fmt.Errorf("electronics: nothing here can have the fault '%s'", d.Fault))
	}
}

// renew is what a new computer finds: an empty store, and pulsers that have turned before.
func (e *Electronics) renew() {
	e.renewed = false
	e.env.Store().Replace()
	for i := range e.nozzles {
		n := e.env.Count(PulserPort(i)) // below zero where the one before has seen it turn back
		e.nozzles[i].base, e.nozzles[i].peak = n, n
	}
}

// Dark says that the display is dead: what it would show is to be seen on the wire only.
func (e *Electronics) Dark() bool { return e.dark }
