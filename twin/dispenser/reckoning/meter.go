package reckoning

import (
	"sort"

	"github.com/forecourt/forecourt/twin/unit"
)

// FineDigits is how much finer than the display a device computes that makes its amount from the meter.
const FineDigits = 2

// Meter is how a nozzle counts and shows volume.
type Meter struct {
	PulsesPerUnit int64
	Unit          unit.Measure
	Decimals      uint8 // of the display
}

// Shown is what a counter shows after pulses.
func (m Meter) Shown(pulses int64) unit.Indicated { return m.shown(pulses, m.Decimals) }

func (m Meter) shown(pulses int64, decimals uint8) unit.Indicated {
	return unit.IndicatedFromPulses(pulses, m.PulsesPerUnit, decimals, m.Unit)
}

// Volume is what a totalizer that stood at base pulses moves by when n more come.
func (m Meter) Volume(base, n int64) unit.Indicated { return m.between(base, n, m.Decimals) }

func (m Meter) between(base, n int64, decimals uint8) unit.Indicated {
	return m.shown(base+n, decimals).Sub(m.shown(base, decimals))
}

// Counts turns a volume in the meter's measure into counts of its display, rounded up.
func (m Meter) Counts(v unit.Indicated) int64 {
	if v.Decimals <= m.Decimals {
		return v.Count * power(m.Decimals-v.Decimals)
	}
	return ceil(v.Count, power(v.Decimals-m.Decimals))
}

// PulsesFor returns the pulses after which a totalizer that stood at base has first moved by a number of counts.
func (m Meter) PulsesFor(base, counts int64) int64 {
	return ceil((m.Shown(base).Count+counts)*m.PulsesPerUnit, power(m.Decimals)) - base
}

// PulsesIn returns how many pulses a physical volume is, at least 1.
func (m Meter) PulsesIn(v unit.Volume) int64 {
	return max(1, ceil(int64(v)*m.PulsesPerUnit, m.Unit.Nanolitres()/1000))
}

// Interval is the least volume by which the display moves.
func (m Meter) Interval() unit.Indicated {
	return unit.Indicated{Count: max(1, ceil(power(m.Decimals), m.PulsesPerUnit)), Decimals: m.Decimals, Unit: m.Unit}
}

// Tariff is how a device makes money of volume.
type Tariff struct {
	Price    unit.Price
	Rounding unit.Rounding
	Fine     bool // from a volume FineDigits finer than shown
	NoSnap   bool // a money preset's overshoot of less than an interval is shown
}

// Cost is what n pulses cost.
func (t Tariff) Cost(m Meter, base, n int64) unit.Money {
	decimals := m.Decimals
	if t.Fine {
		decimals = min(decimals+FineDigits, unit.MaxDecimals)
	}
	return t.Price.Amount(m.between(base, n, decimals), t.Rounding)
}

// Amount is Cost, or a money preset of preset minor units (0: none) that it exceeds by no more than a display interval.
func (t Tariff) Amount(m Meter, base, n, preset int64) unit.Money {
	amount := t.Cost(m, base, n)
	if preset == 0 || t.NoSnap || amount.Minor <= preset {
		return amount
	}
	if amount.Minor-preset <= t.Price.Amount(m.Interval(), unit.Up).Minor {
		amount.Minor = preset
	}
	return amount
}

// PulsesWorth returns the pulses after which a sale first costs at least a sum in minor units; most if it never does.
func (t Tariff) PulsesWorth(m Meter, base, sum, most int64) int64 {
	return int64(sort.Search(int(most), func(n int) bool { return t.Cost(m, base, int64(n)).Minor >= sum }))
}

// CountsWorth returns the least counts of a display whose amount is at least a sum in minor units: where a hand that
// watches the money lets go. The price must be over zero.
func (t Tariff) CountsWorth(m Meter, sum int64) int64 {
	at := func(c int64) int64 {
		return t.Price.Amount(unit.Indicated{Count: c, Decimals: m.Decimals, Unit: m.Unit}, t.Rounding).Minor
	}
	c := t.Price.VolumeFor(unit.Money{Minor: sum, Currency: t.Price.Currency}, m.Decimals).Count
	for c > 0 && at(c-1) >= sum {
		c--
	}
	for at(c) < sum {
		c++
	}
	return c
}

func power(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }
