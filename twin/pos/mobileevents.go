package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What the POS tells of phones.
type (
	// SessionReserved says that a user's phone has a point; Limit is what it asked for at most.
	SessionReserved struct {
		Point   forecourt.Point `event:"fuelling-point"`
		Session string          `event:"session"`
		User    string          `event:"user"`
		Limit   unit.Money      `event:"limit"`
	}
	// SessionChanged says that a session has come to another state.
	SessionChanged struct {
		Point   forecourt.Point `event:"fuelling-point"`
		Session string          `event:"session"`
		User    string          `event:"user"`
		State   SessionState    `event:"state"`
		Sale    string          `event:"sale"`
		Why     string          `event:"why"`
	}
	// RequestRefused says that a phone's request was refused, with the HTTP status that it was answered with. Nothing was
	// changed by it. User is empty where nobody known had asked.
	RequestRefused struct {
		User   string `event:"user"`
		Status int    `event:"status"`
		Why    string `event:"why"`
	}
)

// Event names.
func (SessionReserved) Event() string { return "session-reserved" }
func (SessionChanged) Event() string  { return "session-changed" }
func (RequestRefused) Event() string  { return "request-refused" }

func (p *POS) tellStage(s *session) {
	sale := ""
	if c := p.covers[s.Cover]; c != nil {
		sale = c.Sale
	}
	p.tell(SessionChanged{s.Point, s.ID, s.User, s.state(), sale, s.Why})
}

func init() {
	forecourt.DefineEvent(Kind, SessionReserved{}, "a phone has a fuelling point")
	forecourt.DefineEvent(Kind, SessionChanged{}, "a phone's session has come to another state")
	forecourt.DefineEvent(Kind, RequestRefused{}, "a phone's request was refused, and changed nothing")
}
