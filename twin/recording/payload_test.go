package recording

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

// number returns the digits of a test card.
func number(t interface{ Fatalf(string, ...any) }, name string) string {
	card, ok := payment.LookupCard(name)
	if !ok {
		t.Fatalf("there is no card %s", name)
	}
	return card.PAN.Reveal()
}

// inClear says whether any of a card's digits between the first six and the last four can be read in a file.
func inClear(file, pan string) bool {
	for _, form := range []string{pan, fmt.Sprintf("%x", pan)} {
		if strings.Contains(file, form) {
			return true
		}
	}
	return false
}

func TestATestCardIsNamedAndPutBack(t *testing.T) {
	pan := number(t, "visa-chip")
	for _, body := range []string{
		"card[number]=" + pan + "&card[exp_month]=12", pan, "\x00\xff" + pan + "\x01", pan + " " + pan, "Größe " + pan,
	} {
		p := HideText([]byte(body), nil)
		if line := string(Line(p)); inClear(line, pan) || len(p.Cards) == 0 || len(p.Lost) > 0 {
			t.Errorf("%q is written as %s", body, line)
		}
		if got, err := p.reveal(); err != nil || string(got) != body {
			t.Errorf("%q became %q, %v", body, got, err)
		}
	}
}

func TestAnUnknownCardAndWhatADialectHidesAreLostForGood(t *testing.T) {
	const stranger = "4929123456789012345" // 19 digits
	digits := stranger
	for i := range 10 { // with a right check digit
		if digits = stranger[:18] + fmt.Sprint(i); payment.Luhn(digits) {
			break
		}
	}
	p := HideText([]byte("pay "+digits+" code 123"), []wire.Span{{From: 29, To: 40}})
	if p.Text != "pay "+strings.Repeat("*", 19)+" code ***" || len(p.Lost) != 2 || len(p.Cards) != 0 {
		t.Fatalf("%+v", p)
	}
}

func TestACardNumberInPiecesIsHeldBackUntilItIsKnown(t *testing.T) {
	pan := number(t, "mastercard-credit")
	text := "<PAN>" + pan + "</PAN> 20261124 then 123456789012345678901234567890."
	for at := 1; at < len(text); at++ {
		for width := 1; width <= 3; width++ {
			var s Stream
			file, got := "", map[uint64][]byte{}
			var order []uint64
			written := map[uint64]*Payload{}
			take := func(rests []Rest) {
				for _, r := range rests {
					file += string(Line(r))
					b, err := r.reveal()
					if err != nil {
						t.Fatal(err)
					}
					if written[r.Seq].Held != len(b) {
						t.Fatalf("held %d, the rest is %q", written[r.Seq].Held, b)
					}
					got[r.Seq] = append(got[r.Seq], b...)
				}
			}
			seq := uint64(0)
			for _, piece := range cut(text, at, width) {
				seq++
				p, rests := s.Next(seq, []byte(piece))
				file += string(Line(p))
				b, err := p.reveal()
				if err != nil {
					t.Fatal(err)
				}
				got[seq], written[seq] = b, &p
				order = append(order, seq)
				take(rests)
			}
			take(s.End())
			all := ""
			for _, n := range order {
				all += string(got[n])
			}
			if all != text {
				t.Fatalf("cut at %d by %d: %q", at, width, all)
			}
			if hidden := strings.Count(file, "*"); inClear(file, pan) || hidden < len(pan) {
				t.Fatalf("cut at %d by %d: %d digits are hidden in\n%s", at, width, hidden, file)
			}
		}
	}
}

// cut returns the text in pieces: up to a place, then so many bytes each.
func cut(text string, at, width int) (pieces []string) {
	pieces = append(pieces, text[:at])
	for text = text[at:]; len(text) > width; text = text[width:] {
		pieces = append(pieces, text[:width])
	}
	return append(pieces, text)
}

