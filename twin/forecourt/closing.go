package forecourt

import (
	"errors"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// The CloudEvents types of what is closed.
const (
	ShiftClosed = "fuel.shift.closed.v1"
	DayClosed   = "fuel.day.closed.v1"
)

// Total is one line of a close: how many there were of a kind, and what they come to. Money that went back is below zero.
type Total struct {
	By     string         `json:"by"`  // tender, grade, scheme, kind
	Key    string         `json:"key"` // cash, diesel, visa, void
	Count  int            `json:"count"`
	Volume unit.Indicated `json:"volume"`
	Amount unit.Money     `json:"amount"`
}

// ClosePosting is a shift or a day as a POS posts it to order management when it is closed. The day is the business day: it
// begins and ends with its closes, not at midnight.
type ClosePosting struct {
	ID       string        `json:"id"`
	Site     string        `json:"site"`
	Kind     string        `json:"kind"` // shift or day
	Number   int           `json:"number"`
	Day      int           `json:"day"`
	From     clock.Instant `json:"from"` // of the close before; zero: the first one
	To       clock.Instant `json:"to"`
	Totals   []Total       `json:"totals"`
	Captured unit.Money    `json:"captured"` // by the POS's books
	Gateway  unit.Money    `json:"gateway"`  // by the gateway's
}

// Validate says what is missing or wrong.
func (c ClosePosting) Validate() error {
	switch {
	case c.ID == "" || c.Site == "" || c.Number < 1 || c.Day < 1:
		return errors.New("a close needs its id, its site and its numbers")
	case c.Kind != "shift" && c.Kind != "day":
		return errors.New("what is closed is a shift or a day")
	case c.To < c.From:
		return errors.New("a close ends after it began")
	}
	return nil
}

// Envelope wraps the posting. It is the same whenever it is made, so that a repeat is known as one.
func (c ClosePosting) Envelope() CloudEventOf[ClosePosting] {
	kind := ShiftClosed
	if c.Kind == "day" {
		kind = DayClosed
	}
	return CloudEventOf[ClosePosting]{
		SpecVersion: "1.0", ID: c.ID, Source: "/sites/" + c.Site + "/pos", Type: kind,
		Subject: c.Kind, Time: c.To.Time(), DataContentType: "application/json", Data: c,
	}
}
