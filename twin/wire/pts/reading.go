package pts

import "github.com/forecourt/forecourt/twin/unit"

// Reading is what a probe and its tank say at an instant, for the uploads about tanks.
type Reading struct {
	Tank      int
	FuelGrade int // number of the product
	Name      string
	Measure   unit.Measure // of volumes
	Capacity  unit.Volume
	Alarms    []string // see Measurement
	Probe
}

// Probe is the part of a reading that a delivery has of each of its ends.
type Probe struct {
	Height, Water       unit.Level
	Temperature         unit.Temperature
	Volume, TCVolume    unit.Volume
	WaterVolume, Ullage unit.Volume // not told of the ends of a delivery
}

// tankDecimals is how finely volumes of tanks are written (C).
const tankDecimals = 1

func tankVolume(v unit.Volume, m unit.Measure) Number { return Plain(v.Indicated(tankDecimals, m)) }

// Measured returns the upload of a reading that was taken at a time. A tank without a capacity is 0 % full.
func (r Reading) Measured(at string) Measurement {
	percent := 0
	if r.Capacity > 0 {
		percent = int(100 * (r.Volume + r.WaterVolume) / r.Capacity)
	}
	return Measurement{
		DateTime: at, Tank: r.Tank, FuelGradeID: r.FuelGrade, FuelGradeName: r.Name, Status: "OK",
		Alarms:        append([]string{}, r.Alarms...),
		ProductHeight: Plain(r.Height), WaterHeight: Plain(r.Water), Temperature: Plain(r.Temperature),
		ProductVolume: tankVolume(r.Volume, r.Measure), WaterVolume: tankVolume(r.WaterVolume, r.Measure),
		ProductUllage: tankVolume(r.Ullage, r.Measure), ProductTCVolume: tankVolume(r.TCVolume, r.Measure), Percentage: percent,
	}
}

// Delivered returns the upload of a delivery between two times; the reading says which tank, not how it is now.
func (r Reading) Delivered(from string, start Probe, to string, end Probe) Delivery {
	then := func(at string, p Probe) TankThen {
		return TankThen{
			DateTime: at, ProductHeight: Plain(p.Height), WaterHeight: Plain(p.Water), Temperature: Plain(p.Temperature),
			ProductVolume: tankVolume(p.Volume, r.Measure), ProductTCVolume: tankVolume(p.TCVolume, r.Measure),
		}
	}
	return Delivery{
		Tank: r.Tank, FuelGradeID: r.FuelGrade, FuelGradeName: r.Name, StartValues: then(from, start), EndValues: then(to, end),
		AbsoluteValues: Absolute{tankVolume(end.Volume-start.Volume, r.Measure), tankVolume(end.TCVolume-start.TCVolume, r.Measure)},
	}
}
