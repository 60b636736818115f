package dispenser_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// act draws something that a hand or a controller does, sensible or not.
func (i *island) act(t *rapid.T, cuts bool) {
	send := func(c forecourt.Command) { _ = i.master.session.Do(i.Now(), 0x50, c) }
	most := 13
	if cuts {
		most = 15
	}
	switch rapid.IntRange(0, most).Draw(t, "act") {
	case 0, 1:
		i.hand(forecourt.LiftNozzle{Nozzle: forecourt.Nozzle(rapid.IntRange(1, 2).Draw(t, "nozzle"))})
	case 2:
		i.hand(forecourt.HangNozzle{})
	case 3, 4:
		i.hand(forecourt.Squeeze{Until: unit.Indicated{Count: rapid.Int64Range(0, 500).Draw(t, "until"), Decimals: 2, Unit: i.hoses[0].Unit}})
	case 5:
		i.hand(forecourt.LetGo{})
	case 6, 7:
		send(forecourt.Reset{})
		send(forecourt.Authorise{})
	case 8:
		send(forecourt.Stop{})
	case 9:
		send(forecourt.Suspend{})
	case 10:
		send(forecourt.Resume{})
	case 11:
		send(forecourt.PresetVolume{Limit: unit.Indicated{Count: rapid.Int64Range(1, 800).Draw(t, "preset"), Decimals: 2, Unit: i.hoses[0].Unit}})
	case 12:
		send(forecourt.PresetAmount{Limit: unit.Money{Minor: rapid.Int64Range(1, 1500).Draw(t, "preset"), Currency: "EUR"}})
	case 13:
		send(forecourt.SetPrices{Prices: []unit.Price{i.price(10 * rapid.Int64Range(1, 3000).Draw(t, "price")), i.price(12_340)}})
	case 14:
		if err := i.PowerOff(point); err == nil {
			i.run(time.Duration(rapid.IntRange(0, 2000).Draw(t, "dark")) * time.Millisecond)
			_ = i.PowerOn(point)
			send(forecourt.SetPrices{Prices: []unit.Price{i.price(15_000), i.price(16_000)}})
		}
	case 15:
		send(forecourt.SwitchOff{})
	}
}

func TestBooksBalanceWhateverIsDone(t *testing.T) {
	for name, cuts := range map[string]bool{"with power": false, "with power cuts": true} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := someDevice(t)
				d.profile.NoHoldUp = cuts && rapid.Bool().Draw(t, "no hold-up")
				i := newIsland(t, d).ready(17_990)
				var shown unit.Indicated
				i.Watch(func(told forecourt.Told) {
					switch e := told.Event.(type) {
					case electronics.Started:
						shown = unit.Indicated{Decimals: d.decimals, Unit: d.unit}
					case electronics.Counted:
						if e.Volume.Cmp(shown) < 0 {
							panic("the display fell from " + shown.String() + " to " + e.Volume.String())
						}
						shown = e.Volume
					}
				})
				for range rapid.IntRange(5, 40).Draw(t, "acts") {
					i.act(t, cuts)
					i.run(time.Duration(rapid.SampledFrom([]int{0, 1, 40, 170, 600, 2500, 9000}).Draw(t, "ms")) * time.Millisecond)
					if err := i.check(cuts); err != nil {
						t.Fatalf("%v", err)
					}
				}
				for _, c := range i.completed() {
					if want := c.Price.Amount(c.Volume, unit.HalfUp).Minor - c.Amount.Minor; want < -5 || want > 5 {
						t.Fatalf("%s at %s cost %s", c.Volume, c.Price, c.Amount)
					}
				}
			})
		})
	}
}

// One seed, one story.
func TestSameActsSameStory(t *testing.T) {
	story := func() (sum uint64) {
		i := newIsland(t, plain)
		i.ready(17_990)
		i.deliver(t, forecourt.PresetVolume{Limit: unit.Indicated{Count: 1234, Decimals: 2}}, forecourt.Squeeze{})
		for _, x := range i.told {
			sum = sum*31 + uint64(x.At)
		}
		return sum
	}
	if a, b := story(), story(); a != b {
		t.Errorf("two runs differ: %d and %d", a, b)
	}
}
