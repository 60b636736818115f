package oms

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// Entry is one event as it was taken: a sale, money that went back, or a close. One of the last three is set.
type Entry struct {
	Key     string                    `json:"key"` // source and id of the event
	Sale    *forecourt.SalePosting    `json:"sale,omitempty"`
	Payback *forecourt.PaybackPosting `json:"payback,omitempty"`
	Close   *forecourt.ClosePosting   `json:"close,omitempty"`
}

// subject is what an answer calls the entry.
func (e Entry) subject() string {
	switch {
	case e.Payback != nil:
		return e.Payback.ID
	case e.Close != nil:
		return e.Close.ID
	}
	return e.Sale.Sale
}

// told is the event that says it was taken.
func (e Entry) told() forecourt.Event {
	switch {
	case e.Payback != nil:
		p := e.Payback
		return PaybackPosted{p.ID, p.Kind, p.Sale, p.Site, p.Amount, p.Payment}
	case e.Close != nil:
		c := e.Close
		return ClosePosted{c.ID, c.Kind, c.Number, c.Site, c.Captured, c.Gateway}
	}
	return salePosted(*e.Sale)
}

// readEntry reads and checks an event by its type.
func readEntry(body []byte) (Entry, error) {
	var e forecourt.CloudEventOf[json.RawMessage]
	if err := json.Unmarshal(body, &e); err != nil {
		return Entry{}, fmt.Errorf("the body is no CloudEvent in JSON: %w", err)
	}
	switch {
	case e.SpecVersion != "1.0":
		return Entry{}, errors.New("specversion must be 1.0")
	case e.ID == "" || e.Source == "":
		return Entry{}, errors.New("id and source must be there")
	}
	entry := Entry{Key: e.Key()}
	var data interface{ Validate() error }
	switch {
	case e.Type == forecourt.SaleCompleted:
		entry.Sale = &forecourt.SalePosting{}
		data = entry.Sale
	case forecourt.PaybackType(e.Type):
		entry.Payback = &forecourt.PaybackPosting{}
		data = entry.Payback
	case e.Type == forecourt.ShiftClosed || e.Type == forecourt.DayClosed:
		entry.Close = &forecourt.ClosePosting{}
		data = entry.Close
	default:
		return Entry{}, fmt.Errorf("there is no type %s here", e.Type)
	}
	if err := json.Unmarshal(e.Data, data); err != nil {
		return Entry{}, fmt.Errorf("the data are not those of %s: %w", e.Type, err)
	}
	return entry, data.Validate()
}
