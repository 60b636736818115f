package iso8583

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

func TestFramesComeOutOfAnyChunks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		framing := Framing(rapid.IntRange(0, len(framings)-1).Draw(t, "framing"))
		sent := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 1, 300), 0, 5).Draw(t, "messages")
		var stream []byte
		for _, m := range sent {
			stream, _ = framing.Append(stream, TPDU{0x60, 0, 1, 0, 2}, m)
		}
		f := Framer{Framing: framing}
		var got [][]byte
		for len(stream) > 0 {
			n := rapid.IntRange(1, len(stream)).Draw(t, "chunk")
			err := f.Hear(stream[:n], func(h TPDU, m []byte) {
				if framing == WithTPDU && h.Swap() != (TPDU{0x60, 0, 2, 0, 1}) {
					t.Fatalf("header % X", h)
				}
				got = append(got, bytes.Clone(m))
			})
			if err != nil {
				t.Fatal(err)
			}
			stream = stream[n:]
		}
		if len(got) != len(sent) {
			t.Fatalf("%d messages of %d", len(got), len(sent))
		}
		for i := range sent {
			if !bytes.Equal(sent[i], got[i]) {
				t.Fatalf("message %d changed", i)
			}
		}
	})
}

func TestFramerMatchesTheSheet(t *testing.T) {
	for name, want := range map[string]string{"0100": "0088", "0110": "006E", "0120": "00E6", "0420": "009C", "0800": "0027"} {
		b, err := AppendFrame(nil, nil, samples(t)[name].bytes)
		if got := strings.ToUpper(hex.EncodeToString(b[:2])); err != nil || got != want {
			t.Errorf("%s is framed %s", name, got)
		}
	}
	b, _ := AppendFrame(nil, &TPDU{0x60, 0, 1, 0, 2}, samples(t)["1100"].bytes)
	if got := hex.EncodeToString(b[:7]); got != "01076000010002" {
		t.Errorf("1100 is framed %s", got)
	}
}

func TestFramerRefusesBadLengthsAndStaysSmall(t *testing.T) {
	for _, b := range [][]byte{{0, 0}, {0x27, 0x10}, {0xFF, 0xFF}} {
		f := Framer{}
		if err := f.Hear(append(b, make([]byte, 100)...), nil); !errors.Is(err, ErrFrame) {
			t.Errorf("% X: %v", b, err)
		}
		if err := f.Hear([]byte{0, 1, 7}, nil); !errors.Is(err, ErrFrame) {
			t.Error("a lost stream was read on")
		}
		f.Reset()
		n := 0
		if err := f.Hear([]byte{0, 1, 7}, func(TPDU, []byte) { n++ }); err != nil || n != 1 {
			t.Errorf("after a reset: %v", err)
		}
	}
	f := Framer{}
	_ = f.Hear([]byte{0x27, 0x0F}, nil)
	for range 3 {
		_ = f.Hear(make([]byte, 3000), nil)
	}
	if cap(f.buffer) > 4*MaxMessage {
		t.Errorf("the framer holds %d bytes", cap(f.buffer))
	}
	if err := (&Framer{Framing: WithTPDU}).Hear([]byte{0, 5}, nil); err == nil {
		t.Error("a header without a message was accepted")
	}
}

// visible says whether a card number can be read in b outside the spans, as digits or packed.
func visible(b []byte, spans []wire.Span, number string) bool {
	c := bytes.Clone(b)
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			c[i] = '*'
		}
	}
	packed, _ := hex.DecodeString(number)
	return bytes.Contains(c, []byte(number)) || len(packed) > 0 && bytes.Contains(c, packed)
}

func TestSecretsAreFoundHoweverTheStreamIsCut(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	track, _ := hex.DecodeString("57114761739001010119D29122010000000000" + "5A084761739001010119" + "9F3602000100")
	read := chipRead()
	read.Track2, read.EMV = card.Track2(), payment.NewSecret(hex.EncodeToString(track[:len(track)-1]))
	m := pump3.Authorise(noon, 42, read, "01", dollars(17500))
	m.PINBlock, m.Private60 = payment.NewSecret("041274EDCBA9876F"), "note 4242424242424242 end"
	message, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	other := samples(t)["0120"].bytes
	stream, _ := AppendFrame(nil, nil, message)
	stream, _ = AppendFrame(stream, &TPDU{0x60, 0, 1, 0, 2}, other)
	for name, b := range map[string][]byte{"message": message, "stream": stream, "other": other} {
		for n := range len(b) + 1 {
			spans := US87.Secrets(b[:n])
			for i, s := range spans {
				if s.From >= s.To || s.To > n || i > 0 && s.From <= spans[i-1].To {
					t.Fatalf("%s[:%d]: spans %v", name, n, spans)
				}
			}
			for _, number := range []string{"4761739001010119", "4242424242424242", "2912201", "041274EDCBA9876F"} {
				if (number == "2912201" || number == "041274EDCBA9876F") && n != len(b) {
					continue // cut off, a PIN block is eight bytes like any others
				}
				if visible(b[:n], spans, number) {
					t.Fatalf("%s[:%d] shows %s outside %v", name, n, number, spans)
				}
			}
		}
	}
	for _, from := range []int{1, 5, 20} { // a stream whose beginning is lost
		if visible(message[from:], US87.Secrets(message[from:]), "4761739001010119") {
			t.Errorf("from byte %d a card number is visible", from)
		}
	}
}

func TestSecretsOfASampleAreItsNumberAlone(t *testing.T) {
	b := samples(t)["0100"].bytes
	spans := US87.Secrets(b)
	if len(spans) != 1 || string(b[spans[0].From:spans[0].To]) != "4761739001010119" {
		t.Fatalf("%v", spans)
	}
	b = samples(t)["1100"].bytes
	spans = IFSF93.Secrets(b)
	if len(spans) != 1 || string(b[spans[0].From:spans[0].To]) != "4761739001010119=29122010000000000000" {
		t.Fatalf("%v", spans)
	}
}

func TestDescribeErrorsShowNoCard(t *testing.T) {
	b := samples(t)["0100"].bytes
	for n := range len(b) {
		_, err := US87.Describe(wire.FromController, b[:n], wire.Options{})
		if err == nil || strings.Contains(unhexed(err.Error()), "4761739001010119") {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}