func TestAnyPiecesComeBackWholeAndHideEveryTestCard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		var pans []string
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			pan := number(t, rapid.SampledFrom(payment.CardNames()).Draw(t, "card"))
			pans = append(pans, pan)
			text = append(text, rapid.SliceOfN(rapid.SampledFrom([]byte("0159 x<\x00\xff\n*")), 0, 25).Draw(t, "before")...)
			text = append(append(append(text, '|'), pan...), '|')
		}
		var s Stream
		var file bytes.Buffer
		parts := map[uint64][]byte{}
		rest := append([]byte(nil), text...)
		seq := uint64(0)
		take := func(rests []Rest) {
			for _, r := range rests {
				file.Write(Line(r))
				b, err := r.reveal()
				if err != nil {
					t.Fatal(err)
				}
				parts[r.Seq] = append(parts[r.Seq], b...)
			}
		}
		lost := false
		for len(rest) > 0 {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			seq++
			p, rests := s.Next(seq, rest[:n])
			lost = lost || len(p.Lost) > 0
			file.Write(Line(p))
			b, err := p.reveal()
			if err != nil {
				t.Fatal(err)
			}
			parts[seq] = b
			take(rests)
			rest = rest[n:]
		}
		take(s.End())
		var all []byte
		for n := uint64(1); n <= seq; n++ {
			all = append(all, parts[n]...)
		}
		if !lost && len(all) != len(text) {
			t.Fatalf("%q became %q", text, all)
		}
		for i := range all {
			if all[i] != text[i] && all[i] != '*' {
				t.Fatalf("%q became %q", text, all)
			}
		}
		for _, pan := range pans {
			if inClear(file.String(), pan) {
				t.Fatalf("%s is in\n%s", pan, file.String())
			}
			if !bytes.Contains(all, []byte(pan)) {
				t.Fatalf("%s is not put back in %q", pan, all)
			}
		}
	})
}

func TestWhatARequestNeverWrites(t *testing.T) {
	pan := number(t, "visa-credit")
	body := "payment_method_data[card][number]=" + pan + "&payment_method_data[card][cvc]=987&amount=100"
	r, err := http.NewRequest("POST", "http://gateway/v1/payment_intents?x=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer sk_live_realkey")
	r.Header.Set("User-Agent", "a make")
	r.Header.Set("Idempotency-Key", "k1")
	raw := EncodeRequest(r, []byte(body))
	p := HideText(raw, RequestSecrets(raw))
	for _, secret := range []string{"sk_live", "987", pan, "a make"} {
		if strings.Contains(p.Text, secret) {
			t.Errorf("%q is in\n%s", secret, p.Text)
		}
	}
	b, err := p.reveal()
	if err != nil {
		t.Fatal(err)
	}
	again, gotBody, err := DecodeRequest(b)
	if err != nil || again.URL.RequestURI() != "/v1/payment_intents?x=1" || again.Host != "gateway" || again.Header.Get("Idempotency-Key") != "k1" {
		t.Fatalf("%+v %v", again, err)
	}
	if want := strings.Replace(body, "987", "***", 1); string(gotBody) != want {
		t.Errorf("the body is %s", gotBody)
	}
	test := []byte("POST / HTTP/1.1\r\nAuthorization: Bearer sk_test_forecourt\r\n\r\n")
	if spans := RequestSecrets(test); len(spans) > 0 {
		t.Errorf("a test key is hidden: %v", spans)
	}
}

func TestASecretThatComesInPiecesIsFoundBehindWhatCameBefore(t *testing.T) {
	find := func(b []byte) (spans []wire.Span) { // whatever follows the word key
		if i := bytes.Index(b, []byte("key")); i >= 0 {
			spans = append(spans, wire.Span{From: i + 3, To: len(b)})
		}
		return spans
	}
	w := Window{Secrets: find}
	got := ""
	for _, piece := range []string{"a ke", "y12", "345"} {
		p := Hide([]byte(piece), w.Spans([]byte(piece)))
		b, _ := p.Masked()
		got += string(b)
	}
	if got != "a key*****" {
		t.Fatal(got)
	}
}

func TestTokensAndClientSecretsAreHiddenUnlessTheyAreForTests(t *testing.T) {
	basic := func(name, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+secret))
	}
	const token, other = "POST /v1/oauth2/token HTTP/1.1", "GET /v2/checkout/orders/X HTTP/1.1"
	for text, hidden := range map[string]string{
		token + "\r\nAuthorization: " + basic("shop", "real") + "\r\n\r\n":        basic("shop", "real")[6:],
		token + "\r\nAuthorization: " + basic("shop", "test_secret") + "\r\n\r\n": "",
		other + "\r\nAuthorization: Bearer A21AAreal\r\n\r\n":                     "A21AAreal",
		other + "\r\nAuthorization: Bearer A21AAtestXYZ\r\n\r\n":                  "",
		"HTTP/1.1 200 OK\r\n\r\n" + `{"access_token":"A21AAreal"}`:                "A21AAreal",
		"HTTP/1.1 200 OK\r\n\r\n" + `{"access_token":"A21AAtestXYZ"}`:             "",
		other + "\r\n\r\n" + `{"card_present":{"emv_data":"5711AB"}}`:             "5711AB",
	} {
		spans := RequestSecrets([]byte(text))
		switch {
		case hidden == "" && len(spans) > 0:
			t.Errorf("%q hides %v", text, spans)
		case hidden != "" && (len(spans) != 1 || text[spans[0].From:spans[0].To] != hidden):
			t.Errorf("%q hides %v", text, spans)
		}
	}
}
