package electronics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// blending is a desk at which a litre a second flows, of a blend with 300 thousandths of the second tank's, and so much of it
// really.
func blending(t *testing.T, p Profile, second int64) *desk {
	d := newDesk(t, Config{Nozzles: []NozzleConfig{{Grade: "e10", Blend: 300}, {Grade: "diesel"}}, Profile: p})
	d.Scale(BlendPort(0), line.PulseScale(100, unit.L.Nanolitres(), 0))
	d.ready().do(forecourt.Authorise{})
	d.lift(0)
	d.wait(time.Second)
	d.Pump(PulserPort(0), 1_000_000)
	d.Pump(BlendPort(0), second)
	d.wait(10 * time.Second)
	return d
}

// TestABlendThatIsOffEndsTheSale with an alarm, and what the customer has by then is sold.
func TestABlendThatIsOffEndsTheSale(t *testing.T) {
	for _, second := range []int64{0, 200_000, 245_000, 355_000, 400_000, 1_000_000} {
		d := blending(t, Profile{}, second)
		d.Pump(PulserPort(0), 0)
		d.wait(time.Second)
		sold := d.completed(t)
		if sold.Reason != forecourt.EndedByFault || sold.Volume.Count < 200 || sold.Volume.Count > 1200 {
			t.Errorf("%d: %+v", second, sold)
		}
		if off := d.Events("blend-off"); len(off) != 1 || off[0].(BlendFound).Right != 300 {
			t.Errorf("%d: %v", second, d.Names())
		}
		if !contains(d.reports(), forecourt.AlarmReport{Alarm: forecourt.AlarmBlendRatio}) {
			t.Errorf("%d: no alarm", second)
		}
	}
}

// TestABlendWithinItsLimitIsSold: the limit and the volume that it is measured over are the model's.
func TestABlendWithinItsLimitIsSold(t *testing.T) {
	for second, p := range map[int64]Profile{
		300_000: {}, 260_000: {}, 340_000: {}, 200_000: {BlendOff: 110}, 600_000: {BlendOver: 100 * unit.Litre},
	} {
		d := blending(t, p, second)
		if len(d.Events("completed")) > 0 || len(d.Events("blend-off")) > 0 {
			t.Errorf("%d with %+v: %v", second, p, d.Names())
		}
	}
}

// TestTheOtherNozzleBlendsNothing, and its second meter is not read.
func TestTheOtherNozzleBlendsNothing(t *testing.T) {
	d := newDesk(t, Config{Nozzles: []NozzleConfig{{Grade: "e10", Blend: 300}, {Grade: "diesel"}}}).flowing(1)
	d.wait(10 * time.Second)
	if len(d.Events("completed")) > 0 {
		t.Errorf("%v", d.Names())
	}
}
