package site

import (
	"fmt"
	"strings"
	"testing"

	_ "github.com/forecourt/forecourt/twin/wire/dart"
	_ "github.com/forecourt/forecourt/twin/wire/ifsf"
)

// busPlan is a plan with points on one DART bus.
func busPlan(points int, cycle string) []byte {
	var b strings.Builder
	b.WriteString("site: s\ncurrency: EUR\nunit: L\ngrades: [{ grade: diesel, price: 1.799 EUR/L }]\n" +
		"tanks: [{ tank: 1, grade: diesel, capacity: 10000 L, opening: 5000 L }]\n" +
		"buses: [{ bus: 1, dialect: dart" + cycle + " }]\ndispensers:\n")
	for n := range points {
		fmt.Fprintf(&b, "  - dispenser: %d\n    sides:\n      - fuelling-point: %d\n        bus: 1\n        address: %d\n"+
			"        hoses: [{ nozzle: 1, grade: diesel, tank: 1 }]\n", n+1, n+1, 0x50+n)
	}
	return []byte(b.String())
}

func TestABusCarriesAsManyPointsAsPhysicsAllows(t *testing.T) {
	for _, c := range []struct {
		points int
		cycle  string
		want   string // of the refusal
	}{
		{5, ", poll-cycle: 50 ms", ""},
		{5, "", ""}, // 50 ms is the default
		{6, "", "bus 1: 6 points x (3 bytes + 2 ms + 3 bytes + 1 ms) = 59.25 ms a cycle at 9600 8O1, the plan asks for 50 ms"},
		{16, ", poll-cycle: 50 ms", "bus 1: 16 points x (3 bytes + 2 ms + 3 bytes + 1 ms) = 158 ms a cycle at 9600 8O1, the plan asks for 50 ms"},
		{16, ", poll-cycle: 158 ms", ""},
		{16, ", poll-cycle: 157 ms", "the plan asks for 157 ms"},
		{1, ", poll-cycle: 5 ms", "ask for a poll-cycle of 10 ms or more"},
	} {
		_, err := Load("plan.yaml", busPlan(c.points, c.cycle))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%d points%s: %v", c.points, c.cycle, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%d points%s: %v, want %s", c.points, c.cycle, err, c.want)
		}
	}
	_, err := Load("plan.yaml", busPlan(6, ", poll-cycle: 50 ms"))
	if err == nil || !strings.Contains(err.Error(), "ask for a poll-cycle of 60 ms or more, or put at most 5 points on a bus") ||
		!strings.HasPrefix(err.Error(), "plan.yaml:6:") {
		t.Errorf("its place and its way out: %v", err)
	}
}
