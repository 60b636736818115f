package reports

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/journal"
)

// Heights of a point's strips and of a line's.
const (
	stateH   px = 200
	deviceH  px = 80
	densityH px = 250
	levels      = 5
)

// point draws a fuelling point: its states, valves and motor, flow, volume and money.
func (p *picture) point(s *pointStory) {
	name := s.role
	states, sub := s.states, ""
	if len(states) == 0 {
		states, sub = s.seen, "as the controller saw it"
	}
	if len(states) > 0 {
		p.states(name, sub, states)
		name = ""
	}
	if name != "" {
		p.moments(name, "", s.moments)
	} else {
		p.moments("", "what it said", s.moments)
	}
	for _, d := range s.devices {
		p.device(d)
	}
	if len(s.totals) > 1 {
		p.flow(s.totals)
		p.curves(s.totals)
	}
}

func (p *picture) states(name, sub string, all []change) {
	l := p.open(name, sub, stateH)
	if len(all) > maxMoments {
		p.Notes = append(p.Notes, fmt.Sprintf("Lane %s shows the first %d of %s.", name, maxMoments, count(len(all), "change")))
		all = all[:maxMoments]
	}
	for i, c := range all {
		from, to := p.x(c.at), plotRight
		if i+1 < len(all) {
			to = p.x(all[i+1].at)
		}
		b := box{X: from, Y: l.Y, W: max(to-from, 10), H: l.H, Class: "state " + stateClass(c.to), Tip: stamp(c.at) + " s  " + c.to}
		if letter*px(len(c.to))+80 < b.W {
			b.Text, b.TX, b.TY = c.to, from+50, l.Y+l.H-65
		}
		l.Spans = append(l.Spans, b)
	}
}

var knownStates = []string{"inoperative", "closed", "idle", "calling", "authorised", "started", "suspended-started", "fuelling", "suspended-fuelling"}

func stateClass(state string) string {
	for _, k := range knownStates {
		if base, _, _ := strings.Cut(state, ","); k == base {
			return "s-" + k
		}
	}
	return "s-other"
}

// device draws when a valve was open or a motor ran.
func (p *picture) device(d *deviceStory) {
	l := p.open("", d.name, deviceH)
	for i, t := range d.turns {
		if !t.on || len(l.Spans) == maxMoments {
			continue
		}
		to := plotRight
		if i+1 < len(d.turns) {
			to = p.x(d.turns[i+1].at)
		}
		from := p.x(t.at)
		l.Spans = append(l.Spans, box{X: from, Y: l.Y, W: max(to-from, 10), H: l.H, Class: "on", Tip: stamp(t.at) + " s  " + d.name})
	}
}

// density draws how busy a line was: above, frames that said something new; below, poll cycles that repeat; in red what
// was lost or damaged.
func (p *picture) density(s *lineStory) {
	l := p.open(s.name, grouped(s.count)+" frames", densityH)
	var news, polls [bins]int64
	for _, at := range s.frames {
		news[min(product(at, bins, p.span), bins-1)]++
	}
	for i := range s.cycles {
		p.spread(&polls, &s.cycles[i], s.origin)
	}
	half := l.H / 2
	p.shade(l, &news, l.Y, half-10, "news")
	p.shade(l, &polls, l.Y+half, half, "poll")
	for i, at := range s.bad {
		if i == maxMoments {
			break
		}
		l.Marks = append(l.Marks, mark{X: p.x(at), Y0: l.Y, Y1: l.Y + l.H, Class: "bad", Tip: stamp(at) + " s  lost or damaged"})
	}
}

// spread counts the frames of a run-length record into bins, without telling each.
func (p *picture) spread(into *[bins]int64, r *journal.Record, origin int64) {
	start := difference(int64(r.At), origin)
	n, each := int64(min(max(r.Count, 0), 1e9)), int64(max(len(r.Cycle), 1))
	before := func(t int64) int64 { // how many cycles begin before t
		d := difference(t, start)
		switch {
		case d <= 0:
			return 0
		case r.Every <= 0:
			return n
		}
		return min((d-1)/r.Every+1, n)
	}
	last := before(0)
	for i := range bins {
		next := before(product(i+1, p.span, bins))
		into[i] += (next - last) * each
		last = next
	}
}

// shade draws bins as boxes, neighbours of one level as one.
func (p *picture) shade(l *lane, all *[bins]int64, y, h px, class string) {
	var top int64
	for _, n := range all {
		top = max(top, n)
	}
	level := func(i int64) int64 {
		if i >= bins || all[i] == 0 {
			return 0
		}
		return product(all[i]-1, levels, top) + 1
	}
	for i := int64(0); i < bins; {
		j := i + 1
		for j < bins && level(j) == level(i) {
			j++
		}
		if v := level(i); v > 0 {
			x := plotLeft + scale(i, bins, plotRight-plotLeft)
			to := plotLeft + scale(j, bins, plotRight-plotLeft)
			l.Spans = append(l.Spans, box{X: x, Y: y, W: to - x, H: h, Class: fmt.Sprintf("%s d%d", class, v)})
		}
		i = j
	}
}
