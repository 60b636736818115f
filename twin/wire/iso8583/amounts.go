package iso8583

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Kinds of additional amounts (DE54; K).
const (
	LedgerBalance    = "01"
	AvailableBalance = "02"
	OriginalAmount   = "57"
)

// AdditionalAmount is one entry of DE54: account type, kind, currency, sign and amount, 20 characters.
type AdditionalAmount struct {
	Account string // two digits, 00 where it does not matter
	Kind    string
	Amount  unit.Money
}

const (
	additionalLength = 20
	maxAdditional    = 6
	maxMinor         = 999_999_999_999
)

func (a AdditionalAmount) text() string {
	sign, minor := "C", a.Amount.Minor
	if minor < 0 {
		sign, minor = "D", -minor
	}
	return fmt.Sprintf("%02s%02s%3s%s%012d", a.Account, a.Kind, a.Amount.Currency.Numeric(), sign, minor)
}

func parseAdditional(s string) ([]AdditionalAmount, error) {
	if len(s)%additionalLength != 0 || len(s) > maxAdditional*additionalLength {
		return nil, errors.New("entries have 20 characters")
	}
	var all []AdditionalAmount
	for ; s != ""; s = s[additionalLength:] {
		currency, ok := unit.CurrencyByNumeric(s[4:7])
		minor, err := strconv.ParseUint(s[8:20], 10, 63)
		if !ok || err != nil || !fits("n", []byte(s[:7])) || s[7] != 'C' && s[7] != 'D' {
			return nil, errors.New("an entry is malformed")
		}
		a := AdditionalAmount{Account: s[:2], Kind: s[2:4], Amount: unit.Money{Minor: int64(minor), Currency: currency}}
		if s[7] == 'D' {
			a.Amount.Minor = -a.Amount.Minor
		}
		all = append(all, a)
	}
	return all, nil
}

// Original is DE90, or DE56 of ifsf93: which message an advice or a reversal is about. The institutions have 11 digits, zero where unknown.
type Original struct {
	MTI       MTI
	STAN      STAN
	SentAt    Stamp
	Local     string // YYMMDDhhmmss, in place of SentAt in ifsf93
	Acquirer  string
	Forwarder string
}

// IsZero says that there is no DE90.
func (o Original) IsZero() bool { return o == Original{} }

func (o Original) text() string {
	if o.IsZero() {
		return ""
	}
	return fmt.Sprintf("%4s%s%10s%s%s", string(o.MTI), o.STAN, string(o.SentAt), zeros(o.Acquirer, 11), zeros(o.Forwarder, 11))
}

func parseOriginal(s string) (Original, error) {
	if len(s) != 42 || !fits("n", []byte(s)) {
		return Original{}, errors.New("42 digits are needed")
	}
	stan, err := ParseSTAN(s[4:10])
	return Original{
		MTI: MTI(s[:4]), STAN: stan, SentAt: Stamp(s[10:20]), Acquirer: strings.TrimLeft(s[20:31], "0"),
		Forwarder: strings.TrimLeft(s[31:], "0"),
	}, err
}

// Replacement is DE95: what the amount should have been. A partial reversal carries it; the rest of the field, the fees
// and the settlement amount, is zero here.
type Replacement struct {
	Minor int64
	Set   bool // a replacement by nothing is a full reversal
}

func (r Replacement) text() string {
	if !r.Set {
		return ""
	}
	return fmt.Sprintf("%012d%012dC%08dC%08d", r.Minor, 0, 0, 0)
}

func parseReplacement(s string) (Replacement, error) {
	minor, err := strconv.ParseUint(s[:12], 10, 63)
	if err != nil {
		return Replacement{}, errors.New("the first 12 characters are an amount")
	}
	return Replacement{int64(minor), true}, nil
}

func zeros(s string, n int) string {
	if len(s) >= n {
		return s
	}
	return strings.Repeat("0", n-len(s)) + s
}
