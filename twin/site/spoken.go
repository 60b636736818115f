package site

import (
	"errors"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// checkSpoken refuses what the dialect of a bus cannot say: the site's decimals and unit, the address of a point, more
// nozzles than it has numbers for. It asks the dialect itself, one thing at a time, so that the place is the right one.
func (c *checker) checkSpoken() {
	usual := map[int]byte{} // of each bus whose dialect speaks of this site at all
	for i, b := range c.plan.Buses {
		d, known := wire.Lookup(b.Dialect)
		numbers, ok := d.(wire.Addresser)
		if !known || !ok || d.Ends() != betweenPumps {
			continue
		}
		address := numbers.Address(0)
		if err := c.speaks(d, b, address, 1); err != nil {
			c.wrong("this bus cannot carry the site: "+reason(err), "", "buses", i, "dialect")
			continue
		}
		usual[b.Bus] = address
	}
	for n, disp := range c.plan.Dispensers {
		for s, side := range disp.Sides {
			b, ok := c.plan.bus(side.Bus)
			address, spoken := usual[side.Bus]
			if !ok || !spoken || side.Address < 0 || side.Address > 255 {
				continue // told already, or nobody knows
			}
			d, _ := wire.Lookup(b.Dialect)
			at := []any{"dispensers", n, "sides", s}
			if err := c.speaks(d, b, byte(side.Address), 1); err != nil {
				c.wrong(reason(err), "", append(at, "address")...)
			}
			if err := c.speaks(d, b, address, len(side.Hoses)); err != nil {
				c.wrong(reason(err), "each grade of a hose is one", append(at, "hoses")...)
			}
		}
	}
}

// speaks opens a dialect for a point, and listens to nobody.
func (c *checker) speaks(d wire.Dialect, b Bus, address byte, nozzles int) error {
	p := c.plan
	_, err := d.Open(wire.Dispenser, wire.Options{
		VolumeDecimals: p.Decimals.Volume, AmountDecimals: p.Decimals.Amount, PriceDecimals: p.Decimals.Price, Unit: p.Unit, Currency: p.Currency,
		Lenient: b.Lenient, PollCycle: b.PollCycle, Addresses: []byte{address}, Nozzles: nozzles,
	}, silent{})
	return err
}

// bus returns a bus by its number.
func (p *Plan) bus(n int) (Bus, bool) {
	for _, b := range p.Buses {
		if b.Bus == n {
			return b, true
		}
	}
	return Bus{}, false
}

// reason is what is wrong, without what went around it.
func reason(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return strings.TrimSpace(err.Error())
}

// silent is the way to a world in which nothing is said.
type silent struct{}

func (silent) Say(time.Duration, []byte) {}
func (silent) WakeAt(clock.Instant)      {}
func (silent) Heard(byte, wire.Noun)     {}
func (silent) Fault(*wire.FrameError)    {}
func (silent) Cycle()                    {}
