package loop

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
)

func TestTreeFindsTheEarliestAndTheLowestSlotOnATie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := clock.Instant(rapid.Int64Range(0, int64(2*clock.Epoch)).Draw(t, "from"))
		n := rapid.IntRange(1, 40).Draw(t, "slots")
		var tr timers
		tr.begin(from)
		tr.grow(n)
		model := make([]clock.Instant, n)
		for i := range model {
			model[i] = clock.Never
		}
		for range rapid.IntRange(1, 200).Draw(t, "sets") {
			s := rapid.IntRange(0, n-1).Draw(t, "slot")
			at := from + clock.Instant(rapid.IntRange(0, 20).Draw(t, "at"))
			if rapid.IntRange(0, 9).Draw(t, "clear") == 0 {
				at = clock.Never
			}
			tr.set(s, at)
			model[s] = at
			want := 0
			for i, a := range model {
				if a < model[want] {
					want = i
				}
			}
			got, due := tr.next()
			if due != model[want] || due != clock.Never && got != want {
				t.Fatalf("next is slot %d at %d, want %d at %d", got, due, want, model[want])
			}
		}
	})
}
