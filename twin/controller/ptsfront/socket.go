package ptsfront

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/wire/pts"
)

// Handler is the interface for HTTP and for WebSockets.
type Handler struct {
	*http.ServeMux
	front *Front
}

// Upgrade takes a WebSocket in, or refuses it on w and returns nil. Each message of the socket is the body of a request to
// the handler that it returns, and the answer's body the message back. Whoever is behind the socket has proven who they
// are with the upgrade. An answer that is not 200 ends the socket: the controller has lost its power since.
func (h *Handler) Upgrade(w http.ResponseWriter, r *http.Request) http.Handler {
	f := h.front
	if r.URL.Path != pts.Path {
		http.NotFound(w, r)
		return nil
	}
	user, ok := f.user(w, r)
	if !ok {
		return nil
	}
	boots := f.boots
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.boots != boots {
			http.Error(w, "the controller was restarted", http.StatusServiceUnavailable)
			return
		}
		f.take(w, r, user)
	})
}
