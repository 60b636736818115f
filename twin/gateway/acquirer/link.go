package acquirer

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
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

// Link is a gateway's connection to its host, at gateway.HostPort.
type Link struct {
	loop    *loop.Loop
	env     *machine.Env
	framer  iso8583.Framer
	pending map[trace]*exchange // what the host has not answered yet
	late    map[trace]string    // timed out: the intent
}

// Start begins a life: nothing is pending.
func (l *Link) Start(lp *loop.Loop, env *machine.Env) {
	*l = Link{loop: lp, env: env, pending: map[trace]*exchange{}, late: map[trace]string{}}
}

// Hear takes bytes from the host.
func (l *Link) Hear(env *machine.Env, b []byte) {
	if err := l.framer.Hear(b, func(_ iso8583.TPDU, b []byte) { l.heard(env, b) }); err != nil {
		env.Fault(fmt.Errorf("gateway: from the host: %w", err))
		l.framer.Reset()
	}
}

// Ask sends a message and waits for its answer, at most so long.
func (l *Link) Ask(f *loop.Fiber, m iso8583.Message, within time.Duration) (iso8583.Message, bool) {
	x := &exchange{want: m.MTI.Answer(), fiber: f}
	l.pending[traceOf(m)] = x
	l.say(m)
	f.Await(f.Now().Add(within), func() bool { return x.answer != nil })
	delete(l.pending, traceOf(m))
	if x.answer == nil {
		return iso8583.Message{}, false
	}
	return *x.answer, true
}

// say writes a message to the host. One that does not encode is as good as one that got lost.
func (l *Link) say(m iso8583.Message) {
	b, err := iso8583.Encode(m)
	if err == nil {
		b, err = iso8583.AppendFrame(nil, nil, b)
	}
	if err != nil {
		l.env.Fault(fmt.Errorf("gateway: to the host: %w", err))
		return
	}
	l.env.Say(gateway.HostPort, 0, b)
}

// heard takes one message from the host.
func (l *Link) heard(env *machine.Env, b []byte) {
	m, err := iso8583.Decode(b)
	if err != nil {
		env.Fault(fmt.Errorf("gateway: from the host: %w", err))
		return
	}
	if m.MTI == iso8583.NetworkRequest {
		l.say(m.Answer(iso8583.CodeApproved))
		return
	}
	k := traceOf(m)
	x := l.pending[k]
	if x != nil && m.Code == iso8583.CodeDuplicate {
		// The network doubled the request. What became of it says the other answer, which may still be on its way; a link
		// that loses that one leaves the request without an answer, and it is reversed.
		env.Tell(gateway.RequestDoubled{STAN: m.STAN.String()})
		return
	}
	if x != nil && x.want == m.MTI && x.answer == nil {
		x.answer = &m
		x.fiber.Wake()
		return
	}
	if intent, ok := l.late[k]; ok && (m.MTI == iso8583.AuthorisationAnswer || m.MTI == iso8583.FinancialAnswer) {
		env.Tell(gateway.LateAnswer{Intent: intent})
		return
	}
	env.Tell(gateway.UnmatchedAnswer{STAN: m.STAN.String()})
}

// Missed remembers a request whose answer did not come in time, so that a late one is known for what it is.
func (l *Link) Missed(m iso8583.Message, intent string) {
	if len(l.late) >= maxLate {
		clear(l.late)
	}
	l.late[traceOf(m)] = intent
}
