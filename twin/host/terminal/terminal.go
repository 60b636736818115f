package terminal

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Kind is the kind of role it plays.
const Kind = "payment-terminal"

// Timers is how many timers the machine has.
const Timers = 1

const askTimer machine.Timer = 0

// Config is how a terminal is set up.
type Config struct {
	Number      int
	Terminal    iso8583.Terminal // ID and merchant by default from the number; MCC: a fuel dispenser
	Link        host.Link
	Currency    unit.Currency
	AnswerIn    time.Duration // a request that is not answered in it is reversed; default 15 s
	RepeatEvery time.Duration // of an advice, until it is answered; default 30 s
}

// Terminal is the machine.
type Terminal struct {
	config  Config
	framer  iso8583.Framer
	stan    iso8583.STAN
	pad     uint32 // transactions of the PIN pad's key
	key     emv.Key
	newKey  *emv.Key // taken over with the next message
	waiting []*exchange
	late    map[iso8583.STAN]bool
	last    *sale
	advice  *iso8583.Message // the last one
	totals  iso8583.Totals
}

// sale is the last approved request and what has become of it.
type sale struct {
	request, answer iso8583.Message
	taken, back     int64
	completed       bool
	refund          bool
}

// exchange is a message that waits for its answer.
type exchange struct {
	ask     Ask
	message iso8583.Message
	due     clock.Instant
	repeats int
}

// New makes a terminal.
func New(c Config) *Terminal {
	if c.Link.Profile == nil {
		c.Link.Profile = iso8583.US87
	}
	t := &c.Terminal
	t.Profile, t.PINPad = c.Link.Profile, true
	orElse(&t.ID, fmt.Sprintf("TERM%04d", c.Number))
	orElse(&t.Merchant, "FORECOURT")
	orElse(&t.MCC, iso8583.FuelDispenser)
	orElse(&t.Acquirer, "400001")
	orElse(&c.AnswerIn, 15*time.Second)
	orElse(&c.RepeatEvery, 30*time.Second)
	x := &Terminal{config: c}
	x.forget()
	return x
}

func orElse[T comparable](into *T, other T) {
	var zero T
	if *into == zero {
		*into = other
	}
}

// Role is the role that it plays.
func (t *Terminal) Role() forecourt.Role { return forecourt.Role{Kind: Kind, Number: t.config.Number} }

// Link is how it speaks.
func (t *Terminal) Link() host.Link { return t.config.Link }

// Totals returns what it has counted since the last reconciliation.
func (t *Terminal) Totals() iso8583.Totals { return t.totals }

func (t *Terminal) forget() {
	t.framer = iso8583.Framer{Framing: t.config.Link.Framing}
	t.waiting, t.late, t.last, t.advice = nil, map[iso8583.STAN]bool{}, nil, nil
	t.key, t.newKey = emv.TestMACKey, nil
	t.totals = iso8583.Totals{Currency: t.config.Currency}
}

// Sense takes power and what a person tells it.
func (t *Terminal) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOff:
		t.forget()
		env.Clear(askTimer)
	case Ask:
		if err := s.Check(); err != nil {
			env.Fault(err)
			return
		}
		t.ask(env, s)
	}
}

// Hear takes a piece of the connection.
func (t *Terminal) Hear(env *machine.Env, _ machine.Port, c wire.Chunk) {
	if err := t.framer.Hear(c.Bytes, func(_ iso8583.TPDU, b []byte) { t.take(env, b) }); err != nil {
		env.Fault(err)
		t.framer.Reset()
	}
}

// take handles one answer.
func (t *Terminal) take(env *machine.Env, b []byte) {
	m, err := t.config.Link.Profile.Decode(b)
	if err != nil {
		env.Fault(fmt.Errorf("terminal: from the host: %w", err))
		return
	}
	x := t.find(m)
	if x == nil {
		env.Tell(Unmatched{STAN: m.STAN.String(), Late: t.late[m.STAN]})
		return
	}
	if err := t.sealed(b, x, m); err != nil {
		env.Tell(SealRefused{STAN: m.STAN.String(), Why: err.Error()})
		return
	}
	t.drop(x)
	t.answered(env, x, m)
	t.setTimer(env)
}

// sealed checks the authentication code of an answer, which is the one of what it answers: a refusal of a wrong code is
// sealed with the host's own.
func (t *Terminal) sealed(b []byte, x *exchange, m iso8583.Message) error {
	if t.config.Link.MAC == host.NoMAC || m.MTI == iso8583.NetworkAnswer && m.MAC.IsZero() {
		return nil
	}
	err := errors.New("terminal: it has no key")
	for _, k := range t.keysFor(x.message) {
		if err = t.config.Link.Profile.Sealed(b, t.config.Link.Sealer(k)); err == nil {
			return nil
		}
	}
	return err
}

func (t *Terminal) find(m iso8583.Message) *exchange {
	for _, x := range t.waiting {
		if x.message.STAN == m.STAN && x.message.MTI.Answer() == m.MTI && (m.Terminal == "" || m.Terminal == t.config.Terminal.ID) {
			return x
		}
	}
	return nil
}

func (t *Terminal) drop(x *exchange) {
	for i := range t.waiting {
		if t.waiting[i] == x {
			t.waiting = append(t.waiting[:i], t.waiting[i+1:]...)
			return
		}
	}
}

func (t *Terminal) setTimer(env *machine.Env) {
	next := clock.Never
	for _, x := range t.waiting {
		next = min(next, x.due)
	}
	if next == clock.Never {
		env.Clear(askTimer)
		return
	}
	env.Set(askTimer, next)
}

// Wake repeats what waits too long, or gives it up.
func (t *Terminal) Wake(env *machine.Env, _ machine.Timer) {
	for _, x := range append([]*exchange(nil), t.waiting...) {
		if x.due > env.Now() {
			continue
		}
		if x.message.MTI.Repeat() != "" {
			x.repeats++
			x.message, x.due = x.message.Again(), env.Now().Add(t.config.RepeatEvery)
			env.Tell(Repeated{For: x.ask.For, STAN: x.message.STAN.String(), Repeat: x.repeats})
			t.say(env, x.message, RightSeal)
			continue
		}
		t.drop(x)
		t.late[x.message.STAN] = true
		env.Tell(TimedOut{For: x.ask.For, STAN: x.message.STAN.String()})
		if x.ask.For.AsksMoney() {
			m := t.secured(t.config.Terminal.Reverse(env.Now(), t.next(), x.message))
			t.wait(env, Ask{For: Reverse}, m, t.config.RepeatEvery)
		}
	}
	t.setTimer(env)
}
