package host

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func TestEveryCardGetsWhatItsNamePromises(t *testing.T) {
	want := map[string]string{
		"visa-declined": "05", "visa-insufficient-funds": "51", "visa-lost": "41", "visa-stolen": "43", "visa-expired": "54",
		"visa-processing-error": "96", "mastercard-prepaid": "10", "visa-silent": "",
	}
	for _, name := range payment.CardNames() {
		code, special := want[name]
		if !special {
			code = "00"
		}
		b := newBench(t, Config{})
		request := b.authorise(name, 15000)
		a := b.ask(request)
		if a.Code != code {
			t.Errorf("%s is answered %q, want %q", name, a.Code, code)
		}
		if a.MTI != "" && (a.Key() != request.Key() || a.MTI != iso8583.AuthorisationAnswer) {
			t.Errorf("%s: the answer is another's: %+v", name, a)
		}
		if code == "10" && a.Amount != euros(5000) || code == "00" && (a.Amount != euros(15000) || len(a.Approval) != 6) {
			t.Errorf("%s: granted %s, approval %q", name, a.Amount, a.Approval)
		}
		if v, _ := forecourt.Value(b.last(), "card"); v != name {
			t.Errorf("%s: event %+v", name, b.last())
		}
		if n := len(b.host.Books()); n != map[bool]int{true: 1, false: 0}[code == "00" || code == "10"] {
			t.Errorf("%s: %d accounts", name, n)
		}
	}
}

func TestTerminalsThatTakeNoPart(t *testing.T) {
	b := newBench(t, Config{FlagNeeded: true})
	if a := b.ask(b.authorise("mastercard-prepaid", 9000)); a.Code != "51" {
		t.Error(a.Code)
	}
	m := b.authorise("mastercard-prepaid", 9000)
	m.Additional = iso8583.PartialApprovalSupported
	if a := b.ask(m); a.Code != "10" {
		t.Error(a.Code)
	}
}

func TestChipIsCheckedAndAnswered(t *testing.T) {
	b := newBench(t, Config{})
	card, _ := payment.LookupCard("visa-chip")
	r := readOf(card, payment.ContactChip)
	r.EMV, _ = emv.ARQC(card, 3, euros(15000), b.now, 99)
	request := pump.Authorise(b.now, b.nextSTAN(), r, card.PSN, euros(15000))
	a := b.ask(request)
	if a.Code != "00" {
		t.Fatal(a.Code)
	}
	if err := emv.CheckAnswer(r.EMV, a.EMV, card.PAN, card.PSN); err != nil {
		t.Fatal(err)
	}
	other, _ := payment.LookupCard("visa-credit")
	forged := readOf(other, payment.ContactChip)
	forged.EMV = r.EMV
	if a := b.ask(pump.Authorise(b.now, b.nextSTAN(), forged, card.PSN, euros(15000))); a.Code != "05" {
		t.Errorf("a forged chip is answered %s", a.Code)
	}
	if _, ok := b.events[len(b.events)-2].(CryptogramRefused); !ok {
		t.Errorf("%+v", b.events)
	}
}

func TestSilence(t *testing.T) {
	b := newBench(t, Config{})
	b.host.Sense(b.env, Silence{For: 20 * time.Second})
	lost := b.authorise("visa-credit", 1000)
	if a := b.ask(lost); a.MTI != "" || len(b.host.Books()) != 0 {
		t.Fatalf("%+v", a)
	}
	if _, ok := b.last().(Unanswered); !ok {
		t.Errorf("%+v", b.last())
	}
	b.now = b.now.Add(20 * time.Second)
	if a := b.ask(b.authorise("visa-credit", 1000)); a.Code != "00" {
		t.Fatalf("%+v", a)
	}
	silent := b.authorise("visa-silent", 1000)
	b.ask(silent)
	if a := b.ask(pump.Reverse(b.now, b.nextSTAN(), silent)); a.Code != "00" {
		t.Errorf("the silent card's reversal is answered %q", a.Code)
	}
}

func TestAnswersComeWithinTheLatencyAndMayOvertake(t *testing.T) {
	b := newBench(t, Config{})
	start := b.now
	for range 50 {
		b.send(b.authorise("visa-credit", 1000))
	}
	b.settle()
	overtaken := false
	for i, a := range b.answers {
		if d := b.at[i].Sub(start); d < 300*time.Millisecond || d > 700*time.Millisecond {
			t.Errorf("answered after %v", d)
		}
		overtaken = overtaken || i > 0 && a.STAN < b.answers[i-1].STAN
	}
	if len(b.answers) != 50 || !overtaken {
		t.Errorf("%d answers, overtaken: %v", len(b.answers), overtaken)
	}
}

