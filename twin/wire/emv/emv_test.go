package emv

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// sample55 is DE55 of the fact sheet's 1100 sample (payments.md 2.5).
const sample55 = "820238008407A0000000031010950500000080009A032611249C01005F2A0209785F3401019F02060000000150009F100706011203A0A8009F1A0202769F2608DD6F81185303FE1B9F2701809F360200019F37041A2B3C4D"

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wantHex(t *testing.T, what string, got []byte, want string) {
	t.Helper()
	if g := strings.ToUpper(hex.EncodeToString(got)); g != want {
		t.Errorf("%s is %s, want %s", what, g, want)
	}
}

func TestKnownAnswersOfCryptogram(t *testing.T) {
	card := cardKey(TestIssuerKey, "9901234567890123", "45")
	check := card.CheckValue()
	wantHex(t, "card key's check value", check[:], "1DA5")
	session := SessionKey(card, [8]byte(unhex(t, "1234567890123456")))
	check = session.CheckValue()
	wantHex(t, "session key's check value", check[:], "0995")
	ac := MAC(session, unhex(t, "0123456789ABCDEF0123456789ABCDEF"))
	wantHex(t, "cryptogram", ac[:], "4B46013359B7A58B")
	arpc := ARPC1(card, ac, [2]byte{})
	wantHex(t, "ARPC", arpc[:], "F8C9CECAABD55AD1")
}

func TestKnownAnswerOfCVN18(t *testing.T) {
	card := cardKey(TestIssuerKey, "1234567890123456", "00")
	check := card.CheckValue()
	wantHex(t, "card key's check value", check[:], "BAB0")
	check = TransactionKey(card, 0x1C).CheckValue()
	wantHex(t, "session key's check value", check[:], "22C8")
	objects, err := DecodeTLV(unhex(t, "9F0206000000004000"+"9F0306000000000000"+"9F1A020124"+"95058000048000"+"5F2A020124"+
		"9A03191105"+"9C0101"+"9F370452BF4585"+"82021800"+"9F3602001C"+"9F100706011203A0B800"))
	if err != nil {
		t.Fatal(err)
	}
	ac, err := cryptogram(objects, TestIssuerKey, "1234567890123456", "00")
	if err != nil {
		t.Fatal(err)
	}
	wantHex(t, "cryptogram", ac[:], "7A788EA6B8A3E733")
}

func TestARQCIsTheSample(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	at := clock.At(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
	got, err := ARQC(card, 1, unit.Money{Minor: 15000, Currency: "EUR"}, at, 0x1A2B3C4D)
	if err != nil || got.Reveal() != sample55 {
		t.Fatalf("%v\n%s, want\n%s", err, got.Reveal(), sample55)
	}
}

func TestPINBlockAndDUKPTVectors(t *testing.T) {
	pan, err := payment.ParsePAN("4012345678909")
	if err != nil {
		t.Fatal(err)
	}
	pin := payment.NewSecret("1234")
	b, err := PINBlock0(pin, pan)
	if err != nil || b.Reveal() != "041274EDCBA9876F" {
		t.Errorf("clear block %s, %v", b.Reveal(), err)
	}
	for serial, want := range map[string][2]string{
		"FFFF9876543210E00001": {"042666B49184CF5C68DE9628D0397B36", "1B9C1845EB993A7A"},
		"FFFF9876543210E00002": {"", "10A01C8D02C69107"},
	} {
		d := DUKPT{Base: TestIssuerKey, Serial: [10]byte(unhex(t, serial))}
		initial := d.InitialKey()
		wantHex(t, "initial key", initial[:], "6AC292FAA1315B4D858AB3A3D7D5933A")
		key, err := d.PINKey()
		if err != nil {
			t.Fatal(err)
		}
		if want[0] != "" {
			wantHex(t, "PIN key", key[:], want[0])
		}
		got, err := d.EncryptPIN(pin, pan)
		if err != nil || got.Reveal() != want[1] {
			t.Errorf("block of %s is %s, %v", serial, got.Reveal(), err)
		}
		if back, err := d.DecryptPIN(got, pan); err != nil || back != pin {
			t.Errorf("block of %s opens as %q, %v", serial, back.Reveal(), err)
		}
	}
	if _, err := (DUKPT{Base: TestIssuerKey, Serial: [10]byte(unhex(t, "FFFF9876543210E00000"))}).PINKey(); err == nil {
		t.Error("a counter of zero made a key")
	}
}

func TestIssuerChecksAndAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card, _ := payment.LookupCard(rapid.SampledFrom(payment.CardNames()).Filter(inNetwork).Draw(t, "card"))
		amount := unit.Money{
			Minor:    rapid.Int64Range(0, 999_999_999_999).Draw(t, "amount"),
			Currency: rapid.SampledFrom([]unit.Currency{"EUR", "USD", "GBP", "JPY", "KWD"}).Draw(t, "currency"),
		}
		at := clock.Epoch.Add(time.Duration(rapid.Int64Range(0, 1e18).Draw(t, "at")))
		data, err := ARQC(card, rapid.Uint16().Draw(t, "counter"), amount, at, rapid.Uint32().Draw(t, "number"))
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(data, card.PAN, "001"); err != nil {
			t.Fatal(err)
		}
		if err := Verify(data, card.PAN, ""); err != nil {
			t.Fatal(err)
		}
		answer, err := Answer(data, card.PAN, "001", "10")
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckAnswer(data, answer, card.PAN, ""); err != nil {
			t.Fatal(err)
		}
		// Any other amount, or another card, must not verify.
		b, _ := hex.DecodeString(data.Reveal())
		i := bytes.Index(b, []byte{0x9F, 0x02, 0x06})
		b[i+3+rapid.IntRange(0, 5).Draw(t, "byte")] ^= 1
		if err := Verify(payment.NewSecret(hex.EncodeToString(b)), card.PAN, ""); !errors.Is(err, ErrCryptogram) {
			t.Fatalf("a changed amount verified: %v", err)
		}
		if err := Verify(data, card.PAN, "02"); !errors.Is(err, ErrCryptogram) {
			t.Fatalf("another card verified: %v", err)
		}
	})
}

