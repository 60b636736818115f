package payment

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestCardNumbersPrintMaskedUnderEveryVerb(t *testing.T) {
	c, _ := LookupCard("visa-chip")
	pan := c.PAN.Reveal()
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+" "+verb+" ", c.PAN, c)
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(b)
	if strings.Contains(out.String(), pan) || strings.Contains(out.String(), "1234\"") {
		t.Fatalf("a secret is visible in %s", out.String())
	}
	if c.PAN.String() != "476173******0119" {
		t.Fatalf("masked as %s", c.PAN)
	}
}

func TestMaskFindsNumbersInText(t *testing.T) {
	for in, want := range map[string]string{
		"card 4242424242424242 paid":                 "card 424242******4242 paid",
		"4242424242424241":                           "4242424242424241", // wrong check digit: no card number
		"a4761739001010119=29122010000000000b":       "a476173******0119=29122010000000000b",
		"2026-01-05 12345678901":                     "2026-01-05 12345678901",
		"pan=378282246310005&x=1":                    "pan=378282*****0005&x=1",
		"":                                           "",
		strings.Repeat("9", 40):                      strings.Repeat("9", 40),
		"4242424242424242,5555555555554444 and more": "424242******4242,555555******4444 and more",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEveryCardHasItsOwnNumberAndToken(t *testing.T) {
	seen := map[string]string{}
	for _, n := range CardNames() {
		c, _ := LookupCard(n)
		for _, key := range []string{c.PAN.Reveal(), c.Token} {
			if key != "" && seen[key] != "" {
				t.Errorf("%s and %s share a number or a token", n, seen[key])
			}
			seen[key] = n
		}
		if back, ok := CardByPAN(c.PAN); !ok || back.Name != n {
			t.Errorf("%s is not found by its number", n)
		}
	}
}

func TestLuhn(t *testing.T) {
	if Luhn("4242424242424241") || !Luhn("4761739001010119") || Luhn("") {
		t.Fatal("check digits are wrong")
	}
	if _, err := ParsePAN("4242424242424241"); err == nil || strings.Contains(err.Error(), "4242424242424241") {
		t.Fatalf("error %v", err)
	}
}
