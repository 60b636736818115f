package thermal

import "math"

// band is a row of a table: the densities it is for, from From up to but not including To, and its coefficients.
type band struct {
	name       string
	from, to   float64 // kg/m3 at the table's temperature
	k0, k1, k2 float64
}

// Kind is which of the tables' families a product belongs to.
type Kind uint8

// The families: petrol to fuel oil (tables B), crude (A), lubricants (only at 60 degrees Fahrenheit).
const (
	Refined Kind = iota
	Crude
	Lubricant
)

var (
	table54 = [...][]band{
		Refined: {
			{"gasoline", 653, 770.5, 346.4228, 0.4388, 0},
			{"transition", 770.5, 787.5, 2680.3206, 0, -0.00336312},
			{"jet", 787.5, 838.5, 594.5418, 0, 0},
			{"fuel oil", 838.5, 1075, 186.9696, 0.4862, 0},
		},
		Crude:     {{"crude", 610.5, 1075, 613.9723, 0, 0}},
		Lubricant: nil,
	}
	table6 = [...][]band{
		Refined: {
			{"gasoline", 610.6, 770.352, 192.4571, 0.2438, 0},
			{"transition", 770.352, 787.5195, 1489.0670, 0, -0.00186840},
			{"jet", 787.5195, 838.3127, 330.3010, 0, 0},
			{"fuel oil", 838.3127, 1163.5, 103.8720, 0.2701, 0},
		},
		Crude:     {{"crude", 610.6, 1163.5, 341.0957, 0, 0}},
		Lubricant: {{"lubricant", 800, 1163.5, 0, 0.34878, 0}},
	}
)

// find returns the row for a density; false where the table has none.
func find(rows []band, rho float64) (band, bool) {
	for _, b := range rows {
		if rho >= b.from && rho < b.to {
			return b, true
		}
	}
	return band{}, false
}

// factor is the formula of the tables of 1980; dt in the table's own degrees.
func (b band) factor(rho, dt float64) float64 {
	alpha := b.k0/float64(rho*rho) + b.k1/rho + b.k2
	x := float64(alpha * dt)
	return math.Exp(-float64(x * (1 + float64(0.8*x))))
}

// Factor15 returns what a volume at a temperature, in degrees Celsius, is to be multiplied with to have it at 15 degrees;
// rho is in kg/m3 at 15 degrees Celsius. False for a density that the table does not cover.
func Factor15(k Kind, rho, celsius float64) (float64, bool) {
	b, ok := find(table54[k], rho)
	return b.factor(rho, celsius-15), ok
}

// Factor60 is Factor15 for 60 degrees Fahrenheit; rho is in kg/m3 at 60 degrees Fahrenheit.
func Factor60(k Kind, rho, fahrenheit float64) (float64, bool) {
	b, ok := find(table6[k], rho)
	return b.factor(rho, fahrenheit-60), ok
}

// FromAPI returns a density at 60 degrees Fahrenheit, in kg/m3, from degrees API.
func FromAPI(degrees float64) float64 { return 141.5 / (degrees + 131.5) * 999.016 }
