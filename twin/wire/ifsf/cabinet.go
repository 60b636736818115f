package ifsf

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// Cabinet is the housing of a dispenser whose fuelling points are computers of their own behind one node. Their sessions
// hear the same messages in the same order, so that what is written to the node is the same in all of them; the cabinet is
// what they have to see of each other for that: who there is, and what each is doing. A point without power is not seen.
type Cabinet struct{ members []member }

// member is a point as the others see it.
type member struct {
	address  byte
	state    forecourt.State
	at       clock.Instant // when its session last did something
	products []uint32      // that its nozzles sell
}

// NewCabinet returns a cabinet with points at these addresses, 21h to 24h. The first one speaks for the node.
func NewCabinet(addresses ...byte) *Cabinet {
	c := &Cabinet{}
	for _, a := range addresses {
		c.members = append(c.members, member{address: a})
	}
	return c
}

func (c *Cabinet) size() int {
	if c == nil {
		return 0
	}
	return len(c.members)
}

// first is the address of the point that speaks for the node; 0 where there is no cabinet.
func (c *Cabinet) first() byte {
	if c.size() == 0 {
		return 0
	}
	return c.members[0].address
}

// has says that an address is one of the node's, or stands for all of them.
func (c *Cabinet) has(point byte) bool {
	return point == dbAllPoints || slices.ContainsFunc(c.members, func(m member) bool { return m.address == point })
}

// stock lists the products of the whole cabinet, so that their numbers in the table are the same in every session.
func (d *dispenser) stock(c Config, nozzles int) {
	for i := range d.cabinet.size() {
		a := d.cabinet.members[i].address
		for n := range max(nozzles, len(c.Products[a]), 1) {
			if number := c.product(a, n+1); number > 0 {
				d.productIndex(number)
			}
		}
	}
}

// note lets the others see what the session's points are doing.
func (d *dispenser) note() {
	for i := range d.cabinet.size() {
		m := &d.cabinet.members[i]
		p := d.point(m.address)
		if p == nil {
			continue
		}
		m.at, m.state, m.products = d.now, p.state(), m.products[:0]
		for _, z := range p.nozzles {
			if z.product > 0 {
				m.products = append(m.products, d.products[z.product-1].number)
			}
		}
	}
}

// elsewhere asks something of the cabinet's other points. One that has not heard what this session heard before the
// present message has no power.
func (d *dispenser) elsewhere(is func(*member) bool) bool {
	for i := range d.cabinet.size() {
		if m := &d.cabinet.members[i]; d.point(m.address) == nil && m.at >= d.before && is(m) {
			return true
		}
	}
	return false
}

// nextToken is of a message that wants an acknowledgement. Each session of a cabinet has tokens of its own, or it would
// take an acknowledgement for its own that is another's.
func (d *dispenser) nextToken() byte {
	step, own := max(d.cabinet.size(), 1), 0
	for i := range d.cabinet.size() {
		if d.point(d.cabinet.members[i].address) != nil {
			own = i
		}
	}
	next := int(d.token) + step
	if d.token == 0 || next > tokenMask {
		next = 1 + own
	}
	return byte(next)
}
