package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role that the POS plays.
const Kind = "pos"

// What the POS tells of cards and money at the gateway.
type (
	// Authorised says that money is held for an outdoor card, and how much was asked for.
	Authorised struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Amount    unit.Money      `event:"amount"`
		Asked     unit.Money      `event:"asked"`
		Card      string          `event:"card"`
		Number    payment.PAN     `event:"number"`
		Reference string          `event:"reference"`
	}
	// Declined says that the gateway granted nothing, and why; Sale is set for a payment at the till.
	Declined struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Card      string          `event:"card"`
		Code      string          `event:"code"`
		Reason    string          `event:"reason"`
		Reference string          `event:"reference"`
	}
	// AuthorisationFailed says that the gateway did not answer; whatever it did will be undone.
	AuthorisationFailed struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Why       string          `event:"why"`
		Reference string          `event:"reference"`
	}
	// CardRefused says that the POS did not ask the gateway.
	CardRefused struct {
		Point forecourt.Point `event:"fuelling-point"`
		Card  string          `event:"card"`
		Why   string          `event:"why"`
	}
	// HoldReleased says that a hold was given back unused.
	HoldReleased struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Amount    unit.Money      `event:"amount"`
		Why       string          `event:"why"`
		Reference string          `event:"reference"`
	}
	// Captured says that a sale's amount was taken from its hold.
	Captured struct {
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
		Amount unit.Money      `event:"amount"`
		Intent string          `event:"intent"`
	}
	// OverAuth is a finding: the pump delivered more than was granted or prepaid; the excess is lost.
	OverAuth struct {
		Point   forecourt.Point `event:"fuelling-point"`
		Sale    string          `event:"sale"`
		Granted unit.Money      `event:"granted"`
		Amount  unit.Money      `event:"amount"`
		Excess  unit.Money      `event:"excess"`
	}
	// Refunded says that money which had been taken went back.
	Refunded struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Amount    unit.Money      `event:"amount"`
		Tender    Tender          `event:"tender"`
		Reference string          `event:"reference"`
	}
	// GatewayRefused is a finding: a capture, cancel or refund was refused for good; a person must look.
	GatewayRefused struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Act       string          `event:"act"`
		Code      string          `event:"code"`
		Reason    string          `event:"reason"`
		Reference string          `event:"reference"`
	}
)

// What the POS tells of sales.
type (
	// SaleUnpaid says that a sale waits to be paid.
	SaleUnpaid struct {
		Sale   string          `event:"sale"`
		Point  forecourt.Point `event:"fuelling-point"`
		Grade  forecourt.Grade `event:"grade"`
		Volume unit.Indicated  `event:"volume"`
		Amount unit.Money      `event:"amount"`
	}
	// SaleRecovered says the same of a sale that nobody saw.
	SaleRecovered struct {
		Sale   string          `event:"sale"`
		Point  forecourt.Point `event:"fuelling-point"`
		Grade  forecourt.Grade `event:"grade"`
		Volume unit.Indicated  `event:"volume"`
		Amount unit.Money      `event:"amount"`
	}
	// SaleDisputed is a finding: a sale's figures cannot be trusted; a person must look before anybody pays.
	SaleDisputed struct {
		Sale   string          `event:"sale"`
		Point  forecourt.Point `event:"fuelling-point"`
		Grade  forecourt.Grade `event:"grade"`
		Price  unit.Price      `event:"price"`
		Volume unit.Indicated  `event:"volume"`
		Amount unit.Money      `event:"amount"`
		Why    string          `event:"why"`
	}
	// Paid says that a sale was paid at the till.
	Paid struct {
		Sale   string          `event:"sale"`
		Point  forecourt.Point `event:"fuelling-point"`
		Amount unit.Money      `event:"amount"`
		Tender Tender          `event:"tender"`
		Card   string          `event:"card"`
		By     string          `event:"by"`
	}
	// WroteOff says that nobody will pay a sale.
	WroteOff struct {
		Sale   string     `event:"sale"`
		Amount unit.Money `event:"amount"`
		Reason string     `event:"reason"`
		By     string     `event:"by"`
	}
	// PrepayTaken says that a sale was paid in advance.
	PrepayTaken struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Amount    unit.Money      `event:"amount"`
		Tender    Tender          `event:"tender"`
		Card      string          `event:"card"`
		Reference string          `event:"reference"`
		By        string          `event:"by"`
	}
	// PrepaySettled says how much of it was used; Refunded goes back to the customer.
	PrepaySettled struct {
		Sale     string          `event:"sale"`
		Point    forecourt.Point `event:"fuelling-point"`
		Paid     unit.Money      `event:"paid"`
		Used     unit.Money      `event:"used"`
		Refunded unit.Money      `event:"refunded"`
	}
	// ReceiptPrinted says what the customer can read.
	ReceiptPrinted struct {
		Sale string `event:"sale"`
		Text string `event:"text"`
	}
	// CashRounded says what was paid in coins where the sale is worth a part of one: the books have the sale's amount, and
	// the difference is named here.
	CashRounded struct {
		Sale       string     `event:"sale"`
		Amount     unit.Money `event:"amount"`
		Cash       unit.Money `event:"cash"`
		Difference unit.Money `event:"difference"`
	}
	// Posted says that order management has the sale.
	Posted struct {
		Sale string `event:"sale"`
	}
	// PostingRefused is a finding: order management did not take the sale.
	PostingRefused struct {
		Sale string `event:"sale"`
		Why  string `event:"why"`
	}
	// Refused says that the POS did not do what the cashier asked.
	Refused struct {
		Stimulus string `event:"stimulus"`
		Why      string `event:"why"`
	}
	// Started says that the POS is up, and what it goes on with.
	Started struct {
		OpenCovers int `event:"open-covers"`
		OpenTasks  int `event:"open-tasks"`
	}
)

