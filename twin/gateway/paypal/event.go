package paypal

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/callback"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
)

// eventType is a kind of event that webhooks may ask for (K).
type eventType struct{ name, resource, doc string }

var eventTypes = []eventType{
	{"CHECKOUT.ORDER.APPROVED", "checkout-order", "a payer approved an order"},
	{"PAYMENT.AUTHORIZATION.CREATED", "authorization", "money is held"},
	{"PAYMENT.AUTHORIZATION.VOIDED", "authorization", "what was held is given back, or its time is over"},
	{"PAYMENT.CAPTURE.COMPLETED", "capture", "money is taken"},
	{"PAYMENT.CAPTURE.DECLINED", "capture", "money could not be taken"},
	{"PAYMENT.CAPTURE.REFUNDED", "refund", "money went back"},
}

// describeType is the words for an event type, empty where there is none.
func describeType(name string) string {
	for _, t := range eventTypes {
		if t.name == name {
			return t.doc
		}
	}
	return ""
}

// event is something that webhooks are told. Body is what they get, to the byte: it is what is signed.
type event struct {
	ID, Type, Order string
	Body            string
	At              clock.Instant
}

// delivery is an event that a webhook has not taken yet.
type delivery = callback.Delivery

// eventObject is an event as the API tells it.
type eventObject struct {
	ID       string `json:"id"`
	Version  string `json:"event_version"`
	Created  string `json:"create_time"`
	Kind     string `json:"resource_type"`
	Schema   string `json:"resource_version"`
	Type     string `json:"event_type"`
	Summary  string `json:"summary"`
	Resource any    `json:"resource"`
	Links    []link `json:"links"`
}

// happened makes an event of this request.
func (c *call) happened(kind string, resource any, o *order) { c.announce(c.g, kind, resource, o) }

// announce makes an event, and a delivery for every webhook that wants it.
func (u *update) announce(g *Gateway, kind string, resource any, o *order) {
	at := slices.IndexFunc(eventTypes, func(t eventType) bool { return t.name == kind })
	if at < 0 {
		panic("gateway: there is no event type " + kind)
	}
	now := g.env.Now()
	e := &event{ID: "WH-" + g.id(), Type: kind, Order: o.ID, At: now}
	self := o.at("/v1/notifications/webhooks-events/", e.ID)
	b, err := json.Marshal(eventObject{
		ID: e.ID, Version: "1.0", Created: stamp(now), Kind: eventTypes[at].resource, Schema: "2.0", Type: kind,
		Summary: eventTypes[at].doc, Resource: resource, Links: []link{{self, "self", "GET"}, {self + "/resend", "resend", "POST"}},
	})
	if err != nil {
		panic("gateway: an event does not marshal: " + err.Error())
	}
	e.Body = string(b)
	u.Events = append(u.Events, e)
	u.send(g, e, "")
}

// send makes deliveries of an event, to one webhook or to all that want it.
func (u *update) send(g *Gateway, e *event, only string) {
	for _, w := range ledger.Sorted(g.webhooks) {
		if w.ID == only || only == "" && w.wants(e.Type) {
			u.Deliveries = append(u.Deliveries, &delivery{ID: g.id(), Event: e.ID, Webhook: w.ID, Next: g.env.Now()})
		}
	}
}

// maxEvents bounds a page of events.
const (
	usualEvents = 10
	maxEvents   = 300
)

func (c *call) listEvents() (reply, *apiError) {
	size := usualEvents
	if text := c.query.Get("page_size"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxEvents {
			return reply{}, issueAt("INVALID_PARAMETER_VALUE", "page_size")
		}
		size = n
	}
	kind := c.query.Get("event_type")
	all := []json.RawMessage{}
	for n := len(c.g.told) - 1; n >= 0 && len(all) < size; n-- {
		if e := c.g.events[c.g.told[n]]; kind == "" || e.Type == kind {
			all = append(all, json.RawMessage(e.Body))
		}
	}
	return reply{http.StatusOK, map[string]any{"events": all, "count": len(all)}}, nil
}

func (c *call) getEvent() (reply, *apiError) {
	e := c.g.events[c.id]
	if e == nil {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, json.RawMessage(e.Body)}, nil
}

// resendEvent tells an event again, to the webhooks that are named or to all that want it.
func (c *call) resendEvent() (reply, *apiError) {
	e := c.g.events[c.id]
	if e == nil {
		return reply{}, unfound()
	}
	var in struct {
		Webhooks []string `json:"webhook_ids"`
	}
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	if len(in.Webhooks) > maxWebhooks {
		return reply{}, issueAt("INVALID_ARRAY_LENGTH", "/webhook_ids")
	}
	if len(in.Webhooks) == 0 {
		c.send(c.g, e, "")
	}
	for _, id := range in.Webhooks {
		if c.g.webhooks[id] == nil {
			return reply{}, issueAt("INVALID_PARAMETER_VALUE", "/webhook_ids")
		}
		c.send(c.g, e, id)
	}
	return reply{http.StatusAccepted, json.RawMessage(e.Body)}, nil
}

func (c *call) listEventTypes() (reply, *apiError) {
	all := []typeObject{}
	for _, t := range eventTypes {
		all = append(all, typeObject{Name: t.name, Doc: t.doc, Status: "ENABLED"})
	}
	return reply{http.StatusOK, map[string]any{"event_types": all}}, nil
}
