package desk

import (
	"sort"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// sale is an unpaid one.
type sale struct {
	forecourt.Sale
	number        int
	token, client string
	lock          lock
	clearing      bool
	clearedBy     string
	stale         bool // not listed since the controller started
}

// book is what the store has of a sale: what the controller does not know.
type book struct {
	ID            string
	Number        int
	Token, Client string `json:",omitempty"`
	Holder        string `json:",omitempty"`
}

func (d *Desk) saleOf(number int) *sale {
	for _, s := range d.sales {
		if s.number == number {
			return s
		}
	}
	return nil
}

func (d *Desk) saleByID(id string) *sale {
	for _, s := range d.sales {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (d *Desk) unpaid(n forecourt.Point) (count int) {
	for _, s := range d.sales {
		if s.Point == n {
			count++
		}
	}
	return count
}

// finished hears of a sale: for the first time, or again because somebody asked for all of them.
func (d *Desk) finished(n forecourt.Sale) {
	if s := d.saleByID(n.ID); s != nil {
		s.stale = false
		return
	}
	s := &sale{Sale: n, lock: free}
	over := d.openRelease(n.Point, n.Reference)
	if b, ok := d.books[n.ID]; ok {
		delete(d.books, n.ID)
		s.number, s.token, s.client = b.Number, b.Token, b.Client
		s.lock = d.taken(b.Holder)
	} else if over != nil {
		s.number, s.token, s.client = over.Number, over.Token, over.Client
		if over.LockSale && !over.Abandoned {
			s.lock = d.taken(over.Client)
		}
	} else {
		s.number = d.next
		d.next++
	}
	d.sales = append(d.sales, s)
	sort.SliceStable(d.sales, func(a, b int) bool { return d.sales[a].number < d.sales[b].number })
	d.saveSale(s)
	d.releaseOver(n.Point, n.Reference)
	if p := d.find(n.Point); p != nil {
		p.totals[n.Nozzle] = n.After
		if p.last == nil || p.last.EndedAt <= n.EndedAt {
			last := n
			p.last, p.lastNo = &last, s.number
		}
	}
	if s.lock.Holder != "" {
		d.env.Tell(Locked{Client: s.lock.Holder, Point: s.Point, Sale: s.ID})
	}
	if over != nil { // the sale came before the news of the release
		d.answer("release "+n.Reference, nil)
	}
	d.notify(SaleNotice{Sale: d.saleView(s)})
	d.notify(PointNotice{n.Point})
}

// Clear says that a sale is paid. A sale that nobody has locked is locked first. done is called once, perhaps before
// Clear returns.
func (c *Client) Clear(number int, done func(*Refusal)) {
	s, r := c.sale(number, "clear")
	if r == nil && s.clearing {
		r = c.refused("clear", s.Point, refuse(Busy, "sale %d is being cleared", number))
	}
	if r == nil {
		r = c.LockSale(number)
	}
	if r != nil {
		done(r)
		return
	}
	s.clearing, s.clearedBy = true, c.name
	c.desk.ask(ask{
		key: "clear " + s.ID, order: forecourt.ClearSale{Sale: s.ID}, done: done,
		late: func() { s.clearing = false },
	})
}

// cleared hears that the controller has forgotten a sale.
func (d *Desk) cleared(id string) {
	if s := d.saleByID(id); s != nil {
		d.listed--
		d.drop(s)
	}
	d.answer("clear "+id, nil)
}

func (d *Desk) drop(s *sale) {
	d.sales, _ = part(d.sales, func(x *sale) bool { return x == s })
	d.saveGone(s.ID)
	d.env.Tell(Cleared{Client: s.clearedBy, Point: s.Point, Sale: s.ID, Number: s.number})
	d.notify(SaleNotice{Sale: d.saleView(s), Gone: true})
	d.notify(PointNotice{s.Point})
}

// restarted hears that the controller has: what it was asked and has not answered is asked again, and the sales that it
// does not list any more are gone.
func (d *Desk) restarted(sales int) {
	for i := range d.points {
		d.points[i].known, d.points[i].lost = false, false
		d.notify(PointNotice{d.points[i].Point.Point})
	}
	for _, s := range d.sales {
		s.stale = true
	}
	d.listed, d.listTries, d.listBy = sales, 0, d.env.Now().Add(d.cfg.AnswerWithin)
	d.order(forecourt.ListUnpaid{})
	for _, a := range d.asks {
		d.order(a.order)
	}
}

// checkList drops the sales that the controller has not listed, once it can have listed them all.
func (d *Desk) checkList(now clock.Instant) {
	if now < d.listBy {
		return
	}
	d.listBy = clock.Never
	_, stale := part(d.sales, func(s *sale) bool { return s.stale })
	complete := len(d.sales)-len(stale) >= d.listed
	if d.listTries++; !complete || len(stale) > 0 && d.listTries < 2 {
		d.listBy = now.Add(d.cfg.AnswerWithin)
		d.order(forecourt.ListUnpaid{})
		return
	}
	for _, s := range stale {
		s.clearedBy = ""
		d.drop(s)
		d.answer("clear "+s.ID, nil)
	}
	for _, id := range sorted(d.books) {
		delete(d.books, id)
		d.saveGone(id)
	}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
