package controller

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// dispute says why a volume at a price cannot be an amount; empty: it can. A pump computes from a finer volume than it
// shows and ends a money preset on the amount, so that one count of volume is granted, and one of money for its rounding.
// What is off by more is a decimal point in another place, or a broken computer.
func (c *Controller) dispute(price unit.Price, volume unit.Indicated, amount unit.Money) string {
	if price.E4 <= 0 {
		return ""
	}
	expected := price.Amount(volume, c.cfg.Rounding)
	one := c.volume(1)
	granted := price.Amount(one, unit.Up).Minor + 1
	if off := amount.Minor - expected.Minor; off <= granted && off >= -granted {
		return ""
	}
	return fmt.Sprintf("%s at %s is %s, the point shows %s", volume, price, expected, amount)
}

// disputed says that a sale of the point waits for a person to look at its figures.
func (c *Controller) disputed(p *point) bool {
	for i := range c.unpaid {
		if c.unpaid[i].Point == p.Point && c.unpaid[i].Dispute != "" {
			return true
		}
	}
	return false
}

// hearParameters compares the decimals that a point counts with to those of its bus. Where they differ, every figure of
// the point would be read wrong: it is not released.
func (c *Controller) hearParameters(p *point, r forecourt.ParametersReport) {
	o, why := c.cfg.Buses[p.Bus].Options, ""
	for _, x := range []struct {
		what       string
		theirs, us uint8
	}{
		{"volumes", r.VolumeDecimals, o.VolumeDecimals}, {"amounts", r.AmountDecimals, o.AmountDecimals},
		{"prices", r.PriceDecimals, o.PriceDecimals},
	} {
		if x.theirs != x.us && why == "" {
			why = fmt.Sprintf("the point counts %s with %d decimals, the controller with %d", x.what, x.theirs, x.us)
		}
	}
	if p.differs = why; why != "" {
		c.env.Tell(DecimalsDiffer{Point: p.Point, Why: why})
	}
}
