package wrong

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
)

// exchange is a request at an HTTP boundary.
type exchange struct {
	n      *Count
	r      *http.Request
	body   []byte
	server http.Handler
}

// reply is what the client gets.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// shows counts the fault.
func (x *exchange) shows() { *x.n++ }

// is says which request it is: a method, and a path whose last part is enough.
func (x *exchange) is(method, path string) bool {
	return x.r.Method == method && len(x.r.URL.Path) >= len(path) && x.r.URL.Path[len(x.r.URL.Path)-len(path):] == path
}

// form reads the body as a form.
func (x *exchange) form() url.Values {
	v, _ := url.ParseQuery(string(x.body))
	return v
}

// honest asks the real server what was asked.
func (x *exchange) honest() reply {
	return x.ask(x.r.URL.Path, x.key(), x.body)
}

// keyHeaders are where the API manners have their idempotency keys.
var keyHeaders = []string{"Idempotency-Key", "Paypal-Request-Id"}

// key is the request's idempotency key, empty where there is none.
func (x *exchange) key() string {
	return x.r.Header.Get(keyHeaders[0]) + x.r.Header.Get(keyHeaders[1])
}

// ask asks the real server something else.
func (x *exchange) ask(path, key string, body []byte) reply {
	r := x.r.Clone(x.r.Context())
	r.URL.Path = path
	for _, name := range keyHeaders {
		if r.Header.Get(name) != "" {
			r.Header.Set(name, key)
		}
	}
	w := loop.ServeOn(loop.FiberOf(x.r.Context()), x.server, r, body)
	return reply{w.Status(), w.Header(), w.Body()}
}

// made is an answer that the real server did not give.
func made(status int, body string) reply {
	return reply{status, http.Header{"Content-Type": {"application/json"}}, []byte(body)}
}

// web puts a fault before the server of a host name. fault is called once for each station.
func web(host string, fault func() func(*exchange) reply) func(*Count) station.Hooks {
	return func(n *Count) station.Hooks {
		return station.Hooks{Handler: func(name string, h http.Handler) http.Handler {
			if name != host {
				return h
			}
			serve := fault()
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var b bytes.Buffer
				_, _ = io.Copy(&b, io.LimitReader(r.Body, loop.MaxBody+1))
				a := serve(&exchange{n, r, b.Bytes(), h})
				for k, v := range a.header {
					w.Header()[k] = v
				}
				w.WriteHeader(a.status)
				_, _ = w.Write(a.body)
			})
		}}
	}
}

// always is a fault that remembers nothing.
func always(f func(*exchange) reply) func() func(*exchange) reply {
	return func() func(*exchange) reply { return f }
}
