package host

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Timers is how many timers the machine has.
const Timers = 1

const replyTimer machine.Timer = 0

// Config is how a host is set up. Zero values mean the defaults.
type Config struct {
	Rules    map[string]Rule     // by test card, in place of the default ones
	Latency  chance.Distribution // between request and answer, from 0; none: 300 to 700 ms (C)
	Currency unit.Currency       // of default balances; EUR
	// FlagNeeded grants part of an amount only to terminals that say they take it (DE48); others are declined 51.
	FlagNeeded bool
	// TPDU expects the five-byte transport header in every frame and sends it back swapped.
	TPDU bool
}

// Host is the machine.
type Host struct {
	config  Config
	rules   map[string]Rule
	since   map[string]int // how many accounts there were when a card's rule was set: its balance counts from there
	framers map[machine.Port]*iso8583.Framer
	replies []reply
	silent  clock.Instant // until when nothing is answered
	books   books
}

// New makes a host; it refuses rules for cards that do not exist.
func New(c Config) (*Host, error) {
	if c.Latency.IsZero() {
		c.Latency = chance.Uniform(int64(300*time.Millisecond), int64(700*time.Millisecond))
	}
	if err := c.Latency.Check(); err != nil {
		return nil, fmt.Errorf("host: latency: %w", err)
	}
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	h := &Host{config: c, rules: defaultRules(c.Currency), since: map[string]int{}}
	for card, r := range c.Rules {
		if err := checkRule(card, r); err != nil {
			return nil, err
		}
		h.rules[card] = r
	}
	h.forget()
	return h, nil
}

// forget is what a power cut does to memory. Rules are the test's, not the machine's, and stay.
func (h *Host) forget() {
	h.framers, h.replies, h.books = map[machine.Port]*iso8583.Framer{}, nil, newBooks()
}

// Sense takes power, and what a test does to the host.
func (h *Host) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		h.forget()
		if err := h.books.load(env.Store()); err != nil {
			env.Fault(err)
		}
	case forecourt.PowerOff:
		h.forget()
		env.Clear(replyTimer)
	case SetRule:
		if err := checkRule(s.Card, s.Rule); err != nil {
			env.Fault(err)
			return
		}
		h.rules[s.Card], h.since[s.Card] = s.Rule, len(h.books.order)
	case Silence:
		h.silent = env.Now().Add(s.For)
	}
}

// Hear takes a piece of a connection.
func (h *Host) Hear(env *machine.Env, port machine.Port, c wire.Chunk) {
	f := h.framers[port]
	if f == nil {
		f = &iso8583.Framer{WithTPDU: h.config.TPDU}
		h.framers[port] = f
	}
	err := f.Hear(c.Bytes, func(t iso8583.TPDU, b []byte) { h.take(env, from{port, t}, b) })
	if err != nil {
		// A host hangs up here. The stream has no end of its own to hang up with, so the rest of the chunk is dropped.
		env.Fault(err)
		f.Reset()
	}
}

// HungUp says that the connection at a port has ended: what had come of a message is nothing to the next one's.
func (h *Host) HungUp(port machine.Port) { delete(h.framers, port) }

// take handles one message.
func (h *Host) take(env *machine.Env, at from, b []byte) {
	m, err := iso8583.Decode(b)
	if env.Now() < h.silent {
		env.Tell(Unanswered{Exchange: exchangeOf(m), Type: string(m.MTI), Why: "silent"})
		return
	}
	if err == nil {
		err = m.Check()
	}
	if err != nil {
		h.refuse(env, at, m, err)
		return
	}
	switch m.MTI {
	case iso8583.AuthorisationRequest, iso8583.FinancialRequest:
		h.authorise(env, at, m)
	case iso8583.AuthorisationAdvice, iso8583.AuthorisationAdviceRepeat, iso8583.FinancialAdvice, iso8583.FinancialAdviceRepeat:
		h.complete(env, at, m)
	case iso8583.ReversalRequest, iso8583.ReversalAdvice, iso8583.ReversalAdviceRepeat:
		h.reverse(env, at, m)
	case iso8583.NetworkRequest:
		h.network(env, at, m)
	default:
		h.refuse(env, at, m, fmt.Errorf("host: nobody asked for a %s", string(m.MTI)))
	}
}

// refuse answers what cannot be handled, where it has an answer at all: 30, or 14 for a number that is none (A).
func (h *Host) refuse(env *machine.Env, at from, m iso8583.Message, err error) {
	code := iso8583.ResponseTo(err)
	env.Fault(err)
	env.Tell(Refused{Type: string(m.MTI), STAN: stanText(m), Code: code, Why: reasonOf(err)})
	if a := m.Answer(code); a.MTI != "" && code != "" {
		h.say(env, at, a)
	}
}

// network answers echo, sign on and off, and cut-over.
func (h *Host) network(env *machine.Env, at from, m iso8583.Message) {
	code := iso8583.CodeApproved
	switch m.Network {
	case iso8583.Echo, iso8583.SignOn, iso8583.SignOff, iso8583.CutOver:
		env.Tell(Echoed{STAN: stanText(m), Network: m.Network})
	default:
		code = iso8583.CodeInvalidTransaction
	}
	h.say(env, at, m.Answer(code))
}

// Books lists every authorisation that was granted or captured, in the order they came. It can be read at any time.
func (h *Host) Books() []Account {
	all := make([]Account, 0, len(h.books.order))
	for _, a := range h.books.order {
		all = append(all, *a)
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

// cardOf returns the test card of a message.
func cardOf(m iso8583.Message) (card payment.Card, expiry string, known bool) {
	pan, expiry := m.Card()
	card, known = payment.CardByPAN(pan)
	return card, expiry, known
}
