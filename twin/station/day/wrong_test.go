package day

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/wire"
)

// bent is a machine that acts through a host which is not the loop.
type bent struct {
	machine.Machine
	wrap func(machine.Host) machine.Host
	env  *machine.Env
}

func (b *bent) through(env *machine.Env) *machine.Env {
	if b.env == nil {
		b.env = env.Intercept(b.wrap)
	}
	return b.env
}

func (b *bent) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	b.Machine.Hear(b.through(env), p, c)
}
func (b *bent) Sense(env *machine.Env, s forecourt.Stimulus) { b.Machine.Sense(b.through(env), s) }
func (b *bent) Wake(env *machine.Env, t machine.Timer)       { b.Machine.Wake(b.through(env), t) }

// losesPulses hides every thousandth pulse.
type losesPulses struct{ machine.Host }

func (h losesPulses) Count(id int, p machine.Port) int64 {
	n := h.Host.Count(id, p)
	return n - n/1000
}

// Compare asks for as much later as is hidden.
func (h losesPulses) Compare(id int, p machine.Port, n int64) {
	if n != line.NoCompare {
		n += n/999 + 1
	}
	h.Host.Compare(id, p, n)
}

// leaks lets a hundredth more out of the tank than through the meter.
type leaks struct{ machine.Host }

func (h leaks) Flow(id int, p machine.Port, t line.Train) {
	if p == hydraulics.PipePort(0) || p == hydraulics.PipePort(1) {
		t.Base, t.Rate, t.EndRate = t.Base+t.Base/100, t.Rate+t.Rate/100, t.EndRate+t.EndRate/100
	}
	h.Host.Flow(id, p, t)
}

// A machine that is wrong is found by the plan, by the books, or by both.
func TestWrongMachinesAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		kind string
		wrap func(machine.Host) machine.Host
		want string
		plan bool // it shows in the sales
	}{
		"pulses lost": {electronics.Kind, func(h machine.Host) machine.Host { return losesPulses{h} }, "are in no sale and no named loss", true},
		"pipe leaks":  {hydraulics.Kind, func(h machine.Host) machine.Host { return leaks{h} }, "tank 1: opening", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, "kiosk")
			p.Buses[0].PollCycle = 400 * time.Millisecond
			hooks := station.Hooks{Machine: func(r forecourt.Role, m machine.Machine) machine.Machine {
				if r.Kind == c.kind && r.Number == 1 {
					return &bent{Machine: m, wrap: c.wrap}
				}
				return m
			}}
			r, err := Play(Options{Demand: demand.Options{Plan: p, Profile: usual(t), Seed: 1, ArrivalsADay: 80}, Days: 1, Hooks: hooks})
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Join(r.Days[0].Findings, "\n")
			if r.Balanced() || r.Sum.Unexplained == 0 || !strings.Contains(found, c.want) || (r.Differ > 0) != c.plan || len(r.Violations) == 0 {
				t.Errorf("%s unexplained, %d sales differ, %d violations\n%s", r.Sum.Unexplained, r.Differ, len(r.Violations), found)
			}
		})
	}
}
