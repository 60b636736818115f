package suite_test

import (
	"bytes"
	"flag"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/suite"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/site"
)

// seed is the run's seed in every test that does not try others.
const seed = 7

// played is a scenario's result and journal.
type played struct {
	record  verdict.Record
	journal []byte
}

// load reads the suite against the built-in station and returns what builds it.
var load = sync.OnceValues(func() (*scenarios.Suite, bench.Build) {
	plan, err := site.Open("kiosk")
	if err != nil {
		panic(err)
	}
	cat, err := twin.Catalogue(plan)
	if err != nil {
		panic(err)
	}
	s, err := scenarios.Load(suite.FS, []string{"."}, cat)
	if err != nil {
		panic("the suite does not load:\n" + err.Error())
	}
	return s, twin.Bench{Plan: plan}.Build
})

// first plays every scenario once, in the order of the suite.
var first = sync.OnceValue(func() []played {
	s, _ := load()
	all := make([]played, len(s.Scenarios))
	each(func(i int, sc *scenarios.Scenario) { all[i] = play(sc, seed, nil) })
	return all
})

func play(sc *scenarios.Scenario, seed uint64, drop *scenarios.Dropped) played {
	_, build := load()
	rec, j := scenarios.RunScenario(sc, scenarios.Options{Seed: seed, Build: build, Drop: drop})
	return played{rec, j}
}

// each calls f for every scenario, on all cores: no two stations share anything.
func each(f func(i int, sc *scenarios.Scenario)) {
	s, _ := load()
	var next sync.Mutex
	var done sync.WaitGroup
	n := 0
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for {
				next.Lock()
				i := n
				n++
				next.Unlock()
				if i >= len(s.Scenarios) {
					return
				}
				f(i, s.Scenarios[i])
			}
		})
	}
	done.Wait()
}

func TestItLoadsWithoutAWarning(t *testing.T) {
	s, _ := load()
	if len(s.Warnings) > 0 {
		t.Errorf("warnings:\n%v", s.Warnings)
	}
	files := map[string]bool{}
	for _, sc := range s.Scenarios {
		files[sc.File] = true
		if len(sc.Covers) == 0 || len(sc.Labels) == 0 || len(sc.Needs) == 0 {
			t.Errorf("%s: what it covers, needs or is labelled is missing", sc.File)
		}
	}
	for file := range files {
		text, err := suite.FS.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if line, _, _ := strings.Cut(string(text), "\n"); !strings.HasPrefix(line, "# ") || !strings.HasSuffix(line, ".") {
			t.Errorf("%s: its first line does not say what it proves", file)
		}
	}
	if len(files) < 18 {
		t.Errorf("only %d files", len(files))
	}
}

// TestTheSuite is the suite as a Ginkgo tree under go test: use -ginkgo.v, -ginkgo.label-filter and the others with it.
func TestTheSuite(t *testing.T) {
	if n := flag.Lookup("test.count"); n != nil && n.Value.String() != "1" {
		t.Skip("Ginkgo runs once in a process")
	}
	s, build := load()
	gomega.RegisterFailHandler(ginkgo.Fail)
	ran, began := 0, time.Now()
	scenarios.Describe(s, scenarios.Options{Seed: seed, Build: build, OnRecord: func(r verdict.Record, _ []byte) {
		ran++
		if r.Verdict != verdict.Pass || r.Judged == 0 {
			t.Errorf("%s: %s, %d judged", r.ID, r.Verdict, r.Judged)
		}
	}})
	ginkgo.RunSpecs(t, "the built-in suite")
	t.Logf("%d of %d scenarios one after the other in %v", ran, len(s.Scenarios), time.Since(began).Round(time.Millisecond))
}

func TestItPassesWithOtherSeeds(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{0, 1, 42, 0xdecade, 1 << 63} {
		each(func(_ int, sc *scenarios.Scenario) {
			if r := play(sc, seed, nil).record; r.Verdict != verdict.Pass {
				t.Errorf("%s with seed %#x: %s: %+v", sc.ID, seed, r.Verdict, r.Cause)
			}
		})
	}
}

func TestOneSeedIsOneRun(t *testing.T) {
	t.Parallel()
	before := first()
	each(func(i int, sc *scenarios.Scenario) {
		again := play(sc, seed, nil)
		if !bytes.Equal(again.journal, before[i].journal) {
			t.Errorf("%s: two journals of one seed differ", sc.ID)
		}
		again.record.RealMS = before[i].record.RealMS
		if !reflect.DeepEqual(again.record, before[i].record) {
			t.Errorf("%s: two records of one seed differ", sc.ID)
		}
	})
}

// TestEveryExpectationIsNeeded plays every scenario without each of the events that it waits for.
func TestEveryExpectationIsNeeded(t *testing.T) {
	t.Parallel()
	var counted sync.Mutex
	n := 0
	each(func(_ int, sc *scenarios.Scenario) {
		done := map[scenarios.Dropped]bool{}
		for _, e := range sc.Expectations() {
			drop := scenarios.Dropped{Role: e.Role, Event: e.Event}
			if done[drop] {
				continue // the same events, for another step
			}
			done[drop] = true
			if r := play(sc, seed, &drop).record; r.Verdict != verdict.Fail {
				t.Errorf("%s is %s without %s of %s (%s)", sc.ID, r.Verdict, e.Event, e.Role, e.Place)
			}
		}
		counted.Lock()
		n += len(done)
		counted.Unlock()
	})
	t.Logf("%d events taken away", n)
}

func TestEveryInvariantIsChecked(t *testing.T) {
	t.Parallel()
	checks := map[string]int{}
	for _, p := range first() {
		for _, inv := range p.record.Invariants {
			checks[inv.Name] += inv.Checks
			if inv.Violations > 0 {
				t.Errorf("%s: the invariant %s does not hold: %s", p.record.ID, inv.Name, inv.First)
			}
		}
	}
	if len(checks) < 4 {
		t.Errorf("only %d invariants: %v", len(checks), checks)
	}
	for name, n := range checks {
		if n == 0 {
			t.Errorf("the invariant %s is never checked", name)
		}
	}
	t.Log(checks)
}
