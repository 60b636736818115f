package station

import (
	"testing"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestABlendIsAsWarmAndAsDenseAsItsParts: three parts of ten are the second tank's; the probe shows a little too much.
func TestABlendIsAsWarmAndAsDenseAsItsParts(t *testing.T) {
	plan := kiosk(t)
	warm, cold := unit.Temperature(30_000), unit.Temperature(10_000)
	plan.Tanks[0].Temperature, plan.Tanks[0].Ground, plan.Tanks[0].Density = &cold, &cold, 840_000
	plan.Tanks[1].Temperature, plan.Tanks[1].Ground, plan.Tanks[1].Density = &warm, &warm, 740_000
	plan.Hydraulics.Blends = []site.Blend{{FuellingPoint: 1, Nozzle: 1, Tank: 2, Percent: 30}}
	plan.Hydraulics.Compensation = &site.Compensation{Reference: "15 degC", ProbeError: 300}
	s, err := Build(Options{Plan: plan, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	s.Loop().Start()
	side, _ := plan.Point(1)
	fit, err := fitting.Of(plan, plan.Dispensers[0], side, plan.Buses[0], 8)
	if err != nil {
		t.Fatal(err)
	}
	p, opening := &meterProbe{station: s, side: side, err: 300}, fit.Electronics.Profile.Compensation.Thermometer
	for nozzle, want := range map[int]struct {
		at      unit.Temperature
		density thermal.Density
	}{1: {16_300, 810_000}, 2: {30_300, 740_000}} {
		h := side.Hoses[nozzle-1]
		if at, l := p.Temperature(h.Nozzle), fit.Liquids[nozzle-1]; at != want.at || at != opening.Temperature(h.Nozzle) || l.Density != want.density {
			t.Errorf("nozzle %d: %s at %s, want %s at %s", nozzle, l.Density, at, want.density, want.at)
		}
	}
}
