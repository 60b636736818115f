package controller

import "github.com/forecourt/forecourt/twin/forecourt"

// Objection says why a release of a point would be refused now, as a ReleaseRefused would; empty: it would be taken.
func (c *Controller) Objection(number forecourt.Point) string {
	return c.objection(c.point(number), forecourt.Release{Point: number})
}

// Heard says that the status of a point is known: it answers on its bus.
func (c *Controller) Heard(number forecourt.Point) bool {
	p := c.point(number)
	return p != nil && p.reachable && p.known
}
