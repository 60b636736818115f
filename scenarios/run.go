package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
)

// Options say how scenarios are played. Repetitions are the caller's: one with Seed, the next with Seed + 1.
type Options struct {
	Seed  uint64 // of the run; each scenario has its own, derived from it and the scenario's id
	Build bench.Build

	// Lacks says why the bench cannot play a scenario, empty where it can; such a scenario is not applicable, and no station
	// is built for it. It may be nil.
	Lacks func(*Scenario) string

	// OnRecord takes each scenario's result and journal when it has ended; OnStep each step when it starts. Either may
	// be nil.
	OnRecord func(r verdict.Record, journal []byte)
	OnStep   func(id, text, place string)

	// Drop takes events out of the scenario's sight, for tests of the scenario.
	Drop *Dropped

	// Output takes what Ginkgo prints; nil: nowhere. Configure changes Ginkgo's configuration last; it may be nil.
	Output    io.Writer
	Configure func(*types.SuiteConfig, *types.ReporterConfig)
}

// Dropped names events: the nth of a name that a role tells, or all of them where Nth is 0.
type Dropped struct {
	Role, Event string
	Nth         int // from 1
}

// hide returns what a stage hides.
func (d *Dropped) hide() func(forecourt.Told) bool {
	if d == nil {
		return nil
	}
	n := 0
	return func(t forecourt.Told) bool {
		if t.Event.Event() != d.Event || t.Role.String() != d.Role {
			return false
		}
		n++
		return d.Nth == 0 || n == d.Nth
	}
}

// scenarioRole owns the fibers that play the steps.
var scenarioRole = forecourt.Role{Kind: "scenario"}

// Run plays every scenario of a suite in order, in this process and without Ginkgo.
func Run(s *Suite, o Options) []verdict.Record {
	records := make([]verdict.Record, 0, len(s.Scenarios))
	for _, sc := range s.Scenarios {
		rec, j := RunScenario(sc, o)
		records = append(records, rec)
		if o.OnRecord != nil {
			o.OnRecord(rec, j)
		}
	}
	return records
}

// RunScenario builds a station, plays the scenario on it and checks the station's invariants. It returns the result and
// the journal, never panics, and leaves no fiber behind.
func RunScenario(sc *Scenario, o Options) (verdict.Record, []byte) {
	r := run{sc: sc, o: o, rec: verdict.Record{
		ID: sc.ID, Name: sc.Name, File: sc.File, Covers: sc.Covers, Labels: sc.Labels, Seed: fmt.Sprintf("0x%x", o.Seed),
		Steps: []verdict.Step{}, Invariants: []verdict.Invariant{},
	}}
	if o.Lacks != nil {
		if r.rec.NotApplicable = o.Lacks(sc); r.rec.NotApplicable != "" {
			return r.rec, nil
		}
	}
	began := time.Now()
	r.guarded("building the station", r.build)
	if r.station != nil {
		r.guarded("playing the scenario", r.play)
		r.guarded("ending the scenario", r.end)
	}
	r.conclude()
	if r.station != nil {
		l := r.station.Loop()
		l.Journal().Note(l.Now(), "scenario", "ends", map[string]any{"id": r.sc.ID, "verdict": r.rec.Verdict, "cause": r.rec.Cause})
	}
	if err := r.journal.Close(); err != nil {
		r.rec.Verdict, r.rec.Cause = verdict.Error, &verdict.Cause{Fault: verdict.Harness, Text: "the journal cannot be written: " + err.Error()}
	}
	r.rec.RealMS = float64(time.Since(began).Microseconds()) / 1000
	return r.rec, r.bytes.Bytes()
}

// run is one scenario being played.
type run struct {
	sc      *Scenario
	o       Options
	rec     verdict.Record
	bytes   bytes.Buffer
	journal *journal.Journal
	station bench.Station
	stage   *step.Stage
	started bool
	over    bool // all steps were played, or one ended the scenario
	found   []found
	last    []found // by checkers, only as the run ended
}

// found is a verdict and its cause, in the order they were found.
type found struct {
	verdict verdict.Verdict
	cause   *verdict.Cause
}

func (r *run) find(v verdict.Verdict, c *verdict.Cause) { r.found = append(r.found, found{v, c}) }

// guarded turns a panic into an error of the harness.
func (r *run) guarded(doing string, f func()) {
	defer func() {
		if p := recover(); p != nil {
			r.harness(fmt.Sprintf("%s panicked: %v", doing, p))
		}
	}()
	f()
}

