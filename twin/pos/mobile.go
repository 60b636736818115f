package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Mobile says how phones unlock points; the spans and numbers are design defaults.
type Mobile struct {
	Users         []payment.AppUser // who may; none: nobody
	ReserveWithin time.Duration     // for what is paid with to be named, default 60 s
	Tries         int               // wrong codes of a user within TriesFor before he must wait, default 3
	TriesFor      time.Duration     // default 5 min
	Wait          time.Duration     // that a stream of events is held open when there is nothing new, default 20 s
	Several       bool              // a user may have sessions at several points at once
}

func (m *Mobile) setDefaults() {
	span(&m.ReserveWithin, 60*time.Second)
	span(&m.TriesFor, 5*time.Minute)
	span(&m.Wait, 20*time.Second)
	if m.Tries == 0 {
		m.Tries = 3
	}
}

// session is what a user's phone does at a point, from the reservation to the receipt. Its money is in a cover.
type session struct {
	ID       string          `json:"id"`
	User     string          `json:"user"`
	Customer string          `json:"customer"`
	Key      string          `json:"key,omitempty"` // the phone's idempotency key
	Asked    string          `json:"asked"`         // the request, so that another one under the same key is known
	Point    forecourt.Point `json:"fuelling-point"`
	Cover    string          `json:"cover"`
	Method   string          `json:"method,omitempty"` // the gateway's name for what is paid with; empty: not said yet
	Limit    unit.Money      `json:"limit"`
	Leaving  bool            `json:"leaving,omitempty"` // the user wants to give it up
	Began    clock.Instant   `json:"began"`
	Why      string          `json:"why,omitempty"` // it ended without a receipt
	History  []stage         `json:"history"`
}

// stage is a state that a session has come to.
type stage struct {
	State SessionState  `json:"state"`
	At    clock.Instant `json:"at"`
}

func (s *session) enter(b *books) { put(b.sessions, &b.order.sessions, s.ID, s) }

func (s *session) state() SessionState { return s.History[len(s.History)-1].State }

// methodNamed is what a story hears when the phone has said what is paid with.
type methodNamed struct{}

// openSession reserves a point for a user and begins his story.
func (p *POS) openSession(s *session) {
	s.ID, s.Cover, s.Began = p.sessionID(), p.reference(), p.env.Now()
	s.History = []stage{{Reserved, s.Began}}
	c := p.mobileCover(s)
	p.keep(s)
	p.tell(SessionReserved{s.Point, s.ID, s.User, s.Limit})
	p.goes("mobile", func(f *loop.Fiber) { p.mobile(f, s, c) })
}

func (p *POS) sessionID() string {
	for {
		if id := p.env.ID("fs_"); p.sessions[id] == nil {
			return id
		}
	}
}

// mobileCover reserves the point for the money of a session.
func (p *POS) mobileCover(s *session) *cover {
	return p.reserve(&cover{
		ID: s.Cover, Kind: Phone, Point: s.Point, Tender: Card, Asked: s.Limit, Session: s.ID, Terms: forecourt.Terms{Level: forecourt.Credit},
	})
}

// mobile is the story of a session: money is held, the point released for as much, and then it goes as with a card at a
// terminal, whether the phone is there or not.
func (p *POS) mobile(f *loop.Fiber, s *session, c *cover) {
	if why := p.awaitMethod(f, s, c); why != "" {
		s.Why = why
		p.free(c)
		p.endUnpaid(s, why)
		return
	}
	t := c.task(&p.books, hold)
	if t == nil {
		t = newTask(hold, c, c.Asked)
		t.Method = s.Method
	}
	p.keep(c, t)
	if !p.ask(f, c, t, payment.PAN{}) {
		return
	}
	if p.gaveUp(f, c) {
		p.unuse(c, byCustomer)
		p.giveBack(f, c)
		return
	}
	p.release(c)
	p.fulfil(f, c)
}

const (
	byCustomer = "cancelled by the customer"
	noMethod   = "nothing to pay with was named in time"
)

// awaitMethod waits until the phone has said what is paid with. It returns why it will not.
func (p *POS) awaitMethod(f *loop.Fiber, s *session, c *cover) string {
	until, talk := s.Began.Add(p.cfg.Mobile.ReserveWithin), p.talks[c.ID]
	for s.Method == "" {
		n, heard := talk.Take(f, until)
		switch n.(type) {
		case cancelPressed, givenUpBy:
			return byCustomer
		}
		if !heard {
			return noMethod
		}
	}
	return ""
}

// endUnpaid ends a session for which nobody was asked for money.
func (p *POS) endUnpaid(s *session, why string) {
	to := Expired
	if why == byCustomer {
		to = Cancelled
	}
	p.reach(s, to)
}

// resumeSession goes on after a power cut with a session of which no cover is in the books: it waits for what is paid
// with, or was about to ask for the money.
func (p *POS) resumeSession(s *session) {
	if s.state().Over() || p.covers[s.Cover] != nil {
		return
	}
	c := p.mobileCover(s)
	p.goes("mobile", func(f *loop.Fiber) { p.mobile(f, s, c) })
}

// askAgain goes on with a session whose money was being asked for, under the same key.
func (p *POS) askAgain(c *cover) bool {
	s := p.sessions[c.Session]
	if s == nil {
		return false
	}
	p.occupy(c)
	p.goes("mobile", func(f *loop.Fiber) { p.mobile(f, s, c) })
	return true
}
