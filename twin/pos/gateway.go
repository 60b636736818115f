package pos

import (
	"context"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// gateway is a payment gateway, whatever API manner it serves. An error means that nobody knows whether the act was done;
// every act has a key that goes with each try.
type gateway interface {
	// method gives the gateway a card's data, and returns its name for them. Nothing is reserved by it.
	method(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error)
	// keyed gives the gateway a card's number and expiry alone.
	keyed(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error)
	// authorise holds or takes money of a kind of payment method.
	authorise(f *loop.Fiber, t *task, kind methodKind, about map[string]string) (answer, error)
	// capture takes what a sale cost of what is held.
	capture(f *loop.Fiber, t *task, about map[string]string) (answer, error)
	// cancel gives a hold back.
	cancel(f *loop.Fiber, t *task) (answer, error)
	// refund gives money back that was taken.
	refund(f *loop.Fiber, t *task) (answer, error)
}

// methodKind is how the gateway got to know a card.
type methodKind string

// The kinds of payment method.
const (
	readCard  methodKind = "card_present"
	keyedCard methodKind = "card"
)

func newGateway(cfg Config) gateway {
	if cfg.Manner == payment.PayPalManner {
		return newPayPalGateway(cfg)
	}
	return newStripeGateway(cfg)
}

func on(f *loop.Fiber) context.Context { return loop.WithFiber(context.Background(), f) }
