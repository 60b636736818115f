package acquirer

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Ruling is what an answer of the host amounts to.
type Ruling int

// The rulings.
const (
	Granted  Ruling = iota
	Declined        // nothing is held
	Unusable        // a hold may be there, and nobody can use it: it must be reversed
)

// Judge rules on the answer to a request for money. whole: less or more than was asked is of no use. It returns what was
// granted, in minor units.
func Judge(asked unit.Money, whole bool, answer iso8583.Message, answered bool) (int64, Ruling) {
	if !answered {
		return 0, Unusable
	}
	r, _ := iso8583.LookupResponse(answer.Code)
	foreign := answer.Amount.Currency != "" && answer.Amount.Currency != asked.Currency
	switch {
	case r.Class != iso8583.Approve && r.Class != iso8583.Partial:
		return 0, Declined
	case foreign:
		return 0, Unusable
	case r.Class == iso8583.Approve:
		return asked.Minor, Granted
	case answer.Amount.Minor <= 0, whole && answer.Amount.Minor != asked.Minor:
		return 0, Unusable
	}
	return answer.Amount.Minor, Granted
}

// Defaults fills in what a terminal is where a configuration says nothing.
func Defaults(t iso8583.Terminal) iso8583.Terminal {
	for _, x := range []struct {
		at    *string
		value string
	}{{&t.ID, "FORECOUR"}, {&t.Merchant, "FORECOURT"}, {&t.MCC, iso8583.FuelDispenser}, {&t.Acquirer, "000001"}} {
		if *x.at == "" {
			*x.at = x.value
		}
	}
	return t
}

// Lane is the terminal of a fuelling point, whose number has up to four digits; what is no such number changes nothing.
func Lane(t iso8583.Terminal, point string) iso8583.Terminal {
	if point == "" || len(point) > 4 {
		return t
	}
	for i := range len(point) {
		if point[i] < '0' || point[i] > '9' {
			return t
		}
	}
	t.ID = fmt.Sprintf("PUMP%04s", point)
	return t
}
