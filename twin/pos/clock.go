package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// SetClock sets the POS's own clock, as a hand or a time service does. The station's time goes on as before: receipts and
// the schedule go by the POS's clock, spans do not.
type SetClock struct{ To clock.Instant }

// Stimulus implements forecourt.Stimulus.
func (SetClock) Stimulus() string { return "set-clock" }

// ClockSet says that the POS's clock was set: what it showed before and what it shows, in the site's zone.
type ClockSet struct {
	Before string `event:"before"`
	Shows  string `event:"shows"`
}

// Event implements forecourt.Event.
func (ClockSet) Event() string { return "clock-set" }

// offset is how far the POS's clock is ahead of the station's time.
type offset struct {
	Ahead time.Duration `json:"ahead"`
}

func (o *offset) enter(b *books) { b.ahead = o.Ahead }

// clock is what the POS takes for the time.
func (p *POS) clock() clock.Instant { return p.env.Now().Add(p.ahead) }

// shown prints an instant as the POS's clock shows it.
func (p *POS) shown(at clock.Instant) string {
	zone := p.cfg.Modes.Zone
	if zone == nil {
		zone = time.UTC
	}
	return at.Add(p.ahead).Time().In(zone).Format("2006-01-02 15:04 MST")
}

func (p *POS) setClock(s SetClock) string {
	if s.To <= 0 {
		return "there is no such time"
	}
	now := p.env.Now()
	from := p.shown(now)
	p.keep(&offset{s.To.Sub(now)})
	p.tell(ClockSet{from, p.shown(now)})
	p.bell.Put(struct{}{})
	return ""
}

func init() { forecourt.DefineEvent(Kind, ClockSet{}, "the POS's own clock was set") }
