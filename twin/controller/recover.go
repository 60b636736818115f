package controller

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// record is one entry of the log, whole or not there at all. Sales, their numbers and the totals that they account for
// stand in one.
type record struct {
	Point   *savedPoint                    `json:",omitempty"`
	Sales   []forecourt.Sale               `json:",omitempty"`
	Next    int64                          `json:",omitempty"`
	Cleared string                         `json:",omitempty"`
	Prices  map[forecourt.Grade]unit.Price `json:",omitempty"`
	Credit  map[forecourt.Grade]unit.Price `json:",omitempty"`
}

// savedPoint is all that must survive of a point.
type savedPoint struct {
	Point   forecourt.Point
	Open    *OpenSale       `json:",omitempty"`
	Told    forecourt.Terms `json:",omitzero"`
	Nozzles []savedNozzle
}

type savedNozzle struct {
	Nozzle  forecourt.Nozzle
	Last    *unit.Indicated `json:",omitempty"`
	Applied unit.Price      `json:",omitzero"`
	Credit  unit.Price      `json:",omitzero"`
}

// compactAfter is how many records a log may grow by.
const compactAfter = 256

func (c *Controller) saved(p *point) *savedPoint {
	s := &savedPoint{Point: p.Point, Open: p.open, Told: p.told}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		z := savedNozzle{Nozzle: n.Nozzle, Applied: n.applied[forecourt.Cash], Credit: n.applied[forecourt.Credit]}
		if n.anchored {
			z.Last = &n.last
		}
		s.Nozzles = append(s.Nozzles, z)
	}
	return s
}

// save writes down a point.
func (c *Controller) save(p *point) { c.write(record{Point: c.saved(p)}) }

// store writes down a point with the sales that account for its totals.
func (c *Controller) store(p *point, sales []forecourt.Sale) {
	c.unpaid = append(c.unpaid, sales...)
	c.write(record{Point: c.saved(p), Sales: sales, Next: c.next})
}

// write makes a record safe before anything is said of it.
func (c *Controller) write(r record) {
	store := c.env.Store()
	if c.records++; c.records > compactAfter {
		store.Replace(c.compact()...)
		c.records = 0
		return // the state that the record tells of is in it
	}
	store.Append(encode(r))
	store.Flush()
}

// compact returns the shortest log that tells the state.
func (c *Controller) compact() [][]byte {
	log := [][]byte{encode(record{Prices: c.prices, Credit: c.credit, Sales: c.unpaid, Next: c.next})}
	for i := range c.points {
		log = append(log, encode(record{Point: c.saved(&c.points[i])}))
	}
	return log
}

func encode(r record) []byte {
	b, err := json.Marshal(r)
	if err != nil {
		panic(fmt.Sprintf("controller: a record cannot be written: %v", err)) // no value of ours is unprintable
	}
	return b
}

// replay brings back what the disk has kept. What it has of points and nozzles that are not there any more is left.
func (c *Controller) replay() {
	c.env.Store().Replay(func(b []byte) {
		var r record
		if err := json.Unmarshal(b, &r); err != nil {
			c.env.Fault(fmt.Errorf("controller: a record of the disk cannot be read: %w", err))
			return
		}
		c.records++
		c.unpaid = append(c.unpaid, r.Sales...)
		c.next = max(c.next, r.Next)
		maps.Copy(c.prices, r.Prices)
		maps.Copy(c.credit, r.Credit)
		for i := range c.unpaid {
			if r.Cleared != "" && c.unpaid[i].ID == r.Cleared {
				c.unpaid = append(c.unpaid[:i], c.unpaid[i+1:]...)
				break
			}
		}
		if r.Point != nil {
			c.restore(r.Point)
		}
	})
}

func (c *Controller) restore(s *savedPoint) {
	p := c.point(s.Point)
	if p == nil {
		return
	}
	p.open, p.told = s.Open, s.Told
	for _, z := range s.Nozzles {
		n := p.find(z.Nozzle)
		if n == nil {
			continue
		}
		n.applied, n.anchored = prices{z.Applied, z.Credit}, false
		if z.Last != nil {
			n.last, n.anchored = c.canon(*z.Last)
		}
	}
}
