package wrong

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// hoses is how many hoses a point of the ready-made plans has.
const hoses = 2

// pumps are wrong at the lines between the pump's computer, its pipes and the tank.
var pumps = []Machine{
	{
		Name: "pulse-lost", Doc: "the pump's computer misses one pulse in 1,000",
		Kills: []string{"PAY-OUT-001", "TIL-001"}, Cause: "the electronics counted",
		Hooks: party(electronics.Kind, losePulses),
	},
	{
		Name: "meter-short", Doc: "the pulser gives 99 pulses for 100",
		Kills: []string{"PAY-OUT-001", "PST-001"}, Cause: "pulses, the pulser gave",
		Hooks: party(hydraulics.Kind, func(s *skin) { scale(s, hydraulics.PulserPort, 99) }),
	},
	{
		Name: "pipe-leaks", Doc: "the tank loses 101 litres for 100 that go through the meter",
		Kills: []string{"PAY-OUT-001", "PNT-002"}, Cause: "went through the meters",
		Hooks: party(hydraulics.Kind, func(s *skin) { scale(s, hydraulics.PipePort, 101) }),
	},
	{
		Name: "valve-stays-open", Doc: "the slow valve does not shut",
		Kills: []string{"PST-001"}, Cause: "outside any sale",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.SlowPort, false) }),
	},
	{
		Name: "valve-stays-shut", Doc: "the fast valve does not open",
		Kills: []string{"PAY-OUT-001", "TIL-002"}, Cause: "did not reach",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.FastPort, true) }),
	},
	{
		Name: "motor-dead", Doc: "the motor does not start",
		Kills: []string{"PAY-OUT-001", "TIL-001"}, Cause: "did not reach",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.MotorPort, true) }),
	},
	{
		Name: "valve-late", Doc: "the valves are commanded shut 300 ms late",
		Kills: []string{"PRE-003"}, Cause: "outside any sale",
		Hooks: party(electronics.Kind, lateValve),
	},
	{
		Name: "boot-late", Doc: "a nozzle that is hung is noticed 300 ms late",
		Kills: []string{"NOZ-002/50-ms"}, Cause: "did not tell 'sale-finished'",
		Hooks: party(electronics.Kind, lateBoot),
	},
	{
		Name: "boot-stuck", Doc: "a nozzle that is hung is not noticed",
		Kills: []string{"BUS-001"}, Cause: "it is home and a valve is commanded open",
		Hooks: party(electronics.Kind, func(s *skin) { deaf(s, electronics.BootPort, false) }),
	},
	{
		Name: "boot-dead", Doc: "a nozzle that is lifted is not noticed",
		Kills: []string{"PAY-OUT-001", "TIL-002"}, Cause: "did not tell 'started'",
		Hooks: party(electronics.Kind, func(s *skin) { deaf(s, electronics.BootPort, true) }),
	},
}

// losePulses hides every thousandth pulse. What is asked for comes as much later.
func losePulses(s *skin) {
	s.count = func(_ machine.Port, n int64) int64 {
		if n >= 1000 {
			s.shows()
		}
		return n - n/1000
	}
	s.compare = func(_ machine.Port, n int64) int64 {
		m := n
		for m-m/1000 < n {
			m = n + m/1000
		}
		return m
	}
}

// scale makes a counter line show a percentage of what flows.
func scale(s *skin, port func(int) machine.Port, percent int64) {
	s.flow = func(p machine.Port, t line.Train) line.Train {
		for i := range hoses {
			if p == port(i) {
				s.shows()
				t.Base, t.Rate, t.EndRate = t.Base*percent/100, t.Rate*percent/100, t.EndRate*percent/100
			}
		}
		return t
	}
}

// deaf keeps a level of a digital line from being sensed.
func deaf(s *skin, port func(int) machine.Port, high bool) {
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if l, ok := x.(forecourt.Level); ok && l.High == high && isOne(l.Port, port) {
			s.shows()
			return
		}
		pass(x)
	}
}

func isOne(p machine.Port, port func(int) machine.Port) bool {
	for i := range hoses {
		if p == port(i) {
			return true
		}
	}
	return false
}

// late is how late the late ones are. They act when bytes come over the bus: a fault at a boundary has no timer.
const late = 300 * time.Millisecond

type delayed struct {
	at  clock.Instant
	act func()
}

// lateValve holds back every command to shut a valve.
func lateValve(s *skin) {
	held := map[machine.Port]delayed{}
	now := clock.Instant(0)
	s.hear = func(env *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
		now = env.Now()
		for i := range hoses {
			for _, p := range []machine.Port{electronics.SlowPort(i), electronics.FastPort(i)} {
				if d, ok := held[p]; ok && now >= d.at.Add(late) {
					delete(held, p)
					d.act()
				}
			}
		}
		pass(c)
	}
	s.drive = func(p machine.Port, high bool, pass func(bool)) {
		if isOne(p, electronics.MotorPort) {
			pass(high)
			return
		}
		if _, waits := held[p]; waits && high {
			delete(held, p)
			return
		}
		if high {
			pass(true)
			return
		}
		s.shows()
		held[p] = delayed{now, func() { pass(false) }}
	}
}

// lateBoot holds back that a nozzle is in its boot.
func lateBoot(s *skin) {
	held := map[machine.Port]delayed{}
	s.hear = func(env *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
		for i := range hoses {
			p := electronics.BootPort(i)
			if d, ok := held[p]; ok && env.Now() >= d.at.Add(late) {
				delete(held, p)
				d.act()
			}
		}
		pass(c)
	}
	s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		l, ok := x.(forecourt.Level)
		switch {
		case !ok:
			pass(x)
		case !l.High:
			s.shows()
			held[l.Port] = delayed{env.Now(), func() { pass(l) }}
		default:
			if _, waits := held[l.Port]; waits { // it has not noticed that the nozzle was in
				delete(held, l.Port)
				return
			}
			pass(x)
		}
	}
}
