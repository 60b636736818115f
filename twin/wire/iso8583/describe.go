package iso8583

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// Describe says a message, framed or not, in words, with every secret masked. The masks are our own: the library's show
// the ends of PIN blocks and most of a track (payments.md 2.6, trap 5). Direction and options do not matter here.
func (p *Profile) Describe(_ wire.Direction, b []byte, _ wire.Options) (string, error) {
	if m := p.split(b); len(m) == 1 {
		b = b[m[0].From:m[0].To]
	}
	parts, err := p.walk(b)
	if err != nil {
		return "", p.masked(err, b)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s", b[:mtiLength], p.meaning(MTI(b[:mtiLength])))
	currency := unit.Currency("")
	for _, f := range parts {
		if f.id == 49 {
			currency, _ = unit.CurrencyByNumeric(string(b[f.from:f.to]))
		}
	}
	names := &p.build().names
	for _, f := range parts {
		fmt.Fprintf(&out, "; %d %s %s", f.id, names[f.id], p.words(f.id, b[f.from:f.to], currency))
	}
	return out.String(), nil
}

func (p *Profile) meaning(t MTI) string {
	for _, m := range p.messages {
		if m.mti == t {
			return m.meaning
		}
	}
	return "unknown message"
}

// words prints one value.
func (p *Profile) words(id int, v []byte, currency unit.Currency) string {
	text := string(v)
	switch id {
	case 2:
		return maskedPAN(text)
	case 35:
		return maskedTrack(text)
	case chipData:
		return chipWords(v)
	case 4:
		if minor, err := strconv.ParseInt(text, 10, 64); err == nil && currency != "" {
			return unit.Money{Minor: minor, Currency: currency}.String()
		}
	case 39:
		r, ok := LookupResponse(text)
		if p == IFSF93 {
			r, ok = ResponseByAction(text)
		}
		if ok {
			return text + " (" + r.Meaning + ")"
		}
	case 49:
		if currency != "" {
			return text + " (" + string(currency) + ")"
		}
	}
	switch {
	case secretFields[id]:
		return "***"
	case p.build().classes[id] == "b":
		return strings.ToUpper(hex.EncodeToString(v))
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
