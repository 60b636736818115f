package emv

import (
	"errors"
	"math/bits"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestFormat4(t *testing.T) {
	pan, _ := payment.ParsePAN("4761739001010119")
	random := [8]byte{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77}
	b, err := EncryptPIN4(TestPINKey, payment.NewSecret("1234"), pan, random)
	if err != nil || b.Reveal() != "B0C9B40194FA031F9E6EA02012104259" { // the fact sheet's own value, by the rule (K)
		t.Fatal(b.Reveal(), err)
	}
	for _, pin := range []string{"1234", "00000", "123456789012"} {
		b, err := EncryptPIN4(TestPINKey, payment.NewSecret(pin), pan, random)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := DecryptPIN4(TestPINKey, b, pan); err != nil || back.Reveal() != pin {
			t.Errorf("%s comes back as %s, %v", pin, back.Reveal(), err)
		}
		if back, err := DecryptPIN4(TestPINKey, b, mustPAN(t, "4242424242424242")); err == nil && back.Reveal() == pin {
			t.Error("it opens with another card")
		}
	}
	for _, pin := range []string{"", "123", "1234567890123", "12a4"} {
		if _, err := EncryptPIN4(TestPINKey, payment.NewSecret(pin), pan, random); err == nil {
			t.Errorf("PIN %q is taken", pin)
		}
	}
}

func mustPAN(t *testing.T, s string) payment.PAN {
	t.Helper()
	p, err := payment.ParsePAN(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCounterSkipsWhatNoPadUses(t *testing.T) {
	for from := uint32(0); from <= mostCounter; from++ {
		d := DUKPT{Base: TestIssuerKey}.at(from)
		next, err := d.Next()
		if from == mostCounter {
			if !errors.Is(err, ErrSpent) {
				t.Fatal(err)
			}
			break
		}
		want := from + 1
		for bits.OnesCount32(want) > counterOnes {
			want++
		}
		if err != nil || next.Counter() != want {
			t.Fatalf("after %06X comes %06X, wanted %06X (%v)", from, next.Counter(), want, err)
		}
		if from&0xFFF == 0xFFF { // a million steps: not each one of every stretch
			from += 0x1000 - 7
		}
	}
}

func TestSecondCryptogram(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	ask, err := ARQC(card, 1, unit.Money{Minor: 150_00, Currency: "EUR"}, clock.Epoch, 7)
	if err != nil {
		t.Fatal(err)
	}
	good, err := Answer(ask, card.PAN, card.PSN, "00")
	if err != nil {
		t.Fatal(err)
	}
	scripted, err := WithScript(good, TagScript72, []byte{0x84, 0x24, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	if scripted, err = WithScript(scripted, TagScript71, []byte{0x84, 0x1E, 0, 0}); err != nil {
		t.Fatal(err)
	}
	wrong := payment.NewSecret(strings.Replace(good.Reveal(), good.Reveal()[4:8], "0000", 1))
	for _, c := range []struct {
		name     string
		answer   payment.Secret
		approved bool
		want     Final
	}{
		{"approved", good, true, Final{Cryptogram: TC, Authenticated: true}},
		{"declined", good, false, Final{Cryptogram: AAC, Authenticated: true, Why: "declined by the issuer"}},
		{"no chip data", payment.Secret{}, true, Final{Cryptogram: TC}},
		{"wrong ARPC", wrong, true, Final{Cryptogram: AAC, Why: "the issuer's answer is not authentic"}},
		{"two scripts", scripted, true, Final{Cryptogram: TC, Authenticated: true, Scripts: 2}},
		{"no hex", payment.NewSecret("x"), true, Final{Cryptogram: AAC, Why: "the issuer's answer is not authentic"}},
	} {
		if got := SecondAC(ask, c.answer, card.PAN, card.PSN, c.approved); got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if _, err := WithScript(good, TagPAN, []byte{1, 2, 3, 4}); !errors.Is(err, ErrScript) {
		t.Error(err)
	}
}

func FuzzSecondAC(f *testing.F) {
	f.Add(sample55, "710A860884240000112233447200", "0011")
	card, _ := payment.LookupCard("visa-chip")
	f.Fuzz(func(t *testing.T, request, answer, block string) {
		r := SecondAC(payment.NewSecret(request), payment.NewSecret(answer), card.PAN, card.PSN, true)
		if r.Cryptogram == TC && !r.Authenticated && answer != "" {
			t.Fatalf("a chip approves an answer that is not authentic: %q", answer)
		}
		_, _ = WithScript(payment.NewSecret(answer), TagScript71, []byte(request))
		if pin, err := DecryptPIN4(TestPINKey, payment.NewSecret(block), card.PAN); err == nil && (len(pin.Reveal()) < minPIN || len(pin.Reveal()) > maxPIN) {
			t.Fatal("a PIN of a length that no PIN has")
		}
	})
}
