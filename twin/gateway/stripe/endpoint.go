package stripe

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
)

// apiVersion is the version of the API that is meant where nobody names one: that of the client in the tests.
const apiVersion = "2026-03-25.dahlia"

var versionPattern = regexp.MustCompile(`^20[0-9]{2}-[01][0-9]-[0-3][0-9](\.[a-z]{1,30})?$`)

// Limits of endpoints.
const (
	maxEndpoints = 16
	maxHookURL   = 2048
	maxRoll      = 24 * time.Hour // how long an old secret may still sign beside the new one
)

// endpoint is somebody who is told of events.
type endpoint struct {
	ID, URL, Version string
	Types            []string          // "*" is all of them
	Secrets          []secret          // the newest first
	Disabled         bool              `json:",omitempty"`
	Description      string            `json:",omitempty"`
	Metadata         map[string]string `json:",omitempty"`
	Created          clock.Instant
}

// secret signs callbacks, until an instant where it has been replaced.
type secret struct {
	Text  string
	Until clock.Instant `json:",omitempty"`
}

func (w *endpoint) wants(kind string) bool {
	return !w.Disabled && (slices.Contains(w.Types, kind) || slices.Contains(w.Types, "*"))
}

type endpointObject struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"`
	APIVersion  string            `json:"api_version"`
	Application *string           `json:"application"`
	Created     int64             `json:"created"`
	Description *string           `json:"description"`
	Events      []string          `json:"enabled_events"`
	Livemode    bool              `json:"livemode"`
	Metadata    map[string]string `json:"metadata"`
	Secret      string            `json:"secret,omitempty"`
	Status      string            `json:"status"`
	URL         string            `json:"url"`
}

// object shows an endpoint. Its secret is shown only when it is new.
func (w *endpoint) object(withSecret bool) *endpointObject {
	o := &endpointObject{
		ID: w.ID, Object: "webhook_endpoint", APIVersion: w.Version, Created: seconds(w.Created), Description: optional(w.Description),
		Events: w.Types, Metadata: given(w.Metadata), Status: "enabled", URL: w.URL,
	}
	if w.Disabled {
		o.Status = "disabled"
	}
	if withSecret {
		o.Secret = w.Secrets[0].Text
	}
	return o
}

func (c *call) createEndpoint() (any, *apiError) {
	if e := c.required("url"); e != nil {
		return nil, e
	}
	if len(c.form.list("enabled_events")) == 0 {
		return nil, missing("enabled_events")
	}
	if len(c.g.endpoints) >= maxEndpoints {
		return nil, failed("", "", "You have reached the maximum of %d webhook endpoints.", maxEndpoints)
	}
	w := &endpoint{Created: c.now(), Version: apiVersion}
	if v := c.form.text("api_version"); v != "" {
		if w.Version = v; !versionPattern.MatchString(v) {
			return nil, refused("", "api_version", "Invalid API version: %s", v)
		}
	}
	if e := c.setEndpoint(w); e != nil {
		return nil, e
	}
	w.ID, w.Secrets = c.g.id("we_"), []secret{{Text: c.g.id("whsec_")}}
	c.Endpoints = append(c.Endpoints, w)
	return w.object(true), nil
}

// setEndpoint takes what may be said of an endpoint at any time.
func (c *call) setEndpoint(w *endpoint) (e *apiError) {
	if text := c.form.text("url"); c.form.has("url") {
		u, err := url.Parse(text)
		if err != nil || len(text) > maxHookURL || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
			return refused("url_invalid", "url", "Invalid URL: an absolute http or https URL is needed.")
		}
		w.URL = text
	}
	if types := c.form.list("enabled_events"); len(types) > 0 {
		w.Types = slices.Compact(slices.Sorted(slices.Values(types)))
		for _, t := range types {
			if t != "*" && !slices.Contains(eventTypes, t) {
				return refused("", "enabled_events", "Invalid enabled_events: no event of type %s happens here.", t)
			}
		}
		if len(w.Types) > 1 && slices.Contains(w.Types, "*") {
			return refused("", "enabled_events", "Invalid enabled_events: '*' stands alone.")
		}
	}
	if c.form.has("description") {
		if w.Description = c.form.text("description"); len(w.Description) > maxText {
			return refused("", "description", "Invalid string: the description is longer than %d characters.", maxText)
		}
	}
	w.Metadata, e = c.metadata(w.Metadata)
	return e
}

func (c *call) listEndpoints() (any, *apiError) {
	all := ledger.Sorted(c.g.endpoints)
	slices.SortStableFunc(all, func(a, b *endpoint) int { return int(a.Created.Sub(b.Created)) })
	var order []string
	for _, w := range all {
		order = append(order, w.ID)
	}
	return c.page("webhook_endpoint", order, func(id string) any { return c.g.endpoints[id].object(false) })
}

// endpoint returns a copy of the one in the path.
func (c *call) endpoint() (*endpoint, *apiError) {
	w := c.g.endpoints[c.id]
	if w == nil {
		return nil, unfound("webhook endpoint", c.id, pathID)
	}
	copied := *w
	return &copied, nil
}

func (c *call) retrieveEndpoint() (any, *apiError) {
	w, e := c.endpoint()
	if e != nil {
		return nil, e
	}
	return w.object(false), nil
}

// updateEndpoint changes an endpoint. One that is disabled is told nothing, not even what it has missed.
func (c *call) updateEndpoint() (any, *apiError) {
	w, e := c.endpoint()
	if e != nil {
		return nil, e
	}
	if c.form.has("disabled") {
		if w.Disabled, e = c.form.flag("disabled"); e != nil {
			return nil, e
		}
	}
	if e := c.setEndpoint(w); e != nil {
		return nil, e
	}
	if w.Disabled {
		c.forget(w.ID)
	}
	c.Endpoints = append(c.Endpoints, w)
	return w.object(false), nil
}

// rollSecret gives an endpoint a new secret; the old ones sign beside it for expires_in seconds.
func (c *call) rollSecret() (any, *apiError) {
	w, e := c.endpoint()
	if e != nil {
		return nil, e
	}
	span := maxRoll
	if c.form.has("expires_in") {
		n, err := strconv.Atoi(c.form.text("expires_in"))
		if err != nil || n < 0 || n > int(maxRoll/time.Second) {
			return nil, refused("parameter_invalid_integer", "expires_in", "An old secret is good for 0 to %d seconds.", int(maxRoll/time.Second))
		}
		span = time.Duration(n) * time.Second
	}
	all := []secret{{Text: c.g.id("whsec_")}}
	for _, s := range w.Secrets {
		if until := c.now().Add(span); s.Until == 0 || s.Until > until {
			s.Until = until
		}
		if s.Until > c.now() {
			all = append(all, s)
		}
	}
	w.Secrets = all
	c.Endpoints = append(c.Endpoints, w)
	return w.object(true), nil
}

func (c *call) deleteEndpoint() (any, *apiError) {
	w, e := c.endpoint()
	if e != nil {
		return nil, e
	}
	c.Unhooked = append(c.Unhooked, w.ID)
	c.forget(w.ID)
	return map[string]any{"id": w.ID, "object": "webhook_endpoint", "deleted": true}, nil
}

// forget closes the deliveries that an endpoint is owed.
func (c *call) forget(endpoint string) {
	for _, d := range ledger.Sorted(c.g.deliveries) {
		if d.Webhook == endpoint {
			c.Delivered = append(c.Delivered, d.ID)
		}
	}
}
