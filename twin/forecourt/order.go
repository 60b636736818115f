package forecourt

import "github.com/forecourt/forecourt/twin/unit"

// Order is what a POS asks of the forecourt controller.
type Order interface{ order() }

// The orders.
type (
	// Release lets a point deliver one sale. At most one of the limits is set; the other is zero.
	Release struct {
		Point       Point
		Nozzles     []Nozzle // none: all
		LimitAmount unit.Money
		LimitVolume unit.Indicated
		Reference   string
		Terms       // of this one sale; before and after it the standard ones hold
	}
	// Withdraw takes a release back while nothing has been delivered.
	Withdraw struct {
		Point     Point
		Reference string
	}
	// StopPoint ends what the point is doing; a sale keeps what was delivered. Point 0: every point.
	StopPoint struct{ Point Point }
	// ClearSale says that a finished sale is paid or written off: the controller may forget it.
	ClearSale struct{ Sale string }
	// ChangePrice sets the price of a grade at a level on every point, each as soon as it is idle. A nozzle that is out is
	// sold at the price that it was lifted at.
	ChangePrice struct {
		Grade Grade
		Price unit.Price
		Level PriceLevel
	}
	// ListUnpaid asks for every unpaid sale again, as a till does after it was restarted, and ListPoints for the state of
	// every point that answers.
	ListUnpaid struct{}
	ListPoints struct{}
)

func (Release) order()     {}
func (Withdraw) order()    {}
func (StopPoint) order()   {}
func (ClearSale) order()   {}
func (ChangePrice) order() {}
func (ListUnpaid) order()  {}
func (ListPoints) order()  {}

// What a ReleaseRefused says to a Withdraw that cannot be obeyed. A POS acts on the difference: there is nothing to take
// back, or there will be a sale.
const (
	NoSuchRelease = "no such release is open"
	DeliveryBegun = "delivery has begun"
)

// News is what the forecourt controller tells the POS. Every News is an Event too.
type News interface {
	Event
	news()
}

// The news.
type (
	// PointChanged says the state of a point and which nozzle is out.
	PointChanged struct {
		Point  Point  `event:"fuelling-point"`
		State  State  `event:"state"`
		Nozzle Nozzle `event:"nozzle"`
	}
	// PointReleased says that the point has taken the release.
	PointReleased struct {
		Point     Point  `event:"fuelling-point"`
		Reference string `event:"reference"`
	}
	// ReleaseRefused says that it has not, and why.
	ReleaseRefused struct {
		Point     Point  `event:"fuelling-point"`
		Reference string `event:"reference"`
		Why       string `event:"why"`
	}
	// ReleaseEnded says that a release ended without a sale: withdrawn, nozzle hung without fuelling, timed out.
	ReleaseEnded struct {
		Point     Point     `event:"fuelling-point"`
		Reference string    `event:"reference"`
		Why       EndReason `event:"why"`
	}
	// SaleFinished says that a sale is complete and waits to be cleared.
	SaleFinished struct {
		Sale Sale `event:",inline"`
	}
	// SaleRecovered says that the totals show a sale which nobody saw.
	SaleRecovered struct {
		Sale Sale `event:",inline"`
	}
	// SaleCleared says that the controller has forgotten the sale as ordered.
	SaleCleared struct {
		Sale string `event:"sale"`
	}
	// PriceChanged says that a point works with a new price.
	PriceChanged struct {
		Point Point      `event:"fuelling-point"`
		Grade Grade      `event:"grade"`
		Price unit.Price `event:"price"`
		Level PriceLevel `event:"level"`
	}
	// PriceRefused says that a point did not take a price.
	PriceRefused struct {
		Point Point      `event:"fuelling-point"`
		Grade Grade      `event:"grade"`
		Price unit.Price `event:"price"`
		Why   string     `event:"why"`
		Level PriceLevel `event:"level"`
	}
	// PointLost says that a point stopped answering; PointFound that it answers again.
	PointLost struct {
		Point Point `event:"fuelling-point"`
	}
	// PointFound is the end of PointLost, and said once at start.
	PointFound struct {
		Point Point `event:"fuelling-point"`
	}
	// ControllerStarted says that the controller is up, after a cold start or a restart.
	ControllerStarted struct {
		OpenSales int `event:"open-sales"`
	}
)

func (PointChanged) news()      {}
func (PointReleased) news()     {}
func (ReleaseRefused) news()    {}
func (ReleaseEnded) news()      {}
func (SaleFinished) news()      {}
func (SaleRecovered) news()     {}
func (SaleCleared) news()       {}
func (PriceChanged) news()      {}
func (PriceRefused) news()      {}
func (PointLost) news()         {}
func (PointFound) news()        {}
func (ControllerStarted) news() {}

// Event names.
func (PointChanged) Event() string      { return "point-changed" }
func (PointReleased) Event() string     { return "point-released" }
func (ReleaseRefused) Event() string    { return "release-refused" }
func (ReleaseEnded) Event() string      { return "release-ended" }
func (SaleFinished) Event() string      { return "sale-finished" }
func (SaleRecovered) Event() string     { return "sale-recovered" }
func (SaleCleared) Event() string       { return "sale-cleared" }
func (PriceChanged) Event() string      { return "price-changed" }
func (PriceRefused) Event() string      { return "price-refused" }
func (PointLost) Event() string         { return "point-lost" }
func (PointFound) Event() string        { return "point-found" }
func (ControllerStarted) Event() string { return "controller-started" }
