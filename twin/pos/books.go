package pos

import (
	"github.com/forecourt/forecourt/twin/payment"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// cover is money that is held or taken for a release or for a sale.
type cover struct {
	ID       string              `json:"id"` // the reference of its release, and the root of its idempotency keys
	Kind     CoverKind           `json:"kind"`
	State    CoverState          `json:"state"`
	Point    forecourt.Point     `json:"fuelling-point"`
	Reader   int                 `json:"reader,omitempty"`
	Tender   Tender              `json:"tender"`
	Card     face                `json:"card"`
	Asked    unit.Money          `json:"asked"`
	Granted  unit.Money          `json:"granted"`
	Captured unit.Money          `json:"captured"`
	Refunded unit.Money          `json:"refunded"`
	Rounded  unit.Money          `json:"rounded,omitzero"`   // what coins made of the sale less its amount
	Offline  bool                `json:"offline,omitempty"`  // granted by the POS itself
	Replaces string              `json:"replaces,omitempty"` // the cover for which the gateway could not be asked
	Intent   string              `json:"intent,omitempty"`
	Sale     string              `json:"sale,omitempty"`
	AskedAt  clock.Instant       `json:"asked-at"`
	Shift    int                 `json:"shift,omitempty"` // in which money was taken at the gateway; 0: none was
	Why      string              `json:"why,omitempty"`   // it ended, or failed
	Since    clock.Instant       `json:"since"`           // when its release was ordered, or began to wait for a nozzle
	Terms    forecourt.Terms     `json:"terms,omitzero"`
	Bounds   bounds              `json:"bounds,omitzero"`
	Member   member              `json:"member,omitzero"`
	Products []string            `json:"products,omitempty"` // that the issuer lets the card buy; none: all
	Fleet    forecourt.FleetData `json:"fleet,omitzero"`
	Volume   unit.Indicated      `json:"volume,omitzero"`   // the limit of an attendant's release
	Ordered  bool                `json:"ordered,omitzero"`  // its release was; false: it waits for a nozzle
	Session  string              `json:"session,omitempty"` // of the phone
	By       By                  `json:"by,omitzero"`       // who took the money, or released; a terminal is nobody

	chip        payment.Secret   // the issuer's answer for the card's chip
	wrongNozzle forecourt.Nozzle // that is out and not for the card
}

// face is what may be kept of a card.
type face struct {
	Name  string `json:"name,omitempty"` // the test card's
	Brand string `json:"brand,omitempty"`
	Last4 string `json:"last4,omitempty"`
}

// sale is a finished delivery.
type sale struct {
	ID           string                 `json:"id"`
	State        SaleState              `json:"state"`
	Point        forecourt.Point        `json:"fuelling-point"`
	Nozzle       forecourt.Nozzle       `json:"nozzle"`
	Grade        forecourt.Grade        `json:"grade"`
	Price        unit.Price             `json:"price"`
	Volume       unit.Indicated         `json:"volume"`
	Amount       unit.Money             `json:"amount"`
	Paid         unit.Money             `json:"paid"`
	Tender       Tender                 `json:"tender,omitempty"`
	Card         face                   `json:"card"`
	Cover        string                 `json:"cover,omitempty"`
	Attempts     int                    `json:"attempts,omitempty"` // card payments at the till
	Recovered    bool                   `json:"recovered,omitempty"`
	Reason       string                 `json:"reason,omitempty"`  // of the write-off
	Dispute      string                 `json:"dispute,omitempty"` // why nobody may be asked to pay it
	EndedAt      clock.Instant          `json:"ended-at"`
	Compensation forecourt.Compensation `json:"compensation,omitzero"`
	Posting      postingState           `json:"posting,omitempty"`
	Member       member                 `json:"member,omitzero"`
	Customer     string                 `json:"customer,omitempty"` // whose phone has paid
	Fleet        forecourt.FleetData    `json:"fleet,omitzero"`
	Shift        int                    `json:"shift,omitempty"` // in which it was settled; 0: not yet
	Points       int64                  `json:"points,omitempty"`
	Duty         string                 `json:"duty,omitempty"`    // of the attendant who released it
	By           By                     `json:"by,omitzero"`       // who settled it; a terminal is nobody
	Settler      string                 `json:"settler,omitempty"` // the duty of the attendant who settled it
}

// Tender is what a customer pays with.
type Tender string

// The tenders.
const (
	Cash Tender = "cash"
	Card Tender = "card"
)

// SaleState is how far the money side of a sale is.
type SaleState string

// The states of a sale.
const (
	Unpaid     SaleState = "unpaid"
	Paying     SaleState = "paying"   // a card payment at the till is under way
	Settling   SaleState = "settling" // its cover is being captured, or the rest refunded
	Settled    SaleState = "settled"
	WrittenOff SaleState = "written-off"
)

type postingState string

const (
	postingDue     postingState = "due"
	postingDone    postingState = "done"
	postingRefused postingState = "refused"
)

// books is what the store holds, by id and in the order of entry.
type books struct {
	covers   map[string]*cover
	sales    map[string]*sale
	tasks    map[string]*task
	notices  map[string]*notice // callbacks that were taken
	visits   map[string]*visit
	paybacks map[string]*payback
	closings map[string]*closing
	tariff   map[forecourt.Grade][forecourt.Levels]unit.Price
	order    struct{ covers, sales, tasks, paybacks, closings, duties, sessions []string }
	duties   map[string]*duty
	modes    map[forecourt.Point]*setting
	ahead    time.Duration // of the POS's own clock
	signs    map[forecourt.Grade]*posted
	hooks    map[string]*hook // by URL
	sessions map[string]*session
}

func newBooks() books {
	return books{
		covers: map[string]*cover{}, sales: map[string]*sale{}, tasks: map[string]*task{},
		notices: map[string]*notice{}, visits: map[string]*visit{}, paybacks: map[string]*payback{}, closings: map[string]*closing{},
		tariff: map[forecourt.Grade][forecourt.Levels]unit.Price{},
		duties: map[string]*duty{}, modes: map[forecourt.Point]*setting{}, signs: map[forecourt.Grade]*posted{},
		hooks:    map[string]*hook{},
		sessions: map[string]*session{},
	}
}

// entry is one thing in the books.
type entry interface{ enter(b *books) }

func (c *cover) enter(b *books) { put(b.covers, &b.order.covers, c.ID, c) }
func (s *sale) enter(b *books)  { put(b.sales, &b.order.sales, s.ID, s) }
func (t *task) enter(b *books)  { put(b.tasks, &b.order.tasks, t.Key, t) }

func put[T any](in map[string]*T, order *[]string, id string, v *T) {
	if in[id] == nil {
		*order = append(*order, id)
	}
	in[id] = v
}

// CoverBook is what the POS has in its books about money held or taken.
type CoverBook struct {
	Reference                          string
	Kind                               CoverKind
	State                              CoverState
	Point                              forecourt.Point
	Tender                             Tender
	Intent                             string
	Sale                               string
	Why                                string
	Asked, Granted, Captured, Refunded unit.Money
	Rounded                            unit.Money // Captured - Refunded is what was paid for the sale, and this
}

// SaleBook is what the POS has in its books about a sale.
type SaleBook struct {
	Sale      string
	State     SaleState
	Point     forecourt.Point
	Grade     forecourt.Grade
	Volume    unit.Indicated
	Amount    unit.Money
	Paid      unit.Money
	Tender    Tender
	Reference string
	Shift     int // in which it was settled; 0: not yet
	Recovered bool
	By        By     // who settled it; a terminal is nobody
	Duty      string // of the attendant who settled it
	Posted    bool   // order management has it
	Refused   bool   // order management did not take it
}

// Books is everything the POS owes and is owed.
type Books struct {
	Covers   []CoverBook
	Sales    []SaleBook
	Paybacks []PaybackBook
	Closes   []CloseBook
	Open     []string // keys of the outbox's open tasks
}

// Books returns the books, in the order of entry.
func (p *POS) Books() Books {
	var b Books
	for _, id := range p.books.order.covers {
		b.Covers = append(b.Covers, p.covers[id].book())
	}
	for _, id := range p.books.order.sales {
		b.Sales = append(b.Sales, p.sales[id].book())
	}
	b.Paybacks, b.Closes = p.paybackBooks(), p.closeBooks()
	for _, key := range p.books.order.tasks {
		if !p.tasks[key].Done {
			b.Open = append(b.Open, key)
		}
	}
	return b
}

// Cover returns what the books have about money held or taken under one reference.
func (p *POS) Cover(reference string) (CoverBook, bool) {
	if c := p.covers[reference]; c != nil {
		return c.book(), true
	}
	return CoverBook{}, false
}

func (c *cover) book() CoverBook {
	return CoverBook{
		Reference: c.ID, Kind: c.Kind, State: c.State, Point: c.Point, Tender: c.Tender, Intent: c.Intent, Sale: c.Sale, Why: c.Why,
		Asked: c.Asked, Granted: c.Granted, Captured: c.Captured, Refunded: c.Refunded, Rounded: c.Rounded,
	}
}

// Sale returns what the books have about one sale.
func (p *POS) Sale(id string) (SaleBook, bool) {
	if s := p.sales[id]; s != nil {
		return s.book(), true
	}
	return SaleBook{}, false
}

func (s *sale) book() SaleBook {
	return SaleBook{
		Sale: s.ID, State: s.State, Point: s.Point, Grade: s.Grade, Volume: s.Volume, Amount: s.Amount, Paid: s.Paid,
		Tender: s.Tender, Reference: s.Cover, Shift: s.Shift, Recovered: s.Recovered,
		By: s.By, Duty: s.Settler, Posted: s.Posting == postingDone, Refused: s.Posting == postingRefused,
	}
}
