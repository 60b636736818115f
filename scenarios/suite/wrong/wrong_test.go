package wrong

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/suite"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// NotYetProven are scenarios that no wrong machine fails, with the reason. One that is failed must go from here.
var NotYetProven = map[string]string{}

// NotYetNoticed are wrong machines that no scenario fails by, with what is missing. One that is noticed must go from here.
var NotYetNoticed = map[string]string{}

const seed = 7

// proof plays scenarios against wrong machines, each pair once.
type proof struct {
	plan  *site.Plan
	all   []*scenarios.Scenario
	bare  []verdict.Record // of the same scenarios without any wrong machine
	mutex sync.Mutex
	done  map[pair]played
}

type pair struct{ machine, scenario int }

type played struct {
	rec   verdict.Record
	shown Count
}

// killed says that a fault has shown and was noticed. A scenario that does not pass without it proves nothing.
func (p *proof) killed(x pair) bool {
	r := p.play(x)
	return r.rec.Verdict > verdict.Pass && r.shown > 0 && p.bare[x.scenario].Verdict == verdict.Pass
}

func newProof(t *testing.T) *proof {
	t.Helper()
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	cat, err := twin.Catalogue(plan)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Load(suite.FS, []string{"."}, cat)
	if err != nil {
		t.Fatal(err)
	}
	p := &proof{plan: plan, all: s.Scenarios, bare: make([]verdict.Record, len(s.Scenarios)), done: map[pair]played{}}
	parallel(len(p.all), func(i int) { p.bare[i] = p.run(p.all[i], station.Hooks{}) })
	return p
}

func (p *proof) run(sc *scenarios.Scenario, h station.Hooks) verdict.Record {
	rec, _ := scenarios.RunScenario(sc, scenarios.Options{Seed: seed, Build: twin.Bench{Plan: p.plan, Hooks: h}.Build})
	return rec
}

// play plays a pair, once.
func (p *proof) play(x pair) played {
	p.mutex.Lock()
	r, known := p.done[x]
	p.mutex.Unlock()
	if !known {
		r.rec = p.run(p.all[x.scenario], Machines[x.machine].Hooks(&r.shown))
		p.mutex.Lock()
		p.done[x] = r
		p.mutex.Unlock()
	}
	return r
}

