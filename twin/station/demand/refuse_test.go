package demand

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

func pumped(p *site.Plan) {
	p.Hydraulics.Pumps = []site.SubmersiblePump{{Pump: 7, Tank: 1}}
}

func weak(p *site.Plan, litres int64) {
	x := &p.Hydraulics.Pumps[0]
	x.FlowOfTwo, x.FlowOfFour = unit.LitresPerMinute(litres), unit.LitresPerMinute(litres*2/3)
}

func slips(p *site.Plan, back unit.Volume) {
	p.Hydraulics.Hoses.Dilation, p.Hydraulics.Hoses.SlipBack = 2*back, back
}

// TestWhatNoDayIsPlannedWithIsRefusedByName: what changes a sale in a way that is not known before it is said, and no more.
func TestWhatNoDayIsPlannedWithIsRefusedByName(t *testing.T) {
	f, err := Open(Default)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := OpenFaults("power-cuts")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		ask    func(*site.Plan)
		faults *Faults
		want   string // none: it is planned
	}{
		"a pump":                  {pumped, nil, ""},
		"a pump and a curve":      {func(p *site.Plan) { pumped(p); p.Hydraulics.Meters.Curve = []site.CurvePoint{{Flow: 1, PPM: 1}} }, nil, "pump 7: what its meter errs by"},
		"a pump and a drift":      {func(p *site.Plan) { pumped(p); p.Hydraulics.Meters.Drift = 1 }, nil, "pump 7: what its meter errs by"},
		"a pump and power cuts":   {pumped, faults, "pump 7: what runs on when the power fails"},
		"a pump and a large slip": {func(p *site.Plan) { pumped(p); slips(p, 6000) }, nil, "pump 7: how much of what slips back"},
		"a pump and a small slip": {func(p *site.Plan) { pumped(p); slips(p, 5000) }, nil, ""},
		"a weak pump": {func(p *site.Plan) {
			pumped(p)
			p.Hydraulics.Pumps[0].FlowOfTwo, p.Hydraulics.Pumps[0].FlowOfFour = unit.LitresPerMinute(3), unit.LitresPerMinute(2)
		}, nil, "pump 7: with 2 nozzles open"},
		"a long test of a line": {func(p *site.Plan) {
			pumped(p)
			p.Hydraulics.Pumps[0].LeakDetector = 10 * time.Second
			p.Grades[0].Price.E4 = 40_000
		}, nil, "pump 7: who pays ahead"},
		"a fast valve that is slow": {func(p *site.Plan) {
			pumped(p)
			weak(p, 30)
			p.Hydraulics.Hoses.FastValveClose = 1900 * time.Millisecond
		}, nil, "pump 7: with 2 nozzles open"},
		"valves slower than counted": {func(p *site.Plan) { p.Hydraulics.Hoses.ValveClose = 301 * time.Millisecond }, nil, "its valves take 301 ms"},
		"much that slips back":       {func(p *site.Plan) { slips(p, 40_001) }, nil, "broken pulser"},
		"a motor by chance":          {func(p *site.Plan) { slips(p, 90); p.Dispensers[0].Profile = "suction-single" }, nil, "motor is up is drawn by chance"},
		"a motor by chance alone":    {func(p *site.Plan) { p.Dispensers[0].Profile = "suction-single" }, nil, ""},
		"other decimals":             {func(p *site.Plan) { p.Dispensers[0].Decimals = site.Decimals{Volume: 3, Amount: 2, Price: 3} }, nil, "other decimals than the site"},
		"no such model":              {func(p *site.Plan) { p.Dispensers[0].Profile = "nobody's" }, nil, "nobody's"},
		"a siphon":                   {func(p *site.Plan) { p.Tanks[0].ManifoldedWith = 2 }, nil, "tank 1 is joined to tank 2 by a siphon"},
		"a warm tank":                {func(p *site.Plan) { w := unit.Temperature(20_000); p.Tanks[1].Temperature = &w }, nil, "tank 2 holds fuel at 20"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := site.Open("kiosk")
			if err != nil {
				t.Fatal(err)
			}
			c.ask(plan)
			_, err = New(Options{Plan: plan, Profile: f, Seed: 1, Faults: c.faults})
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v", err)
			}
		})
	}
}
