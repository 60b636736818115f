package ptsfront

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// Config is what a front needs.
type Config struct {
	Desk   *desk.Desk
	Scheme Scheme            // default: None
	Users  map[string]string // passwords by user, where there is a scheme
	Chance *chance.Source    // of nonces; only the digest scheme needs it
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
	nonces  *nonces                                   // nil without the digest scheme
	boots   int                                       // how often the desk has lost its power
}

// New returns a front.
func New(cfg Config) (*Front, error) {
	if cfg.Desk == nil {
		return nil, errors.New("ptsfront: there is no desk")
	}
	if cfg.Scheme == "" {
		cfg.Scheme = None
	}
	if err := cfg.checkScheme(); err != nil {
		return nil, err
	}
	if cfg.Within == 0 {
		cfg.Within = defaultWithin
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	f := &Front{cfg: cfg, clients: map[string]*desk.Client{}, later: map[string]map[forecourt.Point][]pts.Data{}}
	if cfg.Scheme.digest() {
		f.nonces = newNonces(cfg.Chance)
	}
	cfg.Desk.Watch(func(n desk.Notice) {
		if _, down := n.(desk.DownNotice); down {
			f.boots++
			if f.nonces != nil {
				f.nonces.forget(cfg.Desk.Now())
			}
		}
	})
	return f, nil
}

// Handler returns the HTTP interface, to be served for the desk's role. It is a *Handler, which takes WebSockets too.
func (f *Front) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+pts.Path, func(w http.ResponseWriter, r *http.Request) {
		if user, ok := f.user(w, r); ok {
			f.take(w, r, user)
		}
	})
	return &Handler{ServeMux: mux, front: f}
}

// take answers a body of a user.
func (f *Front) take(w http.ResponseWriter, r *http.Request, user string) {
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

func (f *Front) stamp(at clock.Instant) string { return pts.Stamp(at, f.cfg.Zone) }
