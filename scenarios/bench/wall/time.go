package wall

import (
	"sync/atomic"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
)

// pace lets a station's time run with the wall clock from the instant at which the scenario starts. It implements
// loop.Pacer, and clock.Clock for whoever is beside the loop.
type pace struct {
	pacer  *live.Pacer
	start  clock.Instant
	late   []*live.Lateness
	began  atomic.Bool
	offset atomic.Int64 // of the station's time from the wall clock's
}

// Wait implements loop.Pacer.
func (p *pace) Wait(until clock.Instant, in *loop.Inbox) clock.Instant {
	if !p.began.Load() {
		p.offset.Store(int64(p.start - p.pacer.Now()))
		p.began.Store(true)
	}
	offset := clock.Instant(p.offset.Load())
	target := until
	if until != clock.Never {
		target = until - offset
	}
	reached := p.pacer.Wait(target, in)
	if reached != target {
		return reached + offset
	}
	if until != clock.Never {
		late := max(p.pacer.Now().Sub(target), 0)
		for _, l := range p.late {
			l.Add(late)
		}
	}
	return until
}

// Now implements clock.Clock: the station's instant, by the wall clock.
func (p *pace) Now() clock.Instant {
	if !p.began.Load() {
		return p.start
	}
	return p.pacer.Now() + clock.Instant(p.offset.Load())
}
