package pos

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/loop"
)

// ordered sorts the parameters of a form. The official client writes those that it holds in maps in random order, and
// one seed must make one run, to the byte.
type ordered struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (o ordered) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		return o.next.RoundTrip(r)
	}
	form, err := io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1))
	_ = r.Body.Close()
	if err != nil {
		return nil, err
	}
	parameters := strings.Split(string(form), "&")
	slices.Sort(parameters)
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(strings.NewReader(strings.Join(parameters, "&")))
	return o.next.RoundTrip(r)
}
