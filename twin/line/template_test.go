package line

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
)

// TestAClosedFormIsWhatItsFramesAre holds the closed form of a run of frames against the frames one by one.
func TestAClosedFormIsWhatItsFramesAre(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		x := &template{period: time.Duration(rapid.IntRange(1_000, 2_000).Draw(r, "period"))}
		var at time.Duration
		for range rapid.IntRange(2, 12).Draw(r, "frames") {
			b := rapid.SliceOfN(rapid.Byte(), 1, 20).Draw(r, "bytes")
			at = x.add(rapid.IntRange(0, 3).Draw(r, "end"), at, b, func(n int) time.Duration { return time.Duration(n) }) + 5
		}
		x.digests()
		n := len(x.frames)
		a := rapid.IntRange(0, n-1).Draw(r, "from")
		b := rapid.IntRange(a, n).Draw(r, "to")
		cycles := rapid.Int64Range(0, 200).Draw(r, "cycles")
		start := clock.Epoch
		got := Digest{h: rapid.Uint64Range(0, prime-1).Draw(r, "h"), last: start - 77}
		want := got
		step := func(start clock.Instant, a, b int) {
			for _, f := range x.frames[a:b] {
				want.Frame(start.Add(f.last), f.from, f.bytes)
			}
		}
		x.run(&got, start, a, b)
		step(start, a, b)
		if b == n {
			if b > a { // whole cycles follow one that has ended
				x.cycles(&got, cycles)
				for k := range cycles {
					step(start.Add(time.Duration(k+1)*x.period), 0, n)
				}
			}
		}
		if got != want {
			r.Fatalf("frames %d to %d and %d cycles: %+v, one by one %+v", a, b, cycles, got, want)
		}
	})
}
