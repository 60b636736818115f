package electronics

import (
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/unit"
)

// pulse reads how many pulses the running sale has.
func (e *Electronics) pulse() {
	if s := e.sale; s != nil && s.metered {
		if n := e.compensated(s, e.env.Count(PulserPort(s.nozzle))-s.zero); n > s.pulses {
			s.pulses = n
			e.flowAt = e.env.Now()
		}
	}
}

// meter is how a nozzle counts.
func (e *Electronics) meter(i int) reckoning.Meter {
	o := &e.config.Options
	return reckoning.Meter{PulsesPerUnit: e.nozzles[i].PulsesPerUnit, Unit: o.Unit, Decimals: o.VolumeDecimals}
}

// tariff is how a sale's money is made.
func (e *Electronics) tariff(s *sale) reckoning.Tariff {
	return reckoning.Tariff{Price: s.price, Rounding: e.config.Rounding, Fine: e.profile.MeterAmount, NoSnap: e.profile.NoSnap}
}

// volumeOf is what the totalizer of a sale's nozzle moves by when the sale has n pulses.
func (e *Electronics) volumeOf(s *sale, n int64) unit.Indicated {
	return e.meter(s.nozzle).Volume(s.base, n)
}

// amountOf is what n pulses cost, or a money preset that they exceed by no more than a display interval.
func (e *Electronics) amountOf(s *sale, n int64) unit.Money {
	return e.tariff(s).Amount(e.meter(s.nozzle), s.base, n, s.cap)
}

func power(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
