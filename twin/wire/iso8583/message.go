package iso8583

import (
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Processing codes (DE3; K).
const (
	Purchase = "000000"
	Refund   = "200000"
	Balance  = "300000"
)

// Condition codes (DE25; K). Dialects differ in 06.
const (
	Normal           = "00"
	Unattended       = "02"
	PreAuthorisation = "06"
)

// Merchant categories (DE18; A).
const (
	ServiceStation = "5541"
	FuelDispenser  = "5542"
)

// Network management codes (DE70; K).
const (
	SignOn    = "001"
	SignOff   = "002"
	KeyChange = "101"
	CutOver   = "201"
	Echo      = "301"
)

// PartialApprovalSupported is the DE48 data of a terminal that takes partial approvals: Mastercard's sub-element 61,
// position 1 (K). Other networks have other places for it.
const PartialApprovalSupported = "610510000"

// Message is one message of either profile: what means the same is one field, whatever its number on the wire. The numbers
// beside the fields are those of us87, and those of ifsf93 behind a stroke where they differ. A field that is empty or zero
// is not in the message; the amount is there when it has a currency.
type Message struct {
	MTI        MTI
	PAN        payment.PAN        // 2
	Processing string             // 3
	Amount     unit.Money         // 4 and 49
	SentAt     Stamp              // 7
	STAN       STAN               // 11
	LocalTime  string             // 12, hhmmss / in 12
	LocalDate  string             // 13, MMDD / in 12
	LocalYear  string             // / in 12, YY
	Expiry     string             // 14, YYMM
	Settles    string             // 15, MMDD / YYMMDD: the day in whose batch it is settled
	MCC        string             // 18 / 26
	Entry      string             // 22: see EntryCode / in 22
	POSData    string             // / 22, twelve characters
	NetworkID  string             // 24
	Function   string             // / 24; empty: what follows from the rest
	Reason     string             // / 25
	PSN        string             // 23, three digits
	Condition  string             // 25 / not there
	PINCapture string             // 26 / not there
	Asked      Replacement        // in 54 / 30: what an earlier message asked for
	Acquirer   string             // 32
	Track2     payment.Secret     // 35, with '='
	RRN        string             // 37
	Approval   string             // 38
	Code       string             // 39 / as an action code
	Terminal   string             // 41; spaces at its end do not count
	Merchant   string             // 42, likewise
	Additional string             // 48
	PINBlock   payment.Secret     // 52, hex
	Security   string             // 53: of a PIN pad the serial number of its key in hex, without FFFF
	Amounts    []AdditionalAmount // 54
	EMV        payment.Secret     // 55, hex
	Private60  string             // 60
	Private61  string             // 61
	Private62  string             // 62
	Product    string             // 63: see ParseProducts
	Balance    string             // 66 / in 39: what the host says to totals
	Network    string             // 70 / in 24
	Totals     Totals             // 50, 74 to 77, 81, 86 to 89, 97
	Original   Original           // 90 / 56
	Replaces   Replacement        // 95 / in 4 and 30
	KeyBlock   payment.Secret     // 120 / 96, hex: an exchanged key under the transport key, and its check value
	MAC        payment.Secret     // 64 or 128, hex: what was heard; Profile.Seal computes it
}

// Key tells exchanges apart on one connection: an answer has the key of its request, a repeat that of the first
// sending. The trace number alone would not do, because several terminals share a connection (payments.md 2.6, trap 2).
type Key struct {
	Terminal string
	STAN     STAN
	RRN      string
}

// Key returns the message's key.
func (m Message) Key() Key { return Key{m.Terminal, m.STAN, m.RRN} }

// AcceptsPartial says that the terminal can be granted less than it asks for.
func (m Message) AcceptsPartial() bool {
	for rest := m.Additional; len(rest) >= 4; {
		n := int(rest[2]-'0')*10 + int(rest[3]-'0')
		if !fits("n", []byte(rest[:4])) || len(rest) < 4+n {
			return false
		}
		if rest[:2] == "61" && n > 0 {
			return rest[4] == '1'
		}
		rest = rest[4+n:]
	}
	return false
}
