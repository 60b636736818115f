package paypal

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
)

// Limits of webhooks.
const (
	maxWebhooks = 10
	maxHookURL  = 2048
)

// webhook is somebody who is told of events. No types is all of them.
type webhook struct {
	ID, URL string
	Types   []string `json:",omitempty"`
	Created clock.Instant
	Base    string // under which URL he reached us
}

func (w *webhook) wants(kind string) bool { return len(w.Types) == 0 || slices.Contains(w.Types, kind) }

type webhookInput struct {
	URL   string      `json:"url"`
	Types []typeInput `json:"event_types"`
}

type typeInput struct {
	Name string `json:"name"`
}

// typeNames checks event types; "*" alone is all of them.
func typeNames(in []typeInput) (all []string, e *apiError) {
	if len(in) == 0 {
		return nil, missing("/event_types")
	}
	for _, t := range in {
		switch {
		case t.Name == "*" && len(in) == 1:
			return nil, nil
		case describeType(t.Name) == "":
			return nil, issueAt("EVENT_TYPE_NOT_FOUND", "/event_types")
		case !slices.Contains(all, t.Name):
			all = append(all, t.Name)
		}
	}
	return all, nil
}

// hookURL checks where callbacks go to. Who may be reached there is the station's affair.
func (c *call) hookURL(text, own string) *apiError {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return missing("/url")
	case err != nil, len(text) > maxHookURL, u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil, u.Fragment != "":
		return issueAt("WEBHOOK_URL_INVALID", "/url")
	}
	for _, w := range c.g.webhooks {
		if w.URL == text && w.ID != own {
			return issueAt("WEBHOOK_URL_ALREADY_EXISTS", "/url")
		}
	}
	return nil
}

func (c *call) createWebhook() (reply, *apiError) {
	var in webhookInput
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	if e := c.hookURL(in.URL, ""); e != nil {
		return reply{}, e
	}
	types, e := typeNames(in.Types)
	if e != nil {
		return reply{}, e
	}
	if len(c.g.webhooks) >= maxWebhooks {
		return reply{}, issue("WEBHOOK_NUMBER_LIMIT")
	}
	w := &webhook{ID: c.g.id(), URL: in.URL, Types: types, Created: c.now(), Base: c.base}
	c.Webhooks = append(c.Webhooks, w)
	return reply{http.StatusCreated, c.webhookObject(w)}, nil
}

type webhookObject struct {
	ID    string       `json:"id"`
	URL   string       `json:"url"`
	Types []typeObject `json:"event_types"`
	Links []link       `json:"links"`
}

type typeObject struct {
	Name   string `json:"name"`
	Doc    string `json:"description"`
	Status string `json:"status,omitempty"`
}

func (c *call) webhookObject(w *webhook) webhookObject {
	self := c.base + "/v1/notifications/webhooks/" + w.ID
	o := webhookObject{ID: w.ID, URL: w.URL, Types: []typeObject{}, Links: []link{
		{self, "self", "GET"}, {self, "update", "PATCH"}, {self, "delete", "DELETE"},
	}}
	for _, t := range eventTypes {
		if w.wants(t.name) {
			o.Types = append(o.Types, typeObject{Name: t.name, Doc: t.doc, Status: "ENABLED"})
		}
	}
	return o
}

func (c *call) listWebhooks() (reply, *apiError) {
	all := []webhookObject{}
	for _, w := range ledger.Sorted(c.g.webhooks) {
		all = append(all, c.webhookObject(w))
	}
	return reply{http.StatusOK, map[string]any{"webhooks": all}}, nil
}

func (c *call) getWebhook() (reply, *apiError) {
	w := c.g.webhooks[c.id]
	if w == nil {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, c.webhookObject(w)}, nil
}

// patchWebhook replaces /url or /event_types.
func (c *call) patchWebhook() (reply, *apiError) {
	before := c.g.webhooks[c.id]
	if before == nil {
		return reply{}, unfound()
	}
	w := *before
	var all []patchInput
	if e := c.decode(&all); e != nil {
		return reply{}, e
	}
	for _, p := range all {
		if p.Op != "replace" {
			return reply{}, issueAt("UNSUPPORTED_PATCH", p.Path)
		}
		if e := c.rehook(&w, p); e != nil {
			return reply{}, e
		}
	}
	c.Webhooks = append(c.Webhooks, &w)
	return reply{http.StatusOK, c.webhookObject(&w)}, nil
}

func (c *call) rehook(w *webhook, p patchInput) (e *apiError) {
	switch p.Path {
	case "/url":
		text, _ := p.Value.(string)
		w.URL = text
		return c.hookURL(text, w.ID)
	case "/event_types":
		var in []typeInput
		values, _ := p.Value.([]any)
		for _, v := range values {
			one, _ := v.(map[string]any)
			name, _ := one["name"].(string)
			in = append(in, typeInput{name})
		}
		w.Types, e = typeNames(in)
		return e
	}
	return issueAt("UNSUPPORTED_PATCH", p.Path)
}

func (c *call) deleteWebhook() (reply, *apiError) {
	if c.g.webhooks[c.id] == nil {
		return reply{}, unfound()
	}
	c.Unhooked = append(c.Unhooked, c.id)
	for _, d := range ledger.Sorted(c.g.deliveries) {
		if d.Webhook == c.id {
			c.Delivered = append(c.Delivered, d.ID)
		}
	}
	return reply{status: http.StatusNoContent}, nil
}
