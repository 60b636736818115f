package site

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// kioskWith is the kiosk with a block of hydraulics.
func kioskWith(t *testing.T, block string) (*Plan, error) {
	t.Helper()
	_, src, err := Source("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	return Load("plan.yaml", append(append(src, '\n'), block...))
}

func TestHydraulicsOfAPlan(t *testing.T) {
	p, err := kioskWith(t, `hydraulics:
  pumps:
    - { pump: 1, tank: 1, pressure-mbar: 2200, flow-of-two: 42 L/min, flow-of-four: 31 L/min, leak-detector: 2.5 s, test-flow: 3 US gal/min }
  meters: { class: "0.5", curve: [{ flow: 4 L/min, ppm: -1500 }, { flow: 38 L/min, ppm: 800 }], drift: 20 }
  hoses: { ramp: 800 ms, first-order: true, slow-flow: 4 L/min, valve-close: 100 ms, fast-valve-close: 200 ms, dilation: 20 ml, slip-back: 5 ml, top-up: 200 ml }
  blends: [{ fuelling-point: 2, nozzle: 2, tank: 1, percent: 30, meter-error: 500 }]
  compensation: { reference: 15 degC, expansion: 830, fuel: -2.5 C, probe-error: -0.3 C, drives: gross }
`)
	if err != nil {
		t.Fatal(err)
	}
	h := p.Hydraulics
	if h.Pumps[0].PressureMbar != 2200 || h.Meters.Curve[1].PPM != 800 || h.Hoses.Dilation != 20*unit.Millilitre ||
		h.Blends[0].Percent != 30 || *h.Compensation.Fuel != -2500 || h.Compensation.ProbeError != -300 {
		t.Errorf("%+v", h)
	}
}

func TestHydraulicsThatCannotBeAreRefusedWithTheirPlace(t *testing.T) {
	for block, want := range map[string]string{
		"pumps: [{ pump: 1, tank: 9 }]":                                                              "there is no tank 9",
		"pumps: [{ pump: 1, tank: 1 }, { pump: 2, tank: 1 }]":                                        "tank 1 has a pump already",
		"pumps: [{ pump: 1, tank: 1, flow-of-two: 30 L/min, flow-of-four: 30 L/min }]":               "each gets less",
		"pumps: [{ pump: 1, tank: 1, flow-of-two: 60 L/min, flow-of-four: 30 L/min }]":               "more than half",
		"pumps: [{ pump: 1, tank: 1, leak-detector: 1 min }]":                                        "a leak detector tests",
		"pumps: [{ pump: 1, tank: 1, leak-detector: 3 s, line-tests: true }]":                        "do not work with a mechanical leak detector",
		"pumps: [{ pump: 1, tank: 1, line-shutdown: true }]":                                         "does not shut it down",
		"pumps: [{ pump: 9, tank: 1, line-tests: true }]":                                            "pumps 1 to 8",
		"pumps: [{ pump: 1, tank: 1, pressure: 2 }]":                                                 "pressure",
		`meters: { class: "0.7" }`:                                                                   "there is no class '0.7'",
		`meters: { class: "0.5", curve: [{ flow: 4 L/min, ppm: 4000 }] }`:                            "errs by 3000 ppm at most",
		"meters: { class: 1.0, curve: [{ flow: 4 L/min, ppm: 6001 }] }":                              "errs by 6000 ppm at most",
		"meters: { class: 0.5, shape: old }":                                                         "no meter is 'old'",
		"meters: { shape: new }":                                                                     "depends on its class",
		"meters: { class: 0.5, shape: new, curve: [{ flow: 4 L/min, ppm: 1 }] }":                     "a shape or a curve",
		"instead: [{ meters: { drift: 1 } }]":                                                        "of one dispenser, or of one nozzle",
		"instead: [{ dispenser: 1, nozzle: 1, meters: { drift: 1 } }]":                               "of one dispenser, or of one nozzle",
		"instead: [{ dispenser: 9, meters: { drift: 1 } }]":                                          "there is no dispenser 9",
		"instead: [{ fuelling-point: 9, nozzle: 1, meters: { drift: 1 } }]":                          "there is no fuelling point 9",
		"instead: [{ fuelling-point: 1, nozzle: 9, meters: { drift: 1 } }]":                          "has no nozzle 9",
		"instead: [{ dispenser: 1 }]":                                                                "nothing holds instead",
		"instead: [{ dispenser: 1, meters: {} }, { dispenser: 1, hoses: {} }]":                       "is said already",
		"instead: [{ dispenser: 1, hoses: { slip-back: 1 ml } }]":                                    "no more can slip back",
		"instead: [{ dispenser: 1, hoses: { valve-close: 0 s } }]":                                   "longer than nothing",
		"instead: [{ dispenser: 1, meters: { class: 0.3, curve: [{ flow: 1 L/min, ppm: 2001 }] } }]": "errs by 2000 ppm at most",
		"meters: { curve: [{ flow: 8 L/min, ppm: 1 }, { flow: 4 L/min, ppm: 1 }] }":                  "by rising flow",
		"hoses: { dilation: 5 ml, slip-back: 6 ml }":                                                 "no more can slip back",
		"hoses: { ramp: 0 s }":                                                                       "longer than nothing",
		"blends: [{ fuelling-point: 1, nozzle: 1, tank: 1, percent: 30 }]":                           "the nozzle's first one",
		"blends: [{ fuelling-point: 1, nozzle: 1, tank: 2, percent: 100 }]":                          "1 to 99 percent",
		"blends: [{ fuelling-point: 1, nozzle: 7, tank: 2, percent: 10 }]":                           "has no nozzle 7",
		"compensation: { reference: 20 degC, expansion: 830, fuel: 20 C }":                           "nobody compensates",
		"compensation: { reference: 15 degC, expansion: 0, fuel: 20 C }":                             "a fuel expands",
		"compensation: { reference: 15 degC, expansion: 830, fuel: 20 K }":                           "not a temperature",
		"compensation: { reference: 15 degC, expansion: 830, fuel: 99 C }":                           "no fuel is sold at",
		"compensation: { reference: 15 degC, probe-error: 6 C }":                                     "errs by 5.0 C at most",
		"compensation: { reference: 15 degC, expansion: 830, fuel: 20 C, drives: profit }":           "does not go by 'profit'",
	} {
		_, err := kioskWith(t, "hydraulics:\n  "+block+"\n")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "plan.yaml:") {
			t.Errorf("%s:\n%v\nwant '%s'", block, err, want)
		}
	}
}

