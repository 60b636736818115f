package pos

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/service"
)

// SetMode lets a point offer something else until the schedule's next change there; 0: every point.
type SetMode struct {
	Point forecourt.Point
	Mode  service.Set
}

// Stimulus implements forecourt.Stimulus.
func (SetMode) Stimulus() string { return "set-mode" }

// ModeChanged says what a point offers from now on, and why: "schedule" or "till".
type ModeChanged struct {
	Point  forecourt.Point `event:"fuelling-point"`
	Before service.Set     `event:"before"`
	Mode   service.Set     `event:"mode"`
	Why    string          `event:"why"`
}

// Event implements forecourt.Event.
func (ModeChanged) Event() string { return "mode-changed" }

// setting is what a point was told to offer beside the schedule.
type setting struct {
	Point forecourt.Point `json:"fuelling-point"`
	Mode  service.Set     `json:"mode"`
	At    clock.Instant   `json:"at"` // by the POS's own clock
}

func (s *setting) enter(b *books) { b.modes[s.Point] = s }

// setMode does what a cashier wants a point to offer.
func (p *POS) setMode(s SetMode) string {
	if s.Point != 0 && !p.has(s.Point) {
		return noPoint(s.Point)
	}
	if s.Mode == 0 {
		return "a point offers something"
	}
	for _, n := range p.cfg.Points {
		if s.Point == 0 || s.Point == n {
			p.keep(&setting{n, s.Mode, p.clock()})
			p.offer(n, s.Mode, "till")
		}
	}
	return ""
}

// due returns what a point is to offer by now: what it was told last, or what the schedule has changed it to since.
func (p *POS) due(n forecourt.Point) service.Set {
	offers, since := p.cfg.Modes.At(n, p.clock())
	if told := p.modes[n]; told != nil && told.At >= since {
		return told.Mode
	}
	return offers
}

// keepSchedule changes what points offer at the schedule's times, by the POS's own clock.
func (p *POS) keepSchedule(f *loop.Fiber) {
	for {
		until := clock.Never
		if next := p.cfg.Modes.Next(p.clock()); next != clock.Never {
			until = next.Add(-p.ahead)
		}
		p.bell.Take(f, until)
		for _, n := range p.cfg.Points {
			p.offer(n, p.due(n), "schedule")
		}
	}
}

// offer changes what a point offers. What is under way there ends as the table of modes says: what has begun ends as it
// began, who has paid may use it, who has only been released is asked back, and who calls is judged anew.
func (p *POS) offer(n forecourt.Point, now service.Set, why string) {
	at := p.point(n)
	before := at.offers
	if before == now {
		return
	}
	at.offers = now
	p.tell(ModeChanged{n, before, now, why})
	for _, m := range before.Modes() {
		if !now.Has(m) && m.Row().Switch.Released == service.Withdrawn {
			p.askBack(n, m)
		}
	}
	p.answerCall(n)
}

// askBack takes a release of a mode back that no nozzle was lifted for.
func (p *POS) askBack(n forecourt.Point, m service.Mode) {
	at := p.point(n)
	switch {
	case at.cover != nil:
		if at.cover.Kind.mode().Mode == m {
			p.pass(at.cover.ID, givenUpBy{"the fuelling point is served otherwise"})
		}
	case m == service.Attendant, at.offers.Confirms(), at.state.Delivering():
	case at.released || at.state == forecourt.Authorised:
		at.released = false
		p.order(forecourt.Withdraw{Point: n})
	}
}

// answerCall releases a point that calls, where calls are answered by themselves.
func (p *POS) answerCall(n forecourt.Point) {
	at := p.point(n)
	if at.state == forecourt.Calling && at.offers.Answers() && at.cover == nil && !at.released && !at.stopped {
		at.released = true
		p.order(forecourt.Release{Point: n})
	}
}

// Mode returns what a point offers.
func (p *POS) Mode(n forecourt.Point) service.Set { return p.due(n) }

func init() {
	forecourt.DefineEvent(Kind, ModeChanged{}, "a fuelling point offers other ways to be served")
}
