package terminal

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// The events of a terminal.
type (
	// Asked says that a message was sent.
	Asked struct {
		For    Purpose    `event:"for"`
		Type   string     `event:"type"`
		STAN   string     `event:"stan"`
		Amount unit.Money `event:"amount"`
	}
	// Answered says that the host answered.
	Answered struct {
		For      Purpose    `event:"for"`
		Code     string     `event:"code"` // by 1987, whatever the profile
		Meaning  string     `event:"meaning"`
		STAN     string     `event:"stan"`
		RRN      string     `event:"rrn"`
		Amount   unit.Money `event:"amount"` // of the answer: what was granted
		Limit    unit.Money `event:"limit"`  // what may be fuelled for
		Approval string     `event:"approval"`
		Balanced bool       `event:"balanced"` // of a reconciliation
		Day      string     `event:"day"`      // in whose batch it is settled
		Network  string     `event:"network"`  // its identifier, where the profile has one
	}
	// TimedOut says that a request was given up.
	TimedOut struct {
		For  Purpose `event:"for"`
		STAN string  `event:"stan"`
	}
	// Repeated says that an advice was sent again because nobody had answered.
	Repeated struct {
		For    Purpose `event:"for"`
		STAN   string  `event:"stan"`
		Repeat int     `event:"repeat"`
	}
	// Unmatched says that an answer came that nobody waits for; late: any more.
	Unmatched struct {
		STAN string `event:"stan"`
		Late bool   `event:"late"`
	}
	// SealRefused says that an answer had no authentication code of the host's.
	SealRefused struct {
		STAN string `event:"stan"`
		Why  string `event:"why"`
	}
	// KeyTaken says that a new key came, known by its check value.
	KeyTaken struct {
		Check string `event:"check"`
	}
	// Unasked says that nothing was sent, or that an answer could not be used.
	Unasked struct {
		For Purpose `event:"for"`
		Why string  `event:"why"`
	}
)

// Event names.
func (Asked) Event() string       { return "asked" }
func (Answered) Event() string    { return "answered" }
func (TimedOut) Event() string    { return "timed-out" }
func (Repeated) Event() string    { return "repeated" }
func (Unmatched) Event() string   { return "unmatched" }
func (SealRefused) Event() string { return "seal-refused" }
func (KeyTaken) Event() string    { return "key-taken" }
func (Unasked) Event() string     { return "unasked" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{Asked{}, "a message was sent to the host"},
		{Answered{}, "the host answered"},
		{TimedOut{}, "a request was not answered in time and is reversed"},
		{Repeated{}, "an advice was sent again"},
		{Unmatched{}, "an answer came that nobody waits for"},
		{SealRefused{}, "an answer was not sealed by the host"},
		{KeyTaken{}, "a new key came"},
		{Unasked{}, "there was nothing to say, or nothing to use"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}
