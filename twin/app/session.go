package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// unlocking is the request for a point.
type unlocking struct {
	Point  forecourt.Point `json:"fuelling-point"`
	Code   string          `json:"code"`
	Amount string          `json:"amount,omitempty"`
	Method string          `json:"payment-method,omitempty"`
}

// session is what the site says of one.
type session struct {
	ID         string          `json:"id"`
	State      string          `json:"state"`
	Point      forecourt.Point `json:"fuelling-point"`
	Limit      string          `json:"limit"`
	Authorised string          `json:"authorised"`
	Grade      forecourt.Grade `json:"grade"`
	Volume     string          `json:"volume"`
	Amount     string          `json:"amount"`
	Paid       string          `json:"paid"`
	Sale       string          `json:"sale"`
	Why        string          `json:"why"`
	Version    int             `json:"version"`
	Text       string          `json:"text"` // of a receipt
}

// unlock begins the story of an unlocking. A second tap asks for the same again, under a key of its own.
func (a *App) unlock(u Unlock) {
	ask := unlocking{Point: u.Point, Code: u.Code, Method: u.Method}
	if ask.Code == "" {
		ask.Code = forecourt.PointCode(a.cfg.Site, u.Point)
	}
	if !u.Amount.IsZero() {
		ask.Amount = u.Amount.String()
	}
	if ask.Method == "" && !u.Later {
		ask.Method = a.cfg.User.Method
	}
	key := a.env.ID("key_")
	if u.Again {
		a.goes("tap", func(f *loop.Fiber) { a.post(f, key, ask) })
		return
	}
	a.kept = kept{Key: key, Ask: ask}
	a.keep()
	a.goes("unlock", a.begin)
}

func (a *App) post(f *loop.Fiber, key string, ask unlocking) (s session, yes bool) {
	_, body, yes := a.ask(f, asked{name: "unlock", method: http.MethodPost, path: "/v1/sessions", key: key, body: ask})
	return s, yes && a.reads(body, &s)
}

// begin asks for the point, and follows the session to its end.
func (a *App) begin(f *loop.Fiber) {
	if a.kept.Session == "" {
		key := a.kept.Key
		s, yes := a.post(f, key, a.kept.Ask)
		if key != a.kept.Key { // the user has begun another one meanwhile
			return
		}
		if a.kept.Session, a.kept.Over = s.ID, !yes; !yes {
			a.keep()
			return
		}
		a.keep()
		if a.kept.Leaving {
			a.goes("cancel", a.cancel)
		}
	}
	a.follow(f)
}

// follow tells each state of the session once, and gets the receipt.
func (a *App) follow(f *loop.Fiber) {
	id := a.kept.Session
	for a.kept.Session == id && !a.kept.Over {
		status, body, yes := a.ask(f, asked{name: "follow", method: http.MethodGet, path: "/v1/sessions/" + id + "/events", seen: a.kept.Seen})
		if !yes || a.kept.Session != id {
			return
		}
		last := session{}
		for _, s := range a.events(body) {
			last = s
			a.show(s)
		}
		if status == http.StatusNoContent || over(last.State) {
			a.kept.Over = true
			a.keep()
		}
	}
}

// show tells a state that the user has not seen.
func (a *App) show(s session) {
	if s.Version <= a.kept.Seen {
		return
	}
	a.kept.Seen = s.Version
	a.keep()
	e := told(s.State, SessionTold{s.Point, s.ID, s.Limit, s.Authorised, s.Grade, s.Volume, s.Amount, s.Paid, s.Sale, s.Why})
	if e != nil {
		a.env.Tell(e)
	}
	if s.State == "receipt" {
		a.goes("receipt", func(f *loop.Fiber) { a.receipt(f, s.ID) })
	}
}

func over(state string) bool {
	switch state {
	case "receipt", "cancelled", "expired", "declined", "failed":
		return true
	}
	return false
}

func (a *App) receipt(f *loop.Fiber, id string) {
	_, body, yes := a.ask(f, asked{name: "receipt", method: http.MethodGet, path: "/v1/sessions/" + id + "/receipt"})
	var s session
	if yes && a.reads(body, &s) {
		a.env.Tell(Receipt{s.Sale, s.Paid, s.Text})
	}
}

func (a *App) approve(f *loop.Fiber, s Approve) {
	if s.Method == "" {
		s.Method = a.cfg.User.Method
	}
	a.ask(f, asked{
		name: "approve", method: http.MethodPut, path: "/v1/sessions/" + a.kept.Session + "/payment",
		body: map[string]string{"payment-method": s.Method},
	})
}

// cancel gives the session up; one that the site has not answered yet is given up when it has.
func (a *App) cancel(f *loop.Fiber) {
	if a.kept.Session != "" {
		a.ask(f, asked{name: "cancel", method: http.MethodDelete, path: "/v1/sessions/" + a.kept.Session})
	}
}

// events reads a stream of server-sent events as far as it came.
func (a *App) events(body []byte) (all []session) {
	lines := bufio.NewScanner(bytes.NewReader(body))
	for lines.Scan() {
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
			var s session
			if a.reads([]byte(data), &s) {
				all = append(all, s)
			}
		}
	}
	return all
}

func (a *App) reads(body []byte, into *session) bool {
	if err := json.Unmarshal(body, into); err != nil {
		a.env.Fault(err)
		return false
	}
	return true
}
