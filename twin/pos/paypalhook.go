package pos

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/loop"
)

func (g *paypalGateway) subscribe(f *loop.Fiber, url string) (*hook, error) {
	c, err := g.client(f)
	if err != nil {
		return nil, err
	}
	all, err := c.ListWebhooks(on(f), "")
	if err != nil {
		return nil, g.unanswered(err)
	}
	for _, w := range all.Webhooks {
		if w.URL == url {
			return &hook{ID: w.ID, URL: url}, nil
		}
	}
	w, err := c.CreateWebhook(on(f), &paypal.CreateWebhookRequest{URL: url, EventTypes: []paypal.WebhookEventType{{Name: "*"}}})
	if err != nil {
		return nil, g.unanswered(err)
	}
	return &hook{ID: w.ID, URL: url}, nil
}

func (g *paypalGateway) hears(r *http.Request, body []byte) (called, error) {
	type content struct {
		ID       string `json:"id"`
		Type     string `json:"event_type"`
		Resource struct {
			ID     string `json:"id"`
			Status string `json:"status"`
		} `json:"resource"`
	}
	e, err := decoded[content](body)
	at, _ := time.Parse(time.RFC3339, r.Header.Get("Paypal-Transmission-Time"))
	return called{e.ID, e.Type, e.Resource.ID, e.Resource.Status, at}, err
}

// genuine asks the gateway, which is how the library does it.
func (g *paypalGateway) genuine(f *loop.Fiber, r *http.Request, body []byte, h *hook) (bool, error) {
	c, err := g.client(f)
	if err != nil {
		return false, g.unanswered(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	v, err := c.VerifyWebhookSignature(on(f), r, h.ID)
	if err != nil {
		return false, g.unanswered(err)
	}
	return v.VerificationStatus == "SUCCESS", nil
}

// unanswered forgets a token that is no good, for the next try.
func (g *paypalGateway) unanswered(err error) error {
	a, rest := g.final(err)
	if rest == nil {
		return errors.New(a.Code)
	}
	return rest
}
