package ptsfront

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// Config is what a front needs.
type Config struct {
	Desk   *desk.Desk
	Users  map[string]string // passwords by user; none: nobody is asked
	Within time.Duration     // a till that asks for nothing is given up after it; default 46 s
	Zone   *time.Location    // of time stamps; nil: UTC
}

const defaultWithin = 46 * time.Second

// anybody is the till of those who need not say who they are.
const anybody = "pos"

// Front is the interface.
type Front struct {
	cfg     Config
	clients map[string]*desk.Client
	later   map[string]map[forecourt.Point][]pts.Data // by user: what was asked for, and is told at a PumpGetStatus
}

// New returns a front.
func New(cfg Config) (*Front, error) {
	if cfg.Desk == nil {
		return nil, errors.New("ptsfront: there is no desk")
	}
	if cfg.Within == 0 {
		cfg.Within = defaultWithin
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	return &Front{cfg: cfg, clients: map[string]*desk.Client{}, later: map[string]map[forecourt.Point][]pts.Data{}}, nil
}

// Handler returns the HTTP interface, to be served for the desk's role.
func (f *Front) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+pts.Path, f.take)
	return mux
}

func (f *Front) take(w http.ResponseWriter, r *http.Request) {
	user, ok := f.user(r)
	if !ok {
		w.Header().Set("WWW-Authenticate", `Basic realm="PTS"`)
		http.Error(w, "who is asking?", http.StatusUnauthorized)
		return
	}
	b, err := io.ReadAll(io.LimitReader(r.Body, pts.MaxBody+1))
	if err != nil {
		http.Error(w, "the body was cut off", http.StatusBadRequest)
		return
	}
	body, err := pts.Decode(b)
	if err != nil {
		reply(w, pts.Refused(err))
		return
	}
	x := &exchange{front: f, fiber: loop.FiberOf(r.Context()), user: user}
	answers := make([]pts.Packet, len(body.Packets))
	for i, p := range body.Packets {
		answers[i] = x.answer(p)
	}
	reply(w, pts.Body{Packets: answers})
}

func reply(w http.ResponseWriter, b pts.Body) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(pts.Encode(b))
}

// user returns who asks; false where they must say and do not.
func (f *Front) user(r *http.Request) (string, bool) {
	if len(f.cfg.Users) == 0 {
		return anybody, true
	}
	name, password, _ := r.BasicAuth()
	wanted, known := f.cfg.Users[name]
	a, b := sha256.Sum256([]byte(password)), sha256.Sum256([]byte(wanted))
	return name, subtle.ConstantTimeCompare(a[:], b[:]) == 1 && known
}

// client returns a user's till at the desk, logged on again where it was given up.
func (f *Front) client(user string) (*desk.Client, *desk.Refusal) {
	if c := f.clients[user]; c != nil && !c.Gone() {
		c.Touch()
		return c, nil
	}
	delete(f.later, user)
	c, why := f.cfg.Desk.LogOn(user+"@jsonPTS", f.cfg.Within)
	if why != nil {
		return nil, why
	}
	f.clients[user] = c
	return c, nil
}

func (f *Front) stamp(at clock.Instant) string {
	return at.Time().In(f.cfg.Zone).Format("2006-01-02T15:04:05")
}
