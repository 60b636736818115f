package controller

import (
	"fmt"
	"maps"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// PortPOS is the link to the POS: orders in, news out.
const PortPOS machine.Port = 0

// PortBus returns the port of a bus, counted from 0.
func PortBus(i int) machine.Port { return machine.Port(1 + i) }

// TimerBus returns the timer of a bus's session, counted from 0.
func TimerBus(i int) machine.Timer { return machine.Timer(i) }

// NumTimers counts the timers of a controller: one for each bus, and one for all it waits for.
func NumTimers(buses int) int { return buses + 1 }

// Config says what a controller controls.
type Config struct {
	Site     string // put before the sale numbers; may be empty
	Currency unit.Currency
	Measure  unit.Measure
	// VolumeDecimals is what volumes are counted in; zero: what the first bus counts in.
	VolumeDecimals uint8
	// Rounding makes money of volume where no display says the amount.
	Rounding unit.Rounding
	// MaxUnpaid is how many unpaid sales a point may have before it is not released any more; zero: 2.
	MaxUnpaid int
	// ReleaseWithin is how long a point may take to obey a release; zero: 5 s.
	ReleaseWithin time.Duration

	Buses  []Bus
	Points []PointConfig
	// Prices at the first start, and the credit prices of grades that have another one; later the disk's count.
	Prices, Credit map[forecourt.Grade]unit.Price
}

// Bus is one serial line. In its options, addresses, currency, measure and decimals that are left out are filled in.
type Bus struct {
	Dialect wire.Dialect
	Options wire.Options
	// SharedPrices: its points have their prices in common, as those of one IFSF node have; none has a discount by itself.
	SharedPrices bool
	// TotalsDigits is where the totals of its points roll over; zero: where the dialect's do.
	TotalsDigits int
}

// PointConfig is one fuelling point and where it is reached.
type PointConfig struct {
	Point   forecourt.Point
	Bus     int // from 0
	Address byte
	Nozzles []NozzleConfig
}

// NozzleConfig is what a logical nozzle sells.
type NozzleConfig struct {
	Nozzle forecourt.Nozzle
	Grade  forecourt.Grade
	// Compensation says what the pump's volumes are: the reference temperature, and whether the net volume drives.
	Compensation forecourt.Compensation
}

const maxNozzle = 15

// complete fills in what was left out and refuses what cannot be.
func (cfg Config) complete() (Config, error) {
	if !cfg.Currency.Valid() {
		return cfg, fmt.Errorf("controller: '%s' is no currency", cfg.Currency)
	}
	if len(cfg.Buses) == 0 || len(cfg.Buses) > 200 {
		return cfg, fmt.Errorf("controller: %d buses, expected 1 to 200", len(cfg.Buses))
	}
	for i, b := range cfg.Buses {
		if b.TotalsDigits != 0 && (b.TotalsDigits < 4 || b.TotalsDigits > 18) {
			return cfg, fmt.Errorf("controller: bus %d: totals of %d digits, expected 4 to 18", i, b.TotalsDigits)
		}
	}
	if cfg.MaxUnpaid == 0 {
		cfg.MaxUnpaid = 2
	}
	if cfg.ReleaseWithin == 0 {
		cfg.ReleaseWithin = 5 * time.Second
	}
	cfg.Prices, cfg.Credit = maps.Clone(cfg.Prices), maps.Clone(cfg.Credit)
	for what, list := range map[string]map[forecourt.Grade]unit.Price{"price": cfg.Prices, "credit price": cfg.Credit} {
		for g, p := range list {
			if why := cfg.objection(p); why != "" {
				return cfg, fmt.Errorf("controller: %s of %s: %s", what, g, why)
			}
		}
	}
	if err := cfg.checkPoints(); err != nil {
		return cfg, err
	}
	cfg.completeBuses()
	return cfg, nil
}

// objection says what is wrong with a price.
func (cfg Config) objection(p unit.Price) string {
	switch {
	case p.E4 <= 0:
		return "a price must be above zero"
	case p.Currency != cfg.Currency || p.Unit != cfg.Measure:
		return fmt.Sprintf("a price here is in %s/%s", cfg.Currency, cfg.Measure)
	}
	return ""
}

func (cfg Config) checkPoints() error {
	numbers, places := map[forecourt.Point]bool{}, map[[2]int]bool{}
	for _, p := range cfg.Points {
		place := [2]int{p.Bus, int(p.Address)}
		switch {
		case p.Point < 1 || numbers[p.Point]:
			return fmt.Errorf("controller: fuelling point %d is there twice, or below 1", p.Point)
		case p.Bus < 0 || p.Bus >= len(cfg.Buses):
			return fmt.Errorf("controller: fuelling point %d is on bus %d of %d", p.Point, p.Bus, len(cfg.Buses))
		case places[place]:
			return fmt.Errorf("controller: fuelling point %d has the address of another", p.Point)
		case len(p.Nozzles) == 0:
			return fmt.Errorf("controller: fuelling point %d has no nozzles", p.Point)
		}
		numbers[p.Point], places[place] = true, true
		nozzles := map[forecourt.Nozzle]bool{}
		for _, n := range p.Nozzles {
			if n.Nozzle < 1 || n.Nozzle > maxNozzle || nozzles[n.Nozzle] {
				return fmt.Errorf("controller: fuelling point %d: nozzle %d is there twice, or not 1 to 15", p.Point, n.Nozzle)
			}
			nozzles[n.Nozzle] = true
		}
	}
	return nil
}

func (cfg *Config) completeBuses() {
	buses := append([]Bus(nil), cfg.Buses...)
	for i := range buses {
		if buses[i].TotalsDigits == 0 {
			_, buses[i].TotalsDigits = wire.Digits(buses[i].Dialect)
		}
		o := &buses[i].Options
		if o.Currency == "" {
			o.Currency, o.Unit = cfg.Currency, cfg.Measure
		}
		if o.VolumeDecimals == 0 && o.AmountDecimals == 0 && o.PriceDecimals == 0 && cfg.VolumeDecimals != 0 {
			o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals = cfg.VolumeDecimals, cfg.Currency.Decimals(), 3
		}
		*o = o.DefaultDecimals()
		if len(o.Addresses) > 0 {
			continue
		}
		for _, p := range cfg.Points {
			if p.Bus == i {
				o.Addresses = append(o.Addresses, p.Address)
			}
		}
	}
	cfg.Buses = buses
	if cfg.VolumeDecimals == 0 {
		cfg.VolumeDecimals = buses[0].Options.VolumeDecimals
	}
}
