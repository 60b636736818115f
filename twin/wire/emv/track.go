package emv

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// Track2 is the second track of a stripe, or tag 57 of a chip (ISO/IEC 7813; K).
type Track2 struct {
	PAN           payment.PAN
	Expiry        string // YYMM
	Service       ServiceCode
	Discretionary payment.Secret
}

// maxTrack2 is what DE35 holds: the track without sentinels and check character.
const maxTrack2 = 37

// ParseTrack2 reads a track without or with its sentinels, with '=' or 'D' between number and expiry. An error never
// quotes the track.
func ParseTrack2(track payment.Secret) (Track2, error) {
	text := strings.TrimPrefix(track.Reveal(), ";")
	text, _, _ = strings.Cut(text, "?") // what follows is the check character
	if len(text) > maxTrack2 {
		return Track2{}, fmt.Errorf("emv: track 2 has %d characters, at most %d fit", len(text), maxTrack2)
	}
	at := strings.IndexAny(text, "=D")
	if at < 0 {
		return Track2{}, fmt.Errorf("emv: track 2 has no separator")
	}
	number, rest := text[:at], text[at+1:]
	if len(rest) < 7 || !isDigits(rest) {
		return Track2{}, fmt.Errorf("emv: track 2 needs expiry and service code behind its separator, in digits")
	}
	pan, err := payment.ParsePAN(number)
	if err != nil {
		return Track2{}, fmt.Errorf("emv: track 2: %w", err)
	}
	if month := rest[2:4]; month < "01" || month > "12" {
		return Track2{}, fmt.Errorf("emv: track 2 expires in month %s", month)
	}
	return Track2{pan, rest[:4], ServiceCode(rest[4:7]), payment.NewSecret(rest[7:])}, nil
}

// Text prints the track as DE35 carries it, with '='.
func (t Track2) Text() payment.Secret { return t.join("=") }

// Tag57 prints the track as a chip gives it in tag 57: 'D' as separator, filled up with 'F' to whole bytes, in hex.
func (t Track2) Tag57() payment.Secret {
	text := t.join("D").Reveal()
	if len(text)%2 != 0 {
		text += "F"
	}
	return payment.NewSecret(text)
}

func (t Track2) join(separator string) payment.Secret {
	return payment.NewSecret(t.PAN.Reveal() + separator + t.Expiry + string(t.Service) + t.Discretionary.Reveal())
}

// ServiceCode is the three digits that say where and how a card may be used.
type ServiceCode string

var serviceMeanings = [3]map[byte]string{
	{'1': "international", '2': "international with chip", '5': "national", '6': "national with chip", '7': "private", '9': "test"},
	{'0': "authorised by the usual rules", '2': "always online", '4': "online unless agreed otherwise"},
	{
		'0': "PIN required", '1': "no restriction", '2': "goods and services only", '3': "cash machine only, PIN required",
		'4': "cash only", '5': "goods and services only, PIN required", '6': "PIN where there is a pad",
		'7': "goods and services only, PIN where there is a pad",
	},
}

// HasChip says that the card has a chip, so that its stripe is refused where a chip can be read.
func (s ServiceCode) HasChip() bool { return len(s) == 3 && (s[0] == '2' || s[0] == '6') }

// AsksPIN says that a PIN is required, or required where there is a pad.
func (s ServiceCode) AsksPIN() bool { return len(s) == 3 && strings.IndexByte("03567", s[2]) >= 0 }

// Meaning says the code in words.
func (s ServiceCode) Meaning() string {
	if len(s) != 3 {
		return "no service code"
	}
	words := make([]string, 0, 3)
	for i := range 3 {
		word := serviceMeanings[i][s[i]]
		if word == "" {
			word = fmt.Sprintf("digit %d unknown (%c)", i+1, s[i])
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
