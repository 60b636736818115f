package stripe

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/loop"
)

// call is one request on its fiber. What it changes gathers in its update and is committed with its answer.
type call struct {
	update
	g    *Gateway
	f    *loop.Fiber
	path string
	id   string // from the path
	form form
	key  string
	hash string
}

func (c *call) now() clock.Instant { return c.f.Now() }

// Handler serves the API.
func (g *Gateway) Handler() http.Handler { return http.HandlerFunc(g.serve) }

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{g: g, f: loop.FiberOf(r.Context()), path: r.URL.Path}
	switch {
	case c.f == nil:
		writeError(w, plain(http.StatusInternalServerError, apiErrorType, "The gateway was called outside its loop."))
		return
	case !g.on:
		writeError(w, plain(http.StatusServiceUnavailable, apiErrorType, "The gateway is off."))
		return
	}
	h := w.Header()
	c.by.Request = g.env.ID("req_")
	h.Set("Request-Id", c.by.Request)
	h.Set("Date", c.now().Time().Format(http.TimeFormat))
	if v := r.Header.Get("Stripe-Version"); v != "" {
		h.Set("Stripe-Version", v)
	}
	route, e := c.parse(r)
	c.by.Key = c.key
	if e != nil {
		c.refuse(w, e)
		return
	}
	if r.Method == http.MethodPost && c.key != "" {
		a, e := c.earlier()
		if e != nil {
			c.refuse(w, e)
			return
		}
		if a != nil {
			c.replay(w, a)
			return
		}
		defer g.running.Begin(c.key)()
	}
	c.answer(w, route)
}

// answer runs the request, makes what it changed and what it says safe, and says it.
func (c *call) answer(w http.ResponseWriter, r route) {
	body, e := r.serve(c)
	status := http.StatusOK
	if e != nil {
		e.RequestLogURL = c.logURL()
		status, body = e.status, map[string]*apiError{"error": e}
		if !e.worked {
			c.update = update{by: c.by}
		}
	}
	b := encode(body)
	if c.key != "" && (e == nil || !e.early && status < 500) {
		c.Answers = append(c.Answers, &replay.Answer{Key: c.key, Path: c.path, Hash: c.hash, Status: status, Body: string(b), At: c.now()})
	}
	if e != nil {
		if e.event != nil {
			c.tell(e.event)
		}
		c.tell(gateway.Refused{Status: status, Code: e.Code})
	}
	c.g.finish(&c.update)
	c.write(w, status, b)
}

// parse authenticates and parses a request.
func (c *call) parse(r *http.Request) (route, *apiError) {
	route, id, found := match(r.Method, r.URL.Path)
	if e := authenticate(r); e != nil {
		return route, e
	}
	if !found {
		e := plain(http.StatusNotFound, invalidRequest, "Unrecognized request URL (%s: %s).", r.Method, r.URL.Path)
		return route, e
	}
	c.id = id
	text := r.URL.RawQuery
	if r.Method == http.MethodPost {
		if kind := r.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
			return route, plain(http.StatusBadRequest, invalidRequest,
				"Invalid request (check that your POST content type is application/x-www-form-urlencoded).")
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1))
		if err != nil || len(body) > loop.MaxBody {
			return route, plain(http.StatusRequestEntityTooLarge, invalidRequest, "The request body cannot be read or is too large.")
		}
		if text != "" && len(body) > 0 {
			text += "&"
		}
		text += string(body)
		c.key = r.Header.Get("Idempotency-Key")
	}
	var err error
	if c.form, err = parseForm(text); err != nil {
		return route, refused("", "", "Invalid request: %v.", err)
	}
	if name := c.form.unknown(route.params); name != "" {
		return route, refused("parameter_unknown", name, "Received unknown parameter: %s", name)
	}
	c.hash = c.form.hash()
	return route, nil
}

// authenticate takes any secret test key: the twin has one account. A live key has no business here.
func authenticate(r *http.Request) *apiError {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		key, _, ok = r.BasicAuth()
	}
	switch {
	case !ok || key == "":
		return plain(http.StatusUnauthorized, invalidRequest, "You did not provide an API key. Provide it as a Bearer token in the "+
			"Authorization header, or as the user name of HTTP Basic authentication.")
	case !strings.HasPrefix(key, "sk_test_") && !strings.HasPrefix(key, "rk_test_"):
		return plain(http.StatusUnauthorized, invalidRequest, "Invalid API Key provided: this gateway takes secret test keys only.")
	}
	return nil
}

// logURL is where the original shows a request to its owner; nothing is there for one of ours.
func (c *call) logURL() string { return "https://dashboard.stripe.com/test/logs/" + c.by.Request }

func (c *call) refuse(w http.ResponseWriter, e *apiError) {
	c.g.env.Tell(gateway.Refused{Status: e.status, Code: e.Code})
	e.RequestLogURL = c.logURL()
	writeError(w, e)
}

func (c *call) write(w http.ResponseWriter, status int, body []byte) {
	if c.key != "" {
		w.Header().Set("Idempotency-Key", c.key)
	}
	writeJSON(w, status, body)
}

func writeError(w http.ResponseWriter, e *apiError) {
	writeJSON(w, e.status, encode(map[string]*apiError{"error": e}))
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	if status == http.StatusConflict || status == http.StatusTooManyRequests {
		w.Header().Set("Stripe-Should-Retry", "true")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone learns nothing, and what it asked for stays done
}

func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(errors.New("gateway: an answer does not marshal: " + err.Error()))
	}
	return b.Bytes()
}
