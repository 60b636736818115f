package live

import (
	"encoding/json"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"io"
	"net/http"
)

// control serves POST and DELETE /steps, GET /events and GET /state.
func (s *Station) control() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /events", s.feed)
	operator := forecourt.Role{Kind: "operator"}
	mux.Handle("POST /steps", s.onFiber("control steps", operator, http.HandlerFunc(s.steps), true))
	mux.Handle("DELETE /steps", s.onFiber("control drop", operator, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.options.Actor.Drop(r.URL.Query().Get("session"))
		w.WriteHeader(http.StatusNoContent)
	}), false))
	mux.Handle("GET /state", s.onFiber("control state", operator, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"at_ns": int64(loop.FiberOf(r.Context()).Now()), "roles": s.options.State()})
	}), true))
	return mux
}

func (s *Station) steps(w http.ResponseWriter, r *http.Request) {
	switch r.Header.Get("Content-Type") {
	case "", "application/json", "application/yaml", "text/yaml", "application/x-yaml", "application/x-www-form-urlencoded":
	default:
		writeJSON(w, http.StatusUnsupportedMediaType, map[string]string{"error": "steps are YAML or JSON"})
		return
	}
	body, _ := io.ReadAll(r.Body)
	session := r.URL.Query().Get("session")
	status, answer := s.options.Actor.Act(loop.FiberOf(r.Context()), session, body)
	writeJSON(w, status, answer)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
