package host

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// withPIN puts an enciphered PIN into a request, under the pad's next key.
func (b *bench) withPIN(m iso8583.Message, card, pin string) iso8583.Message {
	b.t.Helper()
	c, _ := payment.LookupCard(card)
	serial := [10]byte{0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xE0, 0, byte(m.STAN)}
	block, err := emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}.EncryptPIN(payment.NewSecret(pin), c.PAN)
	if err != nil {
		b.t.Fatal(err)
	}
	m.PINBlock, m.Security = block, upperHex(serial[2:])
	return m
}

func TestPINTries(t *testing.T) {
	b := newBench(t, Config{})
	for i, c := range []struct {
		pin, code string
		cut       bool
	}{
		{"9999", "55", false}, {"9999", "55", true}, {"1234", "00", true}, // a right one begins anew
		{"9999", "55", true}, {"9999", "55", false}, {"9999", "55", true}, {"1234", "75", false}, {"9999", "75", true}, {"1234", "75", false},
	} {
		if a := b.ask(b.withPIN(b.authorise("visa-debit", 1000), "visa-debit", c.pin)); a.Code != c.code {
			t.Errorf("try %d is answered %s, want %s", i+1, a.Code, c.code)
		}
		if c.cut {
			b.powerCut()
		}
	}
	if a := b.ask(b.withPIN(b.authorise("visa-credit", 1000), "visa-credit", "1234")); a.Code != "00" {
		t.Errorf("another card is answered %s", a.Code)
	}
	if a := b.ask(b.authorise("visa-debit", 1000)); a.Code != "00" {
		t.Errorf("without a PIN the card is answered %s", a.Code)
	}
	if n := len(b.told("pin-refused")); n != 8 {
		t.Errorf("%d refusals", n)
	}
}

func TestPINBlocksThatDoNotOpen(t *testing.T) {
	for name, spoil := range map[string]func(*iso8583.Message){
		"no serial":    func(m *iso8583.Message) { m.Security = "" },
		"other serial": func(m *iso8583.Message) { m.Security = "9876543210E00009" },
		"never a key":  func(m *iso8583.Message) { m.Security = "9876543210E00000" },
		"damaged":      func(m *iso8583.Message) { m.PINBlock = payment.NewSecret("0011223344556677") },
	} {
		b := newBench(t, Config{})
		m := b.withPIN(b.authorise("visa-debit", 1000), "visa-debit", "1234")
		spoil(&m)
		if a := b.ask(m); a.Code != "55" {
			t.Errorf("%s is answered %s", name, a.Code)
		}
	}
}

func TestLimits(t *testing.T) {
	b := newBench(t, Config{Holders: map[string]Holder{
		"visa-credit":       {PerSale: euros(8000), PerDay: euros(10000)},
		"mastercard-credit": {PerDayCount: 2},
		"amex-credit":       {Balance: euros(3000)},
		"visa-debit":        {Balance: euros(3000)},
		"discover-credit":   {Blocked: "43"},
	}})
	for i, c := range []struct {
		card  string
		minor int64
		code  string
	}{
		{"visa-credit", 8001, "61"}, {"visa-credit", 8000, "00"}, {"visa-credit", 2001, "61"}, {"visa-credit", 2000, "00"}, {"visa-credit", 1, "61"},
		{"mastercard-credit", 10, "00"}, {"mastercard-credit", 10, "00"}, {"mastercard-credit", 10, "65"},
		{"amex-credit", 3001, "51"}, {"amex-credit", 3000, "00"}, {"amex-credit", 1, "51"},
		{"visa-debit", 3001, "10"}, {"visa-debit", 1, "51"}, {"discover-credit", 10, "43"},
	} {
		if a := b.ask(b.authorise(c.card, c.minor)); a.Code != c.code {
			t.Errorf("%d: %s %d is answered %s, want %s", i, c.card, c.minor, a.Code, c.code)
		}
	}
	b.pass(24 * time.Hour)
	for _, card := range []string{"visa-credit", "mastercard-credit"} {
		if a := b.ask(b.authorise(card, 10)); a.Code != "00" {
			t.Errorf("the next day %s is answered %s", card, a.Code)
		}
	}
}

// TestWhatIsGivenBackCountsNoMore: a limit of a day is about what is bound.
func TestWhatIsGivenBackCountsNoMore(t *testing.T) {
	b := newBench(t, Config{Holders: map[string]Holder{"visa-credit": {PerDay: euros(10000)}}})
	request := b.authorise("visa-credit", 10000)
	answer := b.ask(request)
	b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(4000)))
	if a := b.ask(b.authorise("visa-credit", 6000)); a.Code != "00" {
		t.Errorf("6000 of 10000 with 4000 taken is answered %s", a.Code)
	}
}

func TestManners(t *testing.T) {
	b := newBench(t, Config{Manner: ByCents})
	for minor, want := range map[int64]string{1005: "05", 1051: "51", 1054: "54", 1055: "55", 1091: "91", 1000: "00", 1099: "00", 1010: "10"} {
		if a := b.ask(b.authorise("visa-credit", minor)); a.Code != want {
			t.Errorf("%d is answered %s", minor, a.Code)
		}
	}
	if a := b.host.Books(); a[len(a)-1].Card != "visa-credit" {
		t.Error("the books are another's")
	}
	b = newBench(t, Config{Manner: Scripted, Script: []Rule{
		{Verdict: payment.Declined, Code: "61"}, {Verdict: payment.PartiallyApproved, Grant: euros(700)}, {Verdict: payment.Approved},
	}})
	for i, want := range []string{"61", "10", "00", "05"} {
		if a := b.ask(b.authorise("visa-declined", 1000)); a.Code != want {
			t.Errorf("line %d is answered %s", i+1, a.Code)
		}
	}
}
