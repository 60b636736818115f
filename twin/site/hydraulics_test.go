package site

import (
	"strings"
	"testing"

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
  compensation: { reference: 15 degC, expansion: 830, fuel: -2.5 degC, drives: gross }
`)
	if err != nil {
		t.Fatal(err)
	}
	h := p.Hydraulics
	if h.Pumps[0].PressureMbar != 2200 || h.Meters.Curve[1].PPM != 800 || h.Hoses.Dilation != 20*unit.Millilitre ||
		h.Blends[0].Percent != 30 || h.Compensation.Fuel != -2500 {
		t.Errorf("%+v", h)
	}
}

func TestHydraulicsThatCannotBeAreRefusedWithTheirPlace(t *testing.T) {
	for block, want := range map[string]string{
		"pumps: [{ pump: 1, tank: 9 }]":                                                       "there is no tank 9",
		"pumps: [{ pump: 1, tank: 1 }, { pump: 2, tank: 1 }]":                                 "tank 1 has a pump already",
		"pumps: [{ pump: 1, tank: 1, flow-of-two: 30 L/min, flow-of-four: 30 L/min }]":        "each gets less",
		"pumps: [{ pump: 1, tank: 1, flow-of-two: 60 L/min, flow-of-four: 30 L/min }]":        "more than half",
		"pumps: [{ pump: 1, tank: 1, leak-detector: 1 min }]":                                 "a leak detector tests",
		"pumps: [{ pump: 1, tank: 1, leak-detector: 3 s, line-tests: true }]":                 "do not work with a mechanical leak detector",
		"pumps: [{ pump: 1, tank: 1, line-shutdown: true }]":                                  "does not shut it down",
		"pumps: [{ pump: 9, tank: 1, line-tests: true }]":                                     "pumps 1 to 8",
		"pumps: [{ pump: 1, tank: 1, pressure: 2 }]":                                          "pressure",
		`meters: { class: "0.7" }`:                                                            "there is no class '0.7'",
		`meters: { class: "0.5", curve: [{ flow: 4 L/min, ppm: 4000 }] }`:                     "errs by 3000 ppm at most",
		"meters: { curve: [{ flow: 8 L/min, ppm: 1 }, { flow: 4 L/min, ppm: 1 }] }":           "by rising flow",
		"hoses: { dilation: 5 ml, slip-back: 6 ml }":                                          "no more can slip back",
		"hoses: { ramp: 0 s }":                                                                "longer than nothing",
		"blends: [{ fuelling-point: 1, nozzle: 1, tank: 1, percent: 30 }]":                    "the nozzle's first one",
		"blends: [{ fuelling-point: 1, nozzle: 1, tank: 2, percent: 100 }]":                   "1 to 99 percent",
		"blends: [{ fuelling-point: 1, nozzle: 7, tank: 2, percent: 10 }]":                    "has no nozzle 7",
		"compensation: { reference: 20 degC, expansion: 830, fuel: 20 degC }":                 "nobody compensates",
		"compensation: { reference: 15 degC, expansion: 0, fuel: 20 degC }":                   "a fuel expands",
		"compensation: { reference: 15 degC, expansion: 830, fuel: 20 K }":                    "is no temperature",
		"compensation: { reference: 15 degC, expansion: 830, fuel: 20 degC, drives: profit }": "does not go by 'profit'",
	} {
		_, err := kioskWith(t, "hydraulics:\n  "+block+"\n")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "plan.yaml:") {
			t.Errorf("%s:\n%v\nwant '%s'", block, err, want)
		}
	}
}

func FuzzDegrees(f *testing.F) {
	for _, s := range []string{"22.5 degC", "-50 degC", "90 degC", "NaN degC", "1e1 degC", "Inf degC"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d Degrees
		if err := d.UnmarshalText([]byte(s)); err == nil && (d < -50_000 || d > 90_000) {
			t.Errorf("'%s' is %d", s, d)
		}
	})
}
