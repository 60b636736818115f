package gatewaytest

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Host is a merchant host that answers us87 after a script: by card, as the twin's own host does, and silent or late when it is told to.
type Host struct {
	t       testing.TB
	framer  iso8583.Framer
	Latency time.Duration

	Silent  int                    // messages that are acted on and not answered
	Double  bool                   // the next message comes twice, and the second is answered first
	Late    time.Duration          // the next answer comes so much later
	Twist   func(*iso8583.Message) // changes the next answer
	Heard   []iso8583.Message
	holds   map[iso8583.STAN]int64 // by the request's trace number
	booked  int64
	applied map[iso8583.STAN]bool // advices and reversals, by their own
}

// NewHost returns one that takes 400 ms to answer.
func NewHost(t testing.TB) *Host {
	return &Host{t: t, Latency: 400 * time.Millisecond, holds: map[iso8583.STAN]int64{}, applied: map[iso8583.STAN]bool{}}
}

// Hear implements machine.Machine.
func (h *Host) Hear(env *machine.Env, port machine.Port, c wire.Chunk) {
	err := h.framer.Hear(c.Bytes, func(_ iso8583.TPDU, b []byte) {
		m, err := iso8583.Decode(b)
		if err == nil {
			err = m.Check()
		}
		if err != nil {
			h.t.Errorf("the gateway said something wrong: %v", err)
			return
		}
		h.Heard = append(h.Heard, m)
		a := h.act(m)
		if h.Silent > 0 {
			h.Silent--
			return
		}
		if pan, _ := m.Card(); pan == CardOf("visa-silent").PAN && m.MTI == iso8583.AuthorisationRequest {
			return
		}
		if h.Twist != nil {
			h.Twist(&a)
			h.Twist = nil
		}
		if h.Double {
			h.say(env, port, m.Answer(iso8583.CodeDuplicate))
		}
		h.say(env, port, a)
		h.Double, h.Late = false, 0
	})
	if err != nil {
		h.t.Error(err)
	}
}

func (h *Host) say(env *machine.Env, port machine.Port, a iso8583.Message) {
	b, err := iso8583.Encode(a)
	if err == nil {
		b, err = iso8583.AppendFrame(nil, nil, b)
	}
	if err != nil {
		h.t.Errorf("the fake host cannot answer: %v", err)
	}
	env.Say(port, h.Latency+h.Late, b)
}

// Sense implements machine.Machine.
func (h *Host) Sense(*machine.Env, forecourt.Stimulus) {}

// Wake implements machine.Machine.
func (h *Host) Wake(*machine.Env, machine.Timer) {}

// CardOf returns the test card of a name.
func CardOf(name string) payment.Card {
	c, _ := payment.LookupCard(name)
	return c
}

var issuerCodes = map[string]string{
	"visa-declined": "05", "visa-insufficient-funds": "51", "visa-lost": "41", "visa-stolen": "43", "visa-expired": "54",
	"visa-processing-error": "96",
}

// act does what a message asks for, once, and returns the answer.
func (h *Host) act(m iso8583.Message) iso8583.Message {
	pan, _ := m.Card()
	card, _ := payment.CardByPAN(pan)
	a := m.Answer(iso8583.CodeApproved)
	switch m.MTI {
	case iso8583.AuthorisationRequest, iso8583.FinancialRequest:
		if code := issuerCodes[card.Name]; code != "" {
			a.Code = code
			return a
		}
		a.Approval, a.Amount = "A1B2C3", m.Amount
		if m.AcceptsPartial() && card.Name == "mastercard-prepaid" {
			a.Code, a.Amount = iso8583.CodePartial, unit.Money{Minor: 5000, Currency: m.Amount.Currency}
		}
		granted := a.Amount.Minor
		if m.Processing == iso8583.Refund {
			granted = -granted
		}
		h.holds[m.STAN] = granted
	default:
		if h.applied[m.STAN] {
			return a
		}
		h.applied[m.STAN] = true
		delete(h.holds, m.Original.STAN)
		if m.MTI == iso8583.FinancialAdvice || m.MTI == iso8583.FinancialAdviceRepeat {
			h.booked += m.Amount.Minor
		}
	}
	return a
}

// Bound sums what the host holds and has booked.
func (h *Host) Bound() int64 {
	sum := h.booked
	for _, v := range h.holds {
		sum += v
	}
	return sum
}
