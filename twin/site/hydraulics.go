package site

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Hydraulics is how the site's pumps, hoses and meters behave, where they do more than give a steady flow. All of it is
// off by default.
type Hydraulics struct {
	Pumps        []SubmersiblePump
	Meters       Meters
	Hoses        HoseManners
	Blends       []Blend
	Compensation *Compensation
}

// Steady says that nothing is asked for: every hose gives its flow, and its meter errs by a constant.
func (h *Hydraulics) Steady() bool {
	return len(h.Pumps) == 0 && len(h.Meters.Curve) == 0 && h.Meters.Drift == 0 && h.Hoses == (HoseManners{}) && len(h.Blends) == 0 &&
		h.Compensation == nil
}

// SubmersiblePump stands in a tank and feeds all hoses that draw from it.
type SubmersiblePump struct {
	Pump         int           `yaml:",required"`
	Tank         int           `yaml:",required"`
	PressureMbar int64         // at no flow; default 2000
	FlowOfTwo    unit.FlowRate // of each nozzle when two are open; default 40 L/min
	FlowOfFour   unit.FlowRate // of each when four are; default 30 L/min
	LeakDetector time.Duration // how long it tests the line when the pump starts, 2 to 3.5 s; default: there is none
	TestFlow     unit.FlowRate // while it tests; default 3 US gal/min
	LineTests    bool          // the gauge console tests the line, in place of a leak detector
	LineShutdown bool          // it holds the pump off while the gross test has failed
}

// Meters is the error of every meter over the flow, beside the constant meter-error of its hose.
type Meters struct {
	Class string       // "0.5" or "0.3": a curve beyond what a meter of the class may err is refused; default: any curve
	Curve []CurvePoint // by rising flow
	Drift int64        // ppm for each 1000 L measured
}

// CurvePoint is a meter's error at a flow, in parts per million.
type CurvePoint struct {
	Flow unit.FlowRate `yaml:",required"`
	PPM  int64         `yaml:",required"`
}

// HoseManners are how every hose and its valves behave.
type HoseManners struct {
	Ramp           time.Duration // of the flow; default 400 ms
	FirstOrder     bool          // the flow follows as a first-order lag of time constant ramp; default: evenly
	SlowFlow       unit.FlowRate // default 4 L/min
	ValveClose     time.Duration // default 100 ms
	FastValveClose time.Duration // default: as valve-close
	Dilation       unit.Volume   // what a hose takes in under pressure
	SlipBack       unit.Volume   // what runs back as a flow comes to rest, at most the dilation
	TopUp          unit.Volume   // what each further pull puts into a full vehicle; default 300 mL
}

// Blend makes a nozzle's fuel of two tanks.
type Blend struct {
	FuellingPoint forecourt.Point  `yaml:",required"`
	Nozzle        forecourt.Nozzle `yaml:",required"`
	Tank          int              `yaml:",required"` // the second one
	Percent       int64            `yaml:",required"` // of the second tank's fuel, 1 to 99
	MeterError    int64            // of the second meter, parts per million
}

// Compensation is how the dispensers make volumes at a reference temperature.
type Compensation struct {
	Reference string  `yaml:",required"` // "15 degC" or "60 degF"
	Expansion int64   `yaml:",required"` // ppm a degree Celsius, linear (design default: 830 diesel, 1200 petrol)
	Fuel      Degrees `yaml:",required"` // temperature of the fuel in the meters
	Drives    string  // what price, presets and totals go by: "net" (default) or "gross"
}

// Degrees is a temperature as a plan writes it, "22.5 degC".
type Degrees unit.Temperature

// UnmarshalText reads "22.5 degC", from -50 to 90, with up to three decimals.
func (d *Degrees) UnmarshalText(b []byte) error {
	number, word, _ := strings.Cut(string(b), " ")
	f, err := strconv.ParseFloat(number, 64)
	_, decimals, _ := strings.Cut(number, ".")
	if err != nil || word != "degC" || !(f >= -50 && f <= 90) || strings.Trim(number, "-.0123456789") != "" || len(decimals) > 3 {
		return fmt.Errorf("'%s' is no temperature of a fuel: write it as 22.5 degC, from -50 to 90", b)
	}
	scaled := f * 1000
	if scaled < 0 {
		*d = Degrees(scaled - 0.5)
	} else {
		*d = Degrees(scaled + 0.5)
	}
	return nil
}

// References are the temperatures that volumes are compensated to, by a plan's words.
var References = map[string]unit.Temperature{"15 degC": 15_000, "60 degF": 15_556}
