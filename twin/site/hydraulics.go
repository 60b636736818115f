package site

import (
	"cmp"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// Hydraulics is how the site's pumps, hoses and meters behave, where they do more than give a steady flow. All of it is
// off by default.
type Hydraulics struct {
	Pumps        []SubmersiblePump
	Meters       Meters
	Hoses        HoseManners
	Instead      []Instead
	Blends       []Blend
	Compensation *Compensation
}

// Blend returns the blend that a nozzle delivers, if it does.
func (h *Hydraulics) Blend(point forecourt.Point, nozzle forecourt.Nozzle) (Blend, bool) {
	for _, b := range h.Blends {
		if b.FuellingPoint == point && b.Nozzle == nozzle {
			return b, true
		}
	}
	return Blend{}, false
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

// Instead is what holds for one dispenser, or for one nozzle, instead of what holds for the site: a block that it gives
// counts whole, nothing of the wider one is left. A nozzle's holds over its dispenser's.
type Instead struct {
	Dispenser     int              // of which all meters or hoses are so; or
	FuellingPoint forecourt.Point  // of which
	Nozzle        forecourt.Nozzle // this one is
	Meters        *Meters
	Hoses         *HoseManners
}

// Of returns how the meter and the hose of a nozzle behave.
func (h *Hydraulics) Of(dispenser int, point forecourt.Point, nozzle forecourt.Nozzle) (Meters, HoseManners) {
	meters, hoses := h.Meters, h.Hoses
	for _, nozzles := range []bool{false, true} {
		for _, x := range h.Instead {
			if nozzles && x.FuellingPoint == point && x.Nozzle == nozzle || !nozzles && x.Nozzle == 0 && x.Dispenser == dispenser {
				meters, hoses = *cmp.Or(x.Meters, &meters), *cmp.Or(x.Hoses, &hoses)
			}
		}
	}
	return meters, hoses
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
	Reference  string            `yaml:",required"` // "15 degC" or "60 degF"
	Drives     string            // what price, presets and totals go by: "net" (default) or "gross"
	Expansion  int64             // ppm a degree Celsius, linear, of every fuel; default: by the petroleum tables for the grade's density
	Fuel       *unit.Temperature // of the fuel in the meters; default: of what is in the nozzle's tank, at every instant
	ProbeError unit.Temperature  // of the probes in the meters; positive: they show too much
}

// References are the temperatures that volumes are compensated to, by a plan's words.
var References = map[string]unit.Temperature{"15 degC": thermal.Reference, "60 degF": thermal.Fahrenheit60}
