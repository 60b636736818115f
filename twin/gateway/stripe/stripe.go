package stripe

import (
	"fmt"
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
	Currency unit.Currency    // the only one that is taken; empty: any

	HostTimeout time.Duration // how long an answer of the host is waited for: 15 s
	RepeatEvery time.Duration // between a completion or reversal and its repeat: 10 s
	LockTimeout time.Duration // how long a request waits for another on the same intent: 5 s
	HoldFor     time.Duration // how long a hold lasts that is not captured: 7 days
	KeepKeys    time.Duration // how long an idempotency key is known: 24 h
	OverCapture int           // by how many per cent of a hold a capture may exceed it where that was asked for: 0

	DeliverWithin time.Duration // how long an answer to a callback is waited for: 20 s
}

func (c Config) withDefaults() Config {
	span := func(at *time.Duration, value time.Duration) {
		if *at == 0 {
			*at = value
		}
	}
	c.Terminal = acquirer.Defaults(c.Terminal)
	span(&c.HostTimeout, 15*time.Second)
	span(&c.RepeatEvery, 10*time.Second)
	span(&c.LockTimeout, 5*time.Second)
	span(&c.HoldFor, 7*24*time.Hour)
	span(&c.KeepKeys, 24*time.Hour)
	span(&c.DeliverWithin, 20*time.Second)
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
	reads   map[string]payment.Read // by method: what the reader got, until the host has seen it
	running replay.Keys             // of requests that are being worked on
	turns   turn.Queue              // by intent
	holds   []string                // intents that hold money, the one that expires first in front
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

// Wake cancels the holds that have expired.
func (g *Gateway) Wake(_ *machine.Env, _ machine.Timer) { g.expire() }

// Books returns one account for every intent, in the order they were made.
func (g *Gateway) Books() []gateway.Account {
	pending := map[string]int{}
	for _, p := range g.posts {
		pending[p.Intent]++
	}
	books := make([]gateway.Account, 0, len(g.order))
	for _, id := range g.order {
		a := g.account(g.intents[id])
		a.Pending = pending[id]
		books = append(books, a)
	}
	return books
}

// Account returns the account of one intent, without what is pending.
func (g *Gateway) Account(intent string) (gateway.Account, bool) {
	if i := g.intents[intent]; i != nil {
		return g.account(i), true
	}
	return gateway.Account{}, false
}

func (g *Gateway) account(i *intent) gateway.Account {
	return gateway.Account{
		Intent: i.ID, Sale: i.Metadata["sale"], State: i.Status.state(), Asked: i.money(i.Amount), Granted: i.money(i.Granted), Cover: i.money(g.most(i)),
		Captured: i.money(i.Captured), Refunded: i.money(i.Refunded), Reversed: i.Reversed,
	}
}

// id hands out an identifier that the store does not know yet: the loop's count begins anew when a live station starts
// again, the store does not.
func (g *Gateway) id(prefix string) string {
	for {
		if id := g.env.ID(prefix); !g.known(id) {
			return id
		}
	}
}

func (i *intent) money(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: i.Currency} }

// seconds is how the API tells an instant; zero for none.
func seconds(at clock.Instant) int64 {
	if at == 0 {
		return 0
	}
	return at.Unix()
}