func TestVerifyRefusesWhatIsNotWhole(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	whole := unhex(t, sample55)
	for n := range len(whole) {
		err := Verify(payment.NewSecret(hex.EncodeToString(whole[:n])), card.PAN, "01")
		if err == nil && n < len(whole)-7 { // without 9F37 at the end nothing can be checked
			t.Errorf("%d bytes verified", n)
		}
	}
	for _, data := range []string{"zz", "9F260", "9F10020601"} {
		if Verify(payment.NewSecret(data), card.PAN, "01") == nil {
			t.Errorf("%s verified", data)
		}
	}
}

func TestTrack2(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	track, err := ParseTrack2(card.Track2())
	if err != nil || track.PAN != card.PAN || track.Expiry != "2912" || !track.Service.HasChip() || track.Service.AsksPIN() {
		t.Fatalf("%+v, %v", track, err)
	}
	if track.Text() != card.Track2() {
		t.Error("the track changed on its way")
	}
	if back, err := ParseTrack2(payment.NewSecret(";" + track.Text().Reveal() + "?5")); err != nil || back != track {
		t.Errorf("with sentinels: %v", err)
	}
	if got := track.Tag57().Reveal(); got != "4761739001010119D29122010000000000" {
		t.Errorf("tag 57 is %s", got)
	}
	amex, _ := payment.LookupCard("amex-credit")
	if track, err := ParseTrack2(amex.Track2()); err != nil || !strings.HasSuffix(track.Tag57().Reveal(), "0F") {
		t.Errorf("tag 57 of 15 digits is not filled up: %v", err)
	}
	if m := ServiceCode("221").Meaning(); m != "international with chip, always online, no restriction" {
		t.Error(m)
	}
	for _, bad := range []string{"", "4761739001010119", "4761739001010118=2912201", "4761739001010119=291220", "4761739001010119=2913201", strings.Repeat("4", 38)} {
		if _, err := ParseTrack2(payment.NewSecret(bad)); err == nil || strings.Contains(err.Error(), "4761739001010119") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestKeysPrintHidden(t *testing.T) {
	out := fmt.Sprintf("%v %+v %#v %s %x %X %d %q", TestIssuerKey, TestIssuerKey, TestIssuerKey, TestIssuerKey, TestIssuerKey, TestIssuerKey, TestIssuerKey, TestIssuerKey)
	if strings.Trim(out, "* ") != "" {
		t.Fatal(out)
	}
}

func TestTLVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var objects []TLV
		names := []Tag{TagPAN, TagAIP, TagAmount, TagIssuerData, 0xDF8101, 0xC1}
		for range rapid.IntRange(0, 6).Draw(t, "objects") {
			objects = append(objects, TLV{
				Tag:   rapid.SampledFrom(names).Draw(t, "tag"),
				Value: rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "value"),
			})
		}
		objects = []TLV{{Tag: TagScript72, Parts: objects}}
		b, err := EncodeTLV(objects)
		if err != nil {
			return // too long
		}
		back, err := DecodeTLV(b)
		if err != nil {
			t.Fatal(err)
		}
		again, err := EncodeTLV(back)
		if err != nil || !bytes.Equal(b, again) {
			t.Fatalf("% X came back as % X, %v", b, again, err)
		}
		Walk(back, func(o TLV) {
			if !bytes.Equal(b[o.At:o.At+len(o.Value)], o.Value) {
				t.Fatalf("tag %s is not at %d", o.Tag, o.At)
			}
		})
	})
}

// inNetwork says that a card is of a network; a company's own has no application on a chip.
func inNetwork(name string) bool {
	card, _ := payment.LookupCard(name)
	return card.Scheme != payment.OwnFleet
}
