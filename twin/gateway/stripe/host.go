package stripe

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// trace tells exchanges apart: a terminal never uses a number twice in a day.
type trace struct {
	terminal string
	stan     iso8583.STAN
}

func traceOf(m iso8583.Message) trace { return trace{m.Terminal, m.STAN} }

// exchange is a message that waits for its answer.
type exchange struct {
	want   iso8583.MTI
	fiber  *loop.Fiber
	answer *iso8583.Message
}

// maxLate bounds what is remembered of requests that timed out.
const maxLate = 4096

// ask sends a message and waits for its answer.
func (g *Gateway) ask(f *loop.Fiber, m iso8583.Message, within time.Duration) (iso8583.Message, bool) {
	x := &exchange{want: m.MTI.Answer(), fiber: f}
	g.pending[traceOf(m)] = x
	g.say(m)
	f.Await(f.Now().Add(within), func() bool { return x.answer != nil })
	delete(g.pending, traceOf(m))
	if x.answer == nil {
		return iso8583.Message{}, false
	}
	return *x.answer, true
}

// say writes a message to the host. One that does not encode is as good as one that got lost.
func (g *Gateway) say(m iso8583.Message) {
	b, err := iso8583.Encode(m)
	if err == nil {
		b, err = iso8583.AppendFrame(nil, nil, b)
	}
	if err != nil {
		g.env.Fault(fmt.Errorf("gateway: to the host: %w", err))
		return
	}
	g.env.Say(HostPort, 0, b)
}

// heard takes one message from the host.
func (g *Gateway) heard(env *machine.Env, b []byte) {
	m, err := iso8583.Decode(b)
	if err != nil {
		env.Fault(fmt.Errorf("gateway: from the host: %w", err))
		return
	}
	if m.MTI == iso8583.NetworkRequest {
		g.say(m.Answer(iso8583.CodeApproved))
		return
	}
	k := traceOf(m)
	if x := g.pending[k]; x != nil && x.want == m.MTI && x.answer == nil {
		x.answer = &m
		x.fiber.Wake()
		return
	}
	if intent, ok := g.late[k]; ok && (m.MTI == iso8583.AuthorisationAnswer || m.MTI == iso8583.FinancialAnswer) {
		env.Tell(gateway.LateAnswer{Intent: intent})
		return
	}
	env.Tell(gateway.UnmatchedAnswer{STAN: m.STAN.String()})
}

// missed remembers a request whose answer did not come in time.
func (g *Gateway) missed(m iso8583.Message, intent string) {
	if len(g.late) >= maxLate {
		clear(g.late)
	}
	g.late[traceOf(m)] = intent
}

// next takes the next trace number; the update that carries the message must be committed before it is said.
func (u *update) next(g *Gateway) iso8583.STAN {
	if u.STAN == 0 {
		u.STAN = g.stan
	}
	u.STAN = u.STAN.Next()
	return u.STAN
}

// terminal is the lane that an intent belongs to.
func (g *Gateway) terminal(i *intent) iso8583.Terminal {
	t := g.config.Terminal
	if n := i.Metadata["fuelling_point"]; n != "" && len(n) <= 4 && digits(n) {
		t.ID = fmt.Sprintf("PUMP%04s", n)
	}
	t.Partial = !i.Automatic && !i.NoPartial
	return t
}

// kept is a message as the store holds it: no number, track or chip data, the test card's name instead.
type kept struct {
	Card                                                                       string
	MTI                                                                        iso8583.MTI
	Processing                                                                 string
	Minor                                                                      int64
	Currency                                                                   unit.Currency
	SentAt                                                                     iso8583.Stamp
	STAN                                                                       iso8583.STAN
	LocalTime, LocalDate, MCC, Entry, Condition, Acquirer                      string
	RRN, Approval, Terminal, Merchant, Additional, Product, Fleet, Expiry, PSN string `json:",omitempty"`
	Original                                                                   iso8583.Original
}

// keep strips a message.
func keep(m iso8583.Message) kept {
	pan, expiry := m.Card()
	card, _ := payment.CardByPAN(pan)
	return kept{
		Card: card.Name, MTI: m.MTI, Processing: m.Processing, Minor: m.Amount.Minor, Currency: m.Amount.Currency, SentAt: m.SentAt,
		STAN: m.STAN, LocalTime: m.LocalTime, LocalDate: m.LocalDate, MCC: m.MCC, Entry: m.Entry, Condition: m.Condition,
		Acquirer: m.Acquirer, RRN: m.RRN, Approval: m.Approval, Terminal: m.Terminal, Merchant: m.Merchant, Additional: m.Additional,
		Product: m.Product, Fleet: m.Private62, Expiry: expiry, PSN: m.PSN, Original: m.Original,
	}
}

// message puts the card's number back.
func (k kept) message() iso8583.Message {
	card, _ := payment.LookupCard(k.Card)
	return iso8583.Message{
		MTI: k.MTI, PAN: card.PAN, Processing: k.Processing, Amount: unit.Money{Minor: k.Minor, Currency: k.Currency},
		SentAt: k.SentAt, STAN: k.STAN, LocalTime: k.LocalTime, LocalDate: k.LocalDate, Expiry: k.Expiry, MCC: k.MCC, Entry: k.Entry,
		PSN: k.PSN, Condition: k.Condition, Acquirer: k.Acquirer, RRN: k.RRN, Approval: k.Approval, Terminal: k.Terminal,
		Merchant: k.Merchant, Additional: k.Additional, Product: k.Product, Private62: k.Fleet, Original: k.Original,
	}
}
