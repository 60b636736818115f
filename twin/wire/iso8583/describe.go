package iso8583

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// FieldText is one field of a message in words, with its secrets masked.
type FieldText struct {
	Field      int
	Name, Text string
}

// Describe says a message, framed or not, in words, with every secret masked. The masks are our own: the library's show
// the ends of PIN blocks and most of a track (payments.md 2.6, trap 5). Direction and options do not matter here.
func (p *Profile) Describe(_ wire.Direction, b []byte, _ wire.Options) (string, error) {
	if m := p.split(b); len(m) == 1 {
		b = b[m[0].From:m[0].To]
	}
	meaning, fields, err := p.Fields(b)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString(meaning)
	for _, f := range fields {
		fmt.Fprintf(&out, "; %d %s %s", f.Field, f.Name, f.Text)
	}
	return out.String(), nil
}

// Messages cuts a stream of framed messages, or one message without a frame, into its messages. They are parts of b.
func (p *Profile) Messages(b []byte) (all [][]byte) {
	for _, m := range p.split(b) {
		all = append(all, b[m.From:m.To])
	}
	return all
}

// Fields says one message without its frame field by field: its type and what that means, and each field's value.
func (p *Profile) Fields(b []byte) (meaning string, fields []FieldText, err error) {
	parts, damage := p.walk(b)
	if damage != nil {
		return "", nil, p.masked(damage, b)
	}
	digits := string(b[:mtiLength])
	meaning = digits + " unknown message"
	if info, known := p.onWire(digits); known {
		meaning = digits + " " + info.meaning
	}
	var x context
	for _, f := range parts {
		if f.id == 49 || f.id == 50 && x.currency == "" {
			x.currency, _ = unit.CurrencyByNumeric(string(b[f.from:f.to]))
		}
	}
	names := &p.build().names
	for _, f := range parts {
		fields = append(fields, FieldText{f.id, names[f.id], p.words(f.id, b[f.from:f.to], x)})
	}
	return meaning, fields, nil
}

// context is what a field's words need of the rest of the message.
type context struct{ currency unit.Currency }

// words prints one value.
func (p *Profile) words(id int, v []byte, x context) string {
	text := string(v)
	switch id {
	case 2:
		return maskedPAN(text)
	case 35:
		return maskedTrack(text)
	case chipData:
		return chipWords(v)
	}
	switch {
	case secretFields[id]:
		return "***"
	case p.build().classes[id] == "b":
		return strings.ToUpper(hex.EncodeToString(v))
	}
	say := p.says()[id]
	if say != nil {
		if said := say(text, x); said != "" {
			return said
		}
	}
	return payment.Mask(strings.TrimRight(text, " "))
}

// maskedPAN shows the first six and last four digits of a number, right or wrong; of a short one nothing.
func maskedPAN(digits string) string {
	if len(digits) < 13 {
		return strings.Repeat("*", len(digits))
	}
	return digits[:6] + strings.Repeat("*", len(digits)-10) + digits[len(digits)-4:]
}

// maskedTrack shows of a track what may be shown of its number, and no more.
func maskedTrack(track string) string {
	at := strings.IndexAny(track, "=D")
	if at < 0 {
		return "***"
	}
	return maskedPAN(track[:at]) + "=***"
}

func chipWords(b []byte) string {
	objects, err := emv.DecodeTLV(b)
	if err != nil {
		return "*** (" + err.Error() + ")"
	}
	var words []string
	emv.Walk(objects, func(o emv.TLV) {
		value := strings.ToUpper(hex.EncodeToString(o.Value))
		switch {
		case o.Tag == emv.TagPAN:
			value = maskedPAN(strings.TrimRight(value, "F"))
		case o.Tag == emv.TagTrack2 || o.Tag == emv.TagTrack2Contactless:
			value = maskedTrack(value)
		case o.Tag.Secret():
			value = "***"
		default:
			value = payment.Mask(value)
		}
		words = append(words, o.Tag.String()+" "+o.Tag.Name()+" "+value)
	})
	return "{" + strings.Join(words, ", ") + "}"
}
