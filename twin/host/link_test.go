package host

import (
	"encoding/hex"
	"reflect"
	"testing"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// opt is a terminal that speaks ifsf93.
var opt = iso8583.Terminal{ID: "OPT00003", Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001", PINPad: true, Profile: iso8583.IFSF93}

func TestTheHostSpeaksBothProfilesInEveryFraming(t *testing.T) {
	for _, profile := range []*iso8583.Profile{iso8583.US87, iso8583.IFSF93} {
		for _, name := range iso8583.Framings() {
			framing, _ := iso8583.ParseFraming(name)
			b := newBench(t, Config{Link: Link{Profile: profile, Framing: framing}})
			b.tpdu = iso8583.TPDU{0x60, 0, 1, 0, 2}
			terminal := opt
			terminal.Profile = profile
			ask := terminal.Authorise(b.now, b.nextSTAN(), read("mastercard-prepaid", payment.Stripe), "", euros(15000))
			answer := b.ask(ask)
			if answer.Code != "10" || answer.Amount != euros(5000) || answer.MTI != iso8583.AuthorisationAnswer {
				t.Fatalf("%s %s: %s %s", profile.Name(), name, answer.Code, answer.Amount)
			}
			advice := terminal.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), ask, answer, euros(4211))
			for _, m := range []iso8583.Message{advice, advice.Again()} {
				if a := b.ask(m); a.Code != "00" || a.MTI != iso8583.FinancialAdviceAnswer {
					t.Fatalf("%s %s: %+v", profile.Name(), name, a)
				}
			}
			if a := b.host.Books()[0]; a.Captured != euros(4211) || a.Captures != 1 {
				t.Errorf("%s %s: %+v", profile.Name(), name, a)
			}
			if a := b.ask(iso8583.EchoTest(b.now, b.nextSTAN())); a.Code != "00" || a.Network != iso8583.Echo {
				t.Errorf("%s %s: the echo is answered %s", profile.Name(), name, a.Code)
			}
		}
	}
}

// TestReversalsOf1993: the original is found by its local time, before and after it came, and without a card number.
func TestReversalsOf1993(t *testing.T) {
	b := newBench(t, Config{Link: Link{Profile: iso8583.IFSF93}})
	ask := opt.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(15000))
	b.ask(ask)
	part := opt.ReverseTo(b.now, b.nextSTAN(), ask, 4000)
	part.PAN = payment.PAN{}
	if a := b.ask(part); a.Code != "00" || b.host.Books()[0].Cover != euros(4000) {
		t.Fatalf("%s, %+v", a.Code, b.host.Books()[0])
	}
	late := opt.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(2000))
	b.ask(opt.Reverse(b.now, b.nextSTAN(), late))
	b.powerCut()
	if a := b.ask(late); a.Code != iso8583.CodeInvalidTransaction {
		t.Errorf("a request that was reversed before it came is answered %s", a.Code)
	}
	advice := opt.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), ask, iso8583.Message{}, euros(100))
	advice.PAN = payment.PAN{}
	if a := b.ask(advice); a.Code != "00" || b.host.Books()[0].Captured != euros(100) {
		t.Errorf("without a card number the advice is answered %s", a.Code)
	}
}

func sealers(m MAC, k emv.Key) iso8583.Sealer { return Link{MAC: m}.Sealer(k) }

func TestMessagesMustBeSealed(t *testing.T) {
	for _, mac := range []MAC{RetailMAC, CMAC} {
		for _, profile := range []*iso8583.Profile{iso8583.US87, iso8583.IFSF93} {
			b := newBench(t, Config{Link: Link{Profile: profile, MAC: mac}})
			terminal := opt
			terminal.Profile = profile
			ask := func() iso8583.Message {
				return terminal.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(1000))
			}
			right := sealers(mac, emv.TestMACKey)
			b.seal = right
			if a := b.ask(ask()); a.Code != "00" {
				t.Fatalf("%s: %s", mac, a.Code)
			}
			m := ask()
			raw, _ := profile.Seal(m, sealers(mac, emv.TestIssuerKey))
			b.put(b.frame(raw))
			bare, _ := profile.Encode(ask())
			b.put(b.frame(bare))
			b.settle()
			n := len(b.answers)
			if b.answers[n-2].Code == b.answers[n-1].Code || b.answers[n-2].Code == "00" || b.answers[n-1].Code == "00" {
				t.Errorf("%s: a wrong seal is answered %s, none %s", mac, b.answers[n-2].Code, b.answers[n-1].Code)
			}
			if want := map[string]int{"63": 1, "30": 1}; !reflect.DeepEqual(b.host.Refusals(), want) || len(b.host.Books()) != 1 {
				t.Errorf("%s: %v, %d accounts", mac, b.host.Refusals(), len(b.host.Books()))
			}
		}
	}
}

// newKey opens what a key change was answered with.
func newKey(t *testing.T, a iso8583.Message) emv.Key {
	t.Helper()
	block, err := hex.DecodeString(a.KeyBlock.Reveal())
	if err != nil || len(block) != 18 || a.Code != "00" {
		t.Fatalf("a key change is answered %s with %d bytes, %v", a.Code, len(block), err)
	}
	k := emv.TestTransportKey.Unwrap([16]byte(block[:16]))
	if check := k.CheckValue(); check != [2]byte(block[16:]) {
		t.Fatal("the check value is another key's")
	}
	return k
}

