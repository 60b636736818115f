package app

import "github.com/forecourt/forecourt/twin/forecourt"

// Kind is the kind of role that a phone plays.
const Kind = "app"

// SessionTold is what a phone shows of its session in one state. Money and volume are as the site writes them.
type SessionTold struct {
	Point      forecourt.Point `event:"fuelling-point"`
	Session    string          `event:"session"`
	Limit      string          `event:"limit"`
	Authorised string          `event:"authorised"`
	Grade      forecourt.Grade `event:"grade"`
	Volume     string          `event:"volume"`
	Amount     string          `event:"amount"`
	Paid       string          `event:"paid"`
	Sale       string          `event:"sale"`
	Why        string          `event:"why"`
}

// What a phone tells.
type (
	SessionReserved struct {
		SessionTold `event:",inline"`
	} // the point is the user's
	SessionAuthorised struct {
		SessionTold `event:",inline"`
	} // money is held
	SessionUnlocked struct {
		SessionTold `event:",inline"`
	} // a nozzle may be lifted
	SessionFuelling struct {
		SessionTold `event:",inline"`
	} // one delivers
	SessionCompleted struct {
		SessionTold `event:",inline"`
	} // the sale is made
	SessionPaid struct {
		SessionTold `event:",inline"`
	} // the money is taken
	SessionCancelled struct {
		SessionTold `event:",inline"`
	} // given up by the user
	SessionExpired struct {
		SessionTold `event:",inline"`
	} // given up by the site
	SessionDeclined struct {
		SessionTold `event:",inline"`
	} // nothing was granted
	SessionFailed struct {
		SessionTold `event:",inline"`
	} // the sale is to be paid at the till
	// Receipt is what the user can read.
	Receipt struct {
		Sale string `event:"sale"`
		Paid string `event:"paid"`
		Text string `event:"text"`
	}
	// Refused says that the site did not do what the phone asked, with the HTTP status.
	Refused struct {
		Request string `event:"request"`
		Status  int    `event:"status"`
		Why     string `event:"why"`
	}
	// Unanswered says that a request got no answer; it is made again.
	Unanswered struct {
		Request string `event:"request"`
		Why     string `event:"why"`
	}
)

// Event names.
func (SessionReserved) Event() string   { return "session-reserved" }
func (SessionAuthorised) Event() string { return "session-authorised" }
func (SessionUnlocked) Event() string   { return "session-unlocked" }
func (SessionFuelling) Event() string   { return "session-fuelling" }
func (SessionCompleted) Event() string  { return "session-completed" }
func (SessionPaid) Event() string       { return "session-paid" }
func (SessionCancelled) Event() string  { return "session-cancelled" }
func (SessionExpired) Event() string    { return "session-expired" }
func (SessionDeclined) Event() string   { return "session-declined" }
func (SessionFailed) Event() string     { return "session-failed" }
func (Receipt) Event() string           { return "receipt" }
func (Refused) Event() string           { return "refused" }
func (Unanswered) Event() string        { return "unanswered" }

// told makes the event of a state; nil where a phone does not know the state.
func told(state string, x SessionTold) forecourt.Event {
	switch state {
	case "reserved":
		return SessionReserved{x}
	case "pre-authorised":
		return SessionAuthorised{x}
	case "unlocked":
		return SessionUnlocked{x}
	case "fuelling":
		return SessionFuelling{x}
	case "completed":
		return SessionCompleted{x}
	case "receipt":
		return SessionPaid{x}
	case "cancelled":
		return SessionCancelled{x}
	case "expired":
		return SessionExpired{x}
	case "declined":
		return SessionDeclined{x}
	case "failed":
		return SessionFailed{x}
	}
	return nil
}

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{SessionReserved{}, "a fuelling point is the user's"},
		{SessionAuthorised{}, "money is held for the user"},
		{SessionUnlocked{}, "the user may lift a nozzle"},
		{SessionFuelling{}, "the user's nozzle is out and delivers"},
		{SessionCompleted{}, "the user's sale is made"},
		{SessionPaid{}, "the user's sale is paid"},
		{SessionCancelled{}, "the user has given up, or taken nothing"},
		{SessionExpired{}, "the site has given the session up"},
		{SessionDeclined{}, "no money was granted to the user"},
		{SessionFailed{}, "the hold was lost: the sale is to be paid at the till"},
		{Receipt{}, "the user can read a receipt"},
		{Refused{}, "the site did not do what the phone asked"},
		{Unanswered{}, "a request of the phone got no answer and is made again"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}
