package site

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/unit"
)

// Plan is a site.
type Plan struct {
	Site        string `yaml:",required"` // short name, used in sale numbers and postings
	Name        string
	Currency    unit.Currency `yaml:",required"`
	Unit        unit.Measure
	Decimals    Decimals
	Grades      []Grade     `yaml:",required"`
	Tanks       []Tank      `yaml:",required"`
	Buses       []Bus       `yaml:",required"`
	Dispensers  []Dispenser `yaml:",required"`
	CardReaders []Reader
	POS         POS                `yaml:"pos"`
	Cards       payment.Acceptance // what which card gets; default: every card the same
	Loyalty     payment.Loyalty
	Controller  Device
	Host        Host
	Gateway     Gateway
	Gauge       Gauge
	Ports       Ports
	PTS         PTS
	Network     Network
	Country     Country
	Hydraulics  Hydraulics
	TimeZone    string // of the site's clocks, as in Europe/Berlin; default UTC
	PriceSign   PriceSign
	Mobile      Mobile
}

// Decimals of what the site's devices show and send.
type Decimals struct{ Volume, Amount, Price uint8 }

// Grade is a product and its prices at opening.
type Grade struct {
	Grade       forecourt.Grade `yaml:",required"`
	Price       unit.Price      `yaml:",required"`
	CreditPrice unit.Price      // of sales on credit; default: the price
	// PaymentProduct is the grade's code in card payments, three digits; default: none is sent.
	PaymentProduct string
	// Product is the grade's number on IFSF; default: its place in the list.
	Product uint32
}

// Bus is a serial line from the controller to dispensers; of dialect ifsf it is the connection to one dispenser.
type Bus struct {
	Bus       int    `yaml:",required"`
	Dialect   string `yaml:",required"`
	Lenient   bool   // accept what field controllers get wrong
	Echo      bool   // each end hears its own bytes too, as on a current loop
	PollCycle time.Duration
	// StatusAfter is how long a point may have nothing to say before the controller asks for its status; default: the
	// dialect's own, 2 s on DART (B).
	StatusAfter time.Duration
	TCP         int // port of the live station
	Node        int // of the dispenser on IFSF, 1 to 127; default: the number of the bus
}

// Dispenser stands on an island; each of its sides is a fuelling point.
type Dispenser struct {
	Dispenser int    `yaml:",required"`
	Profile   string // its model: a name, or the path of a file; default: standard
	// Silence is what the dispenser does when nobody polls it: finish-then-lock, stop-at-once, stand-alone, go-on; default:
	// its profile's.
	Silence string
	// Decimals are the dispenser's own, where they differ from the site's by mistake; all three are given then.
	Decimals Decimals
	// RollsOverAfter is what each nozzle delivers until its totals roll over, on a device that is not new; zero: they begin
	// at zero.
	RollsOverAfter unit.Indicated
	Sides          []Side `yaml:",required"`
}

// Side is a fuelling point: one position where one car is served, with one address on its bus.
type Side struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Bus           int             `yaml:",required"`
	Address       int             `yaml:",required"`
	Hoses         Hoses           `yaml:",required"`
}

// Hose is a logical nozzle: a grade that can be taken from a hose of a side. Hoses says how a hose of several grades is
// several of them.
type Hose struct {
	Nozzle        forecourt.Nozzle // logical, as on the wire
	Hose          int              // physical, on its side; default: its place in the list
	Grade         forecourt.Grade
	Tank          int
	PulsesPerUnit int64         // of the site's volume unit; default 100
	MeterError    int64         // parts per million; positive: the meter counts too much
	Flow          unit.FlowRate // at full trigger; default: the dispenser's
	// Satellite says that the hose has a second nozzle, at the vehicle's other side: one meter, one sale, two nozzles.
	Satellite bool

	item, pick int // where it stands: in the list of hoses, and there in the list of grades, or -1
}

// Reader is an outdoor card terminal.
type Reader struct {
	CardReader    int             `yaml:",required"`
	FuellingPoint forecourt.Point `yaml:",required"`
	Profile       string          // its model
	Language      string          // of its display, before a card or a key says another: en (default), de, fr, es, nl
}

// POS is how the point of sale works.
type POS struct {
	PreAuthorise unit.Money
	// Mode is how customers are served: postpay (a cashier answers each call), postpay-automatic (nobody does), prepay,
	// outdoor, attendant, or several, as in prepay+outdoor; default: postpay+prepay+outdoor.
	Mode     service.Set
	Schedule []Change // in place of the mode, by the time of day
	// Release says when what is paid before, or served by an attendant, is released: before-lift (default), as soon as it
	// may be; after-lift, when a nozzle is out, and for that one alone.
	Release      string
	Tills        int           // how many, default 1
	Attendants   []string      // who may tag in
	LiftWithin   time.Duration // at a terminal and with an attendant, default 60 s
	PrepayWithin time.Duration // of who has paid at a till; default: as long as he likes
	MaxUnpaid    int           // sales held per point
	Profile      string        // its model
	PassPhrase   string        // of the XML interface for somebody else's POS
	// MockResponse is the issue with which a gateway in PayPal's manner is asked to refuse every request for money; see
	// PayPal-Mock-Response.
	MockResponse string
}

// Ports of the live station; 0 lets the system choose.
type Ports struct {
	Gateway, Control, OMS, Gauge, FDC, PTS, Host, App int
	Heartbeat                                         int // UDP; 0: 3486
}

// Points lists the fuelling points with their dispensers, in the order of the plan.
func (p *Plan) Points() []Side {
	var sides []Side
	for _, d := range p.Dispensers {
		sides = append(sides, d.Sides...)
	}
	return sides
}

// Point returns the side that is a fuelling point.
func (p *Plan) Point(n forecourt.Point) (Side, bool) {
	for _, s := range p.Points() {
		if s.FuellingPoint == n {
			return s, true
		}
	}
	return Side{}, false
}

// Price returns a grade's price at opening.
func (p *Plan) Price(g forecourt.Grade) (unit.Price, bool) {
	for _, x := range p.Grades {
		if x.Grade == g {
			return x.Price, true
		}
	}
	return unit.Price{}, false
}
