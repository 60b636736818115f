// Package machine is the contract of a party of the station: a state machine that hears bytes, senses stimuli, wakes on
// its timers, and acts only through its Env. A machine owns no goroutine, clock, file or socket; the loop moves it.
//
// Parties that read better as straight-line code (POS, gateways, order management) are machines too, thin ones, that
// hand what they hear to fibers of the loop. The state table that machines share is in table.go.
package machine

import (
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/wire"
)

// Port numbers a machine's connectors from 0, Timer its timers from 0; both are fixed when the station is built.
type (
	Port  = uint8
	Timer = uint8
)

// Machine is one party.
type Machine interface {
	// Hear takes bytes from a serial line or a stream.
	Hear(env *Env, port Port, c wire.Chunk)
	// Sense takes a hand's act, a change of a digital line, a noun from a link, power on and off, a fault.
	Sense(env *Env, s forecourt.Stimulus)
	// Wake is called when a timer is due; the timer is then clear.
	Wake(env *Env, t Timer)
}

// Env is all that a machine can reach. It stays the same for a machine's whole life.
type Env struct {
	host   Host
	id     int
	name   forecourt.Role
	chance *chance.Source
	store  journal.Store
}

// Host is what stands behind an Env: the loop, or a wrapper around it in tests.
type Host interface {
	Now() clock.Instant
	Say(id int, port Port, after time.Duration, b []byte)
	Cycle(id int, port Port)
	Arriving(id int, port Port) (until clock.Instant, yes bool)
	Stir(id int, port Port)
	Heard(id int, port Port) clock.Instant
	Drive(id int, port Port, high bool)
	Level(id int, port Port) bool
	Flow(id int, port Port, t line.Train)
	Count(id int, port Port) int64
	Compare(id int, port Port, count int64)
	Send(id int, port Port, noun any)
	Tell(role forecourt.Role, e forecourt.Event)
	Set(id int, t Timer, at clock.Instant)
	Fault(role forecourt.Role, err error)
	ID(role forecourt.Role, prefix string) string
}

// NewEnv makes the Env of a machine; the loop calls it.
func NewEnv(h Host, id int, role forecourt.Role, src *chance.Source, store journal.Store) *Env {
	return &Env{host: h, id: id, name: role, chance: src, store: store}
}

// Intercept returns an Env that acts through another host: how a test puts a fault at a machine's boundary.
func (e *Env) Intercept(wrap func(Host) Host) *Env {
	c := *e
	c.host = wrap(e.host)
	return &c
}

// Now returns the instant of the event being handled.
func (e *Env) Now() clock.Instant { return e.host.Now() }

// Role returns the machine's role on the station.
func (e *Env) Role() forecourt.Role { return e.name }

// Say writes bytes to a serial line or a stream, the first no earlier than after from now. The bytes are copied.
func (e *Env) Say(p Port, after time.Duration, b []byte) { e.host.Say(e.id, p, after, b) }

// Cycle marks the start of a poll cycle on a serial line.
func (e *Env) Cycle(p Port) { e.host.Cycle(e.id, p) }

// Arriving says whether bytes are on their way over a serial line, as a receiver sees from a start bit, and when the last
// of them ends.
func (e *Env) Arriving(p Port) (until clock.Instant, yes bool) { return e.host.Arriving(e.id, p) }

// Stir says that the session at a serial line has been given something to say: a line that sleeps through idle cycles must
// know. It comes after the session's Do, and when a machine has to hear more than what is for it.
func (e *Env) Stir(p Port) { e.host.Stir(e.id, p) }

// Heard returns when a frame last ended on a serial line that was heard at a port, but not handed to the machine because it
// was for somebody else; 0: there was none.
func (e *Env) Heard(p Port) clock.Instant { return e.host.Heard(e.id, p) }

// Drive sets a digital line; the far end senses the change after everything that is due now and stands before it.
func (e *Env) Drive(p Port, high bool) { e.host.Drive(e.id, p, high) }

// Level reads a digital line: what a machine that was off finds when it is switched on. A port with no line is low.
func (e *Env) Level(p Port) bool { return e.host.Level(e.id, p) }

// Flow says how the quantity behind a counter line grows from now on.
func (e *Env) Flow(p Port, t line.Train) { e.host.Flow(e.id, p, t) }

// Count reads a counter line.
func (e *Env) Count(p Port) int64 { return e.host.Count(e.id, p) }

// Compare asks for a forecourt.Counted when the counter reaches count, once; it replaces an earlier wish, and a count of
// line.NoCompare withdraws it.
func (e *Env) Compare(p Port, count int64) { e.host.Compare(e.id, p, count) }

// Send puts a noun on a link.
func (e *Env) Send(p Port, noun any) { e.host.Send(e.id, p, noun) }

// Tell puts an event on the run's timeline.
func (e *Env) Tell(ev forecourt.Event) { e.host.Tell(e.name, ev) }

// Set sets a timer, in place of what it was set to; an instant that has passed means now.
func (e *Env) Set(t Timer, at clock.Instant) { e.host.Set(e.id, t, at) }

// After sets a timer a span from now.
func (e *Env) After(t Timer, d time.Duration) { e.host.Set(e.id, t, e.host.Now().Add(d)) }

// Clear withdraws a timer.
func (e *Env) Clear(t Timer) { e.host.Set(e.id, t, clock.Never) }

// Fault records bytes or acts that the machine refused; it does not stop the run.
func (e *Env) Fault(err error) { e.host.Fault(e.name, err) }

// Chance is the machine's own random stream.
func (e *Env) Chance() *chance.Source { return e.chance }

// Store keeps what must survive a power cut.
func (e *Env) Store() journal.Store { return e.store }

// ID hands out the next identifier under a prefix; it depends on the seed, the role and the count only.
func (e *Env) ID(prefix string) string { return e.host.ID(e.name, prefix) }
