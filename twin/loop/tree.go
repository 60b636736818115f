package loop

import "github.com/forecourt/forecourt/twin/clock"

// tree is a winner tree over fixed slots: leaf i holds when slot i is due, and each inner node the earlier of its two
// children, the lower slot on a tie. Setting a slot costs one comparison a level; nothing stale stays behind.
type tree struct {
	at   []clock.Instant // by slot
	win  []int32         // inner nodes from 1; the leaves are implied
	size int             // leaves, a power of two
}

// grow makes room for n slots; new ones are due never.
func (t *tree) grow(n int) {
	size := 2
	for size < n {
		size *= 2
	}
	at := make([]clock.Instant, size)
	for i := range at {
		at[i] = clock.Never
	}
	copy(at, t.at)
	t.at, t.size, t.win = at, size, make([]int32, size)
	for n := size - 1; n >= 1; n-- {
		t.win[n] = t.better(n)
	}
}

func (t *tree) winner(node int) int32 {
	if node >= t.size {
		return int32(node - t.size)
	}
	return t.win[node]
}

func (t *tree) better(node int) int32 {
	a, b := t.winner(2*node), t.winner(2*node+1)
	if t.at[b] < t.at[a] { // a is the lower slot, so it wins ties
		return b
	}
	return a
}

// set changes when a slot is due. It stops climbing where neither the old nor the new winner is this slot: above there,
// nothing changes.
func (t *tree) set(slot int, at clock.Instant) {
	if t.at[slot] == at {
		return
	}
	t.at[slot] = at
	node := (slot + t.size) >> 1
	me := int32(slot)
	// The lowest level compares leaves; the ones above compare the winners of their children.
	w := me &^ 1
	if t.at[w+1] < t.at[w] {
		w++
	}
	for {
		if w != me && t.win[node] == w {
			return
		}
		t.win[node] = w
		if node >>= 1; node == 0 {
			return
		}
		w = t.win[2*node]
		if b := t.win[2*node+1]; t.at[b] < t.at[w] {
			w = b
		}
	}
}

// next returns the slot that is due first, and when.
func (t *tree) next() (int, clock.Instant) {
	s := t.win[1]
	return int(s), t.at[s]
}

// timers is where the loop keeps what is due: a small tree for the first slots and a large one for the rest. The lines
// and machines that act most are added to a station first (its buses and their controller), and theirs is the short way.
type timers struct {
	hot, cold tree
	open      int // the slot that is being handled and was not set again
}

const hotSlots = 16

func (t *timers) grow(n int) {
	t.hot.grow(hotSlots)
	t.cold.grow(max(n-hotSlots, 1))
	t.open = none
}

func (t *timers) room() int { return hotSlots + t.cold.size }

// set changes when a slot is due.
func (t *timers) set(slot int, at clock.Instant) {
	if slot == t.open {
		t.open = none
	}
	if slot < hotSlots {
		t.hot.set(slot, at)
	} else {
		t.cold.set(slot-hotSlots, at)
	}
}

// next returns the slot that is due first, and when; the lower slot on a tie.
func (t *timers) next() (int, clock.Instant) {
	s, at := t.hot.next()
	if t.cold.at[t.cold.win[1]] < at {
		s, at = t.cold.next()
		s += hotSlots
	}
	return s, at
}

// take opens the slot that is being handled: unless it is set again meanwhile, close makes it due never. That spares the
// slots that set themselves again, nearly all, one climb.
func (t *timers) take(slot int) { t.open = slot }

func (t *timers) close(slot int) {
	if t.open == slot {
		t.set(slot, clock.Never)
	}
}

const none = -1