// parallel calls f for 0 to n-1, on as many goroutines as there are processors.
func parallel(n int, f func(int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	workers.Wait()
}

// find returns the scenarios of an id: one, or all of a matrix.
func (p *proof) find(id string) (found []int) {
	for i, sc := range p.all {
		if sc.ID == id || strings.HasPrefix(sc.ID, id+"/") {
			found = append(found, i)
		}
	}
	return found
}

// firsts returns every scenario, but of each matrix the first combination only.
func (p *proof) firsts() (firsts []int) {
	for i, sc := range p.all {
		if i == 0 || base(sc) != base(p.all[i-1]) {
			firsts = append(firsts, i)
		}
	}
	return firsts
}

func base(sc *scenarios.Scenario) string {
	id, _, _ := strings.Cut(sc.ID, "/")
	return id
}

// findings is all that a record says of what is wrong.
func findings(r verdict.Record) string {
	var all []string
	if c := r.Cause; c != nil {
		all = append(all, c.Text, c.Expected, c.Actual)
	}
	for _, i := range r.Invariants {
		all = append(all, i.Texts...)
	}
	return strings.Join(all, "\n")
}

var shared struct {
	sync.Once
	*proof
}

func theProof(t *testing.T) *proof {
	t.Helper()
	shared.Do(func() { shared.proof = newProof(t) })
	if shared.proof == nil {
		t.Fatal("the suite did not load")
	}
	return shared.proof
}

func TestAWrongMachineFailsItsScenariosForTheRightCause(t *testing.T) {
	p := theProof(t)
	var pairs []pair
	for m := range Machines {
		for _, id := range Machines[m].Kills {
			found := p.find(id)
			if len(found) == 0 {
				t.Errorf("%s: there is no scenario %s", Machines[m].Name, id)
			}
			for _, k := range found {
				pairs = append(pairs, pair{m, k})
			}
		}
		if NotYetNoticed[Machines[m].Name] == "" && (len(Machines[m].Kills) == 0 || Machines[m].Cause == "") {
			t.Errorf("%s names no scenario, or no cause", Machines[m].Name)
		}
	}
	parallel(len(pairs), func(i int) { p.play(pairs[i]) })
	for _, x := range pairs {
		r, m := p.play(x), Machines[x.machine]
		id := p.all[x.scenario].ID
		switch {
		case r.shown == 0:
			t.Errorf("%s was never wrong in %s (%s)", m.Name, id, r.rec.Verdict)
		case r.rec.Verdict != verdict.Fail:
			t.Errorf("%s: %s says %s, expected fail\n%s", m.Name, id, r.rec.Verdict, findings(r.rec))
		case !strings.Contains(findings(r.rec), m.Cause):
			t.Errorf("%s: %s fails, but not with '%s':\n%s", m.Name, id, m.Cause, findings(r.rec))
		}
	}
}

// sample is how many pairs of a machine and a scenario there are for one that is played beside those that a machine names.
// FORECOURT_MATRIX=all plays all of them: minutes on many processors, and the table in the log is whole.
const sample = 16

// pairs lists what is played: what machines name, and a sixteenth of the rest.
func (p *proof) pairs() (pairs []pair) {
	every := sample
	if os.Getenv("FORECOURT_MATRIX") == "all" {
		every = 1
	}
	for m, machine := range Machines {
		for n, k := range p.firsts() {
			if (m+n)%every == 0 || slices.Contains(machine.Kills, base(p.all[k])) {
				pairs = append(pairs, pair{m, k})
			}
		}
	}
	return pairs
}

func TestEveryScenarioIsFailedByAWrongMachine(t *testing.T) {
	p := theProof(t)
	pairs := p.pairs()
	parallel(len(pairs), func(i int) { p.play(pairs[i]) })
	kills := make([]int, len(Machines))
	killers := map[string][]int{} // of the first of a matrix
	for _, x := range pairs {
		if m, k := x.machine, x.scenario; p.killed(x) {
			kills[m]++
			killers[base(p.all[k])] = append(killers[base(p.all[k])], m)
		}
	}
	proven := make([]bool, len(p.all))
	parallel(len(p.all), func(k int) { proven[k] = p.proven(k, killers[base(p.all[k])]) })
	for k, sc := range p.all {
		why, listed := NotYetProven[sc.ID]
		switch {
		case p.bare[k].Verdict != verdict.Pass:
			t.Errorf("%s does not pass without any wrong machine: %s", sc.ID, findings(p.bare[k]))
		case !proven[k] && !listed:
			t.Errorf("no wrong machine fails %s (%s)", sc.ID, sc.File)
		case proven[k] && listed:
			t.Errorf("%s is listed as not yet proven (%s), and a wrong machine fails it", sc.ID, why)
		}
	}
	for id, why := range NotYetProven {
		if len(p.find(id)) != 1 || why == "" {
			t.Errorf("not yet proven: there is no scenario %s, or no reason", id)
		}
	}
	for m := range Machines { // one that only another combination of a matrix notices
		for _, id := range Machines[m].Kills {
			for _, k := range p.find(id) {
				if kills[m] == 0 && p.killed(pair{m, k}) {
					kills[m]++
				}
			}
		}
	}
	t.Log(table(kills, len(pairs)))
	for m, n := range kills {
		switch missing := NotYetNoticed[Machines[m].Name]; {
		case n == 0 && missing == "":
			t.Errorf("no scenario notices %s: %s", Machines[m].Name, Machines[m].Doc)
		case n > 0 && missing != "":
			t.Errorf("%s is listed as not yet noticed (%s), and is", Machines[m].Name, missing)
		}
	}
}

// proven says whether some machine fails a scenario; the likely ones are tried first.
func (p *proof) proven(k int, likely []int) bool {
	for _, m := range likely {
		if p.killed(pair{m, k}) {
			return true
		}
	}
	for m := range Machines {
		if p.killed(pair{m, k}) {
			return true
		}
	}
	return false
}

func table(kills []int, of int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d wrong machines, %d pairs of one and a scenario, of each matrix the first\n", len(Machines), of)
	for m, n := range kills {
		fmt.Fprintf(&b, "%-26s %3d  %s\n", Machines[m].Name, n, Machines[m].Doc)
	}
	return b.String()
}

func TestNoWrongMachineBreaksTheHarness(t *testing.T) {
	p := theProof(t)
	for _, x := range slices.SortedFunc(maps.Keys(p.done), func(a, b pair) int {
		return (a.machine-b.machine)*len(p.all) + a.scenario - b.scenario
	}) {
		if r := p.done[x]; r.rec.Verdict == verdict.Error {
			t.Errorf("%s: %s is an error: %s", Machines[x.machine].Name, p.all[x.scenario].ID, findings(r.rec))
		}
	}
}

func TestNamesAreUsedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Machines {
		if seen[m.Name] || m.Doc == "" {
			t.Errorf("wrong machine %s is there twice, or says nothing of itself", m.Name)
		}
		seen[m.Name] = true
	}
}

// TestABoundaryWithoutAFaultChangesNothing holds that what the wrong machines do is their faults' doing.
func TestABoundaryWithoutAFaultChangesNothing(t *testing.T) {
	p := theProof(t)
	firsts := p.firsts()
	parallel(len(firsts), func(i int) {
		sc := p.all[firsts[i]]
		bare, clad := p.bare[firsts[i]], p.run(sc, cladding())
		if clad.Verdict != bare.Verdict || !slices.Equal(bare.Digests, clad.Digests) || bare.VirtualNS != clad.VirtualNS {
			t.Errorf("%s: %s with boundaries, %s without; buses %v and %v\n%s", sc.ID, clad.Verdict, bare.Verdict,
				clad.Digests, bare.Digests, findings(clad))
		}
	})
}

// cladding is every boundary with no fault at it.
func cladding() station.Hooks {
	n := new(Count)
	var h station.Hooks
	h.Machine = func(r forecourt.Role, m machine.Machine) machine.Machine {
		return party(r.Kind, func(*skin) {})(n).Machine(r, m)
	}
	h.Dialect = func(r forecourt.Role, d wire.Dialect) wire.Dialect {
		return spoken(r.Kind, func(t *tongue) {
			t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) { pass(address, n) }
			t.hear = t.say
		})(n).Dialect(r, d)
	}
	return h
}
