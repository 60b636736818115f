package pos

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/forecourt/forecourt/twin/loop"
)

// subscribe makes a new endpoint. One that is there already at the URL has a secret that is lost: the till has not heard the
// answer that had it, or is another till now. It has taken nothing by it, so it goes.
func (g *stripeGateway) subscribe(f *loop.Fiber, url string) (*hook, error) {
	for w, err := range g.client.V1WebhookEndpoints.List(on(f), &stripe.WebhookEndpointListParams{}).All(on(f)) {
		if err != nil {
			return nil, err
		}
		if w.URL != url {
			continue
		}
		if _, err := g.client.V1WebhookEndpoints.Delete(on(f), w.ID, &stripe.WebhookEndpointDeleteParams{Params: key("unhook " + w.ID)}); err != nil {
			return nil, err
		}
	}
	w, err := g.client.V1WebhookEndpoints.Create(on(f), &stripe.WebhookEndpointCreateParams{
		Params: key("hook " + f.Now().String()), // each try is a new one: what an earlier one made is gone
		URL:    stripe.String(url), EnabledEvents: stripe.StringSlice([]string{"*"}), APIVersion: stripe.String(stripe.APIVersion),
	})
	if err != nil {
		return nil, err
	}
	return &hook{ID: w.ID, URL: url, Secret: w.Secret}, nil
}

func (g *stripeGateway) hears(r *http.Request, body []byte) (called, error) {
	type content struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		Data struct {
			Object struct {
				ID     string `json:"id"`
				Status string `json:"status"`
			} `json:"object"`
		} `json:"data"`
	}
	e, err := decoded[content](body)
	c := called{ID: e.ID, Type: e.Type, Resource: e.Data.Object.ID, Status: e.Data.Object.Status}
	for part := range strings.SplitSeq(r.Header.Get("Stripe-Signature"), ",") {
		if text, ok := strings.CutPrefix(part, "t="); ok {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || n < 0 || n > 1<<40 {
				return c, err
			}
			c.Signed = time.Unix(n, 0)
		}
	}
	return c, err
}

// genuine lets the library verify, without its tolerance, which goes by the wall's clock: calledBack has looked at the age by
// the till's own.
func (g *stripeGateway) genuine(_ *loop.Fiber, r *http.Request, body []byte, h *hook) (bool, error) {
	_, err := webhook.ConstructEventWithOptions(body, r.Header.Get("Stripe-Signature"), h.Secret, webhook.ConstructEventOptions{IgnoreTolerance: true})
	return err == nil, nil
}
