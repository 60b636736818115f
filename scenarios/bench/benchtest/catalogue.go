package benchtest

import (
	"reflect"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Catalogue returns what the station has.
func Catalogue() bench.Catalogue {
	nozzles := []bench.Nozzle{{Number: 1, Grade: "diesel"}, {Number: 2, Grade: "super"}}
	kiosk := &bench.Catalogue{
		Roles:  []forecourt.Role{forecourt.PointRole(1)},
		Grades: []forecourt.Grade{"diesel"},
		Points: []bench.Point{{Number: 1, Nozzles: nozzles[:1]}},
	}
	return bench.Catalogue{
		Roles: []forecourt.Role{
			forecourt.PointRole(1), forecourt.PointRole(2), {Kind: "pos"}, {Kind: "tank", Number: 1}, {Kind: "card-reader", Number: 1},
			{Kind: "gauge"}, {Kind: "host"}, {Kind: "payment-terminal", Number: 1}, {Kind: "price-sign"}, {Kind: "shop"}, {Kind: "app", Number: 1},
		},
		Grades:    []forecourt.Grade{"diesel", "super"},
		Cards:     payment.CardNames(),
		Points:    []bench.Point{{Number: 1, Nozzles: nozzles}, {Number: 2, Nozzles: nozzles}},
		Buses:     []int{1},
		Hosts:     []string{"gateway", "oms"},
		Links:     [][2]forecourt.Role{{{Kind: "pos"}, {Kind: "card-reader", Number: 1}}},
		ByteLinks: [][2]forecourt.Role{{{Kind: "pos"}, {Kind: "card-reader", Number: 1}}},
		Abilities: []string{"pump", "card-reader.chip"},
		AtStart:   []bench.EventKey{{Kind: "fuelling-point", Event: "switched-on"}},
		Readings: []bench.Reading{
			{Kind: "fuelling-point", Name: bench.DisplayReading, Type: reflect.TypeFor[unit.Indicated](), Doc: "what the display shows"},
			{Kind: "fuelling-point", Name: "pulses", Type: reflect.TypeFor[unit.Indicated](), Doc: "what was counted in this sale"},
			{Kind: "fuelling-point", Name: "sales", Type: reflect.TypeFor[int](), Doc: "how many were completed"},
			{Kind: "tank", Name: bench.StockReading, Type: reflect.TypeFor[unit.Volume](), Doc: "what it holds"},
			{Kind: "tank", Name: "metered", Type: reflect.TypeFor[unit.Volume](), Doc: "what went through meters"},
			{Kind: "pos", Name: "unpaid", Type: reflect.TypeFor[int](), Doc: "how many sales are unpaid"},
		},
		Plans: map[string]*bench.Catalogue{"kiosk": kiosk},
	}
}

// What the pumps tell.
type (
	// Called says that a nozzle was lifted.
	Called struct{ Nozzle forecourt.Nozzle }
	// Started says that the point may deliver.
	Started struct {
		Nozzle forecourt.Nozzle
		Price  unit.Price
	}
	// Completed is a finished sale.
	Completed struct {
		Sale forecourt.Sale `event:",inline"`
	}
	// SwitchedOn says that the pump has power.
	SwitchedOn struct{}
	// TillActed says what the POS was asked for.
	TillActed struct{ Act string }
	// CardSeen says that the reader has a card.
	CardSeen struct{ Card string }
)

// Event names.
func (Called) Event() string     { return "called" }
func (Started) Event() string    { return "started" }
func (Completed) Event() string  { return "completed" }
func (SwitchedOn) Event() string { return "switched-on" }
func (TillActed) Event() string  { return "till-acted" }
func (CardSeen) Event() string   { return "card-seen" }

func init() {
	define := func(role string, e forecourt.Event) {
		if _, there := forecourt.LookupEvent(role, e.Event()); !there {
			forecourt.DefineEvent(role, e, "of the test station")
		}
	}
	for _, e := range []forecourt.Event{Called{}, Started{}, Completed{}, SwitchedOn{}} {
		define("fuelling-point", e)
	}
	define("pos", TillActed{})
	define("card-reader", CardSeen{})
}
