package paypal

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/gateway/turn"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Timers is how many the loop gives a gateway.
const (
	Timers = 1

	expiry machine.Timer = 0
)

// Config says how a gateway behaves. Zero values mean the defaults.
type Config struct {
	Terminal iso8583.Terminal // ID, merchant, MCC; defaults FORECOUR, FORECOURT, 5542
	Currency unit.Currency    // the only one that is taken; empty: any that PayPal takes

	HostTimeout      time.Duration // how long an answer of the host is waited for: 15 s
	RepeatEvery      time.Duration // between a completion or reversal and its repeat: 10 s
	LockTimeout      time.Duration // how long a request waits for another on the same order: 5 s
	HoldFor          time.Duration // how long an authorisation lasts: 29 days
	HonourFor        time.Duration // how long of that its money is certain: 3 days
	ApproveWithin    time.Duration // how long an order waits for its payer: 6 h
	KeepKeys         time.Duration // how long a PayPal-Request-Id is known: 72 h
	TokenFor         time.Duration // how long an access token is good: 9 h
	DeliverWithin    time.Duration // how long a webhook's answer is waited for: 30 s
	Reauthorisations int           // of one authorisation: 1
}

func (c Config) withDefaults() Config {
	const day = 24 * time.Hour
	for _, x := range []struct {
		at    *time.Duration
		value time.Duration
	}{
		{&c.HostTimeout, 15 * time.Second}, {&c.RepeatEvery, 10 * time.Second}, {&c.LockTimeout, 5 * time.Second}, {&c.HoldFor, 29 * day},
		{&c.HonourFor, 3 * day}, {&c.ApproveWithin, 6 * time.Hour}, {&c.KeepKeys, 3 * day}, {&c.TokenFor, 9 * time.Hour},
		{&c.DeliverWithin, 30 * time.Second},
	} {
		if *x.at == 0 {
			*x.at = x.value
		}
	}
	if c.Reauthorisations == 0 {
		c.Reauthorisations = 1
	}
	c.Terminal = acquirer.Defaults(c.Terminal)
	return c
}

// Gateway is one gateway.
type Gateway struct {
	loop   *loop.Loop
	config Config
	env    *machine.Env
	on     bool

	books   // what is in the store
	working // what a power cut loses
	link    acquirer.Link
}

// working is what a gateway has in hand.
type working struct {
	reads   map[string]payment.Read // by payment token: what the reader got, until the host has seen it
	running replay.Keys             // of requests that are being worked on
	turns   turn.Queue              // by order
	holds   []string                // authorisations that hold money, the one that expires first in front
}

func newWorking() working {
	return working{reads: map[string]payment.Read{}, running: replay.Keys{}, turns: turn.Queue{}}
}

var _ gateway.Gateway = (*Gateway)(nil)

// New returns a gateway, which has still to be added to the loop with Timers timers.
func New(l *loop.Loop, cfg Config) *Gateway {
	return &Gateway{loop: l, config: cfg.withDefaults(), books: newBooks(), working: newWorking()}
}

// Hear takes bytes from the host.
func (g *Gateway) Hear(env *machine.Env, _ machine.Port, c wire.Chunk) { g.link.Hear(env, c.Bytes) }

// Sense takes power on and off.
func (g *Gateway) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOn:
		g.env, g.on = env, true
		g.working = newWorking()
		g.link.Start(g.loop, env)
		g.restore()
	case forecourt.PowerOff:
		g.on = false
	default:
		env.Fault(fmt.Errorf("gateway: %s means nothing to a gateway", s.Stimulus()))
	}
}

// Wake ends the authorisations that have expired.
func (g *Gateway) Wake(_ *machine.Env, _ machine.Timer) { g.expire() }

// Books returns one account for every order, in the order they were made.
func (g *Gateway) Books() []gateway.Account {
	pending := map[string]int{}
	for _, p := range g.posts {
		pending[p.Intent]++
	}
	books := make([]gateway.Account, 0, len(g.sequence))
	for _, id := range g.sequence {
		a := g.account(g.orders[id])
		a.Pending = pending[id]
		books = append(books, a)
	}
	return books
}

// Account returns the account of one order, without what is pending.
func (g *Gateway) Account(intent string) (gateway.Account, bool) {
	if o := g.orders[intent]; o != nil {
		return g.account(o), true
	}
	return gateway.Account{}, false
}

func (g *Gateway) account(o *order) gateway.Account {
	a := gateway.Account{
		Intent: o.ID, Sale: o.Custom, State: gateway.StateOpen, Asked: o.money(o.Amount), Granted: o.money(0), Cover: o.money(0),
		Captured: o.money(0), Refunded: o.money(0), Reversed: o.Reversed,
	}
	if last := g.last(o); last != nil && last.Status != denied {
		a.Granted, a.Cover = o.money(last.Granted), o.money(o.cover(last.Granted))
		a.State = gateway.StateHeld
		if last.over() {
			a.State = gateway.StateCancelled
		}
	}
	for _, id := range o.Captures {
		x := g.captures[id]
		if x.Status == captureDeclined {
			continue
		}
		a.Captured.Minor += x.Amount
		a.Refunded.Minor += x.Refunded
		if a.State != gateway.StateHeld {
			a.State = gateway.StateCaptured
		}
		if x.Authorisation == "" {
			a.Granted, a.Cover = o.money(x.Amount), o.money(x.Amount)
		}
	}
	return a
}

// last returns the authorisation that holds, or held last; nil where there is none.
func (g *Gateway) last(o *order) *authorisation {
	if n := len(o.Authorisations); n > 0 {
		return g.authorisations[o.Authorisations[n-1]]
	}
	return nil
}

// idLength is that of PayPal's ids.
const idLength = 17

// id hands out an identifier that the store does not know yet: the loop's count begins anew when a live station starts
// again, the store does not.
func (g *Gateway) id() string {
	for {
		if id := strings.ToUpper(g.env.ID(""))[:idLength]; !g.known(id) {
			return id
		}
	}
}

// stamp is how the API tells an instant.
func stamp(at clock.Instant) string { return at.Time().Truncate(time.Second).Format(time.RFC3339) }
