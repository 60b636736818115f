package paypal

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// books is what is in the store, as it reads now. Nothing changes it but apply.
type books struct {
	orders         map[string]*order
	sequence       []string // ids of orders, the oldest first
	authorisations map[string]*authorisation
	captures       map[string]*capture
	refunds        map[string]*refund
	cards          map[string]*card
	clients        map[string]*client
	tokens         map[string]*token // by what stands for the token
	webhooks       map[string]*webhook
	events         map[string]*event
	told           []string // ids of events, the oldest first
	deliveries     map[string]*delivery
	answers        map[string]*replay.Answer
	flights        map[string]flight
	posts          map[string]acquirer.Post
	paid           map[string][]string // by payer: the orders that he approved
	stan           iso8583.STAN
	records        int // in the log since it was last compacted
}

func newBooks() books {
	return books{
		orders: map[string]*order{}, authorisations: map[string]*authorisation{}, captures: map[string]*capture{}, refunds: map[string]*refund{},
		cards: map[string]*card{}, clients: map[string]*client{}, tokens: map[string]*token{}, webhooks: map[string]*webhook{},
		events: map[string]*event{}, deliveries: map[string]*delivery{}, answers: map[string]*replay.Answer{},
		flights: map[string]flight{}, posts: map[string]acquirer.Post{}, paid: map[string][]string{},
	}
}

// order is one payment, of one purchase unit. Amounts are in minor units.
type order struct {
	ID             string
	Authorise      bool `json:",omitempty"` // the intent; else it is captured at once
	Status         status
	Amount         int64
	Currency       unit.Currency
	Reference      string
	Custom         string        `json:",omitempty"`
	Invoice        string        `json:",omitempty"`
	Description    string        `json:",omitempty"`
	Soft           string        `json:",omitempty"` // soft_descriptor
	Return         string        `json:",omitempty"` // where the payer goes when he has approved
	Cancel         string        `json:",omitempty"` // and when he has not
	Card           string        `json:",omitempty"` // the payment token that paid
	Payer          string        `json:",omitempty"` // the wallet account that approved
	AwaitedPayer   string        `json:",omitempty"` // the account that will act by itself
	Asked          bool          `json:",omitempty"` // a payment source of PayPal's was given
	ActsAt         clock.Instant `json:",omitempty"`
	Created        clock.Instant
	Updated        clock.Instant
	Authorisations []string `json:",omitempty"`
	Captures       []string `json:",omitempty"`
	Reversed       bool     `json:",omitempty"`
	Base           string   // under which URL the client reached us
}

// authorisation is a hold.
type authorisation struct {
	ID, Order string
	Status    authStatus
	Asked     int64
	Granted   int64          `json:",omitempty"`
	Captured  int64          `json:",omitempty"`
	Code      string         `json:",omitempty"` // the processor's, of a card
	Original  string         `json:",omitempty"` // the authorisation that this one renewed
	Hold      *acquirer.Kept `json:",omitempty"` // the request that the host granted
	Approval  string         `json:",omitempty"` // DE38
	Created   clock.Instant
	Updated   clock.Instant
	Honoured  clock.Instant // until when the money is certain
	Expires   clock.Instant
}

// capture is money that was taken.
type capture struct {
	ID, Order     string
	Authorisation string `json:",omitempty"`
	Status        string
	Amount        int64
	Refunded      int64  `json:",omitempty"`
	Final         bool   `json:",omitempty"`
	Code          string `json:",omitempty"`
	Invoice       string `json:",omitempty"`
	Note          string `json:",omitempty"`
	Created       clock.Instant
	Updated       clock.Instant
}

// refund is money that goes back.
type refund struct {
	ID, Order, Capture string
	Status             string
	Amount             int64
	Invoice            string `json:",omitempty"`
	Note               string `json:",omitempty"`
	Created            clock.Instant
}

// card is a payment token: a test card by its name. What a reader got from it is in working.reads.
type card struct {
	ID      string
	Card    string
	Expiry  string            // YYMM
	Entry   payment.EntryMode `json:",omitempty"` // at a reader
	PSN     string            `json:",omitempty"`
	Vaulted bool              `json:",omitempty"` // made for itself, not in an order
	Created clock.Instant
}

// client is an application with its secret, by what stands for that.
type client struct{ ID, Secret string }

// token is an access token by what stands for it.
type token struct {
	Hash    string
	Client  string
	Expires clock.Instant
}

// flight is a request that the host has not answered yet. One that is still there after a power cut is reversed.
type flight struct {
	ID, Order, Refund string
	Request           acquirer.Kept
}

// clones may be changed before they are committed. Pointers in them are replaced, never written.
func (o *order) clone() *order {
	c := *o
	c.Authorisations, c.Captures = slices.Clone(o.Authorisations), slices.Clone(o.Captures)
	return &c
}

func (a *authorisation) clone() *authorisation { c := *a; return &c }
func (x *capture) clone() *capture             { c := *x; return &c }
