package loop

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// seat is a machine's place on the loop.
type seat struct {
	loop    *Loop
	role    forecourt.Role
	machine machine.Machine
	env     *machine.Env
	disk    journal.Disk
	off     bool
	onAt    clock.Instant // when it was last switched on
	first   int           // slot of its timer 0
	timers  int
	ports   []port
}

// port is one connector of a machine: the line that is plugged into it, and which end. A station has thousands of them, so that
// a line is kept as whatever it is.
type port struct {
	line any
	end  int
}

// What is plugged into a port; nil: something else.
func (p *port) bus() *line.Bus         { return as[line.Bus](p) }
func (p *port) stream() *line.Stream   { return as[line.Stream](p) }
func (p *port) digital() *line.Digital { return as[line.Digital](p) }
func (p *port) counter() *line.Counter { return as[line.Counter](p) }
func (p *port) link() *line.Link       { return as[line.Link](p) }

func as[T any](p *port) *T {
	x, _ := p.line.(*T)
	return x
}

// Socket is a connector of a machine on the loop.
type Socket struct {
	Role forecourt.Role
	Port machine.Port
}

// Add puts a machine on the loop with a number of timers. Two machines of one role are a programmer's mistake and panic.
func (l *Loop) Add(role forecourt.Role, m machine.Machine, timers int) {
	if l.byRole[role] != nil {
		panic(fmt.Sprintf("loop: %s is there twice", role))
	}
	s := &seat{loop: l, role: role, machine: m, timers: timers, off: true}
	s.env = machine.NewEnv(l, len(l.seats), role, chance.New(l.seed, role.String()), &s.disk)
	for t := range timers {
		slot := l.addSlot(slot{seat: s, timer: uint8(t)})
		if t == 0 {
			s.first = slot
		}
	}
	l.seats = append(l.seats, s)
	l.byRole[role] = s
}

// Has says whether a role is on the loop.
func (l *Loop) Has(role forecourt.Role) bool { return l.byRole[role] != nil }

// Off says whether the machine of a role has no power; a role without a machine is never off.
func (l *Loop) Off(role forecourt.Role) bool { return l.byRole[role] != nil && l.byRole[role].off }

// On says whether a role is on the loop and has power.
func (l *Loop) On(role forecourt.Role) bool {
	s := l.byRole[role]
	return s != nil && !s.off
}

// Roles lists the roles on the loop, in the order they were added.
func (l *Loop) Roles() []forecourt.Role {
	roles := make([]forecourt.Role, len(l.seats))
	for i, s := range l.seats {
		roles[i] = s.role
	}
	return roles
}

func (l *Loop) plug(s Socket, p port) {
	seat := l.byRole[s.Role]
	if seat == nil {
		panic(fmt.Sprintf("loop: %s is not on the loop", s.Role))
	}
	if n := int(s.Port) + 1; n > len(seat.ports) { // to the size: a station has many ports
		grown := make([]port, n)
		copy(grown, seat.ports)
		seat.ports = grown
	}
	if seat.ports[s.Port] != (port{}) {
		panic(fmt.Sprintf("loop: port %d of %s is taken", s.Port, s.Role))
	}
	seat.ports[s.Port] = p
}

func (l *Loop) end(s Socket) *ear {
	seat := l.byRole[s.Role]
	if seat == nil {
		panic(fmt.Sprintf("loop: %s is not on the loop", s.Role))
	}
	return &ear{seat: seat, port: s.Port}
}

// ear hands what comes over a line to a machine's port.
type ear struct {
	seat *seat
	port machine.Port
	bus  *line.Bus // nil: it is no bus
}

// Hear implements line.Ear.
func (e *ear) Hear(c wire.Chunk) {
	if e.seat.off {
		return
	}
	if c.First < e.seat.onAt && e.bus != nil {
		if c = e.bus.Rest(c, e.seat.onAt); len(c.Bytes) == 0 {
			return
		}
	}
	e.seat.machine.Hear(e.seat.env, e.port, c)
}

