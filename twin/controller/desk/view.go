package desk

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// View is what the desk knows of a fuelling point.
type View struct {
	Point   forecourt.Point
	Nozzles []NozzleView
	State   forecourt.State // 0: it does not answer, or nothing is known
	Closed  bool            // to the tills
	Out     forecourt.Nozzle
	Holder  string // of the lock
	// Release is the number of the release that is open, 0: none; Asked: the point's state does not show it yet.
	Release  int
	Asked    bool
	Released string           // who has asked for it
	Nozzle   forecourt.Nozzle // in use, or released alone
	Unpaid   int
	// Last is the last sale that was finished, nil where none is known, and its number.
	Last       *forecourt.Sale
	LastNumber int
	Shown      forecourt.FillingReport // while it delivers, where that is known; else zero
}

// NozzleView is a nozzle and what it sells now.
type NozzleView struct {
	Nozzle forecourt.Nozzle
	Grade  Grade
	Price  unit.Price
}

// Sale is an unpaid sale.
type Sale struct {
	forecourt.Sale
	Number int
	Token  string // of the release
	Client string // who released; empty: nobody here
	Holder string // of the lock
}

// On says whether the desk has power.
func (d *Desk) On() bool { return d.on }

// Currency returns the site's currency, Measure its unit.
func (d *Desk) Currency() unit.Currency { return d.cfg.Currency }

// Measure returns what volumes are measured in.
func (d *Desk) Measure() unit.Measure { return d.cfg.Measure }

// Grades lists the products with their present prices.
func (d *Desk) Grades() []Grade {
	all := append([]Grade(nil), d.cfg.Grades...)
	for i := range all {
		all[i].Price = d.prices[all[i].Grade]
	}
	return all
}

// GradeOf returns a product by the grade it is.
func (d *Desk) GradeOf(g forecourt.Grade) Grade {
	for _, x := range d.Grades() {
		if x.Grade == g {
			return x
		}
	}
	return Grade{Grade: g, Name: string(g)}
}

// Points returns the numbers of all points, in the order of the plan.
func (d *Desk) Points() []forecourt.Point {
	all := make([]forecourt.Point, len(d.points))
	for i := range d.points {
		all[i] = d.points[i].Point.Point
	}
	return all
}

// Point returns what is known of a point.
func (d *Desk) Point(n forecourt.Point) (View, bool) {
	p := d.find(n)
	if p == nil {
		return View{}, false
	}
	v := View{
		Point: n, Closed: p.closed, Out: p.nozzle, Nozzle: p.nozzle, Holder: p.lock.Holder, Unpaid: d.unpaid(n),
		Last: p.last, LastNumber: p.lastNo, Shown: d.nothing(),
	}
	if p.known && !p.lost {
		v.State = p.state
	}
	if r := p.release; r != nil && !(r.Abandoned && !r.Taken) {
		v.Release, v.Asked, v.Released = r.Number, !r.begun, r.Client
		if v.Nozzle == 0 {
			v.Nozzle = r.Nozzle
		}
	}
	if m, ok := d.cfg.Source.(Meter); ok && p.state.Delivering() {
		if shown, ok := m.Filling(n); ok {
			v.Shown = shown
		}
	}
	for _, z := range p.Nozzles {
		v.Nozzles = append(v.Nozzles, NozzleView{Nozzle: z.Nozzle, Grade: d.GradeOf(z.Grade), Price: d.priceAt(p, z.Grade)})
	}
	return v, true
}

func (d *Desk) nothing() forecourt.FillingReport {
	return forecourt.FillingReport{
		Volume: unit.Indicated{Decimals: d.cfg.VolumeDecimals, Unit: d.cfg.Measure}, Amount: unit.Money{Currency: d.cfg.Currency},
	}
}

// Find returns a nozzle of the view.
func (v View) Find(n forecourt.Nozzle) (NozzleView, bool) {
	for _, z := range v.Nozzles {
		if z.Nozzle == n {
			return z, true
		}
	}
	return NozzleView{}, false
}

// Sales lists the unpaid sales of a point, or with 0 all, in the order of their numbers.
func (d *Desk) Sales(n forecourt.Point) []Sale {
	var all []Sale
	for _, s := range d.sales {
		if n == 0 || s.Point == n {
			all = append(all, d.saleView(s))
		}
	}
	return all
}

// Sale returns an unpaid sale by its number.
func (d *Desk) Sale(number int) (Sale, bool) {
	if s := d.saleOf(number); s != nil {
		return d.saleView(s), true
	}
	return Sale{}, false
}

func (d *Desk) saleView(s *sale) Sale {
	return Sale{Sale: s.Sale, Number: s.number, Token: s.token, Client: s.client, Holder: s.lock.Holder}
}

// Totals returns the volume totals of a nozzle; false where they are not known.
func (d *Desk) Totals(n forecourt.Point, z forecourt.Nozzle) (unit.Indicated, bool) {
	p := d.find(n)
	if p == nil {
		return unit.Indicated{}, false
	}
	if d.cfg.Source != nil {
		if t, ok := d.cfg.Source.Totals(n, z); ok {
			return t, true
		}
	}
	t, ok := p.totals[z]
	return t, ok
}

// Now returns the instant of the loop; 0 before the desk was first switched on.
func (d *Desk) Now() clock.Instant {
	if d.env == nil {
		return 0
	}
	return d.env.Now()
}
