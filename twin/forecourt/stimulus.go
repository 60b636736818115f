package forecourt

import "github.com/forecourt/forecourt/twin/unit"

// Stimulus is what a hand, a float, a line or a fault does to a machine. Its name is the scenario step's where a
// scenario can do it.
type Stimulus interface{ Stimulus() string }

// What a driver's hand does at a fuelling point.
type (
	// LiftNozzle takes a nozzle out of its boot.
	LiftNozzle struct{ Nozzle Nozzle }
	// HangNozzle puts the nozzle that is out back.
	HangNozzle struct{}
	// Squeeze pulls the trigger. The hand lets go by itself when the display shows Until; a zero Until never lets go.
	Squeeze struct {
		Until unit.Indicated
		Flow  unit.FlowRate // 0: as fast as the dispenser gives
	}
	// LetGo releases the trigger.
	LetGo struct{}
)

// Stimulus names.
func (LiftNozzle) Stimulus() string { return "lift-nozzle" }
func (HangNozzle) Stimulus() string { return "hang-nozzle" }
func (Squeeze) Stimulus() string    { return "squeeze" }
func (LetGo) Stimulus() string      { return "let-go" }

// What happens to any machine.
type (
	// PowerOn starts a machine, the first time and after every PowerOff.
	PowerOn struct{}
	// PowerOff stops it: all that is not in its store is gone.
	PowerOff struct{}
	// Received is a noun that arrived over a link: an Order, a News, or another party's own.
	Received struct {
		Port uint8
		Noun any
	}
	// Level is a digital line that changed.
	Level struct {
		Port uint8
		High bool
	}
	// Linked says that the connection at a port is made, or gone. Only connections of the outside are told of.
	Linked struct {
		Port uint8
		Up   bool
	}
	// Counted says that a counter has reached the count that was asked for.
	Counted struct {
		Port  uint8
		Count int64
	}
)

// Stimulus names.
func (PowerOn) Stimulus() string  { return "power-on" }
func (PowerOff) Stimulus() string { return "power-off" }
func (Received) Stimulus() string { return "received" }
func (Level) Stimulus() string    { return "level" }
func (Linked) Stimulus() string   { return "linked" }
func (Counted) Stimulus() string  { return "counted" }
