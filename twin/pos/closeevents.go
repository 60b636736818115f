package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What the POS tells of closes.
type (
	// ShiftClosed says that a shift is closed, and what it came to.
	ShiftClosed struct {
		Close    string     `event:"close"`
		Number   int        `event:"number"`
		Day      int        `event:"day"`
		Sales    int        `event:"sales"`
		Taken    unit.Money `event:"taken"` // for sales, less what went back
		Losses   unit.Money `event:"losses"`
		Captured unit.Money `event:"captured"` // at the gateway
		Waiting  int        `event:"waiting"`  // sales that are not settled yet: the next shift's
	}
	// DayClosed says the same of a business day, which ends with its close and not at midnight.
	DayClosed struct {
		Close    string     `event:"close"`
		Number   int        `event:"number"`
		Shifts   int        `event:"shifts"`
		Sales    int        `event:"sales"`
		Taken    unit.Money `event:"taken"`
		Losses   unit.Money `event:"losses"`
		Captured unit.Money `event:"captured"`
		Waiting  int        `event:"waiting"`
	}
	// Totalled is one line of a close.
	Totalled struct {
		Close  string         `event:"close"`
		By     string         `event:"by"`
		Key    string         `event:"key"`
		Count  int            `event:"count"`
		Volume unit.Indicated `event:"volume"`
		Amount unit.Money     `event:"amount"`
	}
	// CloseReconciled says that the gateway has taken what the books of a close say.
	CloseReconciled struct {
		Close  string     `event:"close"`
		Amount unit.Money `event:"amount"`
	}
	// CloseMismatch is a finding: it has not.
	CloseMismatch struct {
		Close      string     `event:"close"`
		Captured   unit.Money `event:"captured"`
		Gateway    unit.Money `event:"gateway"`
		Difference unit.Money `event:"difference"`
	}
	// CloseUnreconciled says that the gateway cannot be asked what it has taken, and why.
	CloseUnreconciled struct {
		Close    string     `event:"close"`
		Captured unit.Money `event:"captured"`
		Why      string     `event:"why"`
	}
	// ClosePosted says that order management has a close.
	ClosePosted struct {
		Close string `event:"close"`
	}
	// ClosePostingRefused is a finding: order management did not take a close.
	ClosePostingRefused struct {
		Close string `event:"close"`
		Why   string `event:"why"`
	}
)

// Event names.
func (ShiftClosed) Event() string         { return "shift-closed" }
func (DayClosed) Event() string           { return "day-closed" }
func (Totalled) Event() string            { return "totalled" }
func (CloseReconciled) Event() string     { return "close-reconciled" }
func (CloseMismatch) Event() string       { return "close-mismatch" }
func (CloseUnreconciled) Event() string   { return "close-unreconciled" }
func (ClosePosted) Event() string         { return "close-posted" }
func (ClosePostingRefused) Event() string { return "close-posting-refused" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{ShiftClosed{}, "a shift is closed"},
		{DayClosed{}, "a business day is closed, and its last shift with it"},
		{Totalled{}, "a line of a close"},
		{CloseReconciled{}, "the gateway has taken what the books of a close say"},
		{CloseMismatch{}, "finding: the gateway has not taken what the books of a close say"},
		{CloseUnreconciled{}, "nobody can say what the gateway has taken for a close"},
		{ClosePosted{}, "order management has a close"},
		{ClosePostingRefused{}, "finding: order management did not take a close"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}

// tellClosing tells a close and its lines.
func (p *POS) tellClosing(x *closing) {
	sales, taken, losses := 0, p.none(), p.none()
	for _, line := range x.Totals {
		if line.By != byKind {
			continue
		}
		if line.Key == "sale" {
			sales = line.Count
		}
		if line.Key == "loss" {
			losses = line.Amount
		} else {
			taken = taken.Add(line.Amount)
		}
	}
	waiting := 0
	for _, id := range p.books.order.sales {
		if p.sales[id].Shift == 0 {
			waiting++
		}
	}
	if x.Kind == ofDay {
		p.tell(DayClosed{x.ID, x.Number, x.Last - x.First + 1, sales, taken, losses, x.Captured, waiting})
	} else {
		p.tell(ShiftClosed{x.ID, x.Number, x.Day, sales, taken, losses, x.Captured, waiting})
	}
	for _, l := range x.Totals {
		p.tell(Totalled{x.ID, l.By, l.Key, l.Count, l.Volume, l.Amount})
	}
}