func TestPowerCutLosesAnswersButNoMoney(t *testing.T) {
	b := newBench(t, Config{})
	b.send(b.authorise("visa-credit", 1000))
	b.powerCut()
	b.settle()
	if len(b.answers) != 0 || len(b.host.Books()) != 1 {
		t.Fatalf("%d answers, books %+v", len(b.answers), b.host.Books())
	}
}

func TestRefusals(t *testing.T) {
	b := newBench(t, Config{})
	good := b.authorise("visa-credit", 1000)
	for name, c := range map[string]struct {
		spoil func(*iso8583.Message)
		code  string
	}{
		"no terminal":  {func(m *iso8583.Message) { m.Terminal = "" }, "30"},
		"zero":         {func(m *iso8583.Message) { m.Amount.Minor = 0 }, "13"},
		"balance":      {func(m *iso8583.Message) { m.Processing = iso8583.Balance }, "12"},
		"unknown card": {func(m *iso8583.Message) { m.Track2 = payment.NewSecret("4111111111111111=2912201") }, "14"},
		"expired":      {func(m *iso8583.Message) { m.Track2 = payment.NewSecret("4242424242424242=2512201") }, "54"},
	} {
		m := good
		m.STAN = b.nextSTAN()
		m.RRN = iso8583.RRN(b.now, m.STAN)
		c.spoil(&m)
		if a := b.ask(m); a.Code != c.code || a.STAN != m.STAN {
			t.Errorf("%s is answered %q", name, a.Code)
		}
	}
	raw, _ := iso8583.Encode(good)
	n := len(b.answers)
	b.put(b.frame(raw[:60]))
	b.put(b.frame(bytes.Replace(raw, []byte("4242424242424242"), []byte("4242424242424241"), 1)))
	b.put(b.frame([]byte("garbage")))
	b.put([]byte{0, 0, 1, 2, 3})
	b.settle()
	if len(b.answers) != n+2 { // garbage without a message type has no answer
		t.Errorf("%d answers to damage", len(b.answers)-n)
	}
	if a := b.ask(iso8583.EchoTest(b.now, 7)); a.MTI != iso8583.NetworkAnswer || a.Code != "00" || a.Network != iso8583.Echo {
		t.Errorf("after damage the echo is answered %+v", a)
	}
	if len(b.host.Books()) != 0 {
		t.Errorf("%+v", b.host.Books())
	}
}

// TestSheetSamplesAreAnswered plays the fact sheet's conversation byte by byte.
func TestSheetSamplesAreAnswered(t *testing.T) {
	file, err := os.ReadFile("../wire/iso8583/testdata/samples.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	name := ""
	for _, line := range strings.Split(string(file), "\n") {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "us87" {
			name = words[1]
		} else if raw, err := hex.DecodeString(line); err == nil && name != "" && len(words) == 1 {
			all[name] = append(all[name], raw...)
		} else {
			name = ""
		}
	}
	b := newBench(t, Config{Link: Link{Framing: iso8583.WithTPDU}, Rules: map[string]Rule{"visa-chip": {Verdict: payment.PartiallyApproved, Grant: unit.Money{Minor: 5000, Currency: "USD"}}}})
	b.tpdu = iso8583.TPDU{0x60, 0, 1, 0, 2}
	for _, name := range []string{"0800", "0100", "0120", "0420"} {
		b.put(b.frame(all[name]))
		b.settle()
	}
	var got []string
	for _, a := range b.answers {
		got = append(got, fmt.Sprintf("%s %s %s", a.MTI, a.Code, a.Amount))
	}
	want := []string{"0810 00 0.00 ", "0110 10 50.00 USD", "0130 00 42.11 USD", "0430 00 175.00 USD"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestBadConfigurationsAreRefused(t *testing.T) {
	for _, c := range []Config{
		{Latency: chance.Uniform(2, 1)}, {Rules: map[string]Rule{"no-such-card": {}}}, {Rules: map[string]Rule{"visa-credit": {Verdict: "maybe"}}},
		{Rules: map[string]Rule{"visa-credit": {Verdict: payment.Declined, Code: "00"}}},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}
