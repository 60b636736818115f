package paypal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/loop"
)

// call is one request on its fiber. What it changes gathers in its update and is committed with its answer.
type call struct {
	update
	g     *Gateway
	f     *loop.Fiber
	path  string
	id    string // from the path
	base  string // the URL under which the client reached us
	query url.Values
	body  []byte
	key   string // PayPal-Request-Id
	hash  string
	full  bool // Prefer: return=representation
}

func (c *call) now() clock.Instant { return c.f.Now() }

// reply is an answer that is no error. A status of 204 has no body.
type reply struct {
	status int
	body   any
}

// Handler serves the API and the page at which payers approve.
func (g *Gateway) Handler() http.Handler { return http.HandlerFunc(g.serve) }

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{g: g, f: loop.FiberOf(r.Context()), path: r.URL.Path, query: r.URL.Query(), base: baseOf(r)}
	switch {
	case c.f == nil:
		write(w, http.StatusInternalServerError, plain(http.StatusInternalServerError))
		return
	case !g.on:
		write(w, http.StatusServiceUnavailable, plain(http.StatusServiceUnavailable))
		return
	}
	w.Header().Set("Date", c.now().Time().Format(http.TimeFormat))
	route, e := c.parse(r)
	if e != nil {
		c.refuse(w, e)
		return
	}
	if route.raw != nil {
		route.raw(c, w, r)
		return
	}
	if c.key != "" {
		a, e := c.earlier()
		if e != nil {
			c.refuse(w, e)
			return
		}
		if a != nil {
			c.says(w, a.Status, []byte(a.Body))
			g.env.Tell(gateway.Replayed{Path: c.path, Key: c.key})
			return
		}
		defer g.running.Begin(c.key)()
	}
	c.answer(w, route, r.Header.Get("PayPal-Mock-Response"))
}

// baseOf is the URL under which a client reached us. A live station is reached without TLS.
func baseOf(r *http.Request) string { return "http://" + r.Host }

// parse authenticates a request, finds its route and reads its body.
func (c *call) parse(r *http.Request) (route, *apiError) {
	route, id, status := match(r.Method, r.URL.Path)
	if !route.public {
		if e := c.authenticate(r); e != nil {
			return route, e
		}
	}
	if status != http.StatusOK {
		return route, plain(status)
	}
	c.id = id
	c.full = strings.Contains(r.Header.Get("Prefer"), "return=representation")
	var err error
	if c.body, err = io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1)); err != nil || len(c.body) > loop.MaxBody {
		return route, plain(http.StatusRequestEntityTooLarge)
	}
	if kind := r.Header.Get("Content-Type"); route.raw == nil && len(c.body) > 0 && kind != "" && !strings.HasPrefix(kind, "application/json") {
		return route, plain(http.StatusUnsupportedMediaType)
	}
	if r.Method == http.MethodPost && !route.plain {
		c.key = r.Header.Get("PayPal-Request-Id")
	}
	c.hash = replay.Hash(string(c.body))
	return route, nil
}

// answer runs the request, makes what it changed and what it says safe, and says it.
func (c *call) answer(w http.ResponseWriter, r route, mock string) {
	answer, e := reply{}, mocked(r, mock)
	if e == nil {
		answer, e = r.serve(c)
	}
	status, body := answer.status, answer.body
	if e != nil {
		e.DebugID = c.debugID()
		status, body = e.status, e
		if !e.worked {
			c.drop()
		}
	}
	b := encode(status, body)
	if c.key != "" && (e == nil || !e.early && status < 500) {
		c.Answers = append(c.Answers, &replay.Answer{Key: c.key, Path: c.path, Hash: c.hash, Status: status, Body: string(b), At: c.now()})
	}
	if e != nil {
		if e.event != nil {
			c.tell(e.event)
		}
		c.tell(gateway.Refused{Status: status, Code: e.code()})
	}
	c.g.finish(&c.update)
	c.says(w, status, b)
}

// drop forgets what a request changed, and what a reader got for it.
func (c *call) drop() {
	for _, k := range c.Cards {
		delete(c.g.reads, k.ID)
	}
	c.update = update{}
}

// maxKey is the longest PayPal-Request-Id.
const maxKey = 108

// earlier returns the stored answer to the request, or why its PayPal-Request-Id cannot be used; both are nil when it is
// new.
func (c *call) earlier() (*replay.Answer, *apiError) {
	if len(c.key) > maxKey {
		return nil, issue("INVALID_REQUEST_ID")
	}
	switch standing, a := c.g.running.Find(c.g.answers, c.key, c.path, c.hash, c.now(), c.g.config.KeepKeys); standing {
	case replay.Stored:
		return a, nil
	case replay.Other:
		return nil, issue("PAYPAL_REQUEST_ID_PREVIOUSLY_USED")
	case replay.Running:
		return nil, issue("PREVIOUS_REQUEST_IN_PROGRESS")
	}
	return nil, nil
}

// decode reads the body, which must be one JSON object where it is not empty.
func (c *call) decode(into any) *apiError { return decode(c.body, into) }

func decode(b []byte, into any) *apiError {
	text := bytes.TrimSpace(b)
	if len(text) == 0 {
		return nil
	}
	if text[0] != '{' && text[0] != '[' {
		return issue("MALFORMED_REQUEST_JSON")
	}
	err := json.Unmarshal(text, into)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field != "":
		return issueAt("INVALID_PARAMETER_SYNTAX", "/"+strings.ReplaceAll(kind.Field, ".", "/"))
	}
	return issue("MALFORMED_REQUEST_JSON")
}

func (c *call) refuse(w http.ResponseWriter, e *apiError) {
	e.DebugID = c.debugID()
	c.g.env.Tell(gateway.Refused{Status: e.status, Code: e.code()})
	c.says(w, e.status, encode(e.status, e))
}

// debugID is a name for one exchange.
func (c *call) debugID() string { return strings.ToLower(c.g.env.ID(""))[:13] }

func (c *call) says(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Paypal-Debug-Id", c.debugID())
	writeBytes(w, status, body)
}

func write(w http.ResponseWriter, status int, body any) { writeBytes(w, status, encode(status, body)) }

func writeBytes(w http.ResponseWriter, status int, body []byte) {
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone learns nothing, and what it asked for stays done
}

func encode(status int, v any) []byte {
	if status == http.StatusNoContent {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("gateway: an answer does not marshal: " + err.Error())
	}
	return b
}
