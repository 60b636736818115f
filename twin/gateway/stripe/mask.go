package stripe

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// hidden are the parameters and fields whose values never enter a journal.
var hidden = map[string]bool{"cvc": true, "cvv": true, "track_1": true, "track_2": true, "emv_data": true, "pin": true, "pin_block": true}

// numbers are those whose value is a card number, right or wrong.
var numbers = map[string]bool{"number": true, "pan": true}

const stars = "***"

// MaskBody strips card numbers, tracks, chip data and security codes from a body of either direction, form or JSON.
func MaskBody(body string) string {
	if t := strings.TrimSpace(body); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		return maskJSON(body)
	}
	pairs := strings.Split(body, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil {
			plain = name
		}
		text, err := url.QueryUnescape(value)
		if err != nil {
			text = value
		}
		if masked := maskValue(lastName(plain), text); masked != text {
			pairs[i] = name + "=" + masked
		}
		if masked := payment.Mask(plain); masked != plain {
			pairs[i] = masked + "=" + stars
		}
	}
	return strings.Join(pairs, "&")
}

// lastName returns the innermost name of a[b][c].
func lastName(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "[]"), "]")
	return strings.ToLower(name[strings.LastIndexByte(name, '[')+1:])
}

func maskValue(name, text string) string {
	switch {
	case text == "":
		return text
	case hidden[name]:
		return stars
	case numbers[name]:
		pan, err := payment.ParsePAN(text)
		if err != nil {
			return stars
		}
		return pan.String()
	}
	return payment.Mask(text)
}

func maskJSON(body string) string {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return stars // not what an API says, so nothing is known about it
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(maskAny("", v)); err != nil {
		return stars
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func maskAny(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = maskAny(strings.ToLower(k), v[k])
		}
	case []any:
		for i := range v {
			v[i] = maskAny(name, v[i])
		}
	case string:
		return maskValue(name, v)
	case json.Number:
		if text := maskValue(name, string(v)); text != string(v) {
			return text
		}
	}
	return v
}
