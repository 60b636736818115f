package tap

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Tuner sets a line that is in use.
type Tuner interface {
	Tune(s wire.Settings) error
}

const (
	dwellBytes = 256             // after so many bytes without a dialect the next settings are tried
	dwellTime  = 5 * time.Second // or after so long with any bytes at all
	rounds     = 2               // then those that showed the fewest bad bytes stay
)

// search tries settings in turn.
type search struct {
	tuner     Tuner
	list      []wire.Settings
	turn      int // how many were tried
	since     clock.Instant
	isBegun   bool
	bytes     int // heard at the current ones
	marked    int
	best      wire.Settings
	bestBad   float64
	isSettled bool
}

// next is called as the line goes on without a dialect, and tunes when it is time. It returns the settings that the
// line stands at from now on.
func (s *search) next(at clock.Instant) (now wire.Settings, isTuned bool, err error) {
	if !s.isBegun {
		s.isBegun, s.since = true, at
	}
	isEnough := s.bytes >= dwellBytes || s.bytes > 0 && at.Sub(s.since) >= dwellTime
	if s.isSettled || !isEnough {
		return now, false, nil
	}
	current := s.list[s.turn%len(s.list)]
	if bad := float64(s.marked) / float64(s.bytes); s.turn == 0 || bad < s.bestBad {
		s.best, s.bestBad = current, bad
	}
	s.turn++
	now = s.list[s.turn%len(s.list)]
	if s.turn >= rounds*len(s.list) {
		s.isSettled, now = true, s.best
	}
	s.bytes, s.marked, s.since = 0, 0, at
	if now == current {
		return now, false, nil
	}
	if err := s.tuner.Tune(now); err != nil {
		return now, false, fmt.Errorf("tap: %w", err)
	}
	return now, true, nil
}
