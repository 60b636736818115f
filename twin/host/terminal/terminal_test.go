package terminal_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// pair is a terminal and a host on a line.
type pair struct {
	t        *testing.T
	loop     *loop.Loop
	terminal *terminal.Terminal
	host     *host.Host
	line     *line.Stream
	told     []forecourt.Told
}

func newPair(t *testing.T, link host.Link, repeat time.Duration) *pair {
	t.Helper()
	h, err := host.New(host.Config{
		Links: map[machine.Port]host.Link{3: link}, Latency: chance.Uniform(int64(10*time.Millisecond), int64(400*time.Millisecond)),
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{t: t, loop: loop.New(loop.Options{Seed: 7}), host: h, terminal: terminal.New(terminal.Config{
		Number: 2, Link: link, Currency: "EUR", RepeatEvery: repeat,
	})}
	t.Cleanup(p.loop.Close)
	role := forecourt.Role{Kind: "host"}
	p.loop.Add(p.terminal.Role(), p.terminal, terminal.Timers)
	p.loop.Add(role, h, host.Timers)
	p.line = p.loop.Stream(time.Millisecond, loop.Socket{Role: p.terminal.Role()}, loop.Socket{Role: role, Port: 3}, nil)
	p.loop.Watch(func(e forecourt.Told) { p.told = append(p.told, e) })
	return p
}

// run plays asks one after the other, with a span after each.
func (p *pair) run(span time.Duration, asks ...terminal.Ask) {
	p.t.Helper()
	p.loop.Go(p.terminal.Role(), "asks", func(f *loop.Fiber) {
		for _, a := range asks {
			if err := p.loop.Sense(p.terminal.Role(), a); err != nil {
				p.t.Error(err)
			}
			f.Sleep(span)
		}
	})
	if err := p.loop.Run(p.loop.Now().Add(time.Duration(len(asks)+1) * span)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pair) answers() (all []terminal.Answered) {
	for _, t := range p.told {
		if a, ok := t.Event.(terminal.Answered); ok {
			all = append(all, a)
		}
	}
	return all
}

func (p *pair) count(event string) (n int) {
	for _, t := range p.told {
		if t.Event.Event() == event {
			n++
		}
	}
	return n
}

func euros(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }

// TestTerminalAndHostAgreeOverEveryLink plays the same day over links of all kinds.
func TestTerminalAndHostAgreeOverEveryLink(t *testing.T) {
	for _, profile := range []*iso8583.Profile{iso8583.US87, iso8583.IFSF93} {
		for i, name := range iso8583.Framings() {
			framing, _ := iso8583.ParseFraming(name)
			link := host.Link{Profile: profile, Framing: framing, SignOn: true}
			link.MAC = []host.MAC{host.NoMAC, host.RetailMAC, host.CMAC, host.RetailMAC}[i]
			link.Keys = []host.Keys{host.SessionKeys, host.SessionKeys, host.DUKPTKeys, host.DUKPTKeys}[i]
			p := newPair(t, link, 0)
			p.run(2*time.Second,
				terminal.Ask{For: terminal.SignOn}, terminal.Ask{For: terminal.NewKey},
				terminal.Ask{For: terminal.Authorise, Card: "visa-credit", Entry: payment.ContactChip, Amount: euros(15000)},
				terminal.Ask{For: terminal.Complete, Amount: euros(4211)}, terminal.Ask{For: terminal.Repeat},
				terminal.Ask{For: terminal.Sell, Card: "visa-debit", PIN: payment.PINCorrect, Amount: euros(2000)},
				terminal.Ask{For: terminal.Reverse, Amount: euros(500)},
				terminal.Ask{For: terminal.Refund, Card: "amex-credit", Amount: euros(300)},
				terminal.Ask{For: terminal.Reconcile}, terminal.Ask{For: terminal.SignOff}, terminal.Ask{For: terminal.Echo},
			)
			answers := p.answers()
			if len(answers) != 11 {
				t.Fatalf("%s %s: %d answers of 11", profile.Name(), name, len(answers))
			}
			for _, a := range answers {
				if a.Code != "00" {
					t.Errorf("%s %s: %s is answered %s (%s)", profile.Name(), name, a.For, a.Code, a.Meaning)
				}
			}
			if !answers[8].Balanced || p.count("seal-refused") > 0 || p.count("refused") > 0 {
				t.Errorf("%s %s: %+v", profile.Name(), name, answers[8])
			}
			var net int64
			for _, a := range p.host.Books() {
				net += a.Net().Minor
			}
			if net != 4211+500-300 {
				t.Errorf("%s %s: the host has %d", profile.Name(), name, net)
			}
		}
	}
}

func TestAnAdviceIsSentUntilItIsAnswered(t *testing.T) {
	p := newPair(t, host.Link{}, 5*time.Second)
	p.run(2*time.Second, terminal.Ask{For: terminal.Authorise, Card: "visa-credit", Amount: euros(9000)})
	p.line.Cut(true)
	p.run(12*time.Second, terminal.Ask{For: terminal.Complete, Amount: euros(100)})
	p.line.Cut(false)
	p.run(10*time.Second, terminal.Ask{For: terminal.Echo})
	if got := p.host.Books()[0]; got.Captures != 1 || got.Captured != euros(100) || p.count("repeated") < 2 {
		t.Errorf("%+v, %d repeats", got, p.count("repeated"))
	}
}

func TestARequestWithoutAnAnswerIsReversed(t *testing.T) {
	p := newPair(t, host.Link{}, 5*time.Second)
	p.run(40*time.Second, terminal.Ask{For: terminal.Authorise, Card: "visa-silent", Amount: euros(9000)})
	if p.count("timed-out") != 1 || p.count("reversed") != 1 || len(p.host.Books()) != 0 {
		t.Errorf("%+v", p.told)
	}
	p.run(time.Second, terminal.Ask{For: terminal.Complete, Amount: euros(1)})
	if p.count("unasked") != 1 {
		t.Error("there was something to complete")
	}
}

func TestALateAnswerIsTold(t *testing.T) {
	p := newPair(t, host.Link{}, 0)
	p.host.Sense(nil, host.SetRule{Card: "visa-credit", Rule: host.Rule{Verdict: payment.Approved}})
	raw, _ := iso8583.Encode(iso8583.EchoTest(clock.Epoch, 77).Answer("00"))
	framed, _ := iso8583.AppendFrame(nil, nil, raw)
	p.line.Say(1, 0, framed)
	p.run(time.Second, terminal.Ask{For: terminal.Echo})
	if p.count("unmatched") != 1 || len(p.answers()) != 1 {
		t.Errorf("%+v", p.told)
	}
}

func TestSealsOfTheHostAreChecked(t *testing.T) {
	p := newPair(t, host.Link{MAC: host.RetailMAC}, 0)
	p.run(2*time.Second,
		terminal.Ask{For: terminal.Authorise, Card: "visa-credit", Amount: euros(100), Seal: terminal.WrongSeal},
		terminal.Ask{For: terminal.Authorise, Card: "visa-credit", Amount: euros(100), Seal: terminal.NoSeal},
		terminal.Ask{For: terminal.Authorise, Card: "visa-credit", Amount: euros(100)},
	)
	var codes []string
	for _, a := range p.answers() {
		codes = append(codes, a.Code)
	}
	if len(codes) != 3 || codes[0] != "63" || codes[1] != "30" || codes[2] != "00" {
		t.Errorf("%v", codes)
	}
}

func TestLimits(t *testing.T) {
	for card, want := range map[string]int64{"visa-stripe": 10000, "mastercard-credit": 17500, "amex-credit": 10000, "mastercard-prepaid": 5000} {
		p := newPair(t, host.Link{}, 0)
		p.run(2*time.Second, terminal.Ask{For: terminal.Authorise, Card: card, Model: host.StatusCheck})
		if a := p.answers(); len(a) != 1 || a[0].Limit != euros(want) {
			t.Errorf("%s may fuel for %+v, want %d", card, a, want)
		}
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	for _, a := range []terminal.Ask{{}, {For: "dance"}, {For: terminal.Authorise}, {For: terminal.Sell, Card: "no such card"}} {
		if a.Check() == nil {
			t.Errorf("%+v", a)
		}
	}
}
