// Package hydraulics is one fuelling point without its electronics: nozzles in their boots, a hand on the trigger, motor,
// slow and fast valve, and the fuel that runs through the meter.
//
// A Hydraulics plays the role "hydraulics N" of fuelling point N. Valves and motor are inputs, boots are outputs, and the
// fuel is a line.Train on two counter lines, the pulser and the pipe to the tank: how much has flowed is known in closed
// form at every instant, in whole microlitres, and pulser and pipe can never disagree. Flow needs a nozzle that is out, a
// pulled trigger, a running motor and an open valve; it changes evenly, up within Ramp, down within the closing time of
// what shuts it. What flows while a valve closes is the after-flow, and it is metered.
//
// A squeeze with Until is a hand that watches the display: it lets go so early that the closing trigger ends exactly on
// the pulse that shows Until. It reckons with a display that went to zero when the motor started and missed no pulse
// since its totalizer began; otherwise it may be one display interval off, like a hand.
//
// A hose may have a satellite, a second nozzle for the far side of a lorry: one boot line, one meter, one sale. The hand has
// one trigger, so that they draw in turn.
//
// Cutting the power of this machine is a dead motor supply: nobody can act on it until it is back. What a mains failure
// does to a sale is played by cutting the electronics, whose outputs then fall and shut the valves.
//
// Left out: several points on one submersible pump, pressure, temperature, an empty tank, a full vehicle tank (LetGo
// plays it), hose dilation, vapour recovery, pulsers that miss or invent pulses (put a fault on the line).
package hydraulics
