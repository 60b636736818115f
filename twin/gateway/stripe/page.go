package stripe

import (
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
)

// Limits of a list.
const (
	maxPage   = 100
	usualPage = 10
)

// page is a list as the API tells it.
type page struct {
	Object  string `json:"object"`
	Data    []any  `json:"data"`
	HasMore bool   `json:"has_more"`
	URL     string `json:"url"`
}

// page serves a list, newest first. order has the ids, the oldest first; show returns nil for what the request does not
// want to see.
func (c *call) page(what string, order []string, show func(id string) any) (any, *apiError) {
	limit := usualPage
	if c.form.has("limit") {
		n, err := strconv.Atoi(c.form.text("limit"))
		if err != nil || n < 1 || n > maxPage {
			return nil, refused("parameter_invalid_integer", "limit", "The limit must be an integer from 1 to %d.", maxPage)
		}
		limit = n
	}
	after, before := c.form.text("starting_after"), c.form.text("ending_before")
	if after != "" && before != "" {
		return nil, refused("parameters_exclusive", "starting_after", "You may only specify one of these parameters: starting_after, ending_before.")
	}
	from, step := len(order)-1, -1
	for name, id := range map[string]string{"starting_after": after, "ending_before": before} {
		if id == "" {
			continue
		}
		at := slices.Index(order, id)
		if at < 0 {
			return nil, unfound(what, id, name)
		}
		if from = at - 1; name == "ending_before" {
			from, step = at+1, 1 // the page just before, not the first one
		}
	}
	p := page{Object: "list", Data: []any{}, URL: c.path}
	for n := from; n >= 0 && n < len(order) && !p.HasMore; n += step {
		if o := show(order[n]); o != nil {
			if p.HasMore = len(p.Data) == limit; !p.HasMore {
				p.Data = append(p.Data, o)
			}
		}
	}
	if step > 0 {
		slices.Reverse(p.Data)
	}
	return p, nil
}

// between reads created, an instant or bounds in seconds, and returns what lies in it.
func (c *call) between() (func(at clock.Instant) bool, *apiError) {
	low, high := int64(0), int64(1)<<62
	for _, x := range []struct {
		name      string
		low, high int64 // what is added to the value, for the bound that it sets; none sets no such bound
	}{{"created", 0, 0}, {"created[gt]", 1, none}, {"created[gte]", 0, none}, {"created[lt]", none, -1}, {"created[lte]", none, 0}} {
		if !c.form.has(x.name) {
			continue
		}
		n, err := strconv.ParseInt(c.form.text(x.name), 10, 64)
		if err != nil || n < 0 || n >= 1<<62 {
			return nil, refused("parameter_invalid_integer", x.name, "Invalid integer: %s", c.form.text(x.name))
		}
		if x.low != none {
			low = max(low, n+x.low)
		}
		if x.high != none {
			high = min(high, n+x.high)
		}
	}
	return func(at clock.Instant) bool { return low <= at.Unix() && at.Unix() <= high }, nil
}

const none = int64(-1) << 62

func (c *call) list() (any, *apiError) {
	between, e := c.between()
	if e != nil {
		return nil, e
	}
	return c.page("payment_intent", c.g.order, func(id string) any {
		if i := c.g.intents[id]; between(i.Created) {
			return c.show(i)
		}
		return nil
	})
}

func (c *call) listRefunds() (any, *apiError) {
	between, e := c.between()
	if e != nil {
		return nil, e
	}
	intent, charge := c.form.text("payment_intent"), c.form.text("charge")
	return c.page("refund", c.g.returned, func(id string) any {
		x := c.g.refunds[id]
		if intent != "" && x.Intent != intent || charge != "" && x.Charge != charge || !between(x.Created) {
			return nil
		}
		return c.showRefund(x)
	})
}

func (c *call) listCharges() (any, *apiError) {
	between, e := c.between()
	if e != nil {
		return nil, e
	}
	intent := c.form.text("payment_intent")
	return c.page("charge", c.g.charged, func(id string) any {
		i, x := c.g.charge(id)
		if intent != "" && i.ID != intent || !between(x.Created) {
			return nil
		}
		return c.showCharge(i, x)
	})
}