// TestTheMoreSpecificBlockHoldsWhole: a nozzle's over its dispenser's, and that over the site's, each without the rest of the wider.
func TestTheMoreSpecificBlockHoldsWhole(t *testing.T) {
	p, err := kioskWith(t, `hydraulics:
  meters: { class: 0.5, shape: new, drift: 20 }
  hoses: { dilation: 20 ml, slip-back: 5 ml }
  instead:
    - { fuelling-point: 1, nozzle: 1, meters: { drift: 3 } }
    - { dispenser: 1, meters: { class: 0.5, shape: worn }, hoses: { dilation: 40 ml } }
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dispenser int
		nozzle    forecourt.Nozzle
		shape     string
		drift     int64
		dilation  unit.Volume
		slipBack  unit.Volume
	}{
		{2, 1, "new", 20, 20 * unit.Millilitre, 5 * unit.Millilitre}, {1, 2, "worn", 0, 40 * unit.Millilitre, 0}, {1, 1, "", 3, 40 * unit.Millilitre, 0},
	} {
		m, h := p.Hydraulics.Of(c.dispenser, forecourt.Point(c.dispenser), c.nozzle)
		if m.Shape != c.shape || m.Drift != c.drift || h.Dilation != c.dilation || h.SlipBack != c.slipBack {
			t.Errorf("dispenser %d nozzle %d: %+v %+v", c.dispenser, c.nozzle, m, h)
		}
	}
}

// TestAClassSuppliesACurveWithinItsLimits, by rising flow, with an error that shows and more of it when the meter is worn.
func TestAClassSuppliesACurveWithinItsLimits(t *testing.T) {
	for class, most := range classes {
		worst := map[string]int64{}
		for shape := range shapes {
			curve := Meters{Class: class, Shape: shape}.Errors(unit.LitresPerMinute(38))
			for i, p := range curve {
				worst[shape] = max(worst[shape], p.PPM, -p.PPM)
				if p.Flow <= 0 || i > 0 && p.Flow <= curve[i-1].Flow {
					t.Errorf("class %s, %s: %v does not rise", class, shape, curve)
				}
			}
			if worst[shape] == 0 || worst[shape] > most || curve[len(curve)-1].Flow != unit.LitresPerMinute(38) {
				t.Errorf("class %s, %s: %v, at most %d ppm", class, shape, curve, most)
			}
		}
		if worst["worn"] <= worst["new"] {
			t.Errorf("class %s: %v", class, worst)
		}
	}
}
