package controller

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Poller returns the session that polls at a port, with its timer; nil where its dialect has no idle cycles that could be
// left out.
func (c *Controller) Poller(port machine.Port) (wire.Poller, machine.Timer) {
	i := int(port) - 1
	if uint(i) >= uint(len(c.buses)) {
		return nil, 0
	}
	p, _ := c.buses[i].session.(wire.Poller)
	return p, c.buses[i].timer
}
