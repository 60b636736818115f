package stripe

import (
	"maps"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Limits of an intent.
const (
	maxAmount   = 99_999_999 // eight digits, as the API has it for most currencies
	maxMetadata = 50
	maxMetaKey  = 40
	maxMetaText = 500
	maxText     = 1000
)

func (c *call) create() (any, *apiError) {
	i, e := c.newIntent()
	if e != nil {
		return nil, e
	}
	pay, e := c.form.flag("confirm")
	if e != nil {
		return nil, e
	}
	if pay && i.Status != requiresConfirmation {
		return nil, refused("parameter_missing", "payment_method",
			"You cannot confirm this PaymentIntent because it's missing a payment method.")
	}
	c.put(i)
	c.tell(gateway.IntentCreated{Intent: i.ID, Amount: i.money(i.Amount), Key: c.key})
	c.intentEvent(c.g, intentCreated, i)
	if pay {
		defer c.g.enter(c.f, i.ID)() // nobody knows the id yet, so there is no wait
		return c.pay(i)
	}
	return c.show(i), nil
}

func (c *call) newIntent() (*intent, *apiError) {
	if e := c.required("amount", "currency"); e != nil {
		return nil, e
	}
	i := &intent{Status: requiresMethod, Created: c.now(), Types: []string{"card"}, Automatic: true}
	for _, set := range []func(*intent) *apiError{
		c.setCurrency, c.setAmount, c.setCapture, c.setTypes, c.setOptions, c.setWords, c.setMethod,
	} {
		if e := set(i); e != nil {
			return nil, e
		}
	}
	i.ID = c.g.id("pi_")
	i.Secret = c.g.id(i.ID + "_secret_")
	return i, nil
}

func (c *call) required(names ...string) *apiError {
	for _, n := range names {
		if c.form.text(n) == "" {
			return missing(n)
		}
	}
	return nil
}

func (c *call) setCurrency(i *intent) *apiError {
	if !c.form.has("currency") {
		return nil
	}
	text := c.form.text("currency")
	currency := unit.Currency(strings.ToUpper(text))
	if !currency.Valid() {
		return refused("", "currency", "Invalid currency: %s. The currency must be a three-letter ISO code in lowercase.", text)
	}
	if want := c.g.config.Currency; want != "" && currency != want {
		return refused("", "currency", "The currency provided (%s) is not taken by this account, which takes %s.",
			text, strings.ToLower(string(want)))
	}
	i.Currency = currency
	return nil
}

func (c *call) setAmount(i *intent) *apiError {
	n, e := c.form.positive("amount")
	switch {
	case e != nil:
		return e
	case n > maxAmount:
		return refused("amount_too_large", "amount", "Amount must be no more than %d.", maxAmount)
	case n > 0:
		i.Amount = n
	}
	return nil
}

func (c *call) setCapture(i *intent) *apiError {
	if !c.form.has("capture_method") {
		return nil
	}
	word, e := c.form.oneOf("capture_method", "automatic", "automatic_async", "manual")
	i.Automatic = word != "manual"
	return e
}

func (c *call) setTypes(i *intent) *apiError {
	types := c.form.list("payment_method_types")
	for _, t := range types {
		if t != typeCard && t != typePresent {
			return refused("payment_intent_invalid_parameter", "payment_method_types",
				"The payment method type \"%s\" is invalid. This gateway takes card and card_present.", t)
		}
	}
	if len(types) > 0 {
		i.Types = slices.Compact(slices.Clone(types))
	}
	return nil
}

// options are what may be asked of the issuer and the network beside the money. Each is off where it is not asked for.
var options = []struct {
	name string
	yes  string // the word that asks for it
	no   string
	set  func(*intent, bool)
}{
	{"payment_method_options[card][request_partial_authorization]", "never", "if_available", func(i *intent, v bool) { i.NoPartial = v }},
	{"payment_method_options[card][request_incremental_authorization]", "if_available", "never", func(i *intent, v bool) { i.Grows = v }},
	{"payment_method_options[card_present][request_incremental_authorization_support]", "true", "false", func(i *intent, v bool) { i.Grows = v }},
	{"payment_method_options[card][request_overcapture]", "if_available", "never", func(i *intent, v bool) { i.Over = v }},
}

func (c *call) setOptions(i *intent) *apiError {
	for _, o := range options {
		if !c.form.has(o.name) {
			continue
		}
		word, e := c.form.oneOf(o.name, o.no, o.yes)
		if e != nil {
			return e
		}
		o.set(i, word == o.yes)
	}
	return nil
}

// setWords takes description and metadata.
func (c *call) setWords(i *intent) *apiError {
	if c.form.has("description") {
		if i.Description = c.form.text("description"); len(i.Description) > maxText {
			return refused("", "description", "Invalid string: the description is longer than %d characters.", maxText)
		}
	}
	var e *apiError
	i.Metadata, e = c.metadata(i.Metadata)
	return e
}

// metadata returns what the request makes of metadata: an empty value takes a key out, empty metadata take them all out.
func (c *call) metadata(old map[string]string) (map[string]string, *apiError) {
	m := map[string]string{}
	if !c.form.has("metadata") {
		maps.Copy(m, old)
	}
	for key, v := range c.form.below("metadata").values {
		text := v[len(v)-1]
		switch {
		case text == "":
			delete(m, key)
			continue
		case len(key) > maxMetaKey || len(text) > maxMetaText || strings.ContainsAny(key, "[]"):
			return nil, refused("", "metadata", "Metadata keys have up to %d characters and no brackets, values up to %d.", maxMetaKey, maxMetaText)
		case (key == metaOdometer || key == metaVehicle || key == metaDriver) && !carried(text):
			return nil, refused("", "metadata["+key+"]", "Invalid fleet data: up to 12 letters and digits.")
		case key == "product_data":
			if _, err := iso8583.ParseProducts(text); err != nil {
				return nil, refused("", "metadata[product_data]", "Invalid product data: they do not read as DE63.")
			}
		}
		m[key] = text
	}
	if len(m) > maxMetadata {
		return nil, refused("", "metadata", "Metadata can have up to %d keys.", maxMetadata)
	}
	return m, nil
}

func (c *call) retrieve() (any, *apiError) {
	i := c.g.intents[c.id]
	if i == nil {
		return nil, unfound("payment_intent", c.id, pathID)
	}
	return c.show(i), nil
}

func (g *Gateway) enter(f *loop.Fiber, intent string) (leave func()) {
	return g.turns.Enter(f, intent, g.config.LockTimeout)
}

// locked waits for the intent of the path and returns a copy of it that may be changed.
func (c *call) locked(id, param string) (*intent, func(), *apiError) {
	if c.g.intents[id] == nil {
		return nil, nil, unfound("payment_intent", id, param)
	}
	leave := c.g.enter(c.f, id)
	if leave == nil {
		e := plain(429, invalidRequest, "This object cannot be accessed right now because another API request is currently accessing it.")
		e.Code = "lock_timeout"
		return nil, nil, e
	}
	return c.g.intents[id].clone(), leave, nil
}

// change serves an update: metadata and description always, the rest until the intent is confirmed.
func (c *call) change() (any, *apiError) {
	i, leave, e := c.locked(c.id, pathID)
	if e != nil {
		return nil, e
	}
	defer leave()
	sets := []func(*intent) *apiError{c.setWords}
	if slices.ContainsFunc(c.form.names(), func(n string) bool {
		return n != "description" && n != "expand[]" && n != "metadata" && !strings.HasPrefix(n, "metadata[")
	}) {
		if e := i.move(change); e != nil {
			return nil, e
		}
		sets = append(sets, c.setCurrency, c.setAmount, c.setCapture, c.setTypes, c.setOptions, c.setMethod)
	}
	for _, set := range sets {
		if e := set(i); e != nil {
			return nil, e
		}
	}
	c.put(i)
	return c.show(i), nil
}
