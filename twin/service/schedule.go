package service

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// TimeOfDay is a time of a local day, in minutes after its midnight.
type TimeOfDay int

// UnmarshalText reads "06:00", 00:00 to 23:59.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	s := string(text)
	if len(s) == 5 && s[2] == ':' {
		h, errH := strconv.ParseUint(s[:2], 10, 8)
		m, errM := strconv.ParseUint(s[3:], 10, 8)
		if errH == nil && errM == nil && h < 24 && m < 60 {
			*t = TimeOfDay(60*h + m)
			return nil
		}
	}
	return fmt.Errorf("'%s' is no time of day: write it as in 06:00", s)
}

// String writes the time as it is read.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// MarshalText writes the time as it is read.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Change is an entry of a schedule: every day from a time on, some points offer something else.
type Change struct {
	From   TimeOfDay
	Mode   Set
	Points []forecourt.Point // none: all
}

// For says whether the entry is for a point.
func (c Change) For(p forecourt.Point) bool {
	return len(c.Points) == 0 || slices.Contains(c.Points, p)
}

// Schedule says what each point offers at any instant. The last change before an instant holds; it can be one of the day
// before. Each change happens once on every local day: a time that the change to summer time leaves out is the instant of
// that change, and of a time that the change back brings twice the first one counts.
type Schedule struct {
	Zone    *time.Location // nil: UTC
	Always  Set            // at points that no entry is for; zero: Usual
	Changes []Change
}

func (s Schedule) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// At returns what a point offers at an instant, and since when; 0: always.
func (s Schedule) At(p forecourt.Point, now clock.Instant) (offers Set, since clock.Instant) {
	offers = s.Always
	if offers == 0 {
		offers = Usual
	}
	from := TimeOfDay(-1)
	for _, c := range s.Changes {
		if !c.For(p) {
			continue
		}
		for day := -2; day <= 1; day++ {
			at := s.on(now, day, c.From)
			if at <= now && (from < 0 || at > since || at == since && c.From > from) {
				offers, since, from = c.Mode, at, c.From
			}
		}
	}
	return offers, since
}

// Next returns the next instant after one at which something changes; clock.Never where nothing ever does.
func (s Schedule) Next(now clock.Instant) clock.Instant {
	next := clock.Never
	for _, c := range s.Changes {
		for day := -1; day <= 2; day++ {
			if at := s.on(now, day, c.From); at > now && at < next {
				next = at
			}
		}
	}
	return next
}

// on returns the first instant at which the clocks of a day, counted from that of an instant, show a time or a later one.
func (s Schedule) on(now clock.Instant, day int, from TimeOfDay) clock.Instant {
	y, m, d := now.Time().In(s.zone()).Date()
	naive := time.Date(y, m, d+day, int(from)/60, int(from)%60, 0, 0, time.UTC)
	first := time.Time{}
	for _, around := range []time.Duration{-day24, day24} {
		_, offset := naive.Add(around).In(s.zone()).Zone()
		t := naive.Add(-time.Duration(offset) * time.Second)
		if shows(t.In(s.zone()), naive) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if first.IsZero() { // left out: the clocks go on where the gap ends
		_, offset := naive.Add(-day24).In(s.zone()).Zone()
		first, _ = naive.Add(-time.Duration(offset) * time.Second).In(s.zone()).ZoneBounds()
	}
	return clock.At(first)
}

const day24 = 24 * time.Hour

// shows says whether a local time reads as another one does.
func shows(local, naive time.Time) bool {
	y, m, d := local.Date()
	ny, nm, nd := naive.Date()
	return y == ny && m == nm && d == nd && local.Hour() == naive.Hour() && local.Minute() == naive.Minute()
}