func TestKeysAreChanged(t *testing.T) {
	for _, profile := range []*iso8583.Profile{iso8583.US87, iso8583.IFSF93} {
		b := newBench(t, Config{Link: Link{Profile: profile, MAC: RetailMAC}})
		terminal := opt
		terminal.Profile = profile
		say := func(k emv.Key) string {
			b.seal = sealers(RetailMAC, k)
			m := terminal.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(1000))
			raw, _ := profile.Seal(m, b.seal)
			b.seal = nil // a refusal is sealed with the host's own key
			n := len(b.answers)
			b.put(b.frame(raw))
			b.settle()
			return b.answers[n].Code
		}
		change := func() emv.Key { return newKey(t, b.ask(terminal.Manage(b.now, b.nextSTAN(), iso8583.KeyChange))) }
		first := change()
		for i, c := range []struct {
			key  emv.Key
			code string
		}{
			{emv.TestMACKey, "00"}, {first, "00"}, {emv.TestMACKey, "63"}, {first, "00"}, // the old one, until the new one is used
		} {
			if got := say(c.key); got != c.code {
				t.Errorf("%s: message %d is answered %s, want %s", profile.Name(), i+1, got, c.code)
			}
			b.powerCut()
		}
		second := change()
		b.powerCut()
		for i, c := range []struct {
			key  emv.Key
			code string
		}{{first, "00"}, {second, "00"}, {first, "63"}, {emv.TestMACKey, "63"}} {
			if got := say(c.key); got != c.code {
				t.Errorf("%s: message %d after the second change is answered %s, want %s", profile.Name(), i+1, got, c.code)
			}
		}
		if a := b.ask(iso8583.Message{MTI: iso8583.NetworkRequest, SentAt: iso8583.StampAt(b.now), STAN: 9, Network: iso8583.KeyChange}); a.Code != "30" {
			t.Errorf("a key change for nobody is answered %s", a.Code)
		}
	}
}

func TestDUKPTSealsEachMessageWithAnotherKey(t *testing.T) {
	b := newBench(t, Config{Link: Link{MAC: CMAC, Keys: DUKPTKeys}})
	for _, c := range []struct{ said, sealed, code string }{
		{"9876543210E00001", "9876543210E00001", "00"}, {"FFFF9876543210E00002", "FFFF9876543210E00002", ""},
		{"9876543210E00002", "9876543210E00003", "63"}, {"9876543210E00000", "9876543210E00001", "63"}, {"", "9876543210E00001", "63"},
	} {
		m := b.authorise("visa-credit", 1000)
		m.Security = c.said
		serial, err := serialOf(iso8583.Message{Security: c.sealed})
		if err != nil {
			t.Fatal(err)
		}
		k, err := emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}.MACKey()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := iso8583.US87.Seal(m, sealers(CMAC, k))
		if (err != nil) != (c.code == "") {
			t.Fatalf("%s: %v", c.said, err)
		}
		if err != nil {
			continue // us87 has no room for twenty digits
		}
		n := len(b.answers)
		b.put(b.frame(raw))
		b.settle()
		if len(b.answers) != n+1 || b.answers[n].Code != c.code {
			t.Errorf("%+v is answered %s", c, b.answers[n].Code)
		}
	}
}

func TestTrafficBeforeASignOn(t *testing.T) {
	b := newBench(t, Config{Link: Link{SignOn: true}})
	step := func(what, want string, m iso8583.Message) {
		t.Helper()
		if a := b.ask(m); a.Code != want {
			t.Errorf("%s is answered %s, want %s", what, a.Code, want)
		}
	}
	step("a request", "58", b.authorise("visa-credit", 1000))
	step("an echo", "00", iso8583.EchoTest(b.now, b.nextSTAN()))
	step("a sign on", "00", pump.Manage(b.now, b.nextSTAN(), iso8583.SignOn))
	request := b.authorise("visa-credit", 1000)
	step("a request", "00", request)
	step("a sign off", "00", pump.Manage(b.now, b.nextSTAN(), iso8583.SignOff))
	step("an advice", "58", pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, iso8583.Message{Approval: "ABC123"}, euros(1)))
	step("a sign on", "00", pump.Manage(b.now, b.nextSTAN(), iso8583.SignOn))
	b.powerCut()
	step("a request after a power cut", "58", b.authorise("visa-credit", 1000))
	step("a sign on", "00", pump.Manage(b.now, b.nextSTAN(), iso8583.SignOn))
	b.host.HungUp(0)
	step("a request on another connection", "58", b.authorise("visa-credit", 1000))
	if got := b.host.Books(); len(got) != 1 || got[0].Captures != 0 || b.host.Refusals()["58"] != 4 {
		t.Errorf("%+v, %v", got, b.host.Refusals())
	}
}

func TestPortsSpeakEachInTheirWay(t *testing.T) {
	b := newBench(t, Config{Links: map[machine.Port]Link{7: {Profile: iso8583.IFSF93, Framing: iso8583.Digits}}})
	if l := b.host.linkOf(7); l.Profile != iso8583.IFSF93 || l.Framing != iso8583.Digits {
		t.Errorf("%+v", l)
	}
	if l := b.host.linkOf(8); l.Profile != iso8583.US87 || l.Framing != iso8583.Binary {
		t.Errorf("%+v", l)
	}
}
