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
// # Pumps, meters, hoses and faults
//
// A hose has a pump of its own that gives its flow, or draws with others from a submersible Pump: what each gets is the
// solution of the pump's curve and the nozzles' (pump.go), found when a nozzle opens or closes and at no other time. The
// pulser turns with the fuel, or beside it where the meter has a curve, a drift or a fault (meter.go): a second train, with
// a closed form too. A hose takes fuel in as it comes under pressure, and a little may slip back (swell.go). A Vehicle shuts
// the nozzle off when it is full. Where every microlitre through the meter went, and what the meter made of it, is named in
// a Ledger. All of this is off by default.
//
// A hose that blends draws on two tanks through two meters; the first pulser adds them up, for the sale, and the second meter
// has one of its own. When a component does not come the other one goes on alone.
//
// A hose whose tank has run dry is told by an input: its flow ends in that instant, and begins as at a start when the tank's
// inlet is covered again. A blend is told of both of its tanks, and loses the component that is dry.
//
// Left out: pressure as something to be read, a pump's own start-up time beside the leak detector's test, the air that a dry
// pump takes (it is neither metered nor has it to be driven out), vapour recovery; what the grades of one hose leave in it for
// each other, and the second length of hose of a
// satellite: each logical nozzle has one hose that dilates.
package hydraulics
