package tank

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// How often the books are settled while something moves, so that what depends on how much there is depends on how much
// there was lately.
const (
	settleFilling = 15 * time.Second
	settleWarm    = 10 * time.Minute
)

// books are the tank as it was when they were last settled.
type books struct {
	at      clock.Instant
	product unit.Volume // what there is
	drawn   unit.Volume // what the pipes had drawn
	sums    window      // all that has come and gone, by its name; drawn is not in it
	siphon  unit.Volume // what came from the siphon's other tanks, less what went there
}

// window is what has come and gone in a span.
type window struct{ in, drawn, leaked, lineLeaked, grown unit.Volume }

func (w window) change() unit.Volume { return w.in + w.grown - w.drawn - w.leaked - w.lineLeaked }

func (t *Tank) now() clock.Instant {
	if t.env == nil {
		return t.at
	}
	return t.env.Now()
}

// since returns what has happened since the books were settled.
func (t *Tank) since() (w window) {
	w.drawn = t.Drawn() - t.drawn
	if t.quiet {
		return w // the usual case
	}
	now := t.now()
	w.in = t.drop.in(now)
	w.lineLeaked = t.line.lost(w.drawn)
	w.grown = t.config.Liquid.Growth(t.product, t.bulk(t.at), t.bulk(now))
	w.leaked = t.leak.lost(t.at, now, t.product+w.change())
	return w
}

// settle writes what has happened into the books, with those of the tanks that share a siphon.
func (t *Tank) settle() {
	if t.group != nil {
		t.group.settle()
		return
	}
	t.fold(t.since(), 0)
}

// fold writes a window and a siphon's part of it into the books.
func (t *Tank) fold(w window, siphoned unit.Volume) {
	now := t.now()
	if w.in > 0 {
		t.stir(now, t.product-w.drawn, w.in, t.drop.warm)
		t.drop.counted += w.in
	}
	t.at = now
	t.product += w.change() + siphoned
	t.drawn += w.drawn
	t.siphon += siphoned
	t.sums.in += w.in
	t.sums.leaked += w.leaked
	t.sums.lineLeaked += w.lineLeaked
	t.sums.grown += w.grown
}

// kin are a tank and those that it shares a siphon with.
func (t *Tank) kin() basin {
	if t.group != nil {
		return t.group.tanks
	}
	return t.self[:]
}

// arm settles the books and sets the timers to what is next: of a tank, and of those it shares a siphon with.
func (t *Tank) arm() {
	kin := t.kin()
	for _, x := range kin {
		if x.env == nil {
			return // the last of them that is switched on does it for all
		}
	}
	t.settle()
	if t.group != nil {
		t.group.prime()
	}
	if len(kin) == 1 || t.group.Broken() || !kin.watch() {
		for _, x := range kin {
			x.self.watch()
		}
	}
	for _, x := range kin {
		x.set()
	}
}

// set sets the timer, and notes whether nothing but the pipes moves.
func (t *Tank) set() {
	now := t.now()
	warm := t.bulk(now) != t.config.Ground
	t.quiet = !warm && t.leak.rate == 0 && t.line.rate == 0 && !t.drop.running
	at := min(t.nextDrop(now), t.again)
	if warm {
		at = min(at, now.Add(settleWarm))
	}
	if t.group != nil {
		at = min(at, t.group.primes())
	}
	t.env.Set(tick, at)
}

// own is what the tank holds without what its siphon moved since the books were settled.
func (t *Tank) own() unit.Volume { return t.product + t.since().change() }

// Volume returns the product in the tank now.
func (t *Tank) Volume() unit.Volume {
	if t.group != nil {
		return t.own() + t.group.moved(t)
	}
	return t.own()
}

// Drawn returns what all pipes together have drawn until now.
func (t *Tank) Drawn() unit.Volume {
	var sum unit.Volume
	for i := 0; t.env != nil && i < t.config.Pipes; i++ {
		sum += unit.Volume(t.env.Count(PipePort(i)))
	}
	return sum
}

// Delivered returns the sum of all deliveries until now.
func (t *Tank) Delivered() unit.Volume { return t.sums.in + t.since().in }

// Loss is what a tank has lost under a name, until now; a gain is negative.
type Loss struct {
	Name   string // "leak", "line leak", "thermal change", "siphon"
	Volume unit.Volume
}

// Losses lists what has left the tank other than through the meters.
func (t *Tank) Losses() []Loss {
	w, siphon := t.since(), t.siphon
	if t.group != nil {
		siphon += t.group.moved(t)
	}
	return []Loss{
		{"leak", t.sums.leaked + w.leaked},
		{"line leak", t.sums.lineLeaked + w.lineLeaked},
		{"thermal change", -t.sums.grown - w.grown},
		{"siphon", -siphon},
	}
}

// Lost returns the sum of the losses.
func (t *Tank) Lost() (sum unit.Volume) {
	for _, l := range t.Losses() {
		sum += l.Volume
	}
	return sum
}
