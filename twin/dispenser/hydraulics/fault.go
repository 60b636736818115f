package hydraulics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// Channel is one of the two of a pulser.
type Channel uint8

// The channels. The sale is counted on A; B is there to check it.
const (
	A Channel = iota
	B
)

// fault is what is broken at a hose. Nothing is, when it is zero.
type fault struct {
	lost, extra int64 // parts per million of channel A's pulses
	backwards   bool  // the channels are swapped
	missing     bool  // channel B is dead
	drift       int64 // parts per million
	slowOpen    bool  // the valve does not shut
	slowShut    bool  // the valve does not open
	fastOpen    bool
	fastShut    bool
	leak        unit.FlowRate // through shut valves
	back        unit.FlowRate // past the check valve while the pump rests
	bootIn      bool          // the switch of the boot says in, or out, whatever the nozzle does
	bootOut     bool
	blendOff    int64 // parts per million of the flow that are the second tank's and should be the first's
	firstDry    bool  // the first component of a blend does not come, or the second
	secondDry   bool
}

// pulser says that pulses are not what the meter turned.
func (f *fault) pulser() bool {
	return f.lost != 0 || f.extra != 0 || f.backwards || f.missing || f.drift != 0
}

// turns is what a channel shows of what the meter turned, in parts per million.
func (f *fault) turns(c Channel) int64 {
	n := int64(million)
	switch {
	case c == A:
		n += f.extra - f.lost
	case f.missing:
		return 0
	}
	if f.backwards {
		return -n
	}
	return n
}

// opened says which valves let fuel through: as commanded, unless they stick.
func (x *hose) opened() (slow, fast bool) {
	f := &x.fault
	return (x.slow || f.slowOpen) && !f.slowShut, (x.fast || f.fastOpen) && !f.fastShut
}

// breakDown breaks a part of a hose, or repairs it.
func (h *Hydraulics) breakDown(env *machine.Env, d forecourt.DeviceFault) error {
	i := h.index(d.Nozzle)
	if i == none {
		return fmt.Errorf("hydraulics: there is no nozzle %d here that could have a fault", d.Nozzle)
	}
	x, now := &h.hoses[i], env.Now()
	x.account(now, x.cause)
	was := x.fault
	blends, err := x.breakBlend(d.Fault)
	if err != nil {
		return err
	}
	if err := x.fault.set(d); err != nil {
		return err
	}
	if x.fault.bootIn != was.bootIn || x.fault.bootOut != was.bootOut {
		h.driveBoot(env, i)
	}
	if blends {
		x.mix(env, x.mixed())
	}
	if blends || !x.meter.exact || !x.isExact() { // the pulser goes on in another manner from here
		x.train = again(x.train, now)
		h.pour(env, i)
	}
	h.replan(env, i, x.ValveClose)
	return nil
}

// again is the same train, from now.
func again(t line.Train, now clock.Instant) line.Train {
	next := line.Train{From: now, Base: t.At(now), Rate: t.RateAt(now), EndRate: t.EndRate, RampEnd: max(t.RampEnd, now), StopAt: t.StopAt}
	if t.Tau > 0 && t.RampEnd > now {
		next.Tau = t.Tau
		next.RampEnd = now.Add(line.LagSpan * t.Tau)
	}
	if now >= t.StopAt {
		next.Rate, next.EndRate, next.StopAt = 0, 0, clock.Never
	}
	return next
}

func (f *fault) set(d forecourt.DeviceFault) error {
	on := !d.Repaired
	share, flow := d.Share, d.Flow
	if !on {
		share, flow = 0, 0
	}
	switch d.Fault {
	case forecourt.LostPulses:
		f.lost = int64(share)
	case forecourt.ExtraPulses:
		f.extra = int64(share)
	case forecourt.MeterDrift:
		f.drift = int64(share)
	case forecourt.ReversedPulses:
		f.backwards = on
	case forecourt.MissingChannel:
		f.missing = on
	case forecourt.SlowValveStuckOpen:
		f.slowOpen = on
	case forecourt.SlowValveStuckShut:
		f.slowShut = on
	case forecourt.FastValveStuckOpen:
		f.fastOpen = on
	case forecourt.FastValveStuckShut:
		f.fastShut = on
	case forecourt.LeakingValve:
		f.leak = flow
	case forecourt.LeakingCheckValve:
		f.back = flow
	case forecourt.BlendOff:
		f.blendOff = int64(share)
	case forecourt.FirstComponentDry:
		f.firstDry = on
	case forecourt.SecondComponentDry:
		f.secondDry = on
	case forecourt.BootStuckIn:
		f.bootIn = on
	case forecourt.BootStuckOut:
		f.bootOut = on
	default:
		return fmt.Errorf("hydraulics: nothing here can have the fault '%s'", d.Fault)
	}
	return nil
}

// driveBoot shows what the switch of a boot says.
func (h *Hydraulics) driveBoot(env *machine.Env, i int) {
	f := &h.hoses[i].fault
	env.Drive(BootPort(i), (h.hand.out == i || f.bootOut) && !f.bootIn)
}

// BootStuck says whether the switch of hose i's boot is broken.
func (h *Hydraulics) BootStuck(i int) bool {
	return h.hoses[i].fault.bootIn || h.hoses[i].fault.bootOut
}
