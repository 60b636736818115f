package controller

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// The events that are no news.
type (
	// Adopted says that a point was found at work which nobody here had released.
	Adopted struct {
		Point forecourt.Point `event:"fuelling-point"`
		State forecourt.State `event:"state"`
	}
	// TotalsMismatch says that a sale's display and the totals around it disagree.
	TotalsMismatch struct {
		Point     forecourt.Point  `event:"fuelling-point"`
		Nozzle    forecourt.Nozzle `event:"nozzle"`
		Displayed unit.Indicated   `event:"displayed"`
		Totalled  unit.Indicated   `event:"totalled"`
	}
	// FiguresDisagree says that a sale's amount is not its volume at its price: the point and the controller count with
	// other decimals, or one of them is broken. Nobody is asked to pay it.
	FiguresDisagree struct {
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
		Price  unit.Price      `event:"price"`
		Volume unit.Indicated  `event:"volume"`
		Amount unit.Money      `event:"amount"`
		Why    string          `event:"why"`
	}
	// DecimalsDiffer says that a point counts with other decimals than it is configured with: it is not released.
	DecimalsDiffer struct {
		Point forecourt.Point `event:"fuelling-point"`
		Why   string          `event:"why"`
	}
	// LimitExceeded says that a sale is beyond what its release allowed.
	LimitExceeded struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Reference string          `event:"reference"`
		Volume    unit.Indicated  `event:"volume"`
		Amount    unit.Money      `event:"amount"`
	}
	// TotalsJumped says that totals went back, or forward by more than can have been delivered.
	TotalsJumped struct {
		Point  forecourt.Point  `event:"fuelling-point"`
		Nozzle forecourt.Nozzle `event:"nozzle"`
		From   unit.Indicated   `event:"from"`
		To     unit.Indicated   `event:"to"`
	}
	// TotalsUnread says that a point did not answer for a nozzle's totals.
	TotalsUnread struct {
		Point  forecourt.Point  `event:"fuelling-point"`
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
	// PointAlarmed says that a point reported a fault.
	PointAlarmed struct {
		Point forecourt.Point `event:"fuelling-point"`
		Alarm forecourt.Alarm `event:"alarm"`
	}
)

// Event names.
func (Adopted) Event() string         { return "adopted" }
func (TotalsMismatch) Event() string  { return "totals-mismatch" }
func (FiguresDisagree) Event() string { return "figures-disagree" }
func (DecimalsDiffer) Event() string  { return "decimals-differ" }
func (LimitExceeded) Event() string   { return "limit-exceeded" }
func (TotalsJumped) Event() string    { return "totals-jumped" }
func (TotalsUnread) Event() string    { return "totals-unread" }
func (PointAlarmed) Event() string    { return "point-alarmed" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{forecourt.PointChanged{}, "a point's state, or which nozzle is out, has changed"},
		{forecourt.PointReleased{}, "a point has taken a release"},
		{forecourt.ReleaseRefused{}, "a release or its withdrawal was refused, and why"},
		{forecourt.ReleaseEnded{}, "a release ended without a sale"},
		{forecourt.SaleFinished{}, "a sale is complete, on the disk, and waits to be cleared"},
		{forecourt.SaleRecovered{}, "the totals show a sale that nobody saw"},
		{forecourt.SaleCleared{}, "a sale was cleared"},
		{forecourt.PriceChanged{}, "a point works with a new price"},
		{forecourt.PriceRefused{}, "a point did not take a price, or not yet, and why"},
		{forecourt.PointLost{}, "a point stopped answering"},
		{forecourt.PointFound{}, "a point answers"},
		{forecourt.ControllerStarted{}, "the controller is up, after a cold start or a restart"},
		{Adopted{}, "a point was found at work which nobody here had released"},
		{TotalsMismatch{}, "a sale's display and the totals around it disagree"},
		{FiguresDisagree{}, "a sale's amount is not its volume at its price: nobody is asked to pay it"},
		{DecimalsDiffer{}, "a point counts with other decimals than it is configured with: it is not released"},
		{LimitExceeded{}, "a sale is beyond what its release allowed"},
		{TotalsJumped{}, "totals went back, or forward by more than can have been delivered"},
		{TotalsUnread{}, "a point did not answer for a nozzle's totals"},
		{PointAlarmed{}, "a point reported a fault"},
	} {
		forecourt.DefineEvent("controller", e.event, e.doc)
	}
}
