package acquirer

import (
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Kept is a message as the store holds it: no number, track or chip data, the test card's name instead.
type Kept struct {
	Card                                                                       string
	MTI                                                                        iso8583.MTI
	Processing                                                                 string
	Minor                                                                      int64
	Currency                                                                   unit.Currency
	SentAt                                                                     iso8583.Stamp
	STAN                                                                       iso8583.STAN
	LocalTime, LocalDate, MCC, Entry, Condition, Acquirer                      string
	RRN, Approval, Terminal, Merchant, Additional, Product, Fleet, Expiry, PSN string `json:",omitempty"`
	Original                                                                   iso8583.Original
}

// Keep strips a message.
func Keep(m iso8583.Message) Kept {
	pan, expiry := m.Card()
	card, _ := payment.CardByPAN(pan)
	return Kept{
		Card: card.Name, MTI: m.MTI, Processing: m.Processing, Minor: m.Amount.Minor, Currency: m.Amount.Currency, SentAt: m.SentAt,
		STAN: m.STAN, LocalTime: m.LocalTime, LocalDate: m.LocalDate, MCC: m.MCC, Entry: m.Entry, Condition: m.Condition,
		Acquirer: m.Acquirer, RRN: m.RRN, Approval: m.Approval, Terminal: m.Terminal, Merchant: m.Merchant, Additional: m.Additional,
		Product: m.Product, Fleet: m.Private62, Expiry: expiry, PSN: m.PSN, Original: m.Original,
	}
}

// Message puts the card's number back.
func (k Kept) Message() iso8583.Message {
	card, _ := payment.LookupCard(k.Card)
	return iso8583.Message{
		MTI: k.MTI, PAN: card.PAN, Processing: k.Processing, Amount: unit.Money{Minor: k.Minor, Currency: k.Currency},
		SentAt: k.SentAt, STAN: k.STAN, LocalTime: k.LocalTime, LocalDate: k.LocalDate, Expiry: k.Expiry, MCC: k.MCC, Entry: k.Entry,
		PSN: k.PSN, Condition: k.Condition, Acquirer: k.Acquirer, RRN: k.RRN, Approval: k.Approval, Terminal: k.Terminal,
		Merchant: k.Merchant, Additional: k.Additional, Product: k.Product, Private62: k.Fleet, Original: k.Original,
	}
}
