// Package line joins machines: a serial bus paced by baud with several ends, a stream, a digital line, a counter, and a
// link that carries nouns. A line does not know whether what stands at its end is a model or metal.
//
// Lines are moved by a Scheduler (the loop): each has one timer slot, and ties between lines and machines are broken by
// slot. The wire is simulated per frame: a transmission's bytes have computed instants, and the far ends hear it when
// its last byte has ended. A polled bus may sleep through idle cycles (sleep.go, rouse.go; template.go is the cycle), and
// for reference its bytes may be heard one by one (spell.go); a digest shows that every frame and its instant are the same.
// What can go wrong on a bus is a catalogue (Faults); Planned places a fault. What the bytes mean
// is not here.
package line
