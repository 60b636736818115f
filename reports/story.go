package reports

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/payment"
)

// story is a journal sorted into what a picture of it shows. All instants are nanoseconds since the scenario's start,
// between 0 and span.
type story struct {
	start, span int64
	points      []*pointStory // by number
	roles       []*roleStory  // in the order in which money and news travel
	lines       []*lineStory  // as they first appear
	records     []journal.Record
}

// moment is one event with a name.
type moment struct {
	at    int64
	lasts int64 // 0: an instant
	label string
	tip   string
	class string
}

type roleStory struct {
	name    string
	moments []moment
}

type lineStory struct {
	name   string
	origin int64
	frames []int64
	bad    []int64 // lost or damaged
	cycles []journal.Record
	count  int64
}

// newStory reads a journal; it takes any journal, also one that makes no sense.
func newStory(r verdict.Record, data []byte) (*story, error) {
	records, err := journal.Read(bytes.NewReader(data))
	s := &story{start: r.StartNS, span: r.VirtualNS, records: records}
	if len(records) > 0 {
		if s.start == 0 {
			s.start = int64(records[0].At)
		}
		if s.span <= 0 {
			s.span = difference(int64(records[len(records)-1].At), s.start)
		}
	}
	s.span = min(max(s.span, 1_000_000), 100*24*3600*1_000_000_000)
	for i := range records {
		s.take(&records[i])
	}
	slices.SortStableFunc(s.points, func(a, b *pointStory) int {
		return cmp.Or(cmp.Compare(len(a.role), len(b.role)), strings.Compare(a.role, b.role))
	})
	slices.SortStableFunc(s.roles, func(a, b *roleStory) int {
		return cmp.Or(cmp.Compare(rank(a.name), rank(b.name)), strings.Compare(a.name, b.name))
	})
	return s, err
}

// difference is a-b that stays at the end of the range.
func difference(a, b int64) int64 {
	d := a - b
	switch {
	case b > 0 && d > a:
		return math.MinInt64
	case b < 0 && d < a:
		return math.MaxInt64
	}
	return d
}

func (s *story) rel(at int64) int64 { return min(max(difference(at, s.start), 0), s.span) }

var ranks = []string{"hand", "card-reader", "app", "pos", "gateway", "host", "controller", "oms", "tank", "gauge"}

func rank(role string) int {
	kind, _, _ := strings.Cut(role, " ")
	if i := slices.Index(ranks, kind); i >= 0 {
		return i
	}
	return len(ranks)
}

func (s *story) take(r *journal.Record) {
	at := s.rel(int64(r.At))
	switch r.Kind {
	case journal.KindEvent:
		s.event(at, r)
	case journal.KindStimulus:
		switch r.Name {
		case "received", "level", "counted":
		default:
			s.role("hand").add(moment{at: at, label: summary(r.Name, fields(r.Data)), tip: tip(r), class: "hand"})
		}
	case journal.KindFault:
		s.role("faults").add(moment{at: at, label: unquoted(r.Data), tip: tip(r), class: "bad"})
	case journal.KindExchange:
		var e journal.Exchange
		if json.Unmarshal(r.Data, &e) == nil {
			s.role("http").add(exchangeMoment(at, r.From, e))
		}
	case journal.KindFrame:
		l := s.line(r.Line)
		l.count++
		if r.Lost || r.Marks != 0 {
			l.bad = append(l.bad, at)
		} else {
			l.frames = append(l.frames, at)
		}
	case journal.KindCycle:
		l := s.line(r.Line)
		if n := int64(max(r.Count, 0)); n < 1<<40 {
			l.count += n * int64(len(r.Cycle))
		}
		l.cycles = append(l.cycles, *r)
	}
}

func (s *story) event(at int64, r *journal.Record) {
	all := fields(r.Data)
	role, err := forecourt.ParseRole(r.Role)
	if err == nil && role.Kind == "fuelling-point" {
		s.point(r.Role).event(at, r, all)
		return
	}
	if err == nil && role.Kind == "hydraulics" { // they stand behind the point of their number
		p := s.point(forecourt.PointRole(forecourt.Point(role.Number)).String())
		p.moments = append(p.moments, moment{at: at, label: summary(r.Name, all), tip: tip(r), class: "hand"})
		return
	}
	if r.Name == "point-changed" { // the point's own lane has it
		if state, ok := all.get("state"); ok {
			if number, ok := all.get("fuelling-point"); ok {
				p := s.point("fuelling-point " + number)
				p.seen = append(p.seen, change{at, state})
				return
			}
		}
	}
	s.role(r.Role).add(moment{at: at, label: summary(r.Name, all), tip: tip(r), class: tone(r.Name)})
}

func (s *story) point(role string) *pointStory {
	for _, p := range s.points {
		if p.role == role {
			return p
		}
	}
	p := &pointStory{role: role}
	s.points = append(s.points, p)
	return p
}

func (s *story) role(name string) *roleStory {
	for _, r := range s.roles {
		if r.name == name {
			return r
		}
	}
	r := &roleStory{name: payment.Mask(name)}
	s.roles = append(s.roles, r)
	return r
}

func (s *story) line(name string) *lineStory {
	for _, l := range s.lines {
		if l.name == name {
			return l
		}
	}
	l := &lineStory{name: name, origin: s.start}
	s.lines = append(s.lines, l)
	return l
}

func (r *roleStory) add(m moment) { r.moments = append(r.moments, m) }
