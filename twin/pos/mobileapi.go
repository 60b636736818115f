package pos

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
)

// rejection is an answer that is no: a status and why.
type rejection struct {
	status int
	why    string
}

func no(status int, format string, args ...any) *rejection {
	return &rejection{status, fmt.Sprintf(format, args...)}
}

// request is a phone's request, with who asks and what he sent.
type request struct {
	*http.Request
	user payment.AppUser
	body []byte
}

// MobileHandler serves phones; it runs on fibers of the POS.
func (p *POS) MobileHandler() http.Handler {
	mux := http.NewServeMux()
	for path, serve := range map[string]func(http.ResponseWriter, *request) *rejection{
		"GET /v1/sites":                      p.listSites,
		"GET /v1/sites/{site}":               p.showSite,
		"POST /v1/sessions":                  p.postSession,
		"GET /v1/sessions/{session}":         p.getSession,
		"PUT /v1/sessions/{session}/payment": p.putPayment,
		"DELETE /v1/sessions/{session}":      p.deleteSession,
		"GET /v1/sessions/{session}/events":  p.streamSession,
		"GET /v1/sessions/{session}/receipt": p.getReceipt,
		"/": func(http.ResponseWriter, *request) *rejection {
			return no(http.StatusNotFound, "there is nothing here")
		},
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { p.servePhone(w, r, serve) })
	}
	return mux
}

// servePhone knows who asks, and answers a refusal with a problem document.
func (p *POS) servePhone(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter, *request) *rejection) {
	if loop.FiberOf(r.Context()) == nil || p.env == nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	q := &request{Request: r}
	why := p.known(q)
	if why == nil {
		why = q.read()
	}
	if why == nil {
		why = serve(w, q)
	}
	if why == nil {
		return
	}
	why.why = payment.Mask(why.why) // it may quote what came from outside
	p.tell(RequestRefused{q.user.Name, why.status, why.why})
	if why.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	writeAs(w, why.status, "application/problem+json", map[string]any{
		"type": "about:blank", "title": http.StatusText(why.status), "status": why.status, "detail": why.why,
	})
}

func (p *POS) known(q *request) *rejection {
	token, bears := strings.CutPrefix(q.Header.Get("Authorization"), "Bearer ")
	for _, u := range p.cfg.Mobile.Users {
		if bears && token == u.Token {
			q.user = u
			return nil
		}
	}
	return no(http.StatusUnauthorized, "the token is nobody's")
}

// read takes the body of a request that has one.
func (q *request) read() *rejection {
	var err error
	if q.body, err = io.ReadAll(io.LimitReader(q.Body, mostAsked+1)); err != nil {
		return no(http.StatusBadRequest, "the body cannot be read")
	}
	if len(q.body) > mostAsked {
		return no(http.StatusRequestEntityTooLarge, "the body has more than %d bytes", mostAsked)
	}
	if q.Method != http.MethodPost && q.Method != http.MethodPut {
		return nil
	}
	if media, _, err := mime.ParseMediaType(q.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return no(http.StatusUnsupportedMediaType, "expected content type application/json")
	}
	return nil
}

// postSession unlocks a point, or answers with the session that the same request has begun before.
func (p *POS) postSession(w http.ResponseWriter, q *request) *rejection {
	var u unlocking
	if err := decode(q.body, &u); err != nil {
		return no(http.StatusBadRequest, "%v", err)
	}
	key := q.Header.Get("Idempotency-Key")
	if len(key) > 80 {
		return no(http.StatusBadRequest, "the idempotency key has more than 80 bytes")
	}
	asked := fmt.Sprintf("%d %s %s", u.Point, u.Amount, u.Method)
	if s, why := p.sameSession(q.user, key, asked); s != nil || why != nil {
		if s != nil {
			p.writeSession(w, http.StatusOK, s)
		}
		return why
	}
	limit, why := p.limit(u.Amount)
	if why == "" && u.Method != "" {
		why = badMethod(u.Method)
	}
	if why != "" {
		return no(http.StatusUnprocessableEntity, "%s", why)
	}
	if why := p.mayUnlock(q.user, u); why != nil {
		return why
	}
	s := &session{
		User: q.user.Name, Customer: q.user.Customer, Key: key, Asked: asked, Point: u.Point, Method: u.Method, Limit: limit,
	}
	p.openSession(s)
	w.Header().Set("Location", "/v1/sessions/"+s.ID)
	p.writeSession(w, http.StatusCreated, s)
	return nil
}

