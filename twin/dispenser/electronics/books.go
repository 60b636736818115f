package electronics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Books is all that a nozzle has counted, for those who check that nothing was lost. It holds at any instant that
// Pulses = Counted + Running + Outside, Totals.Volume - Opening.Volume = Sold and Totals.Amount - Opening.Amount = Taken.
type Books struct {
	Nozzle forecourt.Nozzle
	Grade  forecourt.Grade

	Pulses  int64 // of the pulser, all its life
	Counted int64 // in finished sales, before any compensation
	Running int64 // in the sale under way
	Outside int64 // while there was none, or no power: in no sale

	Opening, Totals forecourt.Totals
	Sales           int            // finished, those of zero volume too
	Sold            unit.Indicated // their sum
	Taken           unit.Money
}

// Books returns the books of every nozzle, in the order of the configuration.
func (e *Electronics) Books() []Books {
	books := make([]Books, len(e.nozzles))
	for i := range e.nozzles {
		books[i] = e.BooksOf(i)
	}
	return books
}

// BooksOf returns the books of nozzle i, counted from 0 in the order of the configuration.
func (e *Electronics) BooksOf(i int) Books {
	n := &e.nozzles[i]
	b := Books{
		Nozzle: n.Nozzle, Grade: n.Grade, Counted: n.gross, Opening: n.Opening, Totals: n.totals, Sales: n.sales,
		Sold: n.sold, Taken: n.taken,
	}
	if e.env == nil {
		return b
	}
	b.Pulses = e.env.Count(PulserPort(i))
	b.Running = e.running(i, b.Pulses)
	b.Outside = b.Pulses - n.base - b.Counted - b.Running
	return b
}

// Outside returns the pulses of nozzle i in no sale, as its Books have them.
func (e *Electronics) Outside(i int) int64 {
	if e.env == nil {
		return 0
	}
	n, pulses := &e.nozzles[i], e.env.Count(PulserPort(i))
	return pulses - n.base - n.gross - e.running(i, pulses)
}

// running is how many of nozzle i's pulses are in the sale under way.
func (e *Electronics) running(i int, pulses int64) int64 {
	s := e.sale
	if s == nil || s.done || s.nozzle != i {
		return 0
	}
	n := e.grossOf(s)
	if s.metered {
		n = max(pulses-s.zero, n)
	}
	return n
}

// Totals returns what the totalizers of a nozzle show, as of its last finished sale.
func (e *Electronics) Totals(n forecourt.Nozzle) forecourt.Totals {
	if i := e.index(n); i != none {
		return e.shownTotals(i)
	}
	return forecourt.Totals{Volume: e.zeroVolume(), Amount: e.zeroMoney()}
}

// State returns the state as last reported.
func (e *Electronics) State() forecourt.Status { return e.status }

// Display returns what the display shows.
func (e *Electronics) Display() (unit.Indicated, unit.Money) {
	r := e.fillingReport()
	return r.Volume, r.Amount
}

// Prices returns the prices of logical nozzles 1 to n; zero where none was set.
func (e *Electronics) Prices() []unit.Price { return e.byNumber() }

// Out returns the nozzle that is out and was lifted first; 0: none.
func (e *Electronics) Out() forecourt.Nozzle {
	if e.selected == none {
		return 0
	}
	return e.nozzles[e.selected].Nozzle
}

// ValvesOpen says whether a valve of a nozzle is commanded open.
func (e *Electronics) ValvesOpen(n forecourt.Nozzle) bool {
	i := e.index(n)
	return i != none && (e.nozzles[i].slow || e.nozzles[i].fast)
}
