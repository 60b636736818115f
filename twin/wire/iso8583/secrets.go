package iso8583

import (
	"encoding/hex"
	"sort"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// secretFields never appear in clear, in either profile: card number, its extended form, the three tracks, PIN block,
// exchanged keys.
var secretFields = map[int]bool{2: true, 34: true, 35: true, 36: true, 45: true, 52: true, 96: true, 120: true}

const chipData = 55

// Secrets finds what must not be written in clear in a message or in a piece of a stream of framed messages: the values
// of DE2, 34, 35, 36, 45, 52, 96, 120, of the secret tags in DE55, and every run of digits in a text field that passes for a card
// number. Where the bytes do not parse, everything that could be part of a card number or track goes: too much rather
// than too little. The spans are in order and do not touch.
func (p *Profile) Secrets(b []byte) []wire.Span {
	var spans []wire.Span
	for _, m := range p.split(b) {
		for _, s := range p.secretsOf(b[m.From:m.To]) {
			spans = append(spans, wire.Span{From: s.From + m.From, To: s.To + m.From})
		}
	}
	return merged(spans)
}

func (p *Profile) secretsOf(b []byte) []wire.Span {
	parts, err := p.walk(b)
	classes := &p.build().classes
	var spans []wire.Span
	end := 0
	for _, f := range parts {
		end = f.to
		value := b[f.from:f.to]
		switch {
		case secretFields[f.id]:
			spans = append(spans, wire.Span{From: f.from, To: f.to})
		case f.id == chipData:
			spans = append(spans, shifted(chipSecrets(value), f.from)...)
		case classes[f.id] == "ans":
			spans = append(spans, shifted(digitRuns(value, false), f.from)...)
		}
	}
	if err != nil {
		spans = append(spans, shifted(guess(b[end:]), end)...)
	}
	return spans
}

// chipSecrets finds the values of secret tags; of data that do not parse all is secret.
func chipSecrets(b []byte) []wire.Span {
	objects, err := emv.DecodeTLV(b)
	if err != nil {
		return []wire.Span{{From: 0, To: len(b)}}
	}
	var spans []wire.Span
	emv.Walk(objects, func(o emv.TLV) {
		if o.Tag.Secret() && len(o.Value) > 0 {
			spans = append(spans, wire.Span{From: o.At, To: o.At + len(o.Value)})
		}
	})
	return spans
}

// digitRuns finds runs of 13 to 19 digits with a right check digit; eager also inside longer runs, with what follows a
// track's separator.
func digitRuns(b []byte, eager bool) []wire.Span {
	var spans []wire.Span
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && isDigit(b[j]) {
			j++
		}
		switch n := j - i; {
		case n >= 13 && n <= 19 && payment.Luhn(string(b[i:j])):
			spans = append(spans, wire.Span{From: i, To: j})
		case eager && n >= 13:
			spans = append(spans, shifted(windows(b[i:j]), i)...)
		}
		if eager && j > i && j < len(b) && (b[j] == '=' || b[j] == 'D') {
			k := j + 1
			for k < len(b) && isDigit(b[k]) {
				k++
			}
			spans = append(spans, wire.Span{From: max(i, j-19), To: k})
			j = k - 1
		}
		i = j + 1
	}
	return spans
}

// windows finds card numbers inside a longer run of digits: 13 to 19 of them that begin as the networks' numbers do.
func windows(digits []byte) []wire.Span {
	var spans []wire.Span
	for i := range digits {
		if digits[i] < '2' || digits[i] > '6' {
			continue
		}
		for n := min(19, len(digits)-i); n >= 13; n-- {
			if payment.Luhn(string(digits[i : i+n])) {
				spans = append(spans, wire.Span{From: i, To: i + n})
				break
			}
		}
	}
	return spans
}

// guess finds what could be secret in bytes of no known form: digits, and the test cards' numbers packed two to a byte.
func guess(b []byte) []wire.Span {
	spans := digitRuns(b, true)
	for _, name := range payment.CardNames() {
		card, _ := payment.LookupCard(name)
		packed, err := hex.DecodeString(card.PAN.Reveal() + map[bool]string{true: "F"}[len(card.PAN.Reveal())%2 != 0])
		if err != nil {
			continue
		}
		whole := len(card.PAN.Reveal()) / 2 // the last byte of an odd number may end in another digit than F
		for i := 0; i+len(packed) <= len(b); i++ {
			if string(b[i:i+whole]) == string(packed[:whole]) {
				spans = append(spans, wire.Span{From: i, To: i + len(packed)})
			}
		}
	}
	return spans
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func shifted(spans []wire.Span, by int) []wire.Span {
	for i := range spans {
		spans[i].From += by
		spans[i].To += by
	}
	return spans
}

// merged sorts spans and joins those that overlap or touch.
func merged(spans []wire.Span) []wire.Span {
	sort.Slice(spans, func(i, j int) bool { return spans[i].From < spans[j].From })
	all := spans[:0]
	for _, s := range spans {
		if n := len(all); n > 0 && s.From <= all[n-1].To {
			all[n-1].To = max(all[n-1].To, s.To)
			continue
		}
		if s.From < s.To {
			all = append(all, s)
		}
	}
	return all
}
