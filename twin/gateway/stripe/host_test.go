package stripe

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

// fakeHost answers us87 after a script: by card, as the twin's own host does, and silent or late when it is told to.
type fakeHost struct {
	t       testing.TB
	framer  iso8583.Framer
	latency time.Duration

	silent  int                    // messages that are acted on and not answered
	late    time.Duration          // the next answer comes so much later
	twist   func(*iso8583.Message) // changes the next answer
	heard   []iso8583.Message
	holds   map[iso8583.STAN]int64 // by the request's trace number
	booked  int64
	applied map[iso8583.STAN]bool // advices and reversals, by their own
}

func newFakeHost(t testing.TB) *fakeHost {
	return &fakeHost{t: t, latency: 400 * time.Millisecond, holds: map[iso8583.STAN]int64{}, applied: map[iso8583.STAN]bool{}}
}

func (h *fakeHost) Hear(env *machine.Env, port machine.Port, c wire.Chunk) {
	err := h.framer.Hear(c.Bytes, func(_ iso8583.TPDU, b []byte) {
		m, err := iso8583.Decode(b)
		if err == nil {
			err = m.Check()
		}
		if err != nil {
			h.t.Errorf("the gateway said something wrong: %v", err)
			return
		}
		h.heard = append(h.heard, m)
		a := h.act(m)
		if h.silent > 0 {
			h.silent--
			return
		}
		if pan, _ := m.Card(); pan == cardOf("visa-silent").PAN && m.MTI == iso8583.AuthorisationRequest {
			return
		}
		if h.twist != nil {
			h.twist(&a)
			h.twist = nil
		}
		b, err = iso8583.Encode(a)
		if err == nil {
			b, err = iso8583.AppendFrame(nil, nil, b)
		}
		if err != nil {
			h.t.Errorf("the fake host cannot answer: %v", err)
		}
		env.Say(port, h.latency+h.late, b)
		h.late = 0
	})
	if err != nil {
		h.t.Error(err)
	}
}

func (h *fakeHost) Sense(*machine.Env, forecourt.Stimulus) {}
func (h *fakeHost) Wake(*machine.Env, machine.Timer)       {}

func cardOf(name string) payment.Card {
	c, _ := payment.LookupCard(name)
	return c
}

var declines = map[string]string{
	"visa-declined": "05", "visa-insufficient-funds": "51", "visa-lost": "41", "visa-stolen": "43", "visa-expired": "54",
	"visa-processing-error": "96",
}

// act does what a message asks for, once, and returns the answer.
func (h *fakeHost) act(m iso8583.Message) iso8583.Message {
	pan, _ := m.Card()
	card, _ := payment.CardByPAN(pan)
	a := m.Answer(iso8583.CodeApproved)
	switch m.MTI {
	case iso8583.AuthorisationRequest, iso8583.FinancialRequest:
		if code := declines[card.Name]; code != "" {
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

// bound sums what the host holds and has booked.
func (h *fakeHost) bound() int64 {
	sum := h.booked
	for _, v := range h.holds {
		sum += v
	}
	return sum
}
