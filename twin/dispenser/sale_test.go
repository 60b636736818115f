package dispenser_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestSaleOverTheBus(t *testing.T) {
	i := newIsland(t, plain).ready(17_990)
	i.do(forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 2}}, forecourt.Authorise{})
	i.hand(forecourt.LiftNozzle{Nozzle: 2})
	i.hand(forecourt.Squeeze{Until: unit.Indicated{Count: 3250, Decimals: 2}})
	if i.await("filling", 5*time.Second) == nil {
		t.Fatalf("no fuel flows: the point is %v", i.e.State())
	}
	i.run(time.Minute)
	i.hand(forecourt.HangNozzle{})
	i.run(time.Second)
	all := i.completed()
	if len(all) != 1 || all[0].Volume.Count != 3250 || all[0].Amount.Minor != 5847 || all[0].Reason != forecourt.EndedByNozzle {
		t.Fatalf("completed %+v", all)
	}
	var last forecourt.StatusReport
	filling := forecourt.FillingReport{}
	for _, r := range i.master.heard {
		switch r := r.(type) {
		case forecourt.StatusReport:
			last = r
		case forecourt.FillingReport:
			filling = r
		}
	}
	if !last.Status.Ended || last.Status.State != forecourt.Idle || filling.Volume != all[0].Volume || filling.Amount != all[0].Amount {
		t.Errorf("the controller heard %v and %v", last, filling)
	}
	if err := i.check(false); err != nil {
		t.Error(err)
	}
}

// deliver makes one sale at nozzle 1 that ends at its preset, and returns it.
func (i *island) deliver(t fataler, p forecourt.Command, squeeze forecourt.Squeeze) electronics.Completed {
	t.Helper()
	i.do(p, forecourt.Authorise{})
	i.hand(forecourt.LiftNozzle{Nozzle: 1})
	i.hand(squeeze)
	if i.await("limit-reached", 3*time.Hour) == nil {
		t.Fatalf("the limit is not reached: the point is %v", i.e.State())
	}
	i.run(time.Second)
	i.hand(forecourt.HangNozzle{})
	i.run(time.Second)
	i.do(forecourt.Reset{})
	all := i.completed()
	return all[len(all)-1]
}

func someDevice(t *rapid.T) device {
	d := rapid.SampledFrom([]device{
		{pulses: 100, decimals: 2}, {pulses: 1000, decimals: 3}, {pulses: 1000, decimals: 2}, {pulses: 128, decimals: 2},
		{pulses: 100, decimals: 2, unit: unit.USGal}, {pulses: 1000, decimals: 3, unit: unit.USGal},
	}).Draw(t, "device")
	d.ppm = rapid.Int64Range(-5000, 5000).Draw(t, "meter error")
	d.profile.MeterAmount = rapid.Bool().Draw(t, "meter amount")
	return d
}

func someSqueeze(t *rapid.T) forecourt.Squeeze {
	if rapid.Bool().Draw(t, "throttled") {
		return forecourt.Squeeze{Flow: unit.LitresPerMinute(rapid.Int64Range(5, 38).Draw(t, "flow"))}
	}
	return forecourt.Squeeze{}
}

func TestVolumePresetIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDevice(t)
		i := newIsland(t, d).ready(17_990)
		one := int64(100)
		if d.decimals == 3 {
			one = 1000
		}
		for range rapid.IntRange(1, 2).Draw(t, "sales") {
			want := unit.Indicated{Count: rapid.Int64Range(one, 40*one).Draw(t, "preset"), Decimals: d.decimals, Unit: d.unit}
			if got := i.deliver(t, forecourt.PresetVolume{Limit: want}, someSqueeze(t)); got.Volume != want || got.Reason != forecourt.EndedByLimit {
				t.Fatalf("preset %s, delivered %+v", want, got)
			}
		}
		if err := i.check(false); err != nil {
			t.Fatalf("%v", err)
		}
	})
}

func TestMoneyPresetIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDevice(t)
		e4 := 10 * rapid.Int64Range(900, 4000).Draw(t, "price")
		i := newIsland(t, d).ready(e4)
		want := unit.Money{Minor: rapid.Int64Range(500, 9_000).Draw(t, "preset"), Currency: "EUR"}
		got := i.deliver(t, forecourt.PresetAmount{Limit: want}, someSqueeze(t))
		if got.Amount != want || got.Reason != forecourt.EndedByLimit {
			t.Fatalf("preset %s, delivered %+v", want, got)
		}
		// What was paid for is what was delivered, to a display interval.
		less, more := got.Volume, got.Volume
		less.Count--
		more.Count++
		if low, high := i.price(e4).Amount(less, unit.Down), i.price(e4).Amount(more, unit.Up); want.Cmp(low) < 0 || want.Cmp(high) > 0 {
			t.Fatalf("%s for %s at %s", want, got.Volume, i.price(e4))
		}
		if err := i.check(false); err != nil {
			t.Fatalf("%v", err)
		}
	})
}

func TestPollsOfOthersDoNotAllocate(t *testing.T) {
	i := newIsland(t, plain)
	b := machinetest.New(point, i.e, electronics.Timers)
	b.PowerOn()
	poll := []byte{0x51, 0x20, 0xFA}
	if n := testing.AllocsPerRun(1000, func() { b.Hear(electronics.PortBus, poll) }); n != 0 {
		t.Errorf("%v allocations a poll", n)
	}
}

// The hand lets go just before the preset, while the slow valve is already shut for what should still have flowed.
func TestHandThatLetsGoBeforeThePresetCanGoOn(t *testing.T) {
	for short := int64(1); short <= 8; short++ {
		i := newIsland(t, device{pulses: 1000, decimals: 3}).ready(17_990)
		i.do(forecourt.PresetVolume{Limit: unit.Indicated{Count: 5000, Decimals: 3}}, forecourt.Authorise{})
		i.hand(forecourt.LiftNozzle{Nozzle: 1})
		i.hand(forecourt.Squeeze{Until: unit.Indicated{Count: 5000 - short, Decimals: 3}})
		i.run(30 * time.Second)
		if i.e.State() != (forecourt.Status{State: forecourt.Fuelling}) {
			continue // the after-flow of the hand reached the preset
		}
		i.hand(forecourt.Squeeze{})
		i.run(10 * time.Second)
		i.hand(forecourt.HangNozzle{})
		i.run(time.Second)
		if c := i.completed()[0]; c.Volume.Count < 5000 || c.Volume.Count > 5005 || c.Reason != forecourt.EndedByLimit {
			t.Errorf("%d short: completed %+v", short, c)
		}
		if err := i.check(false); err != nil {
			t.Error(err)
		}
	}
}
