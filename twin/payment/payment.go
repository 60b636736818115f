package payment

import (
	"github.com/forecourt/forecourt/twin/unit"
)

// EntryMode is how a card's data came in.
type EntryMode string

// The entry modes.
const (
	ContactChip EntryMode = "chip"
	Contactless EntryMode = "contactless"
	Stripe      EntryMode = "stripe"
	Fallback    EntryMode = "fallback" // stripe after the chip failed
	Keyed       EntryMode = "keyed"
)

// Read is what a card reader got from one card.
type Read struct {
	Card    string // the test card's name
	PAN     PAN
	Expiry  string // YYMM
	Entry   EntryMode
	Track2  Secret // with '=' as separator, no sentinels; chip: tag 57 in the same form
	EMV     Secret // hex of the DE55 TLV data; chip and contactless only
	PINOK   bool   // the cardholder was verified offline, or no PIN is asked for
	Scheme  Scheme
	Product Product
	Token   string // what a gateway's client names this card by, such as pm_card_visa; may be empty
	Service string // service code of the stripe

	PINBlock  Secret // DE52, hex; online PIN only
	PINSerial Secret // DE53: the serial number of its key, hex, without the leading FFFF
}

// Scheme is a card network.
type Scheme string

// The networks.
const (
	Visa       Scheme = "visa"
	Mastercard Scheme = "mastercard"
	Amex       Scheme = "amex"
	Discover   Scheme = "discover"
	OwnFleet   Scheme = "own-fleet" // a fuel company's own fleet card, of no network
)

// Schemes lists the networks.
var Schemes = []Scheme{Amex, Discover, Mastercard, OwnFleet, Visa}

// Product is a kind of card.
type Product string

// The kinds.
const (
	CreditCard  Product = "credit"
	Debit       Product = "debit"
	PrepaidCard Product = "prepaid"
	FleetCard   Product = "fleet"
)

// Products lists the kinds.
var Products = []Product{CreditCard, Debit, FleetCard, PrepaidCard}

// Verdict is what an issuer says to an authorisation.
type Verdict string

// The verdicts.
const (
	Approved          Verdict = "approved"
	PartiallyApproved Verdict = "partially-approved"
	Declined          Verdict = "declined"
	NoAnswer          Verdict = "no-answer"
)

// Outcome is the issuer's verdict with its data.
type Outcome struct {
	Verdict  Verdict
	Granted  unit.Money // what may be captured at most
	Code     string     // DE39
	Approval string     // DE38
}

// InsertCard puts a card into a reader's slot, or swipes or taps it, by its entry mode.
type InsertCard struct {
	Card  string // a name of the test card table
	Entry EntryMode
	PIN   PINEntry
	Tap   TapFault // none: the tap is good
	Dead  bool     // its chip does not answer
}

// PINEntry is what the driver types when asked.
type PINEntry string

// The ways to type a PIN.
const (
	PINCorrect PINEntry = "correct"
	PINWrong   PINEntry = "wrong"
	PINNone    PINEntry = "none"
	PINShort   PINEntry = "too-short" // three digits
	PINBypass  PINEntry = "bypass"    // the enter key alone
)

// PINEntries lists them.
var PINEntries = []PINEntry{PINCorrect, PINWrong, PINNone, PINShort, PINBypass}

// RemoveCard takes the card out.
type RemoveCard struct{}

// PressCancel presses the terminal's cancel key.
type PressCancel struct{}

// Stimulus names.
func (InsertCard) Stimulus() string  { return "insert-card" }
func (RemoveCard) Stimulus() string  { return "remove-card" }
func (PressCancel) Stimulus() string { return "press-cancel" }
