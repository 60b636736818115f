package host

import (
	"errors"
	"fmt"
	"maps"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Timers is how many timers the machine has.
const Timers = 2

const (
	replyTimer machine.Timer = iota
	clockTimer
)

// Host is the machine.
type Host struct {
	config   Config
	networks []Network
	rules    map[string]Rule
	since    map[string]int // how many accounts there were when a card's rule was set: its balance counts from there
	played   int            // lines of the script
	sessions map[machine.Port]*session
	replies  []reply
	silent   clock.Instant // until when nothing is answered
	down     map[string]clock.Instant
	losing   int // advices that are acknowledged and lost
	dying    dues
	watched  int
	closing  clock.Instant // the next cut-over by the clock
	refused  map[string]int
	books    books
}

// New makes a host; it refuses what is not there or makes no sense.
func New(c Config) (*Host, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	h := &Host{
		config: c, networks: c.networks(), rules: defaultRules(c.Currency), since: map[string]int{}, down: map[string]clock.Instant{},
		refused: map[string]int{},
	}
	maps.Copy(h.rules, c.Rules)
	h.forget()
	return h, nil
}

// forget is what a power cut does to memory. Rules are the test's, not the machine's, and stay.
func (h *Host) forget() {
	h.sessions, h.replies, h.books, h.dying = map[machine.Port]*session{}, nil, newBooks(), nil
}

// Sense takes power, and what a test does to the host.
func (h *Host) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		h.forget()
		if err := h.books.load(env.Store()); err != nil {
			env.Fault(err)
		}
		for _, k := range h.books.order {
			h.watch(env, *h.books.accounts[k])
		}
		h.closing = h.config.CutOver.after(env.Now())
		h.setClock(env)
	case forecourt.PowerOff:
		h.forget()
		env.Clear(replyTimer)
		env.Clear(clockTimer)
	case SetRule:
		if err := checkRule(s.Card, s.Rule); err != nil {
			env.Fault(err)
			return
		}
		h.rules[s.Card], h.since[s.Card] = s.Rule, len(h.books.order)
	case Silence:
		h.silent = env.Now().Add(s.For)
	case IssuerDown:
		h.down[s.Network] = env.Now().Add(s.For)
		h.tick(env)
	case LoseAdvices:
		h.losing = s.Count
	case CloseDay:
		h.cutOver(env)
	}
}

// Hear takes a piece of a connection.
func (h *Host) Hear(env *machine.Env, port machine.Port, c wire.Chunk) {
	link := h.linkOf(port)
	s := h.sessions[port]
	if s == nil {
		s = &session{framer: iso8583.Framer{Framing: link.Framing}}
		h.sessions[port] = s
	}
	err := s.framer.Hear(c.Bytes, func(t iso8583.TPDU, b []byte) { h.take(env, from{port: port, tpdu: t, link: link}, b) })
	if err != nil {
		// A host hangs up here. The stream has no end of its own to hang up with, so the rest of the chunk is dropped.
		h.refused["framing"]++
		env.Fault(err)
		s.framer.Reset()
	}
}

// HungUp says that the connection at a port has ended: what had come of a message is nothing to the next one's, and who is
// behind the next one has not signed on.
func (h *Host) HungUp(port machine.Port) { delete(h.sessions, port) }

// take handles one message.
func (h *Host) take(env *machine.Env, at from, b []byte) {
	m, err := at.link.Profile.Decode(b)
	if env.Now() < h.silent {
		env.Tell(Unanswered{Exchange: h.exchangeOf(m), Type: string(m.MTI), Why: "silent"})
		return
	}
	if err == nil {
		err = at.link.Profile.Check(m)
	}
	if err == nil {
		err = h.authentic(env, &at, m, b)
	}
	if err == nil {
		err = h.allowed(at, m)
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
	case iso8583.Reconciliation:
		h.reconcile(env, at, m)
	case iso8583.NetworkRequest:
		h.network(env, at, m)
	default:
		h.refuse(env, at, m, fmt.Errorf("host: nobody asked for a %s", string(m.MTI)))
	}
}

// refuse answers what cannot be handled, where it has an answer at all: 30, or 14 for a number that is none (A), 63 for
// another authentication code (K), 58 before a sign on (C). Nothing in the books changes.
func (h *Host) refuse(env *machine.Env, at from, m iso8583.Message, err error) {
	code := iso8583.ResponseTo(err)
	var early *notSignedOn
	if errors.As(err, &early) {
		code = iso8583.CodeNotPermitted
	}
	if code == "" {
		h.refused["unanswered"]++
	} else {
		h.refused[code]++
	}
	env.Fault(err)
	env.Tell(Refused{Type: string(m.MTI), STAN: stanText(m), Code: code, Why: reasonOf(err)})
	if a := at.answer(m, code); a.MTI != "" && code != "" {
		h.say(env, at, a, 0)
	}
}

// Refusals counts what could not be handled since the host was made, by the code that it was answered with; "framing" and
// "unanswered" had no answer.
func (h *Host) Refusals() map[string]int { return maps.Clone(h.refused) }

// cardOf returns the test card of a message.
func cardOf(m iso8583.Message) (card payment.Card, expiry string, known bool) {
	pan, expiry := m.Card()
	card, known = payment.CardByPAN(pan)
	return card, expiry, known
}
