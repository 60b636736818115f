package host

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// State is what has become of an authorisation.
type State string

// The states.
const (
	Held      State = "held"      // money reserved, nothing taken
	Completed State = "completed" // taken; a refund has taken less than nothing
	Reversed  State = "reversed"  // given back whole
	Expired   State = "expired"   // not completed within the network's time; the issuer has let it go
)

// Account is the host's record of one authorisation. It holds no card number.
type Account struct {
	RRN      string
	Terminal string
	Merchant string `json:",omitempty"`
	Card     string
	STAN     string // of the request, or of the advice where the host never saw one
	Approval string
	State    State
	Network  string
	Model    Model         `json:",omitempty"`
	At       clock.Instant // when it was granted, or the advice came
	Expires  clock.Instant `json:",omitempty"`
	Granted  unit.Money    // what the issuer promised; zero for an advice about nothing
	Hold     unit.Money    // what of the card's money is bound while nothing was taken
	Cover    unit.Money    // up to what may be taken: lessened by reversals
	Captured unit.Money    // what advices and sales have taken, before anything was given back
	Returned unit.Money    // what reversals have given back of it
	Captures int           // how many advices or sales took it: more than one is a sale settled twice
	Advice   bool          `json:",omitempty"` // there was no request before the advice
	StandIn  bool          `json:",omitempty"` // the network granted it, and the issuer has not been told
	Product  string        `json:",omitempty"` // DE63
	Settled  unit.Money    // what batches have settled of it
	Batches  int           `json:",omitempty"` // in how many batches it is
}

// Reversed returns what reversals have taken back, of the hold or of what was captured.
func (a Account) Reversed() unit.Money {
	if a.State == Expired {
		return zero(a.Granted)
	}
	return unit.Money{Minor: max(0, a.Granted.Minor-a.Cover.Minor), Currency: a.Granted.Currency}.Add(a.Returned)
}

// Net returns what the cardholder pays in the end.
func (a Account) Net() unit.Money { return a.Captured.Sub(a.Returned) }

// bound returns what the account takes from the card's balance.
func (a Account) bound() int64 {
	switch a.State {
	case Held:
		return a.Hold.Minor
	case Expired:
		return 0
	}
	return a.Net().Minor
}

// Books lists every authorisation that was granted or captured, in the order they came. It can be read at any time.
func (h *Host) Books() []Account {
	all := make([]Account, 0, len(h.books.order))
	for _, k := range h.books.order {
		all = append(all, *h.books.accounts[k])
	}
	return all
}

// Account returns the record of one authorisation.
func (h *Host) Account(terminal, rrn string) (Account, bool) {
	if a := h.books.accounts[key{terminal, rrn}]; a != nil {
		return *a, true
	}
	return Account{}, false
}
