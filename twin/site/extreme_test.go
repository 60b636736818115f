package site

import (
	"fmt"
	"strings"
	"testing"
)

// TestExtremeButLegalPlansLoad builds a site at the ends of what is allowed: 16 tanks, 15 nozzles at one point, a price of
// 9.999, tanks that are empty and full.
func TestExtremeButLegalPlansLoad(t *testing.T) {
	var b strings.Builder
	b.WriteString("site: extreme\ncurrency: EUR\ncountry: { decimals: { volume: 3 } }\ngrades:\n")
	for i := range 15 {
		fmt.Fprintf(&b, "  - { grade: g%d, price: %s EUR/L }\n", i+1, []string{"9.999", "0.001"}[i%2])
	}
	b.WriteString("tanks:\n")
	for i := range 16 {
		fmt.Fprintf(&b, "  - { tank: %d, grade: g%d, capacity: 30000 L, opening: %s }\n", i+1, min(i+1, 15), []string{"0 L", "30000 L"}[i%2])
	}
	b.WriteString("buses: [{ bus: 1, dialect: dart }]\ndispensers:\n  - dispenser: 1\n    sides:\n      - fuelling-point: 1\n        bus: 1\n        address: 0x50\n        hoses:\n")
	for i := range 15 {
		fmt.Fprintf(&b, "          - { nozzle: %d, grade: g%d, tank: %d }\n", i+1, i+1, i+1)
	}
	p, err := Load("extreme.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Tanks) != 16 || len(p.Points()[0].Hoses) != 15 || p.Grades[0].Price.E4 != 99990 {
		t.Errorf("%d tanks, %d nozzles, %s", len(p.Tanks), len(p.Points()[0].Hoses), p.Grades[0].Price)
	}
}
