package machinetest

import (
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Bench is one machine and everything it can reach.
type Bench struct {
	Machine machine.Machine
	Env     *machine.Env
	Disk    journal.Disk

	Said   []Said           // bytes written to serial lines and streams
	Told   []forecourt.Told // events
	Sent   []Sent           // nouns put on links
	Drove  []Drove          // every change of an output
	Faults []error
	Cycles int

	role     forecourt.Role
	off      bool
	now      clock.Instant
	timers   []clock.Instant
	levels   map[machine.Port]bool // of inputs
	driven   map[machine.Port]bool // of outputs
	counters map[machine.Port]*counter
	ids      uint64
}

// Said is a run of bytes: At is the earliest instant of its first one.
type Said struct {
	At    clock.Instant
	Port  machine.Port
	Bytes []byte
}

// Sent is a noun on a link.
type Sent struct {
	At   clock.Instant
	Port machine.Port
	Noun any
}

// Drove is a change of an output.
type Drove struct {
	At   clock.Instant
	Port machine.Port
	High bool
}

// Seed is the seed of every bench.
const Seed = 1

// New seats a machine, switched off, at clock.Epoch.
func New(role forecourt.Role, m machine.Machine, timers int) *Bench {
	b := &Bench{
		Machine: m, role: role, now: clock.Epoch, timers: make([]clock.Instant, timers),
		levels: map[machine.Port]bool{}, driven: map[machine.Port]bool{}, counters: map[machine.Port]*counter{},
	}
	b.forget()
	b.Env = machine.NewEnv(host{b}, 0, role, chance.New(Seed, role.String()), &b.Disk)
	return b
}

// Now returns the bench's instant.
func (b *Bench) Now() clock.Instant { return b.now }

// PowerOn switches the machine on.
func (b *Bench) PowerOn() {
	b.off = false
	b.Sense(forecourt.PowerOn{})
}

// PowerOff switches it off: its timers and what its disk had not flushed are gone, and it hears and senses nothing.
func (b *Bench) PowerOff() {
	b.Sense(forecourt.PowerOff{})
	b.off = true
	b.forget()
	b.Disk.CutPower()
}

func (b *Bench) forget() {
	for t := range b.timers {
		b.timers[t] = clock.Never
	}
}

// Sense does something to the machine, unless it was switched off.
func (b *Bench) Sense(s forecourt.Stimulus) {
	if !b.off {
		b.Machine.Sense(b.Env, s)
	}
}

// Hear lets the machine hear bytes whose last one ends now.
func (b *Bench) Hear(p machine.Port, bytes []byte) {
	if !b.off {
		b.Machine.Hear(b.Env, p, wire.Chunk{Bytes: bytes, First: b.now, Last: b.now})
	}
}

// Receive lets a noun arrive over a link.
func (b *Bench) Receive(p machine.Port, noun any) { b.Sense(forecourt.Received{Port: p, Noun: noun}) }

// Level sets an input; the machine senses it when it changes.
func (b *Bench) Level(p machine.Port, high bool) {
	if b.levels[p] != high {
		b.levels[p] = high
		b.Sense(forecourt.Level{Port: p, High: high})
	}
}

// Driven returns the level of an output.
func (b *Bench) Driven(p machine.Port) bool { return b.driven[p] }

// Due returns the instant a timer is set to.
func (b *Bench) Due(t machine.Timer) clock.Instant { return b.timers[t] }

// Advance moves time, and fires everything that is due up to and at the new instant.
func (b *Bench) Advance(d time.Duration) { b.AdvanceTo(b.now.Add(d)) }

// AdvanceTo is Advance to an instant.
func (b *Bench) AdvanceTo(until clock.Instant) {
	for {
		fire, at := b.next()
		if fire == nil || at > until {
			break
		}
		b.now = max(b.now, at)
		fire()
	}
	b.now = max(b.now, until)
}

// next returns what is due first.
func (b *Bench) next() (fire func(), at clock.Instant) {
	at = clock.Never
	for t, due := range b.timers {
		if due < at {
			at = due
			fire = func() {
				b.timers[t] = clock.Never
				b.Machine.Wake(b.Env, machine.Timer(t))
			}
		}
	}
	if p, due := b.nextCount(); due < at {
		at, fire = due, func() { b.counted(p) }
	}
	return fire, at
}

// Events returns the events of one name, in order.
func (b *Bench) Events(name string) []forecourt.Event {
	var found []forecourt.Event
	for _, t := range b.Told {
		if t.Event.Event() == name {
			found = append(found, t.Event)
		}
	}
	return found
}

// Names returns the names of all events, in order.
func (b *Bench) Names() []string {
	names := make([]string, len(b.Told))
	for i, t := range b.Told {
		names[i] = t.Event.Event()
	}
	return names
}

// Forget empties the records.
func (b *Bench) Forget() {
	b.Said, b.Told, b.Sent, b.Drove, b.Faults, b.Cycles = nil, nil, nil, nil, nil, 0
}
