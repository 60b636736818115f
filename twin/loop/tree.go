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
