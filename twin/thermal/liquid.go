package thermal

import (
	"fmt"
	"math"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Density is the mass of a cubic metre at 15 degrees Celsius, in grams.
type Density int64

// String returns it in kg/m3: "835 kg/m3", "744.5 kg/m3".
func (d Density) String() string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%03d", d/1000, d%1000), "0"), ".") + " kg/m3"
}

// MarshalText returns String.
func (d Density) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "835 kg/m3" or "744.5 kg/m3", up to 3000 kg/m3.
func (d *Density) UnmarshalText(text []byte) error {
	number, found := strings.CutSuffix(string(text), " kg/m3")
	whole, fraction, _ := strings.Cut(number, ".")
	digits := whole + (fraction + "000")[:3]
	*d = 0
	if !found || len(fraction) > 3 || whole == "" || len(digits) > 7 || strings.Trim(digits, "0123456789") != "" {
		return fmt.Errorf("'%s' is no density: write it as 835 kg/m3", text)
	}
	for _, c := range digits {
		*d = *d*10 + Density(c-'0')
	}
	if *d > 3_000_000 {
		return fmt.Errorf("nothing that is sold here has a density of %s", *d)
	}
	return nil
}

// The temperatures at which fuel is counted: 15 degrees Celsius, and 60 degrees Fahrenheit.
const (
	Reference    unit.Temperature = 15_000
	Fahrenheit60 unit.Temperature = 15_556
)

// Liquid is a product as far as its volume depends on its temperature.
type Liquid struct {
	Density Density // 653 to 1075 kg/m3 for the tables
	// Fixed is the coefficient of what the tables do not cover, in parts per million for a kelvin; 0: by the tables.
	Fixed int64
}

// The temperatures at which anything here is liquid and makes sense.
const (
	Coldest unit.Temperature = -60_000
	Warmest unit.Temperature = 90_000
)

// Check says what is wrong with a liquid.
func (l Liquid) Check() error {
	if l.Fixed < 0 || l.Fixed > 2000 {
		return fmt.Errorf("a coefficient of %d parts per million for a kelvin is none of a liquid: 0 to 2000", l.Fixed)
	}
	if _, ok := find(table54[Refined], float64(l.Density)/1000); !ok && l.Fixed == 0 {
		return fmt.Errorf("the tables cover 653 to 1075 kg/m3, not %s: give the product a fixed coefficient", l.Density)
	}
	return nil
}

// Factor returns what a volume at a temperature is to be multiplied with to have it at 15 degrees Celsius; a temperature
// beyond Coldest or Warmest is taken for that.
func (l Liquid) Factor(t unit.Temperature) float64 {
	if t == Reference {
		return 1
	}
	celsius := float64(min(max(t, Coldest), Warmest)) / 1000
	if l.Fixed != 0 {
		return 1 - float64(float64(l.Fixed)*(celsius-15))/1e6
	}
	f, _ := Factor15(Refined, float64(l.Density)/1000, celsius)
	return f
}

// PPM returns how much a volume at a temperature is at a reference temperature, in parts per million: at Fahrenheit60 by
// table 6B with the density there, else by table 54B.
func (l Liquid) PPM(t, reference unit.Temperature) int64 {
	const million = 1_000_000
	if t == reference {
		return million
	}
	factor := l.Factor(t) / l.Factor(reference)
	if reference == Fahrenheit60 && l.Fixed == 0 {
		celsius := float64(min(max(t, Coldest), Warmest)) / 1000
		rho := float64(l.Density) / 1000 * l.Factor(Fahrenheit60)
		if f, ok := Factor60(Refined, rho, float64(celsius*9/5)+32); ok {
			factor = f
		}
	}
	return int64(math.Round(float64(factor * million)))
}

// Mix is the liquid of a blend, of which so many thousandths are the second one: its density is between theirs, and so is
// the coefficient where one of them has a fixed one.
func Mix(first, second Liquid, thousandths int64) Liquid {
	const whole = 1000
	mean := func(a, b int64) int64 { return (a*(whole-thousandths) + b*thousandths) / whole }
	mixed := Liquid{Density: Density(mean(int64(first.Density), int64(second.Density)))}
	if first.Fixed != 0 || second.Fixed != 0 {
		mixed.Fixed = mean(first.PartsPerKelvin(), second.PartsPerKelvin()) / whole
	}
	return mixed
}

// Net returns a volume at a temperature as it is at 15 degrees Celsius, rounded to the microlitre.
func (l Liquid) Net(v unit.Volume, t unit.Temperature) unit.Volume {
	return unit.Volume(math.Round(float64(v) * l.Factor(t)))
}

// Growth returns how much more room a volume takes when it goes from one temperature to another; less is negative.
func (l Liquid) Growth(v unit.Volume, from, to unit.Temperature) unit.Volume {
	if from == to {
		return 0
	}
	return unit.Volume(math.Round(float64(v) * (l.Factor(from)/l.Factor(to) - 1)))
}

// PartsPerKelvin returns the coefficient at 15 degrees Celsius, in thousand millionths for a kelvin: what an installer
// programs into a console that knows one coefficient only.
func (l Liquid) PartsPerKelvin() int64 {
	if l.Fixed != 0 {
		return l.Fixed * 1000
	}
	return int64(math.Round((1 - l.Factor(Reference+1000)) * 1e9))
}

// usual are the liquids that grades are, by what their names contain; the first that fits counts. The densities are the
// middle of what the standards allow (C: EN 228, EN 590, ISO 22241, recalled), the fixed coefficients are (C).
var usual = []struct {
	part   string
	liquid Liquid
}{
	{"adblue", Liquid{Density: 1_090_000, Fixed: 420}},
	{"e85", Liquid{Density: 785_000, Fixed: 1120}},
	{"ethanol", Liquid{Density: 794_000, Fixed: 1090}},
	{"diesel", Liquid{Density: 840_000}},
	{"heating", Liquid{Density: 845_000}},
	{"kerosene", Liquid{Density: 800_000}},
	{"jet", Liquid{Density: 800_000}},
	{"", Liquid{Density: 745_000}},
}

// Usual returns the liquid that a grade of a name usually is; petrol where the name says nothing.
func Usual(grade string) Liquid {
	for _, u := range usual {
		if strings.Contains(strings.ToLower(grade), u.part) {
			return u.liquid
		}
	}
	panic("thermal: the last one always fits")
}
