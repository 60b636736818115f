package pos

import (
	"encoding/json"
	"io"
	"net/http"
	"time"

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

// hook is a webhook as the gateway knows it. One with a secret is kept: the gateway tells it only once.
type hook struct {
	ID     string `json:"id"`
	URL    string `json:"url"`
	Secret string `json:"secret,omitempty"`
}

func (h *hook) enter(b *books) { b.hooks[h.URL] = h }

// called is what a callback says of itself. Signed is when, zero where it does not say.
type called struct {
	ID, Type, Resource, Status string
	Signed                     time.Time
}

// caller is a gateway that calls back.
type caller interface {
	// subscribe returns the webhook at a URL, and makes it where there is none.
	subscribe(f *loop.Fiber, url string) (*hook, error)
	// hears returns what a callback says, whoever made it.
	hears(r *http.Request, body []byte) (called, error)
	// genuine says whether a callback is the gateway's.
	genuine(f *loop.Fiber, r *http.Request, body []byte, h *hook) (bool, error)
}

// listen subscribes to what the gateway calls back about, where it does.
func (p *POS) listen() {
	c, calls := p.gateway.(caller)
	if p.cfg.WebhookURL == "" || !calls {
		return
	}
	if p.webhook = p.hooks[p.cfg.WebhookURL]; p.webhook != nil {
		return
	}
	p.goes("subscribe", func(f *loop.Fiber) {
		for try := 1; p.webhook == nil; try++ {
			h, err := c.subscribe(f, p.cfg.WebhookURL)
			if err != nil {
				f.Sleep(p.pause(try))
				continue
			}
			if h.Secret != "" {
				p.keep(h)
			}
			p.webhook = h
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
		if f == nil || c == nil || p.env == nil || p.webhook == nil {
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
	event, err := c.hears(r, body)
	if err != nil || event.ID == "" {
		return http.StatusBadRequest, "it is no callback"
	}
	if age := f.Now().Time().Sub(event.Signed); age > tooOld || age < -tooOld {
		return http.StatusBadRequest, "its signature is too old"
	}
	genuine, err := c.genuine(f, r, body, p.webhook)
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
	p.tell(CalledBack{event.ID, event.Type, event.Resource, event.Status})
	return http.StatusOK, ""
}

// decoded reads a callback's body.
func decoded[T any](body []byte) (event T, err error) {
	err = json.Unmarshal(body, &event)
	return event, err
}
