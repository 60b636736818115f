package loop

import (
	"math"

	"github.com/forecourt/forecourt/twin/clock"
)

// timers is where the loop keeps what is due: the first slots as keys in a row, of which the least is sought each time, and
// the rest in a tree. The lines and machines that act most are added to a station first (its buses and their controller):
// setting one of theirs is one store, and the search has no branch that could be guessed wrong.
type timers struct {
	hot   [hotSlots]uint64 // the span from start, and in the last bits the slot: the least one is due first, the lower slot on a tie
	from  clock.Instant
	cold  tree
	first uint64 // the key of what is due first in the tree, as if of the last hot slot
	open  int    // the slot of the tree that is being handled and was not set again
}

const (
	hotBits  = 4
	hotSlots = 1 << hotBits
	never    = math.MaxUint64
	// lifetime is how long after its start a loop can set a timer, 36 years; what is due later is never due.
	lifetime = 1 << (64 - hotBits)
	none     = -1
)

// begin empties the timers of a loop that starts at an instant.
func (t *timers) begin(from clock.Instant) {
	t.from = from
	for i := range t.hot {
		t.hot[i] = never
	}
	t.grow(1)
}

func (t *timers) grow(n int) {
	t.cold.grow(max(n-hotSlots, 1))
	t.open = none
	t.first = t.coldest()
}

func (t *timers) room() int { return hotSlots + t.cold.size }

// set changes when a slot is due.
func (t *timers) set(slot int, at clock.Instant) {
	if slot >= hotSlots {
		if slot == t.open {
			t.open = none
		}
		t.cold.set(slot-hotSlots, at)
		t.first = t.coldest()
		return
	}
	t.hot[slot&(hotSlots-1)] = t.key(slot, at)
}

func (t *timers) key(slot int, at clock.Instant) uint64 {
	if d := uint64(max(at-t.from, 0)); d < lifetime-1 {
		return d<<hotBits | uint64(slot)
	}
	return never
}

func (t *timers) coldest() uint64 {
	_, at := t.cold.next()
	return t.key(hotSlots-1, at)
}

// next returns the slot that is due first, and when; the lower slot on a tie.
func (t *timers) next() (int, clock.Instant) {
	h := &t.hot
	a := min(h[0], h[1], h[2], h[3])
	b := min(h[4], h[5], h[6], h[7])
	c := min(h[8], h[9], h[10], h[11])
	d := min(h[12], h[13], h[14], h[15])
	key := min(min(a, b), min(c, d))
	if key > t.first || key == never {
		s, at := t.cold.next()
		return s + hotSlots, at
	}
	return int(key & (hotSlots - 1)), t.from + clock.Instant(key>>hotBits)
}

// take opens the slot that is being handled: unless it is set again meanwhile, it is due never once it is closed. That
// spares the slots that set themselves again, nearly all, one climb.
func (t *timers) take(slot int) {
	if slot < hotSlots {
		t.hot[slot&(hotSlots-1)] = never
	} else {
		t.open = slot
	}
}

func (t *timers) close() {
	if t.open != none {
		t.set(t.open, clock.Never)
	}
}
