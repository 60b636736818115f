package day

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestWhatAPlanSaysIsPlayedAsItIsReckoned plays plans with hoses of several grades, with satellites and high flow, without
// anybody at the till, and with another rounding.
func TestWhatAPlanSaysIsPlayedAsItIsReckoned(t *testing.T) {
	for _, c := range []struct {
		plan     string
		rounding unit.Rounding
	}{{"urban", unit.HalfUp}, {"urban", unit.Down}, {"truck-stop", unit.Up}, {"unmanned", unit.HalfUp}} {
		plan := open(t, c.plan)
		plan.Country.Rounding = c.rounding
		for i := range plan.Buses {
			plan.Buses[i].PollCycle = 400 * time.Millisecond
		}
		r := same(t, Options{Demand: demand.Options{Plan: plan, Profile: usual(t), Seed: 6}, Days: 1})
		if atTill := r.Sum.Tenders[demand.Cash] + r.Sum.Tenders[demand.Card]; (atTill == 0) != (c.plan == "unmanned") {
			t.Errorf("%s: %d sales were paid at the till", c.plan, atTill)
		}
	}
}
