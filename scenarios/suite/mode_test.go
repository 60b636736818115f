package suite_test

import (
	"reflect"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
)

// TestAllModesPlayTheSame plays the suite with idle cycles elided and byte by byte: the records, the digest of every bus in
// them, are those of the frames.
func TestAllModesPlayTheSame(t *testing.T) {
	t.Parallel()
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	want := first()
	for _, mode := range []loop.Mode{loop.Elided, loop.Byte, loop.Reference} {
		build := twin.Bench{Plan: plan, Mode: mode}.Build
		each(func(i int, sc *scenarios.Scenario) {
			got, _ := scenarios.RunScenario(sc, scenarios.Options{Seed: seed, Build: build})
			got.RealMS = want[i].record.RealMS
			if !reflect.DeepEqual(got, want[i].record) {
				t.Errorf("%s, %s:\n%+v\nper frame:\n%+v", sc.ID, mode, got, want[i].record)
			}
		})
	}
}
