package pos

import (
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// SessionState is how far a phone's session is.
type SessionState string

// The states, in the order in which a session comes to them; it ends in one of the last five.
const (
	Reserved      SessionState = "reserved"       // the point is the user's; no money yet
	PreAuthorised SessionState = "pre-authorised" // money is held
	Unlocked      SessionState = "unlocked"       // the point has taken the release
	Fuelling      SessionState = "fuelling"
	Completed     SessionState = "completed" // the sale is made, the money is being taken
	Receipted     SessionState = "receipt"   // the money is taken, the receipt can be read
	Cancelled     SessionState = "cancelled"
	Expired       SessionState = "expired"
	Refusal       SessionState = "declined"
	Failed        SessionState = "failed" // the hold was lost: the sale is to be paid at the till
)

var sessionOrder = []SessionState{
	Reserved, PreAuthorised, Unlocked, Fuelling, Completed, Receipted, Cancelled, Expired, Refusal, Failed,
}

// rank orders the states; a session never goes back.
func (s SessionState) rank() int {
	return min(slices.Index(sessionOrder, s), slices.Index(sessionOrder, Receipted))
}

// Over says that nothing follows.
func (s SessionState) Over() bool { return s.rank() == slices.Index(sessionOrder, Receipted) }

// holds says that the point is still the user's.
func (s SessionState) holds() bool { return s.rank() < slices.Index(sessionOrder, Completed) }

// reach brings a session to a state, unless it is there or further.
func (p *POS) reach(s *session, to SessionState) {
	if to.rank() <= s.state().rank() {
		return
	}
	s.History = append(s.History, stage{to, p.env.Now()})
	p.keep(s)
	p.tellStage(s)
	for _, w := range p.watchers[s.ID] {
		w.Put(struct{}{})
	}
	delete(p.watchers, s.ID)
}

// follow brings the session of a cover to where the cover is.
func (p *POS) follow(c *cover) {
	s := p.sessions[c.Session]
	if s == nil || p.env == nil {
		return
	}
	to := p.stageOf(s, c)
	if to != Receipted && to.Over() && s.Why == "" {
		s.Why = c.Why
	}
	p.reach(s, to)
}

// stageOf derives a session's state from its cover, and from that of the point while money is held and not used.
func (p *POS) stageOf(s *session, c *cover) SessionState {
	sold := p.sales[c.Sale]
	switch c.State {
	case Asking:
		return Reserved
	case Open:
		return p.stageAt(c)
	case Used:
		return Completed
	case Stuck:
		return Failed
	case Abandoned:
		return Refusal
	case Closed:
		if sold != nil && sold.State == Settled && !sold.Paid.IsZero() {
			return Receipted
		}
	}
	switch { // the money goes back, or there never was any
	case c.Granted.IsZero() || c.Since == 0 && c.Why != byCustomer:
		return Refusal
	case c.Why == byCustomer, s.state() == Fuelling: // he has taken nothing
		return Cancelled
	}
	return Expired
}

// stageAt is the state of a session whose money is held, as the point says.
func (p *POS) stageAt(c *cover) SessionState {
	at := p.point(c.Point)
	switch {
	case at.cover != c || !c.Ordered:
	case at.state.Delivering():
		return Fuelling
	case at.state == forecourt.Authorised:
		return Unlocked
	}
	return PreAuthorised
}

const nothingDispensed = "nothing was dispensed"

// followPoint is called with what the controller says of a point.
func (p *POS) followPoint(n forecourt.Point) {
	if c := p.point(n).cover; c != nil && c.Kind == Phone && p.covers[c.ID] != nil {
		p.follow(c)
	}
}

// watchSession returns a box that hears of the session's next state.
func (p *POS) watchSession(s *session) *loop.Box[struct{}] {
	b := &loop.Box[struct{}]{}
	p.watchers[s.ID] = append(p.watchers[s.ID], b)
	return b
}
