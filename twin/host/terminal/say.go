package terminal

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func (t *Terminal) next() iso8583.STAN {
	t.stan = t.stan.Next()
	return t.stan
}

// ask says what a person wants said.
func (t *Terminal) ask(env *machine.Env, a Ask) {
	m, ok := t.build(env, a)
	if !ok {
		env.Tell(Unasked{For: a.For, Why: "there is nothing to " + string(a.For)})
		return
	}
	within := t.config.AnswerIn
	if m.MTI.Repeat() != "" {
		within = t.config.RepeatEvery
		t.advice = &m
	}
	t.wait(env, a, m, within)
}

// wait says a message and waits for its answer.
func (t *Terminal) wait(env *machine.Env, a Ask, m iso8583.Message, within time.Duration) {
	env.Tell(Asked{For: a.For, Type: string(m.MTI), STAN: m.STAN.String(), Amount: m.Amount})
	t.waiting = append(t.waiting, &exchange{ask: a, message: m, due: env.Now().Add(within)})
	t.say(env, m, a.Seal)
	t.setTimer(env)
}

// build makes the message; false where there is nothing that it could be about.
func (t *Terminal) build(env *machine.Env, a Ask) (iso8583.Message, bool) {
	now, self := env.Now(), t.config.Terminal
	if code, ok := managed[a.For]; ok {
		return self.Manage(now, t.next(), code), true
	}
	switch a.For {
	case Reconcile:
		return t.secured(self.Reconcile(now, t.next(), t.totals)), true
	case Repeat:
		if t.advice == nil {
			return iso8583.Message{}, false
		}
		return t.advice.Again(), true
	case Complete:
		if t.last == nil {
			return iso8583.Message{}, false
		}
		m := self.Complete(iso8583.FinancialAdvice, now, t.next(), t.last.request, t.last.answer, a.Amount)
		t.count(&t.totals.Debits, a.Amount.Minor)
		t.last.taken, t.last.completed = t.last.taken+a.Amount.Minor, true
		return t.secured(m), true
	case Reverse:
		if t.last == nil {
			return iso8583.Message{}, false
		}
		return t.secured(t.reversal(env, a)), true
	}
	return t.request(env, a), true
}

// request makes a request for money by the model that is wanted.
func (t *Terminal) request(env *machine.Env, a Ask) iso8583.Message {
	self := t.config.Terminal
	self.Partial = a.Model == host.Partial || a.Model == ""
	if a.Model == host.Prepay || a.Model == host.Postpay {
		self.MCC = iso8583.ServiceStation
	}
	amount := a.Amount
	if a.Model == host.StatusCheck {
		amount = host.Whole(1, t.config.Currency)
	}
	card, _ := payment.LookupCard(a.Card)
	read := t.read(env, card, a.Entry, amount)
	build := self.Sell
	if a.For == Authorise && a.Model != host.Postpay {
		build = self.Authorise
	}
	psn := ""
	if !read.EMV.IsZero() {
		psn = card.PSN
	}
	m := build(env.Now(), t.next(), read, psn, amount)
	if a.For == Refund {
		m.Processing = iso8583.Refund
	}
	if a.PIN == payment.PINCorrect || a.PIN == payment.PINWrong {
		t.enterPIN(env, &m, card, a.PIN)
	}
	return t.secured(m)
}

// read is what a reader would get of a card.
func (t *Terminal) read(env *machine.Env, card payment.Card, entry payment.EntryMode, amount unit.Money) payment.Read {
	orElse(&entry, payment.Stripe)
	r := payment.Read{Card: card.Name, PAN: card.PAN, Expiry: card.Expiry, Entry: entry, Track2: card.Track2(), Scheme: card.Scheme, Service: card.Service}
	if entry == payment.ContactChip || entry == payment.Contactless {
		chip, err := emv.ARQC(card, uint16(t.stan)+1, amount, env.Now(), uint32(env.Chance().Below(1<<32)))
		if err != nil {
			env.Fault(err)
		}
		r.EMV = chip
	}
	return r
}