// sameSession finds what a request that comes again has begun: by its key, or as a second tap on the same button.
func (p *POS) sameSession(u payment.AppUser, key, asked string) (*session, *rejection) {
	for _, id := range p.books.order.sessions {
		switch s := p.sessions[id]; {
		case s.User != u.Name:
		case key != "" && s.Key == key && s.Asked != asked:
			return nil, no(http.StatusConflict, "this idempotency key was used for another request")
		case key != "" && s.Key == key, s.Asked == asked && s.state().holds():
			return s, nil
		case s.state().holds() && !p.cfg.Mobile.Several:
			return nil, no(http.StatusConflict, "session %s is open at fuelling point %d", s.ID, s.Point)
		}
	}
	return nil, nil
}

// mayUnlock checks that a user stands at a point that is free.
func (p *POS) mayUnlock(u payment.AppUser, ask unlocking) *rejection {
	if !p.has(ask.Point) {
		return no(http.StatusNotFound, "%s", noPoint(ask.Point))
	}
	now := p.env.Now()
	recent := []clock.Instant{}
	for _, at := range p.missed[u.Name] {
		if now.Sub(at) < p.cfg.Mobile.TriesFor {
			recent = append(recent, at)
		}
	}
	p.missed[u.Name] = recent
	if len(recent) >= p.cfg.Mobile.Tries {
		return no(http.StatusTooManyRequests, "too many wrong codes, try again later")
	}
	if ask.Code != forecourt.PointCode(p.cfg.Site, ask.Point) {
		p.missed[u.Name] = append(recent, now)
		return no(http.StatusForbidden, "the code is not that of fuelling point %d", ask.Point)
	}
	if why := p.notOffered(ask.Point, p.point(ask.Point).offers.Has(service.Outdoor), service.Outdoor); why != "" {
		return no(http.StatusConflict, "%s", why)
	}
	if why := p.busy(ask.Point); why != "" {
		return no(http.StatusConflict, "%s", why)
	}
	return nil
}

// mine finds the session that a request is about. Another user's is not there.
func (p *POS) mine(q *request) (*session, *rejection) {
	s := p.sessions[q.PathValue("session")]
	if s == nil || s.User != q.user.Name {
		return nil, no(http.StatusNotFound, "there is no such session")
	}
	return s, nil
}

// putPayment names what a reserved session is paid with.
func (p *POS) putPayment(w http.ResponseWriter, q *request) *rejection {
	s, why := p.mine(q)
	if why != nil {
		return why
	}
	var x paying
	if err := decode(q.body, &x); err != nil {
		return no(http.StatusBadRequest, "%v", err)
	}
	if bad := badMethod(x.Method); bad != "" {
		return no(http.StatusUnprocessableEntity, "%s", bad)
	}
	switch {
	case s.Method == x.Method: // it came again
	case s.Method != "" || s.state() != Reserved:
		return no(http.StatusConflict, "the session is %s", s.state())
	default:
		s.Method = x.Method
		p.keep(s)
		p.pass(s.Cover, methodNamed{})
	}
	p.writeSession(w, http.StatusOK, s)
	return nil
}

// deleteSession gives a point up that no nozzle was lifted at.
func (p *POS) deleteSession(w http.ResponseWriter, q *request) *rejection {
	s, why := p.mine(q)
	if why != nil {
		return why
	}
	switch at := s.state(); {
	case at == Cancelled:
	case at.rank() >= Fuelling.rank():
		return no(http.StatusConflict, "too late: the session is %s", at)
	default:
		s.Leaving = true
		p.keep(s)
		p.pass(s.Cover, cancelPressed{})
	}
	p.writeSession(w, http.StatusAccepted, s)
	return nil
}
