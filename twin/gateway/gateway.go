package gateway

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// HostPort is the port of every gateway's stream to its merchant host: frames of two length bytes and us87.
const HostPort machine.Port = 0

// Gateway is one payment gateway.
type Gateway interface {
	machine.Machine
	// Handler serves the API. A request must run on a fiber of the gateway's role.
	Handler() http.Handler
	// Books returns one account for every payment, in the order they were made.
	Books() []Account
	// Account returns the account of one payment, without what is pending.
	Account(intent string) (Account, bool)
}

// State is how far a payment is, in words that no API manner owns.
type State string

// The states.
const (
	StateOpen      State = "open"      // nothing is held or taken: not confirmed yet, declined, or being asked
	StateHeld      State = "held"      // money is reserved
	StateCaptured  State = "captured"  // money is taken
	StateCancelled State = "cancelled" // for good; what was held is given back
)

// Account is what a gateway owes and is owed for one payment. All amounts have the payment's currency.
type Account struct {
	Intent   string // the gateway's own id
	Sale     string // what the client calls it: metadata "sale"
	State    State
	Asked    unit.Money
	Granted  unit.Money // by the issuer, at the last time it was asked; zero when it declined
	Cover    unit.Money // the most that may be captured: what was granted, or more where the manner lets it be exceeded
	Captured unit.Money
	Refunded unit.Money
	Reversed bool // the hold was given back, and the host has said so
	Pending  int  // advices and reversals that the host has not answered yet
}
