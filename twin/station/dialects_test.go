package station

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/site"
)

// A bus is spoken on with pumps: a till's dialect there is a mistake of the plan.
func TestABusSpeaksADialectOfPumps(t *testing.T) {
	for dialect, want := range map[string]string{
		"fdc": "spoken between pos and controller", "veeder": "spoken between client and console", "darts": "did you mean 'dart'?",
	} {
		_, err := site.Load("plan.yaml", []byte(`
site: S
currency: EUR
grades: [{ grade: diesel, price: 1.799 EUR/L }]
tanks: [{ tank: 1, grade: diesel, capacity: 30000 L, opening: 20000 L }]
buses: [{ bus: 1, dialect: `+dialect+` }]
dispensers: [{ dispenser: 1, sides: [{ fuelling-point: 1, bus: 1, address: 0x50, hoses: [{ nozzle: 1, grade: diesel, tank: 1 }] }] }]
`))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "plan.yaml:6:28") {
			t.Errorf("%s: %v", dialect, err)
		}
	}
}
