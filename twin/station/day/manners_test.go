package day

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// manners are what hydraulics and dispensers may do beside giving a steady flow, each of which changes what a sale comes to,
// or could.
var manners = map[string]func(*site.Plan){
	"a slow ramp": func(p *site.Plan) { p.Hydraulics.Hoses.Ramp = 3 * time.Second },
	"a lag":       func(p *site.Plan) { p.Hydraulics.Hoses.FirstOrder = true },
	"slow valves": func(p *site.Plan) {
		p.Hydraulics.Hoses.ValveClose, p.Hydraulics.Hoses.SlowFlow = 290*time.Millisecond, unit.LitresPerMinute(9)
	},
	"a fast valve":    func(p *site.Plan) { p.Hydraulics.Hoses.FastValveClose = 30 * time.Millisecond },
	"a curve":         curve,
	"a drift":         func(p *site.Plan) { p.Hydraulics.Meters.Drift = -900 },
	"a soft hose":     func(p *site.Plan) { p.Hydraulics.Hoses.Dilation = 80 * unit.Millilitre },
	"what slips back": slipBack,
	"blends":          blends,
	"net volumes":     func(p *site.Plan) { compensate(p, "net") },
	"gross volumes":   func(p *site.Plan) { compensate(p, "gross") },
	"net by the tables": func(p *site.Plan) {
		cold := unit.Temperature(4_000)
		for i := range p.Tanks {
			p.Tanks[i].Temperature, p.Tanks[i].Ground = &cold, &cold
		}
		p.Hydraulics.Compensation = &site.Compensation{Reference: "15 degC", ProbeError: 700}
	},
	"one worn meter": func(p *site.Plan) {
		p.Hydraulics.Instead = []site.Instead{{FuellingPoint: 2, Nozzle: 1, Meters: &site.Meters{Class: "0.5", Shape: "worn"}}}
	},
	"a model":      func(p *site.Plan) { p.Dispensers[0].Profile = "truck-high-flow" },
	"an old model": func(p *site.Plan) { p.Dispensers[0].Profile = "old-electronic" },
	"pumps":        pumps,
	"pumps and more": func(p *site.Plan) {
		pumps(p)
		blends(p)
		compensate(p, "net")
		p.Hydraulics.Hoses.Dilation = 20 * unit.Millilitre
	},
	"everything": func(p *site.Plan) {
		curve(p)
		slipBack(p)
		blends(p)
		compensate(p, "net")
		p.Hydraulics.Meters.Drift, p.Hydraulics.Hoses.FirstOrder = 300, true
	},
}

func curve(p *site.Plan) {
	p.Hydraulics.Meters.Curve = []site.CurvePoint{
		{Flow: unit.LitresPerMinute(2), PPM: -4000}, {Flow: unit.LitresPerMinute(10), PPM: 900}, {Flow: unit.LitresPerMinute(38), PPM: 300},
	}
}

func slipBack(p *site.Plan) {
	p.Hydraulics.Hoses.Dilation, p.Hydraulics.Hoses.SlipBack = 25*unit.Millilitre, 17*unit.Millilitre
}

func blends(p *site.Plan) {
	for _, side := range p.Points() {
		p.Hydraulics.Blends = append(p.Hydraulics.Blends, site.Blend{FuellingPoint: side.FuellingPoint, Nozzle: 2, Tank: 1, Percent: 37})
	}
}

func compensate(p *site.Plan, drives string) {
	warm := unit.Temperature(27_500)
	p.Hydraulics.Compensation = &site.Compensation{Reference: "15 degC", Expansion: 1200, Fuel: &warm, Drives: drives}
}

// pumps has both points' nozzles draw on each other.
func pumps(p *site.Plan) {
	for _, t := range p.Tanks {
		p.Hydraulics.Pumps = append(p.Hydraulics.Pumps, site.SubmersiblePump{
			Pump: t.Tank, Tank: t.Tank, LeakDetector: 2500 * time.Millisecond, FlowOfTwo: unit.LitresPerMinute(30), FlowOfFour: unit.LitresPerMinute(20),
		})
	}
}

// TestWhateverHydraulicsDoTheDayIsTheReckonedOne plays days of every manner, with sales that end by hand and by limit, that
// wait for each other's pump, and that the power ends.
func TestWhateverHydraulicsDoTheDayIsTheReckonedOne(t *testing.T) {
	faults, err := demand.OpenFaults("power-cuts")
	if err != nil {
		t.Fatal(err)
	}
	faults.PowerCut.PerMille = 200
	for name, change := range manners {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 3; seed++ {
				p := open(t, "kiosk")
				p.Buses[0].PollCycle = 400 * time.Millisecond
				p.Tanks[0].Opening = 1200 * unit.Litre // which runs low
				change(p)
				o := demand.Options{Plan: p, Profile: clumsy(t), Seed: seed, ArrivalsADay: 150}
				if len(p.Hydraulics.Pumps) == 0 && seed == 1 {
					o.Faults = faults
				}
				r := same(t, Options{Demand: o, Days: 1})
				if r.Sum.Sales < 50 || o.Faults != nil && r.Sum.Cuts < 5 {
					t.Errorf("%d sales, %d power cuts", r.Sum.Sales, r.Sum.Cuts)
				}
			}
		})
	}
}
