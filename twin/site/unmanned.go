package site

import (
	"fmt"
	"slices"
	"strings"
)

// Nobody is the postpay mode of an unmanned site: nothing is sold without a card at a terminal.
const Nobody = "nobody"

var postpays = []string{"cashier", "automatic", Nobody}

// checkPostpay refuses a mode that is not there, and an unmanned site with a point that cannot be paid for.
func (c *checker) checkPostpay() {
	mode := c.plan.POS.Postpay
	if !slices.Contains(postpays, mode) {
		c.wrong(fmt.Sprintf("there is no postpay mode '%s'", mode), "it is one of "+strings.Join(postpays, ", "), "pos", "postpay")
	}
	if mode != Nobody {
		return
	}
	for d, disp := range c.plan.Dispensers {
		for s, side := range disp.Sides {
			if !slices.ContainsFunc(c.plan.CardReaders, func(r Reader) bool { return r.FuellingPoint == side.FuellingPoint }) {
				c.wrong(fmt.Sprintf("fuelling point %d of an unmanned site has no card reader", side.FuellingPoint), "add one to card-readers",
					"dispensers", d, "sides", s, "fuelling-point")
			}
		}
	}
}
