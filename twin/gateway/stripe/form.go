package stripe

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a request's parameters (C).
const (
	maxPairs = 1000
	maxDepth = 6
	maxName  = 400
)

// form is the parameters of a request, by name. Elements of a list have the list's name with [] behind it, whether they
// came numbered or not.
type form struct{ values map[string][]string }

// parseForm reads name[inner][0]=value pairs, as clients write them into bodies and queries.
func parseForm(text string) (form, error) {
	f := form{map[string][]string{}}
	count := 0
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		if count++; count > maxPairs {
			return form{}, errors.New("too many parameters")
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil || !utf8.ValidString(name) || !utf8.ValidString(value) {
			return form{}, errors.New("a parameter is not encoded well")
		}
		name, err := plainName(name)
		if err != nil {
			return form{}, err
		}
		f.values[name] = append(f.values[name], value)
	}
	return f, nil
}

// plainName checks the brackets of a name, and takes the number of a last one that is a list's.
func plainName(name string) (string, error) {
	if len(name) > maxName {
		return "", errors.New("a parameter's name is too long")
	}
	top, rest, nested := strings.Cut(name, "[")
	if top == "" || strings.Contains(top, "]") {
		return "", errors.New("a parameter has no proper name")
	}
	if !nested {
		return name, nil
	}
	depth := 0
	last := ""
	for rest = "[" + rest; rest != ""; depth++ {
		end := strings.IndexByte(rest, ']')
		if rest[0] != '[' || end < 0 || strings.Contains(rest[1:end], "[") || depth == maxDepth {
			return "", errors.New("the brackets of a parameter's name do not match")
		}
		last, rest = rest[1:end], rest[end+1:]
	}
	if last != "" && digits(last) && !strings.HasPrefix(name, "metadata[") {
		return name[:len(name)-len(last)-1] + "]", nil
	}
	return name, nil
}

func (f form) names() []string { return slices.Sorted(maps.Keys(f.values)) }

// has says whether a parameter was given, also an empty one.
func (f form) has(name string) bool { return len(f.values[name]) > 0 }

// text returns the last value of a parameter.
func (f form) text(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

func (f form) list(name string) []string { return f.values[name+"[]"] }

func (f form) flag(name string) (bool, *apiError) {
	switch v := f.text(name); v {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, refused("", name, "Invalid boolean: %s", v)
	}
}

// positive reads a number from 1. One that is not there is zero.
func (f form) positive(name string) (int64, *apiError) {
	if !f.has(name) {
		return 0, nil
	}
	v := f.text(name)
	n, err := strconv.ParseInt(v, 10, 64)
	switch {
	case err != nil || strings.HasPrefix(v, "+"):
		return 0, refused("parameter_invalid_integer", name, "Invalid integer: %s", v)
	case n < 1:
		return 0, refused("parameter_invalid_integer", name, "This value must be greater than or equal to 1.")
	}
	return n, nil
}

// oneOf reads a word of a closed set; the first is meant where there is none.
func (f form) oneOf(name string, words ...string) (string, *apiError) {
	v := f.text(name)
	if v == "" {
		return words[0], nil
	}
	if !slices.Contains(words, v) {
		return "", refused("", name, "Invalid %s: must be one of %s", name, strings.Join(words, ", "))
	}
	return v, nil
}

// below returns the parameters inside one, as if they had been given by themselves.
func (f form) below(name string) form {
	inner := form{map[string][]string{}}
	for n, v := range f.values {
		rest, ok := strings.CutPrefix(n, name+"[")
		if !ok {
			continue
		}
		if key, tail, found := strings.Cut(rest, "]"); found {
			inner.values[key+tail] = v
		}
	}
	return inner
}

// params is what an endpoint knows: names, and names below which anything goes.
type params struct {
	names  map[string]bool
	prefix []string
}

// known makes params. "name[*]" stands for everything below name.
func known(names ...string) *params {
	p := &params{names: map[string]bool{"expand[]": true}}
	for _, n := range names {
		if top, ok := strings.CutSuffix(n, "[*]"); ok {
			p.prefix = append(p.prefix, top+"[")
		} else {
			p.names[n] = true
		}
	}
	return p
}

// unknown returns the first parameter that an endpoint does not know.
func (f form) unknown(p *params) string {
	for _, n := range f.names() {
		if !p.names[n] && !slices.ContainsFunc(p.prefix, func(top string) bool { return strings.HasPrefix(n, top) }) {
			return n
		}
	}
	return ""
}

// ignored are parameters of Stripe's that are taken and mean nothing here.
var ignored = []string{
	"automatic_payment_methods[*]", "confirmation_method", "customer", "error_on_requires_action", "off_session", "receipt_email",
	"return_url", "setup_future_usage", "shipping[*]", "statement_descriptor", "statement_descriptor_suffix", "use_stripe_sdk",
}

var (
	pageNames   = []string{"limit", "starting_after", "ending_before"}
	intentNames = []string{
		"description", "metadata", "metadata[*]", "payment_method", "payment_method_data[*]", "payment_method_options[*]",
		"payment_method_types[]",
	}
	createParams  = known(slices.Concat(intentNames, ignored, []string{"amount", "currency", "capture_method", "confirm"})...)
	updateParams  = known(slices.Concat(intentNames, ignored, []string{"amount", "currency", "capture_method"})...)
	confirmParams = known(slices.Concat(intentNames[3:], ignored, []string{"capture_method"})...)
	captureParams = known("amount_to_capture", "final_capture", "metadata", "metadata[*]", "statement_descriptor",
		"statement_descriptor_suffix")
	cancelParams     = known("cancellation_reason")
	incrementParams  = known("amount", "description", "metadata", "metadata[*]", "statement_descriptor", "payment_method_options[*]")
	methodParams     = known("type", "metadata[*]", "billing_details[*]", "allow_redisplay", "card[*]", "card_present[*]")
	refundParams     = known("payment_intent", "charge", "amount", "currency", "reason", "metadata[*]")
	listParams       = known(pageNames...)
	intentsParams    = known(append(pageNames, "created", "created[*]", "customer")...)
	chargesParams    = known(append(pageNames, "created", "created[*]", "payment_intent", "customer")...)
	refundsParams    = known(append(pageNames, "created", "created[*]", "payment_intent", "charge")...)
	eventsParams     = known(append(pageNames, "created", "created[*]", "type", "types[]", "delivery_success")...)
	endpointParams   = known("url", "enabled_events[]", "description", "metadata", "metadata[*]", "api_version", "connect")
	reendpointParams = known("url", "enabled_events[]", "description", "metadata", "metadata[*]", "disabled")
	rollParams       = known("expires_in")
	retrieveParams   = known("client_secret")
)

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
