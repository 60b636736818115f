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
	SignOn  = "001"
	SignOff = "002"
	CutOver = "201"
	Echo    = "301"
)

// PartialApprovalSupported is the DE48 data of a terminal that takes partial approvals: Mastercard's sub-element 61,
// position 1 (K). Other networks have other places for it.
const PartialApprovalSupported = "610510000"

// Message is one message of the profile us87. A field that is empty or zero is not in the message; the amount is there
// when it has a currency.
type Message struct {
	MTI        MTI
	PAN        payment.PAN        // 2
	Processing string             // 3
	Amount     unit.Money         // 4 and 49
	SentAt     Stamp              // 7
	STAN       STAN               // 11
	LocalTime  string             // 12, hhmmss
	LocalDate  string             // 13, MMDD
	Expiry     string             // 14, YYMM
	MCC        string             // 18
	Entry      string             // 22: see EntryCode
	PSN        string             // 23, three digits
	Condition  string             // 25
	PINCapture string             // 26
	Acquirer   string             // 32
	Track2     payment.Secret     // 35, with '='
	RRN        string             // 37
	Approval   string             // 38
	Code       string             // 39
	Terminal   string             // 41; spaces at its end do not count
	Merchant   string             // 42, likewise
	Additional string             // 48
	PINBlock   payment.Secret     // 52, hex
	Security   string             // 53
	Amounts    []AdditionalAmount // 54
	EMV        payment.Secret     // 55, hex
	Private60  string             // 60
	Private61  string             // 61
	Private62  string             // 62
	Product    string             // 63: see ParseProducts
	Network    string             // 70
	Original   Original           // 90
	Replaces   Replacement        // 95
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
