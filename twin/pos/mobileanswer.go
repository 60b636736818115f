package pos

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// sessionView is a session as a phone sees it. Money and volume are text, as in "40.00 EUR" and "22.24 L".
type sessionView struct {
	ID         string          `json:"id"`
	State      SessionState    `json:"state"`
	Site       string          `json:"site"`
	Point      forecourt.Point `json:"fuelling-point"`
	Limit      string          `json:"limit"`
	Authorised string          `json:"authorised,omitempty"` // what is held
	Grade      forecourt.Grade `json:"grade,omitempty"`
	Volume     string          `json:"volume,omitempty"`
	Price      string          `json:"price,omitempty"`
	Amount     string          `json:"amount,omitempty"`
	Paid       string          `json:"paid,omitempty"`
	Sale       string          `json:"sale,omitempty"`
	Why        string          `json:"why,omitempty"`
	Version    int             `json:"version"` // how many states it has come to
}

// view shows a session at one of its states, counted from 1.
func (p *POS) view(s *session, version int) sessionView {
	v := sessionView{
		ID: s.ID, State: s.History[version-1].State, Site: p.cfg.Site, Point: s.Point, Limit: s.Limit.String(), Version: version,
	}
	c := p.covers[s.Cover]
	if c == nil || v.State == Reserved {
		return v.ended(s)
	}
	if !c.Granted.IsZero() {
		v.Authorised = c.Granted.String()
	}
	sold := p.sales[c.Sale]
	if sold == nil || v.State.holds() {
		return v.ended(s)
	}
	v.Sale, v.Grade, v.Volume, v.Price = sold.ID, sold.Grade, sold.Volume.String(), sold.Price.String()
	v.Amount = sold.Amount.String()
	if v.State == Receipted {
		v.Paid = sold.Paid.String()
	}
	return v.ended(s)
}

func (v sessionView) ended(s *session) sessionView {
	if v.State.Over() {
		v.Why = s.Why
	}
	return v
}

func (p *POS) writeSession(w http.ResponseWriter, status int, s *session) {
	writeAs(w, status, "application/json", p.view(s, len(s.History)))
}

func writeAs(w http.ResponseWriter, status int, media string, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"title":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(b)
}

func (p *POS) getSession(w http.ResponseWriter, q *request) *rejection {
	s, why := p.mine(q)
	if why == nil {
		p.writeSession(w, http.StatusOK, s)
	}
	return why
}

// streamSession sends the states that a phone has not seen as server-sent events, each with its number as the id. Where
// there is none it waits for one; then it ends, and the client comes back with Last-Event-ID.
func (p *POS) streamSession(w http.ResponseWriter, q *request) *rejection {
	s, why := p.mine(q)
	if why != nil {
		return why
	}
	seen := 0
	if last := q.Header.Get("Last-Event-ID"); last != "" {
		n, err := strconv.Atoi(last)
		if err != nil || n < 0 || n > len(s.History) {
			return no(http.StatusBadRequest, "Last-Event-ID is none of this stream's")
		}
		seen = n
	}
	if seen == len(s.History) && s.state().Over() {
		w.WriteHeader(http.StatusNoContent) // nothing will come
		return nil
	}
	if f := loop.FiberOf(q.Context()); seen == len(s.History) {
		p.watchSession(s).Take(f, f.Now().Add(p.cfg.Mobile.Wait))
	}
	var b strings.Builder
	fmt.Fprint(&b, "retry: 0\n\n")
	for n := seen + 1; n <= len(s.History); n++ {
		data, err := json.Marshal(p.view(s, n))
		if err != nil {
			return no(http.StatusInternalServerError, "%v", err)
		}
		fmt.Fprintf(&b, "id: %d\nevent: %s\ndata: %s\n\n", n, s.History[n-1].State, data)
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(b.String()))
	return nil
}

func (p *POS) getReceipt(w http.ResponseWriter, q *request) *rejection {
	s, why := p.mine(q)
	if why != nil {
		return why
	}
	if s.state() != Receipted {
		return no(http.StatusConflict, "there is no receipt, the session is %s", s.state())
	}
	sold := p.sales[p.covers[s.Cover].Sale]
	writeAs(w, http.StatusOK, "application/json", struct {
		sessionView
		Text string `json:"text"`
	}{p.view(s, len(s.History)), p.receiptText(sold)})
	return nil
}

// siteView is the site as a phone sees it.
type siteView struct {
	Site     string        `json:"site"`
	Currency unit.Currency `json:"currency"`
	Limit    string        `json:"limit"` // of a session
	Points   []pointView   `json:"fuelling-points,omitempty"`
}

type pointView struct {
	Point  forecourt.Point `json:"fuelling-point"`
	Free   bool            `json:"free"`
	Why    string          `json:"why,omitempty"` // it is not
	Grades []gradeView     `json:"grades"`
}

type gradeView struct {
	Nozzle forecourt.Nozzle `json:"nozzle"`
	Grade  forecourt.Grade  `json:"grade"`
	Price  string           `json:"price"`
}

func (p *POS) siteView() siteView {
	return siteView{Site: p.cfg.Site, Currency: p.cfg.Currency, Limit: p.cfg.PreAuth.String()}
}

func (p *POS) listSites(w http.ResponseWriter, _ *request) *rejection {
	writeAs(w, http.StatusOK, "application/json", map[string]any{"sites": []siteView{p.siteView()}})
	return nil
}

func (p *POS) showSite(w http.ResponseWriter, q *request) *rejection {
	v := p.siteView()
	if q.PathValue("site") != v.Site {
		return no(http.StatusNotFound, "there is no such site")
	}
	for _, n := range p.cfg.Points {
		x := pointView{Point: n, Why: p.busy(n), Grades: []gradeView{}}
		x.Free = x.Why == ""
		for _, h := range p.cfg.Hoses[n] {
			x.Grades = append(x.Grades, gradeView{h.Nozzle, h.Grade, p.priceOf(h.Grade, forecourt.Credit).String()})
		}
		v.Points = append(v.Points, x)
	}
	writeAs(w, http.StatusOK, "application/json", v)
	return nil
}
