package gatewaytest

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// Client is what a POS needs of a gateway. The key is the idempotency key. A refusal is a *Refusal; other errors mean
// that no answer came.
type Client interface {
	// Authorise reserves money on the test card of a name.
	Authorise(key string, amount unit.Money, card string) (Payment, error)
	Capture(key, id string, amount unit.Money) (Payment, error)
	Cancel(key, id string) (Payment, error)
	Refund(key, id string, amount unit.Money) error
	Retrieve(id string) (Payment, error)
}

// Payment is what a client learns.
type Payment struct {
	ID         string
	State      gateway.State
	Asked      unit.Money
	Capturable unit.Money
	Captured   unit.Money
}

// Refusal is an answer that is an error.
type Refusal struct {
	Status  int // of HTTP; below 400 where the manner says no in an answer that is no error
	Code    string
	Decline string // the issuer's reason, where it was the issuer
	ID      string // of the payment, where there is one
}

// Error returns status and codes.
func (r *Refusal) Error() string {
	return fmt.Sprintf("refused: %d %s %s", r.Status, r.Code, r.Decline)
}

// Rig is a gateway on a loop, with whatever must stand behind it. The role "gateway" is the gateway's.
type Rig struct {
	Loop      *loop.Loop
	Gateway   gateway.Gateway
	NewClient func(f *loop.Fiber) Client
	// Most is how much may be captured of a hold, in minor units; nil: as much as is held.
	Most func(held int64) int64
	// LoseAnswer makes the next answer to the client get lost.
	LoseAnswer func()
	// Silence makes the issuer's side not answer the next n messages.
	Silence func(n int)
	// Double makes the network deliver the next request to the issuer's side twice; the second is answered first.
	Double func()
	// HeldByIssuer sums what the issuer's side holds or has booked and not given back.
	HeldByIssuer func() int64
}