// Event names.
func (Authorised) Event() string          { return "authorised" }
func (Declined) Event() string            { return "declined" }
func (AuthorisationFailed) Event() string { return "authorisation-failed" }
func (CardRefused) Event() string         { return "card-refused" }
func (HoldReleased) Event() string        { return "hold-released" }
func (Captured) Event() string            { return "captured" }
func (OverAuth) Event() string            { return "over-auth" }
func (Refunded) Event() string            { return "refunded" }
func (GatewayRefused) Event() string      { return "gateway-refused" }
func (SaleUnpaid) Event() string          { return "sale-unpaid" }
func (SaleRecovered) Event() string       { return "sale-recovered" }
func (SaleDisputed) Event() string        { return "sale-disputed" }
func (Paid) Event() string                { return "paid" }
func (WroteOff) Event() string            { return "written-off" }
func (PrepayTaken) Event() string         { return "prepay-taken" }
func (PrepaySettled) Event() string       { return "prepay-settled" }
func (ReceiptPrinted) Event() string      { return "receipt-printed" }
func (CashRounded) Event() string         { return "cash-rounded" }
func (Posted) Event() string              { return "posted" }
func (PostingRefused) Event() string      { return "posting-refused" }
func (Refused) Event() string             { return "refused" }
func (Started) Event() string             { return "pos-started" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{Authorised{}, "money is held for an outdoor card"},
		{Declined{}, "the gateway granted nothing"},
		{AuthorisationFailed{}, "the gateway did not answer; whatever it did will be undone"},
		{CardRefused{}, "a card was refused without asking the gateway"},
		{HoldReleased{}, "a hold was given back unused"},
		{Captured{}, "a sale's amount was taken from its hold"},
		{OverAuth{}, "finding: the pump delivered more than was granted or prepaid"},
		{Refunded{}, "money that had been taken went back"},
		{GatewayRefused{}, "finding: a capture, cancel or refund was refused for good"},
		{SaleUnpaid{}, "a sale waits to be paid"},
		{SaleRecovered{}, "a sale that nobody saw waits to be paid"},
		{SaleDisputed{}, "finding: a sale's figures cannot be trusted; a person must look before anybody pays"},
		{Paid{}, "a sale was paid at the till"},
		{WroteOff{}, "nobody will pay a sale"},
		{PrepayTaken{}, "a sale was paid in advance"},
		{PrepaySettled{}, "how much of a prepayment was used"},
		{ReceiptPrinted{}, "a receipt was printed"},
		{CashRounded{}, "what was paid in cash was rounded to the smallest coin"},
		{Posted{}, "order management has a sale"},
		{PostingRefused{}, "finding: order management did not take a sale"},
		{Refused{}, "the POS did not do what the cashier asked"},
		{Started{}, "the POS is up"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}