// Level implements line.Eye.
func (e *ear) Level(high bool) { e.sense(forecourt.Level{Port: e.port, High: high}) }

// Counted implements line.Eye.
func (e *ear) Counted(n int64) { e.sense(forecourt.Counted{Port: e.port, Count: n}) }

// Receive implements line.Hand.
func (e *ear) Receive(noun any) { e.sense(forecourt.Received{Port: e.port, Noun: noun}) }

// Linked implements line.Linked.
func (e *ear) Linked(up bool) { e.sense(forecourt.Linked{Port: e.port, Up: up}) }

func (e *ear) sense(s forecourt.Stimulus) {
	if !e.seat.off {
		e.seat.machine.Sense(e.seat.env, s)
	}
}

func (l *Loop) port(id int, p machine.Port) *port {
	s := l.seats[id]
	if int(p) >= len(s.ports) {
		panic(fmt.Sprintf("loop: %s has no line at port %d", s.role, p))
	}
	return &s.ports[p]
}

// What follows implements machine.Host.

// Say puts bytes on a bus or a stream. A port with no line swallows them, like an open connector.
func (l *Loop) Say(id int, p machine.Port, after time.Duration, b []byte) {
	ports := l.seats[id].ports
	if int(p) >= len(ports) {
		return
	}
	if x := &ports[p]; x.bus() != nil {
		x.bus().Say(x.end, after, b)
	} else if x.stream() != nil {
		x.stream().Say(x.end, after, b)
	}
}

// Cycle marks the start of a poll cycle.
func (l *Loop) Cycle(id int, p machine.Port) {
	if x := l.port(id, p); x.bus() != nil {
		x.bus().Cycle()
	}
}

// Arriving says whether another end of a bus is speaking, and until when.
func (l *Loop) Arriving(id int, p machine.Port) (clock.Instant, bool) {
	if x := l.port(id, p); x.bus() != nil {
		return x.bus().Arriving(x.end)
	}
	return 0, false
}

// Stir says that what stands at a port of a bus has been given something to say.
func (l *Loop) Stir(id int, p machine.Port) {
	if ports := l.seats[id].ports; int(p) < len(ports) && ports[p].bus() != nil {
		ports[p].bus().Stir(ports[p].end)
	}
}

// Heard returns when a frame last ended on a bus that an end heard without being handed it.
func (l *Loop) Heard(id int, p machine.Port) clock.Instant {
	if ports := l.seats[id].ports; int(p) < len(ports) && ports[p].bus() != nil {
		return ports[p].bus().Heard(ports[p].end)
	}
	return 0
}

// Drive sets a digital line.
func (l *Loop) Drive(id int, p machine.Port, high bool) { l.port(id, p).digital().Drive(high) }

// Level reads a digital line. A port with no line is low.
func (l *Loop) Level(id int, p machine.Port) bool {
	ports := l.seats[id].ports
	return int(p) < len(ports) && ports[p].digital() != nil && ports[p].digital().Level()
}

// Flow replaces a counter's train.
func (l *Loop) Flow(id int, p machine.Port, t line.Train) { l.port(id, p).counter().Flow(t) }

// Count reads a counter.
func (l *Loop) Count(id int, p machine.Port) int64 { return l.port(id, p).counter().Count() }

// Compare asks for a count.
func (l *Loop) Compare(id int, p machine.Port, count int64) { l.port(id, p).counter().Compare(count) }

// Send puts a noun on a link. A port with no link swallows it.
func (l *Loop) Send(id int, p machine.Port, noun any) {
	ports := l.seats[id].ports
	if int(p) < len(ports) && ports[p].link() != nil {
		ports[p].link().Send(ports[p].end, noun)
	}
}

// Set sets a machine's timer.
func (l *Loop) Set(id int, t machine.Timer, at clock.Instant) {
	s := l.seats[id]
	if int(t) >= s.timers {
		panic(fmt.Sprintf("loop: %s has no timer %d", s.role, t))
	}
	if at < l.now {
		at = l.now
	}
	l.tree.set(s.first+int(t), at)
}
