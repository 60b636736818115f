package desk

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// record is one entry of the log. Each has the number that comes next.
type record struct {
	Point  *savedPoint                    `json:",omitempty"`
	Sale   *book                          `json:",omitempty"`
	Gone   string                         `json:",omitempty"`
	Prices map[forecourt.Grade]unit.Price `json:",omitempty"`
	Kept   []kept                         `json:",omitempty"`
	Next   int
}

type savedPoint struct {
	Point   forecourt.Point
	Holder  string   `json:",omitempty"`
	Closed  bool     `json:",omitempty"`
	Release *release `json:",omitempty"`
}

// compactAfter is how many records the log may grow by.
const compactAfter = 512

func (p *point) saved() *savedPoint {
	return &savedPoint{Point: p.Point.Point, Holder: p.lock.Holder, Closed: p.closed, Release: p.release}
}

func (s *sale) saved() *book {
	return &book{ID: s.ID, Number: s.number, Token: s.token, Client: s.client, Holder: s.lock.Holder}
}

func (d *Desk) savePoint(p *point) { d.write(record{Point: p.saved()}) }
func (d *Desk) saveSale(s *sale)   { d.write(record{Sale: s.saved()}) }
func (d *Desk) saveGone(id string) { d.write(record{Gone: id}) }
func (d *Desk) savePrices()        { d.write(record{Prices: d.prices}) }

func (d *Desk) write(r record) {
	store := d.env.Store()
	if d.records++; d.records > compactAfter {
		store.Replace(d.compact()...)
		d.records = 0
		return
	}
	store.Append(d.encode(r))
	store.Flush()
}

// compact returns the shortest log that tells the state.
func (d *Desk) compact() [][]byte {
	log := [][]byte{d.encode(record{Prices: d.prices})}
	for i := range d.points {
		log = append(log, d.encode(record{Point: d.points[i].saved()}))
	}
	for _, s := range d.sales {
		log = append(log, d.encode(record{Sale: s.saved()}))
	}
	for _, id := range sorted(d.books) {
		b := d.books[id]
		log = append(log, d.encode(record{Sale: &b}))
	}
	for _, key := range sorted(d.kept) {
		log = append(log, d.encode(record{Kept: []kept{{key, d.kept[key]}}}))
	}
	return log
}

func (d *Desk) encode(r record) []byte {
	r.Next = d.next
	b, err := json.Marshal(r)
	if err != nil {
		panic(fmt.Sprintf("desk: a record cannot be written: %v", err)) // no value of ours is unprintable
	}
	return b
}

// replay brings back what the store has kept. Points that are not there any more are left.
func (d *Desk) replay() {
	d.env.Store().Replay(func(b []byte) {
		var r record
		if err := json.Unmarshal(b, &r); err != nil {
			d.env.Fault(fmt.Errorf("desk: a record of the store cannot be read: %w", err))
			return
		}
		d.records++
		d.next = max(d.next, r.Next)
		for g, p := range r.Prices {
			if _, sold := d.prices[g]; sold {
				maps.Copy(d.prices, map[forecourt.Grade]unit.Price{g: p})
			}
		}
		if r.Sale != nil {
			d.books[r.Sale.ID] = *r.Sale
		}
		if r.Gone != "" {
			delete(d.books, r.Gone)
		}
		for _, k := range r.Kept {
			d.put(k)
		}
		if r.Point == nil {
			return
		}
		if p := d.find(r.Point.Point); p != nil {
			p.lock.Holder, p.closed, p.release = r.Point.Holder, r.Point.Closed, r.Point.Release
		}
	})
}
