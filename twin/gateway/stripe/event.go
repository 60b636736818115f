package stripe

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/callback"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
)

// The types of event (payments.md 4.4).
const (
	intentCreated    = "payment_intent.created"
	intentCapturable = "payment_intent.amount_capturable_updated"
	intentFailed     = "payment_intent.payment_failed"
	intentSucceeded  = "payment_intent.succeeded"
	intentCanceled   = "payment_intent.canceled"
	chargeSucceeded  = "charge.succeeded"
	chargeCaptured   = "charge.captured"
	chargeUpdated    = "charge.updated"
	chargeFailed     = "charge.failed"
	chargeExpired    = "charge.expired"
	chargeRefunded   = "charge.refunded"
	refundCreated    = "refund.created"
	refundUpdated    = "refund.updated"
	refundDeclined   = "refund.failed"
)

// eventTypes are those that happen here.
var eventTypes = []string{
	intentCreated, intentCapturable, intentFailed, intentSucceeded, intentCanceled, chargeSucceeded, chargeCaptured, chargeUpdated,
	chargeFailed, chargeExpired, chargeRefunded, refundCreated, refundUpdated, refundDeclined,
}

// eventsFor is how long an event can be retrieved (K).
const eventsFor = 30 * 24 * time.Hour

// event is something that happened. Object is what it is about, as it stood then.
type event struct {
	ID, Type, Intent string
	Object           string
	By               origin
	At               clock.Instant
}

// origin is the request that made something happen, empty where none did.
type origin struct {
	Request string `json:",omitempty"`
	Key     string `json:",omitempty"`
}

// delivery is an event that an endpoint has not taken yet.
type delivery = callback.Delivery

type eventObject struct {
	ID         string        `json:"id"`
	Object     string        `json:"object"`
	APIVersion string        `json:"api_version"`
	Created    int64         `json:"created"`
	Data       eventData     `json:"data"`
	Livemode   bool          `json:"livemode"`
	Pending    int           `json:"pending_webhooks"`
	Request    requestObject `json:"request"`
	Type       string        `json:"type"`
}

type eventData struct {
	Object json.RawMessage `json:"object"`
}

type requestObject struct {
	ID  *string `json:"id"`
	Key *string `json:"idempotency_key"`
}

// happened makes an event about an object, and a delivery for every endpoint that wants it.
func (u *update) happened(g *Gateway, kind, intent string, object any) {
	e := &event{ID: g.id("evt_"), Type: kind, Intent: intent, Object: string(encode(object)), By: u.by, At: g.env.Now()}
	u.Events = append(u.Events, e)
	for _, w := range ledger.Sorted(g.endpoints) {
		if w.wants(kind) {
			u.Deliveries = append(u.Deliveries, &delivery{ID: g.id("whd_"), Event: e.ID, Webhook: w.ID, Next: e.At})
		}
	}
}

// intentEvent makes an event about an intent.
func (u *update) intentEvent(g *Gateway, kind string, i *intent) {
	u.happened(g, kind, i.ID, g.object(i))
}

// chargeEvent makes an event about the last charge of an intent.
func (u *update) chargeEvent(g *Gateway, kind string, i *intent) {
	u.happened(g, kind, i.ID, g.chargeObject(i, &i.Charges[len(i.Charges)-1]))
}

// eventObject is an event as it is told to somebody who speaks a version of the API. The object is the same in all of them:
// what it has was in the oldest.
func (g *Gateway) eventObject(e *event, version string) *eventObject {
	o := &eventObject{
		ID: e.ID, Object: "event", APIVersion: version, Created: seconds(e.At), Data: eventData{json.RawMessage(e.Object)},
		Request: requestObject{optional(e.By.Request), optional(e.By.Key)}, Type: e.Type,
	}
	for _, d := range g.deliveries {
		if d.Event == e.ID {
			o.Pending++
		}
	}
	return o
}

func (c *call) retrieveEvent() (any, *apiError) {
	e := c.g.events[c.id]
	if e == nil || c.now().Sub(e.At) >= eventsFor {
		return nil, unfound("event", c.id, pathID)
	}
	return c.g.eventObject(e, apiVersion), nil
}

func (c *call) listEvents() (any, *apiError) {
	kinds := c.form.list("types")
	if one := c.form.text("type"); one != "" {
		if len(kinds) > 0 {
			return nil, refused("parameters_exclusive", "types", "You may only specify one of these parameters: type, types.")
		}
		kinds = []string{one}
	}
	between, e := c.between()
	if e != nil {
		return nil, e
	}
	pending, e := c.delivered()
	if e != nil {
		return nil, e
	}
	return c.page("event", c.g.told, func(id string) any {
		e := c.g.events[id]
		if len(kinds) > 0 && !slices.Contains(kinds, e.Type) || !between(e.At) || c.now().Sub(e.At) >= eventsFor || pending != nil && !pending(id) {
			return nil
		}
		return c.g.eventObject(e, apiVersion)
	})
}

// delivered reads delivery_success: events that all endpoints have taken, or those that some still have to take.
func (c *call) delivered() (func(id string) bool, *apiError) {
	if !c.form.has("delivery_success") {
		return nil, nil
	}
	want, e := c.form.flag("delivery_success")
	owed := map[string]bool{}
	for _, d := range c.g.deliveries {
		owed[d.Event] = true
	}
	return func(id string) bool { return owed[id] != want }, e
}
