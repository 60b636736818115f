package electronics

import (
	"sort"

	"github.com/forecourt/forecourt/twin/unit"
)

// fineDigits is how much finer than the display Profile.MeterAmount computes.
const fineDigits = 2

// pulse reads how many pulses the running sale has.
func (e *Electronics) pulse() {
	if s := e.sale; s != nil && s.metered {
		if n := e.compensated(s, e.env.Count(PulserPort(s.nozzle))-s.zero); n > s.pulses {
			s.pulses = n
			e.flowAt = e.env.Now()
		}
	}
}

// volumeOf is what the totalizer of a sale's nozzle moves by when the sale has n pulses.
func (e *Electronics) volumeOf(s *sale, n int64) unit.Indicated {
	return e.between(s, n, e.config.Options.VolumeDecimals)
}

func (e *Electronics) between(s *sale, n int64, decimals uint8) unit.Indicated {
	x := &e.nozzles[s.nozzle]
	after := unit.IndicatedFromPulses(s.base+n, x.PulsesPerUnit, decimals, e.config.Options.Unit)
	return after.Sub(unit.IndicatedFromPulses(s.base, x.PulsesPerUnit, decimals, e.config.Options.Unit))
}

// priceOf is what n pulses cost.
func (e *Electronics) priceOf(s *sale, n int64) unit.Money {
	decimals := e.config.Options.VolumeDecimals
	if e.profile.MeterAmount {
		decimals = min(decimals+fineDigits, unit.MaxDecimals)
	}
	return s.price.Amount(e.between(s, n, decimals), e.config.Rounding)
}

// amountOf is priceOf, or a money preset that it exceeds by no more than a display interval.
func (e *Electronics) amountOf(s *sale, n int64) unit.Money {
	amount := e.priceOf(s, n)
	if s.cap == 0 || e.profile.NoSnap || amount.Minor <= s.cap {
		return amount
	}
	interval := e.zeroVolume()
	interval.Count = max(1, ceil(power(interval.Decimals), e.nozzles[s.nozzle].PulsesPerUnit))
	if amount.Minor-s.cap <= s.price.Amount(interval, unit.Up).Minor {
		amount.Minor = s.cap
	}
	return amount
}

// pulsesFor returns the pulses after which a sale first shows a volume.
func (e *Electronics) pulsesFor(s *sale, v unit.Indicated) int64 {
	x := &e.nozzles[s.nozzle]
	before := unit.IndicatedFromPulses(s.base, x.PulsesPerUnit, e.config.Options.VolumeDecimals, e.config.Options.Unit)
	return ceil((before.Count+e.counts(v))*x.PulsesPerUnit, power(e.config.Options.VolumeDecimals)) - s.base
}

// pulsesWorth returns the pulses after which a sale first costs at least a sum; most if it never does.
func (e *Electronics) pulsesWorth(s *sale, sum, most int64) int64 {
	return int64(sort.Search(int(most), func(n int) bool { return e.priceOf(s, int64(n)).Minor >= sum }))
}

// counts turns a volume in the device's measure into its counts, rounded up.
func (e *Electronics) counts(v unit.Indicated) int64 {
	decimals := e.config.Options.VolumeDecimals
	if v.Decimals <= decimals {
		return v.Count * power(decimals-v.Decimals)
	}
	return ceil(v.Count, power(v.Decimals-decimals))
}

// pulsesIn returns how many pulses a physical volume is, at least 1.
func (e *Electronics) pulsesIn(i int, v unit.Volume) int64 {
	x := &e.nozzles[i]
	return max(1, ceil(int64(v)*x.PulsesPerUnit, e.config.Options.Unit.Nanolitres()/1000))
}

func power(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }
