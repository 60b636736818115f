package recording

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

// Payload is bytes as they are written: text where they are printable, else hexadecimal digits, with every secret
// overwritten by '*'.
type Payload struct {
	Text  string  `json:"text,omitempty"`
	Hex   string  `json:"hex,omitempty"`
	Cards []Token `json:"cards,omitempty"` // put back when the bytes are revealed
	Lost  []Hole  `json:"lost,omitempty"`  // overwritten for good
	Held  int     `json:"held,omitempty"`  // bytes that follow in a rest
}

// Token says that a part of a test card's number stands in the payload.
type Token struct {
	At   int    `json:"at"`
	Card string `json:"card"`
	From int    `json:"from,omitempty"` // of the card's digits
	Len  int    `json:"len"`
	// Track says that the part is of the card's second track, which begins with its number.
	Track bool `json:"track,omitempty"`
}

// Hole is where something was overwritten for good.
type Hole struct {
	At  int `json:"at"`
	Len int `json:"len"`
}

// The shortest and longest card number, in digits.
const (
	shortest = 13
	longest  = 19
)

// Hide returns bytes of a line without their secrets, in hexadecimal digits.
func Hide(b []byte, secrets []wire.Span) Payload {
	m := bytes.Clone(b)
	var p Payload
	p.lose(m, secrets)
	p.Hex = hex.EncodeToString(m)
	return p
}

// HideText returns the whole text of a message without its secrets and card numbers.
func HideText(b []byte, secrets []wire.Span) Payload {
	m := bytes.Clone(b)
	var p Payload
	p.lose(m, secrets)
	p.cards(m, 0)
	p.write(m)
	return p
}

func (p *Payload) lose(m []byte, secrets []wire.Span) {
	for _, s := range secrets {
		from, to := max(s.From, 0), min(s.To, len(m))
		if from >= to {
			continue
		}
		if t, ok := tokenOf(m[from:to], from); ok {
			p.Cards = append(p.Cards, t)
		} else {
			p.Lost = append(p.Lost, Hole{from, to - from})
		}
		overwrite(m[from:to])
	}
}

// tokenOf names the test card whose number or track a secret is.
func tokenOf(secret []byte, at int) (Token, bool) {
	digits := secret[:leadingDigits(secret)]
	card, ok := payment.LookupCard(cardOf(digits))
	switch {
	case !ok:
		return Token{}, false
	case len(digits) == len(secret):
		return Token{At: at, Card: card.Name, Len: len(secret)}, true
	case card.Track2().Reveal() == string(secret):
		return Token{At: at, Card: card.Name, Len: len(secret), Track: true}, true
	}
	return Token{}, false
}

// cards overwrites the card numbers from a place on: runs of digits that have the right length and check digit.
func (p *Payload) cards(m []byte, from int) {
	for i := from; i < len(m); i++ {
		n := leadingDigits(m[i:])
		if n == 0 {
			continue
		}
		if isNumber(m[i : i+n]) {
			p.mark(m[i:i+n], i, m[i:i+n], 0)
		}
		i += n
	}
}

// mark overwrites a part of a card number that stands at a place; digits is all of the number, and off where in it the
// part begins.
func (p *Payload) mark(part []byte, at int, digits []byte, off int) {
	if len(part) == 0 {
		return
	}
	if name := cardOf(digits); name != "" {
		p.Cards = append(p.Cards, Token{At: at, Card: name, From: off, Len: len(part)})
	} else {
		p.Lost = append(p.Lost, Hole{at, len(part)})
	}
	overwrite(part)
}

func cardOf(digits []byte) string {
	pan, err := payment.ParsePAN(string(digits))
	if err != nil {
		return ""
	}
	card, _ := payment.CardByPAN(pan)
	return card.Name
}

func isNumber(digits []byte) bool {
	return len(digits) >= shortest && len(digits) <= longest && payment.Luhn(string(digits))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func leadingDigits(b []byte) (n int) {
	for n < len(b) && isDigit(b[n]) {
		n++
	}
	return n
}

func overwrite(b []byte) {
	for i := range b {
		b[i] = '*'
	}
}

func (p *Payload) write(m []byte) {
	if printable(m) {
		p.Text = string(m)
	} else {
		p.Hex = hex.EncodeToString(m)
	}
}

func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// Masked returns the bytes as they are written, without what is held back.
func (p *Payload) Masked() ([]byte, error) {
	if p.Text != "" && p.Hex != "" {
		return nil, errors.New("both text and hex")
	}
	if p.Text != "" {
		return []byte(p.Text), nil
	}
	return hex.DecodeString(p.Hex)
}

// reveal returns the bytes with the numbers of test cards put back.
func (p *Payload) reveal() ([]byte, error) {
	b, err := p.Masked()
	if err != nil {
		return nil, err
	}
	for _, t := range p.Cards {
		card, ok := payment.LookupCard(t.Card)
		if !ok {
			return nil, fmt.Errorf("there is no test card '%s'", t.Card)
		}
		digits := card.PAN.Reveal()
		if t.Track {
			digits = card.Track2().Reveal()
		}
		if t.From < 0 || t.Len < 1 || t.Len > len(digits) || t.From > len(digits)-t.Len || !p.masks(b, t.At, t.Len) {
			return nil, fmt.Errorf("the token of card '%s' at %d does not stand on its mask", t.Card, t.At)
		}
		copy(b[t.At:], digits[t.From:t.From+t.Len])
	}
	for _, h := range p.Lost {
		if !p.masks(b, h.At, h.Len) {
			return nil, fmt.Errorf("what was lost at %d does not stand on its mask", h.At)
		}
	}
	if p.Held < 0 || p.Held > longest {
		return nil, fmt.Errorf("%d bytes are held back", p.Held)
	}
	return b, nil
}

func (p *Payload) masks(b []byte, at, n int) bool {
	return at >= 0 && n > 0 && n <= len(b) && at <= len(b)-n && !slices.ContainsFunc(b[at:at+n], func(c byte) bool { return c != '*' })
}
