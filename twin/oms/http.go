package oms

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// Handler returns the HTTP interface.
func (o *OMS) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /events", o.takeEvent)
	mux.HandleFunc("GET /sales", o.listSales)
	mux.HandleFunc("GET /paybacks", o.listPaybacks)
	mux.HandleFunc("GET /closes", o.listCloses)
	mux.HandleFunc("GET /ledger", o.showLedger)
	return mux
}

// receipt is the answer to an event.
type receipt struct {
	Sale      string `json:"sale"`
	Duplicate bool   `json:"duplicate"`
}

// takeEvent takes an event once.
func (o *OMS) takeEvent(w http.ResponseWriter, r *http.Request) {
	entry, err := readEvent(r)
	if err != nil {
		o.refuse(w, http.StatusBadRequest, err)
		return
	}
	if f := loop.FiberOf(r.Context()); f != nil {
		f.Sleep(o.cfg.Work)
	}
	if at, known := o.byKey[entry.Key]; known {
		if !reflect.DeepEqual(o.entries[at], entry) {
			o.refuse(w, http.StatusConflict, fmt.Errorf("%s was posted before with another content", entry.subject()))
			return
		}
		o.env.Tell(DuplicateIgnored{entry.subject()})
		answer(w, http.StatusOK, "application/json", receipt{entry.subject(), true})
		return
	}
	if err := o.keep(entry); err != nil {
		o.refuse(w, http.StatusInternalServerError, err)
		return
	}
	o.env.Tell(entry.told())
	answer(w, http.StatusAccepted, "application/json", receipt{entry.subject(), false})
}

// readEvent reads and checks the request; nothing has been changed when it fails.
func readEvent(r *http.Request) (e Entry, err error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != forecourt.CloudEventMedia && media != "application/json" {
		return e, fmt.Errorf("expected content type %s", forecourt.CloudEventMedia)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1))
	if err != nil || len(body) > loop.MaxBody {
		return e, errors.New("the body cannot be read, or is too large")
	}
	return readEntry(body)
}

func (o *OMS) listSales(w http.ResponseWriter, _ *http.Request) {
	sales := make([]forecourt.SalePosting, len(o.postings))
	for i, p := range o.postings {
		sales[i] = p.Sale
	}
	answer(w, http.StatusOK, "application/json", map[string]any{"sales": sales})
}

func (o *OMS) listPaybacks(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, "application/json", map[string]any{"paybacks": o.Paybacks()})
}

func (o *OMS) listCloses(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, "application/json", map[string]any{"closes": o.Closes()})
}

func (o *OMS) showLedger(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, "application/json", map[string]any{"ledger": o.Sums()})
}

// problem is the error document.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (o *OMS) refuse(w http.ResponseWriter, status int, err error) {
	why := payment.Mask(err.Error()) // it may quote what came from outside
	o.env.Tell(PostingRefused{why})
	answer(w, status, "application/problem+json", problem{"about:blank", http.StatusText(status), status, why})
}

func answer(w http.ResponseWriter, status int, media string, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"title":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(b)
}
