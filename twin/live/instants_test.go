package live

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
)

func TestInstantsComeInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.Int64Range(0, 50)).Draw(t, "instants")
		var h instants
		for _, at := range all {
			h.add(clock.Instant(at))
		}
		slices.Sort(all)
		for _, at := range all {
			if got := h.first(); got != clock.Instant(at) {
				t.Fatalf("%d comes before %d", got, at)
			}
			h.drop()
		}
		if h.first() != clock.Never {
			t.Fatal("an instant is left over")
		}
	})
}

// What somebody outside hears is on time; what nobody outside notices waits for it, but not long; with a real line, or many
// that hear, the rules are others.
func TestWhatTheThreadWakesFor(t *testing.T) {
	at := func(us int64) clock.Instant { return clock.Instant(us * int64(time.Microsecond)) }
	cases := map[string]struct {
		expected  []int64
		hurry     bool
		due, wake int64
	}{
		"nobody waits to hear":            {due: 1000, wake: 1200},
		"somebody hears it":               {expected: []int64{1000}, due: 1000, wake: 1000},
		"somebody hears another soon":     {expected: []int64{1120}, due: 1000, wake: 1120},
		"somebody hears another later":    {expected: []int64{9000}, due: 1000, wake: 1200},
		"what was heard is over":          {expected: []int64{400, 600, 1050}, due: 1000, wake: 1050},
		"a real line needs it now":        {expected: []int64{9000}, hurry: true, due: 1000, wake: 1000},
		"many that hear share a wake-up":  {expected: repeat(1000, many+1), due: 1000, wake: 1100},
		"as many as may be exact are so":  {expected: repeat(1000, many), due: 1000, wake: 1000},
		"many that hear, but much later":  {expected: repeat(9000, many+1), due: 1000, wake: 1200},
		"many that hear, and a real line": {expected: repeat(1000, many+1), hurry: true, due: 1000, wake: 1000},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := &Pacer{hurry: c.hurry}
			for _, us := range c.expected {
				p.Expect(at(us))
			}
			if got := p.target(at(c.due)); got != at(c.wake) {
				t.Errorf("due at %d us, it wakes at %d us, expected %d us", c.due, int64(got)/1000, c.wake)
			}
		})
	}
}

func repeat(us int64, n int) []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = us
	}
	return all
}
