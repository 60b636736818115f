package forecourt

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

// Compensation is what is known of a sale by a dispenser that brings volumes to a reference temperature. The sale's volume,
// and with it its amount and the totals, is Net or Gross, as NetDrives says; the other one and the temperature are there
// only where whoever tells of the sale has heard them. Zero: nobody compensates.
type Compensation struct {
	CompensatedTo unit.Temperature `json:"compensated-to,omitzero"` // at which Net is
	NetDrives     bool             `json:"net-drives,omitempty"`    // the sale's volume is Net, else Gross
	Gross         unit.Indicated   `json:"gross,omitzero"`          // as measured
	Net           unit.Indicated   `json:"net,omitzero"`            // at the reference temperature
	Temperature   unit.Temperature `json:"temperature,omitzero"`    // the mean one of what was delivered, where it was
	Measured      bool             `json:"measured,omitempty"`
}

// Of returns it for a sale of a volume, of which no more is known.
func (c Compensation) Of(volume unit.Indicated) Compensation {
	c.Gross, c.Net, c.Temperature, c.Measured = unit.Indicated{}, unit.Indicated{}, 0, false
	switch {
	case c.CompensatedTo == 0:
	case c.NetDrives:
		c.Net = volume
	default:
		c.Gross = volume
	}
	return c
}

// mostFuelWarmth bounds a temperature of fuel that is believed, either way.
const mostFuelWarmth unit.Temperature = 100_000

// Validate says what does not fit a sale of a volume.
func (c Compensation) Validate(volume unit.Indicated) error {
	drives, other := c.Gross, c.Net
	if c.NetDrives {
		drives, other = c.Net, c.Gross
	}
	switch {
	case c.CompensatedTo == 0 && (c.NetDrives || c.Gross != unit.Indicated{} || c.Net != unit.Indicated{}):
		return errors.New("a gross and a net volume need the temperature that the net one is at")
	case c.CompensatedTo != 0 && drives != volume:
		return fmt.Errorf("the sale goes by %s, its volume is %s", drives, volume)
	case other != unit.Indicated{} && (!inRange(other.Count) || other.Unit != volume.Unit || other.Decimals > maxSaleDecimals):
		return errors.New("the compensated volume of the sale is out of range, or in another unit")
	case max(c.Temperature, -c.Temperature, c.CompensatedTo, -c.CompensatedTo) > mostFuelWarmth || !c.Measured && c.Temperature != 0:
		return fmt.Errorf("no fuel is sold at %s, compensated to %s", c.Temperature, c.CompensatedTo)
	}
	return nil
}
