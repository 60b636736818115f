package pos

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/loop"
)

// tooOld is how old a callback's signature may be: a repeat is signed anew (C).
const tooOld = 5 * time.Minute

// notice is a callback that was taken: what comes again with its id is not new.
type notice struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

func (n *notice) enter(b *books) { b.notices[n.ID] = n }

// caller is a gateway that calls back.
type caller interface {
	// subscribe returns the name of the webhook at a URL, and makes it where there is none.
	subscribe(f *loop.Fiber, url string) (string, error)
	// genuine says whether a callback is the gateway's.
	genuine(f *loop.Fiber, r *http.Request, webhook string) (bool, error)
}

// listen subscribes to what the gateway calls back about, where it does.
func (p *POS) listen() {
	c, calls := p.gateway.(caller)
	if p.cfg.WebhookURL == "" || !calls {
		return
	}
	p.goes("subscribe", func(f *loop.Fiber) {
		for try := 1; p.webhook == ""; try++ {
			var err error
			if p.webhook, err = c.subscribe(f, p.cfg.WebhookURL); err != nil {
				f.Sleep(p.pause(try))
			}
		}
	})
}

// Handler takes the gateway's callbacks. One that cannot be looked at now is refused, and comes again.
func (p *POS) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, c := loop.FiberOf(r.Context()), caller(nil)
		if p.gateway != nil {
			c, _ = p.gateway.(caller)
		}
		if f == nil || c == nil || p.env == nil || p.webhook == "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		status, why := p.calledBack(f, c, r)
		if why != "" {
			p.tell(CallbackRefused{why})
		}
		w.WriteHeader(status)
	})
}

func (p *POS) calledBack(f *loop.Fiber, c caller, r *http.Request) (status int, why string) {
	body, err := io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1))
	if err != nil || len(body) > loop.MaxBody || r.Method != http.MethodPost {
		return http.StatusBadRequest, "it is no callback"
	}
	var event struct {
		ID       string `json:"id"`
		Type     string `json:"event_type"`
		Resource struct {
			ID     string `json:"id"`
			Status string `json:"status"`
		} `json:"resource"`
	}
	if err := json.Unmarshal(body, &event); err != nil || event.ID == "" {
		return http.StatusBadRequest, "it is no callback"
	}
	at, err := time.Parse(time.RFC3339, r.Header.Get("Paypal-Transmission-Time"))
	if age := f.Now().Time().Sub(at); err != nil || age > tooOld || age < -tooOld {
		return http.StatusBadRequest, "its signature is too old"
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	genuine, err := c.genuine(f, r, p.webhook)
	switch {
	case err != nil:
		return http.StatusServiceUnavailable, "its signature could not be verified"
	case !genuine:
		return http.StatusBadRequest, "its signature is wrong"
	case p.notices[event.ID] != nil:
		p.tell(CallbackRepeated{event.ID, event.Type})
		return http.StatusOK, ""
	}
	p.keep(&notice{event.ID, event.Type})
	p.tell(CalledBack{event.ID, event.Type, event.Resource.ID, event.Resource.Status})
	return http.StatusOK, ""
}

func (g *paypalGateway) subscribe(f *loop.Fiber, url string) (string, error) {
	c, err := g.client(f)
	if err != nil {
		return "", err
	}
	all, err := c.ListWebhooks(on(f), "")
	if err != nil {
		return "", g.unanswered(err)
	}
	for _, w := range all.Webhooks {
		if w.URL == url {
			return w.ID, nil
		}
	}
	w, err := c.CreateWebhook(on(f), &paypal.CreateWebhookRequest{URL: url, EventTypes: []paypal.WebhookEventType{{Name: "*"}}})
	if err != nil {
		return "", g.unanswered(err)
	}
	return w.ID, nil
}

func (g *paypalGateway) genuine(f *loop.Fiber, r *http.Request, webhook string) (bool, error) {
	c, err := g.client(f)
	if err != nil {
		return false, g.unanswered(err)
	}
	v, err := c.VerifyWebhookSignature(on(f), r, webhook)
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
