// Package mask strips what must never be written from the bodies of gateways' requests and answers.
//
// A form or JSON keeps its shape; what is neither is replaced whole, for nothing is known about it.
package mask

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// Names are names of parameters and fields, in small letters.
type Names struct {
	Hidden  map[string]bool // their values are never shown
	Numbers map[string]bool // their values are card numbers, right or wrong
}

// Words makes a set.
func Words(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, n := range names {
		set[n] = true
	}
	return set
}

const stars = "***"

// Body strips a body of either direction, form or JSON.
func (n Names) Body(body string) string {
	if t := strings.TrimSpace(body); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		return n.json(body)
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
		if masked := n.value(lastName(plain), text); masked != text {
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

func (n Names) value(name, text string) string {
	switch {
	case text == "":
		return text
	case n.Hidden[name]:
		return stars
	case n.Numbers[name]:
		pan, err := payment.ParsePAN(text)
		if err != nil {
			return stars
		}
		return pan.String()
	}
	return payment.Mask(text)
}

func (n Names) json(body string) string {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return stars
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(n.any("", v)); err != nil {
		return stars
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (n Names) any(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		return n.object(v)
	case []any:
		for i := range v {
			v[i] = n.any(name, v[i])
		}
	case string:
		return n.value(name, v)
	case json.Number:
		if text := n.value(name, string(v)); text != string(v) {
			return text
		}
	}
	return v
}

// object also masks a card number that stands where a name should.
func (n Names) object(v map[string]any) any {
	out := make(map[string]any, len(v))
	for k := range v {
		out[payment.Mask(k)] = n.any(strings.ToLower(k), v[k])
	}
	return out
}