// harness finds an error of the harness, at the step that was being played.
func (r *run) harness(text string) {
	c := &verdict.Cause{Fault: verdict.Harness, Text: text, Place: r.sc.Place.String()}
	if r.stage != nil {
		steps := r.stage.Steps()
		if len(steps) > 0 {
			c.Place = steps[len(steps)-1].Place
		}
		if b := r.stage.Broken(); b != nil {
			c.Place = b.Place.String()
		}
		c.AtNS = int64(r.station.Loop().Now()) - r.rec.StartNS
	}
	r.find(verdict.Error, c)
}

func (r *run) build() {
	at, _ := bench.Get[bench.At](r.sc.Given)
	r.rec.StartNS = int64(at.Instant)
	r.journal = journal.New(&r.bytes)
	station, err := r.o.Build(bench.BuildOptions{
		Scenario: r.sc.ID, Seed: chance.Derive(r.o.Seed, r.sc.ID), Start: at.Instant, Given: r.sc.Given, Journal: r.journal,
	})
	if err != nil {
		fault := verdict.Harness
		var t *bench.Trouble
		if errors.As(err, &t) {
			fault = verdict.Bench
		}
		r.find(verdict.Error, &verdict.Cause{Fault: fault, Text: "the station cannot be built: " + err.Error(), Place: r.sc.Place.String()})
		return
	}
	r.station = station
	r.rec.StartNS = int64(station.Loop().Now())
}

// play runs the steps on a fiber until they are over, or the scenario's time is.
func (r *run) play() {
	able := r.station.Abilities()
	for _, need := range r.sc.Needs {
		if !slices.Contains(able, need) {
			r.rec.NotApplicable = "the bench has no " + need
			return
		}
	}
	r.stage = step.NewStage(r.station, r.o.Drop.hide())
	if t, ok := r.station.(bench.Tolerant); ok {
		r.stage.Slack = t.Tolerance()
	}
	if r.o.OnStep != nil {
		r.stage.OnStep = func(text, place string) { r.o.OnStep(r.sc.ID, text, place) }
	}
	l := r.station.Loop()
	l.Journal().Note(l.Now(), "scenario", "begins", map[string]string{"id": r.sc.ID, "name": r.sc.Name, "file": r.sc.File, "seed": r.rec.Seed})
	l.Go(scenarioRole, "steps", func(f *loop.Fiber) {
		r.steps(f)
		r.over = true
		l.Stop()
	})
	r.started = true
	err := l.Run(l.Now().Add(r.sc.Limits.Time))
	var t *bench.Trouble
	switch {
	case errors.As(err, &t):
		r.bench(verdict.Error, t.Err.Error())
	case err != nil:
		r.harness(oneLine(err))
	case !r.over:
		r.harness(fmt.Sprintf("the scenario was not over after %s of its own time", r.sc.Limits.Time))
	}
}

func (r *run) steps(f *loop.Fiber) {
	if w, ok := r.station.(bench.Readier); ok {
		if err := w.Ready(f); err != nil {
			r.doubt(err, "the bench is not ready: ")
			return
		}
	}
	if b, err := r.stage.Prepare(r.sc.Steps); err != nil {
		r.find(verdict.Error, &verdict.Cause{Fault: verdict.Bench, Text: err.Error(), Place: b.Place.String()})
		return
	}
	for _, b := range r.sc.Steps {
		if !r.stage.Play(f, b) {
			return
		}
	}
}

// end checks the invariants, puts the station into its safe state and closes it.
func (r *run) end() {
	l := r.station.Loop()
	defer l.Close()
	if h, ok := r.station.(bench.Halter); ok {
		defer func() {
			if err := h.Halt(); err != nil {
				r.doubt(err, "no safe state: ")
			}
		}()
	}
	r.rec.VirtualNS = int64(l.Now()) - r.rec.StartNS
	r.late()
	if r.started {
		before := map[string]int{}
		for _, t := range l.Tallies() {
			before[t.Name] = len(t.Violations)
		}
		l.CheckInvariants()
		r.invariants(l.Tallies(), before)
	}
	if d, ok := r.station.(bench.Digester); ok {
		r.rec.Digests = d.Digests()
	}
}

// oneLine is the first line of an error: a fiber that panicked puts its stack behind it.
func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
