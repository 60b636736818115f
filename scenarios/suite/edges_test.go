package suite_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/twin/site"
)

// TestPulsersEdgeByEdgeTellTheSameStory plays what has to do with pulses with every edge of every pulser as an event: the
// journals are the same, byte for byte, as where pulses are counted in closed form.
func TestPulsersEdgeByEdgeTellTheSameStory(t *testing.T) {
	t.Parallel()
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"metrology", "hydraulics", "preset", "nozzle", "gallon", "stop"}
	before, played := first(), make([]bool, len(first()))
	each(func(i int, sc *scenarios.Scenario) {
		if !slices.Contains(folders, sc.Folder) {
			return
		}
		played[i] = true
		build := twin.Bench{Plan: plan, EdgeByEdge: true}.Build
		rec, journal := scenarios.RunScenario(sc, scenarios.Options{Seed: seed, Build: build})
		if !slices.Equal(rec.Digests, before[i].record.Digests) || !bytes.Equal(journal, before[i].journal) {
			t.Errorf("%s: edge by edge %s with %v, in closed form %s with %v", sc.ID, rec.Verdict, rec.Digests,
				before[i].record.Verdict, before[i].record.Digests)
		}
	})
	if n := len(slices.DeleteFunc(played, func(p bool) bool { return !p })); n < 50 {
		t.Errorf("only %d scenarios were played", n)
	}
}
