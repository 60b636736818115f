package tank

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestVolumeIsOpeningPlusDeliveriesMinusPipes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const pipes = 3
		tank := New(Config{Grade: "diesel", Opening: 10_000 * unit.Litre, Pipes: pipes})
		b := machinetest.New(Role(1), tank, Timers)
		b.PowerOn()
		want := 10_000 * unit.Litre
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			if rapid.Bool().Draw(t, "deliver") {
				v := unit.Volume(rapid.Int64Range(1, 1_000_000_000).Draw(t, "delivery"))
				b.Sense(Deliver{Volume: v})
				want += v
			} else {
				v := rapid.Int64Range(0, 80_000_000).Draw(t, "drawn")
				b.Pour(PipePort(rapid.IntRange(0, pipes-1).Draw(t, "pipe")), v)
				want -= unit.Volume(v)
			}
			if tank.Volume() != want {
				t.Fatalf("holds %s, want %s", tank.Volume(), want)
			}
		}
	})
}

func TestVolumeFallsWhileFuelFlows(t *testing.T) {
	tank := New(Config{Opening: 100 * unit.Litre, Pipes: 1})
	b := machinetest.New(Role(1), tank, Timers)
	b.PowerOn()
	b.Pump(PipePort(0), 500_000)
	b.Advance(3 * time.Second)
	if got := tank.Volume(); got != 98_500*unit.Millilitre {
		t.Errorf("holds %s", got)
	}
}

func TestDeliveryThatDoesNotFitIsRefused(t *testing.T) {
	tank := New(Config{Opening: 900 * unit.Litre, Capacity: 1000 * unit.Litre})
	b := machinetest.New(Role(1), tank, Timers)
	b.PowerOn()
	b.Sense(Deliver{Volume: 101 * unit.Litre})
	b.Sense(Deliver{})
	if len(b.Faults) != 2 || tank.Volume() != 900*unit.Litre || len(b.Told) != 0 {
		t.Errorf("faults %v, volume %s, told %v", b.Faults, tank.Volume(), b.Names())
	}
	b.Sense(Deliver{Volume: 100 * unit.Litre})
	if tank.Volume() != 1000*unit.Litre || tank.Delivered() != 100*unit.Litre {
		t.Errorf("volume %s after a delivery that fits", tank.Volume())
	}
}
