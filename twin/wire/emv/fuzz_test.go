package emv

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func FuzzTLV(f *testing.F) {
	f.Add(unhex(f, sample55))
	f.Add([]byte{0x72, 0x03, 0x86, 0x01, 0x00, 0x9F, 0x1F, 0x81, 0x80})
	f.Fuzz(func(t *testing.T, b []byte) {
		objects, err := DecodeTLV(b)
		if err != nil {
			return
		}
		again, err := EncodeTLV(objects)
		if err != nil {
			t.Fatalf("% X is read but not written: %v", b, err)
		}
		back, err := DecodeTLV(again)
		if err != nil || fmt.Sprint(shape(back)) != fmt.Sprint(shape(objects)) {
			t.Fatalf("% X, %v", again, err)
		}
	})
}

func shape(objects []TLV) (all []string) {
	Walk(objects, func(o TLV) { all = append(all, fmt.Sprintf("%s %X", o.Tag, o.Value)) })
	return all
}

func FuzzTrack2(f *testing.F) {
	f.Add("4761739001010119=29122010000000000")
	f.Add(";4761739001010119D2912201?")
	f.Fuzz(func(t *testing.T, text string) {
		track, err := ParseTrack2(payment.NewSecret(text))
		if err != nil {
			return
		}
		if back, err := ParseTrack2(track.Text()); err != nil || back != track {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add(sample55, "01")
	f.Add("9F100701", "")
	card, _ := payment.LookupCard("visa-chip")
	f.Fuzz(func(_ *testing.T, data, psn string) {
		s := payment.NewSecret(data)
		_ = Verify(s, card.PAN, psn)
		_, _ = Answer(s, card.PAN, psn, "00")
		_ = CheckAnswer(s, s, card.PAN, psn)
		_, _ = DUKPT{Base: TestIssuerKey, Serial: [10]byte(binary.BigEndian.AppendUint64([]byte{0, 0}, uint64(len(data))))}.DecryptPIN(s, card.PAN)
	})
}
