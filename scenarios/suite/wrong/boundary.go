package wrong

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// skin is what stands between a machine and the loop. Each function that is set sees what passes, and passes on what it
// likes.
type skin struct {
	n *Count

	sense   func(env *machine.Env, s forecourt.Stimulus, pass func(forecourt.Stimulus))
	hear    func(env *machine.Env, c wire.Chunk, pass func(wire.Chunk))
	wake    func(env *machine.Env, hear func(wire.Chunk)) // before one of its timers
	say     func(b []byte, pass func([]byte))
	drive   func(p machine.Port, high bool, pass func(bool))
	flow    func(p machine.Port, t line.Train) line.Train
	count   func(p machine.Port, n int64) int64
	compare func(p machine.Port, n int64) int64
	send    func(p machine.Port, noun any, pass func(any))
	tell    func(e forecourt.Event, pass func(forecourt.Event))
}

// shows counts the fault.
func (s *skin) shows() { *s.n++ }

// party puts a skin around every machine of a kind.
func party(kind string, fault func(*skin)) func(*Count) station.Hooks {
	return func(n *Count) station.Hooks {
		return station.Hooks{Machine: func(r forecourt.Role, m machine.Machine) machine.Machine {
			if r.Kind != kind {
				return m
			}
			s := &skin{n: n}
			fault(s)
			return &wrapped{Machine: m, skin: s}
		}}
	}
}

// wrapped is a machine in its skin.
type wrapped struct {
	machine.Machine
	skin *skin
	env  *machine.Env // the machine's own, for its whole life
}

func (w *wrapped) inside(env *machine.Env) *machine.Env {
	if w.env == nil {
		w.env = env.Intercept(func(h machine.Host) machine.Host { return &outward{h, w.skin} })
	}
	return w.env
}

// Hear implements machine.Machine.
func (w *wrapped) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	in := w.inside(env)
	if w.skin.hear == nil {
		w.Machine.Hear(in, p, c)
		return
	}
	w.skin.hear(env, c, func(c wire.Chunk) { w.Machine.Hear(in, p, c) })
}

// Sense implements machine.Machine.
func (w *wrapped) Sense(env *machine.Env, s forecourt.Stimulus) {
	in := w.inside(env)
	if w.skin.sense == nil {
		w.Machine.Sense(in, s)
		return
	}
	w.skin.sense(env, s, func(s forecourt.Stimulus) { w.Machine.Sense(in, s) })
}

// Wake implements machine.Machine.
func (w *wrapped) Wake(env *machine.Env, t machine.Timer) {
	in := w.inside(env)
	if w.skin.wake != nil {
		w.skin.wake(env, func(c wire.Chunk) { w.Machine.Hear(in, 0, c) })
	}
	w.Machine.Wake(in, t)
}

// outward is the world as the machine in the skin reaches it.
type outward struct {
	machine.Host
	skin *skin
}

func (o *outward) Say(id int, p machine.Port, after time.Duration, b []byte) {
	if o.skin.say == nil {
		o.Host.Say(id, p, after, b)
		return
	}
	o.skin.say(b, func(b []byte) { o.Host.Say(id, p, after, b) })
}

func (o *outward) Drive(id int, p machine.Port, high bool) {
	if o.skin.drive == nil {
		o.Host.Drive(id, p, high)
		return
	}
	o.skin.drive(p, high, func(high bool) { o.Host.Drive(id, p, high) })
}

func (o *outward) Flow(id int, p machine.Port, t line.Train) {
	if o.skin.flow != nil {
		t = o.skin.flow(p, t)
	}
	o.Host.Flow(id, p, t)
}

func (o *outward) Count(id int, p machine.Port) int64 {
	n := o.Host.Count(id, p)
	if o.skin.count != nil {
		n = o.skin.count(p, n)
	}
	return n
}

func (o *outward) Compare(id int, p machine.Port, n int64) {
	if o.skin.compare != nil && n != line.NoCompare {
		n = o.skin.compare(p, n)
	}
	o.Host.Compare(id, p, n)
}

func (o *outward) Send(id int, p machine.Port, noun any) {
	if o.skin.send == nil {
		o.Host.Send(id, p, noun)
		return
	}
	o.skin.send(p, noun, func(noun any) { o.Host.Send(id, p, noun) })
}

func (o *outward) Tell(r forecourt.Role, e forecourt.Event) {
	if o.skin.tell == nil {
		o.Host.Tell(r, e)
		return
	}
	o.skin.tell(e, func(e forecourt.Event) { o.Host.Tell(r, e) })
}

// emptyStore takes the store away while the power is off.
func emptyStore(s *skin) {
	started := false
	s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if _, ok := x.(forecourt.PowerOn); ok {
			if started {
				s.shows()
				env.Store().Replace()
			}
			started = true
		}
		pass(x)
	}
}
