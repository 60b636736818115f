package forecourt

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
)

// TestACompensationFitsTheSaleThatItIsOf, whatever drives, and not one of another volume.
func TestACompensationFitsTheSaleThatItIsOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		volume := unit.Indicated{Count: rapid.Int64Range(0, 1_000_000).Draw(t, "counts"), Decimals: 2, Unit: unit.L}
		c := Compensation{NetDrives: rapid.Bool().Draw(t, "net drives"), Gross: volume, Temperature: 7, Measured: true}
		if rapid.Bool().Draw(t, "compensates") {
			c.CompensatedTo = 15_000
		} else {
			c.NetDrives = false
		}
		c = c.Of(volume)
		if err := c.Validate(volume); err != nil || c.Measured {
			t.Fatalf("%+v of %s: %v", c, volume, err)
		}
		other := volume
		other.Count++
		if c.CompensatedTo != 0 && c.Validate(other) == nil {
			t.Fatalf("%+v was taken for a sale of %s", c, other)
		}
	})
}

func TestCompensationsThatCannotBe(t *testing.T) {
	v := unit.Indicated{Count: 100, Decimals: 2, Unit: unit.L}
	for _, c := range []Compensation{
		{NetDrives: true}, {Gross: v}, {Net: v}, {Temperature: 1}, {Temperature: 200_000, Measured: true}, {CompensatedTo: 15_000},
		{CompensatedTo: 15_000, Gross: v, Net: unit.Indicated{Count: -1, Decimals: 2, Unit: unit.L}}, {CompensatedTo: 900_000, Gross: v},
		{CompensatedTo: 15_000, Gross: v, Net: unit.Indicated{Count: 1, Decimals: 2, Unit: unit.USGal}},
	} {
		if c.Validate(v) == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}
