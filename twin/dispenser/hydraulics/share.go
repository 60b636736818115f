package hydraulics

import (
	"math"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/unit"
)

// share works out what every hose gets, and replans those for whom it changed, but the one that asked.
func (p *Pump) share(h *Hydraulics, i int, all bool) {
	for k := range p.members {
		p.members[k].got = p.members[k].gets
	}
	p.solve()
	for k := range p.members {
		m := &p.members[k]
		if (m.h != h || m.i != i) && (all || m.gets != m.got) && m.h.env != nil {
			m.h.resupply(m.i)
		}
	}
}

// granted is what a hose gets.
func (p *Pump) granted(h *Hydraulics, i int) int64 {
	for k := range p.members {
		if m := &p.members[k]; m.h == h && m.i == i {
			return m.gets
		}
	}
	return 0
}

// solve finds the pressure at which what the pump gives is what the nozzles take. Those whose own limit is below what the
// pressure would give are taken off, the smallest first, until none is; for the rest it is a quadratic equation.
func (p *Pump) solve() {
	open, limited := 0, 0.0
	for k := range p.members {
		m := &p.members[k]
		m.gets = -1
		if m.asks == 0 || !p.running {
			m.gets = 0
		} else {
			open++
		}
	}
	for open > 0 {
		each := p.each(open, limited)
		found := false
		for k := range p.members {
			if m := &p.members[k]; m.gets < 0 && m.asks <= each {
				m.gets, found = m.asks, true
				open--
				limited += perMinute(unit.FlowRate(m.asks))
			}
		}
		if found {
			continue
		}
		for k := range p.members {
			if m := &p.members[k]; m.gets < 0 {
				m.gets = each
			}
		}
		return
	}
}

// Each is what each of n nozzles gets of the pump's curve, as long as none of them is limited otherwise.
func (p *Pump) Each(n int) unit.FlowRate {
	open := *p
	open.testing = false
	return unit.FlowRate(open.each(n, 0))
}

// Tests is how much the leak detector lets through while it tests a line; nothing where there is none.
func (p *Pump) Tests() unit.Volume {
	const milli = 1000
	return unit.Volume(int64(p.config.TestFlow) * p.config.Detector.Milliseconds() / milli)
}

// each is what each of n nozzles without a limit gets beside others that take a sum, in microlitres a second.
func (p *Pump) each(n int, limited float64) int64 {
	if p.testing {
		return max(int64(float64(perMinute(p.config.TestFlow)-limited)*1e6/60/float64(n)), 0)
	}
	// u = sqrt(p): u^2 (1 + k m^2 c^2) + 2 k s m c u + k s^2 - p0 = 0. The conversions keep a processor from fusing steps.
	mc := float64(n) * p.c
	a, b := 1+float64(p.k*float64(mc*mc)), float64(p.k*float64(limited*mc))
	rest := float64(p.config.Pressure)/1000 - float64(p.k*float64(limited*limited))
	if rest <= 0 {
		return 0
	}
	u := (math.Sqrt(float64(b*b)+float64(a*rest)) - b) / a
	return int64(math.Round(float64(p.c*u) * 1e6 / 60))
}

// resupply lets a hose follow what the pump gives it.
func (h *Hydraulics) resupply(i int) {
	x := &h.hoses[i]
	now := h.env.Now()
	want := x.Pump.granted(h, i)
	itself := want == 0 && (x.train.EndRate <= 0 || h.swelling(i, now)) // others cannot hurry what it does
	if !itself && !reckoning.Settling(x.train, now, want, x.Ramp) {
		x.account(now, h.because(i, want))
		x.train = x.pipe.Towards(x.train, now, want, x.Ramp)
		h.pour(h.env, i)
		h.tellFlow(h.env, i, want)
	}
	if h.hand.out == i {
		h.aim(h.env)
	}
}
