package ptsfront

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
)

func TestACountIsUsedOnceAndTheNextOneAlwaysServes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, used, highest := &counts{}, map[uint32]bool{}, uint32(0)
		for _, n := range rapid.SliceOf(rapid.Uint32Range(1, 200)).Draw(t, "counts") {
			took := c.use(n)
			if took && used[n] {
				t.Fatalf("%d was taken twice", n)
			}
			if !took && !used[n] && n+countWindow > highest {
				t.Fatalf("%d was refused, and the highest is %d", n, highest)
			}
			used[n], highest = used[n] || took, max(highest, n)
		}
	})
}

func TestNoFloodOfStrangersOrUsersFillsTheMemory(t *testing.T) {
	n := newNonces(chance.New(1, "pts"))
	now := clock.Epoch
	first := n.issue(now)
	for range 10 * mostSpent {
		now++
		n.issue(now)
	}
	if len(n.spent) != 0 {
		t.Errorf("%d nonces that nobody has proven himself with are kept", len(n.spent))
	}
	if !n.spend(first, 1, now) {
		t.Error("a nonce was lost in the flood")
	}
	for range 10 * mostSpent {
		now++
		if !n.spend(n.issue(now), 1, now) {
			t.Fatal("a fresh nonce was refused")
		}
	}
	if len(n.spent) != mostSpent || len(n.order) != mostSpent {
		t.Errorf("%d nonces are kept in %d places, want %d", len(n.spent), len(n.order), mostSpent)
	}
	if n.spend(first, 1, now) || n.spend(first, 2, now) {
		t.Error("a nonce that was forgotten is taken again")
	}
}
