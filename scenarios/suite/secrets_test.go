package suite_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/twin/payment"
)

// digitRun finds what could be a card number, with or without the gaps that people print in it.
var digitRun = regexp.MustCompile(`[0-9](?:[ -]?[0-9]){11,}`)

// forms are the ways in which a number can stand in a journal: as digits (packed digits in hex look the same), as
// their characters in hex, and both in base64, wherever in a longer text they begin.
func forms(number string) map[string][]byte {
	all := map[string][]byte{
		"plain":        []byte(number),
		"in hex":       []byte(hex.EncodeToString([]byte(number))),
		"backwards":    reversed(number),
		"in upper hex": bytes.ToUpper([]byte(hex.EncodeToString([]byte(number)))),
	}
	packed := number
	if len(packed)%2 == 1 {
		packed = packed[:len(packed)-1]
	}
	bcd, _ := hex.DecodeString(packed)
	for name, raw := range map[string][]byte{"in base64": []byte(number), "packed in base64": bcd} {
		for shift, at := range []string{"", ", one byte on", ", two bytes on"} {
			text := base64.StdEncoding.EncodeToString(append(make([]byte, shift), raw...))
			skip := []int{0, 2, 3}[shift]     // characters that hold bits of what stands before
			end := (shift + len(raw)) * 8 / 6 // and not the last, which may hold bits of what comes after
			all[name+at] = []byte(text)[skip:min(end, len(text))]
		}
	}
	return all
}

func reversed(s string) []byte {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return b
}

func TestNoJournalHoldsACardNumber(t *testing.T) {
	t.Parallel()
	numbers := map[string]string{} // the card's name by its number
	wanted := map[string]map[string][]byte{}
	for _, name := range payment.CardNames() {
		card, _ := payment.LookupCard(name)
		number := card.PAN.Reveal()
		numbers[number], wanted[name] = name, forms(number)
	}
	all := first()
	each(func(i int, sc *scenarios.Scenario) {
		journal := all[i].journal
		for card, forms := range wanted {
			for form, text := range forms {
				if bytes.Contains(journal, text) {
					t.Errorf("%s: the journal holds the number of %s %s", sc.ID, card, form)
				}
			}
		}
		for _, run := range digitRun.FindAll(journal, -1) {
			digits := strings.NewReplacer(" ", "", "-", "").Replace(string(run))
			for from := range digits {
				for length := 12; length <= 19 && from+length <= len(digits); length++ {
					if card, ok := numbers[digits[from:from+length]]; ok {
						t.Errorf("%s: the journal holds the number of %s as '%s'", sc.ID, card, run)
					}
				}
			}
		}
	})
}

// TestTheSearchFinds hides a number in every form and looks for it, so that finding nothing means something.
func TestTheSearchFinds(t *testing.T) {
	const number = "4242424242424242"
	packed, _ := hex.DecodeString(number)
	for before := range 4 {
		for _, raw := range [][]byte{[]byte(number), packed} {
			padded := append(append(bytes.Repeat([]byte{0xA5}, before), raw...), 0xA5, 0x5A)
			for _, journal := range []string{string(padded), hex.EncodeToString(padded), base64.StdEncoding.EncodeToString(padded)} {
				found := string(padded) == journal && &raw[0] == &packed[0] // packed digits as raw bytes stand in no journal
				for _, text := range forms(number) {
					found = found || strings.Contains(journal, string(text))
				}
				if !found {
					t.Errorf("not found in %q", journal)
				}
			}
		}
	}
}