// enterPIN enciphers a PIN under the pad's next key.
func (t *Terminal) enterPIN(env *machine.Env, m *iso8583.Message, card payment.Card, entry payment.PINEntry) {
	pin := card.PIN
	if entry == payment.PINWrong {
		pin = payment.NewSecret(strings.Map(func(d rune) rune { return '0' + (d-'0'+1)%10 }, pin.Reveal()))
	}
	serial := t.nextPad()
	block, err := emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}.EncryptPIN(pin, card.PAN)
	if err != nil {
		env.Fault(err)
		return
	}
	m.PINBlock, m.Security = block, serialText(serial)
}

// nextPad counts the PIN pad's key on; a count that no pad uses is left out.
func (t *Terminal) nextPad() (serial [10]byte) {
	for {
		t.pad++
		serial = [10]byte{
			0xFF, 0xFF, 0x98, 0x76, 0x54, byte(t.config.Number >> 3), byte(t.config.Number << 5), 0xE0 | byte(t.pad>>16&0x1F),
			byte(t.pad >> 8), byte(t.pad),
		}
		if _, err := (emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}).PINKey(); err == nil {
			return serial
		}
	}
}

func serialText(serial [10]byte) string { return strings.ToUpper(hex.EncodeToString(serial[2:])) }

// secured puts the serial number of a key into a message of a link that seals with DUKPT.
func (t *Terminal) secured(m iso8583.Message) iso8583.Message {
	if t.config.Link.MAC != host.NoMAC && t.config.Link.Keys == host.DUKPTKeys && m.Security == "" {
		m.Security = serialText(t.nextPad())
	}
	return m
}

// reversal takes the last request back, down to an amount.
func (t *Terminal) reversal(env *machine.Env, a Ask) iso8583.Message {
	s := t.last
	m := t.config.Terminal.Reverse(env.Now(), t.next(), s.request)
	if a.Amount.Currency != "" {
		m = t.config.Terminal.ReverseTo(env.Now(), m.STAN, s.request, a.Amount.Minor)
	}
	if s.completed {
		line := &t.totals.DebitReversals
		if s.refund {
			line = &t.totals.CreditReversals
		}
		if back := s.taken - s.back - a.Amount.Minor; back > 0 {
			t.count(line, back)
			s.back += back
		}
	}
	return m
}

func (t *Terminal) count(line *iso8583.Total, minor int64) { line.Add(minor) }

// keysFor lists the keys that an answer to a message may be sealed with.
func (t *Terminal) keysFor(m iso8583.Message) []emv.Key {
	if t.config.Link.Keys == host.DUKPTKeys {
		k, err := host.PadKey(m)
		if err != nil {
			return nil
		}
		return []emv.Key{k}
	}
	if t.newKey != nil {
		return []emv.Key{t.key, *t.newKey}
	}
	return []emv.Key{t.key}
}

// say puts a message on the wire. With a seal that is wanted wrong, a bit of it is another one.
func (t *Terminal) say(env *machine.Env, m iso8583.Message, seal Seal) {
	link := t.config.Link
	if t.newKey != nil && m.MTI != iso8583.NetworkRequest {
		t.key, t.newKey = *t.newKey, nil
	}
	b, err := link.Profile.Encode(m)
	if sealing := link.MAC != host.NoMAC && seal != NoSeal && m.MTI != iso8583.NetworkRequest; err == nil && sealing {
		keys := t.keysFor(m)
		if len(keys) == 0 {
			err = fmt.Errorf("terminal: no key for a %s", m.MTI)
		} else if b, err = link.Profile.Seal(m, link.Sealer(keys[0])); err == nil && seal == WrongSeal {
			b[len(b)-1] ^= 1
		}
	}
	if err == nil {
		b, err = link.Framing.Append(nil, iso8583.TPDU{0x60, 0, 1, 0, byte(t.config.Number)}, b)
	}
	if err != nil {
		env.Fault(fmt.Errorf("terminal: to the host: %w", err))
		return
	}
	env.Say(0, 0, b)
}
