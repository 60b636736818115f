package stripe

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/replay"
)

// maxKey is the longest key the API takes.
const maxKey = 255

// hash stands for all parameters; the order in which they came does not count.
func (f form) hash() string {
	var parts []string
	for _, name := range f.names() {
		for _, v := range f.values[name] {
			parts = append(parts, name, v)
		}
	}
	return replay.Hash(parts...)
}

// earlier returns the stored answer to the request, or why its key cannot be used; both are nil when it is new.
func (c *call) earlier() (*replay.Answer, *apiError) {
	if len(c.key) > maxKey {
		return nil, refused("", "", "Idempotency keys can be up to %d characters long.", maxKey)
	}
	switch standing, a := c.g.running.Find(c.g.answers, c.key, c.path, c.hash, c.now(), c.g.config.KeepKeys); standing {
	case replay.Stored:
		return a, nil
	case replay.Other:
		return nil, plain(http.StatusBadRequest, idempotencyErr, "Keys for idempotent requests can only be used with the same "+
			"parameters they were first used with. Try using a key other than '%s' if you meant to execute a different request.", c.key)
	case replay.Running:
		e := plain(http.StatusConflict, idempotencyErr, "There is currently another in-progress request using this Idempotent "+
			"Key (that probably means you submitted twice, and the other request is still going through): %s.", c.key)
		e.Code = "idempotency_key_in_use"
		return nil, e
	}
	return nil, nil
}

func (c *call) replay(w http.ResponseWriter, a *replay.Answer) {
	w.Header().Set("Idempotent-Replayed", "true")
	c.write(w, a.Status, []byte(a.Body))
	c.g.env.Tell(gateway.Replayed{Path: c.path, Key: c.key})
}
