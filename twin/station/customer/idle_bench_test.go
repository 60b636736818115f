package customer

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// BenchmarkIdlePolls steps the idle polls of sixteen points for an hour and prints what one frame costs.
func BenchmarkIdlePolls(b *testing.B) {
	for _, mode := range []loop.Mode{loop.Frame, loop.Byte} {
		b.Run(mode.String(), func(b *testing.B) {
			s := quiet(b, "motorway", mode)
			defer s.Loop().Close()
			count := func() (n uint64) {
				for _, bus := range s.Plan().Buses {
					n += s.Bus(bus.Bus).Frames(s.Loop().Now())
				}
				return n
			}
			before, start := count(), cpu()
			for b.Loop() {
				if err := s.Loop().Run(s.Loop().Now().Add(time.Hour)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cpu()-start)/float64(count()-before), "ns/frame")
			b.ReportMetric(calibrate().Seconds(), "calibration_s")
		})
	}
}
