package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// played is a scenario that has been played.
type played struct {
	Record  verdict.Record
	RealMS  float64
	Journal []byte
}

// play plays a suite in this process, as a Ginkgo tree. When somebody stops it, it returns what was played until then.
func (j *job) play(s *scenarios.Suite) (map[string]played, []verdict.Measurement, error) {
	on, err := j.ready(s)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = on.close() }()
	for _, w := range j.warnings {
		j.program.notice("%s", w)
	}
	show := newProgress(j.program, len(s.Scenarios), j.PartFile != "")
	defer show.done()
	var mu sync.Mutex
	var busy sync.WaitGroup
	building := false // scenarios are played one at a time
	results := map[string]played{}
	ctx := j.program.ctx
	_, err = scenarios.RunGinkgo(s, scenarios.Options{
		Seed: j.seed, Lacks: j.lacks,
		Build: func(o bench.BuildOptions) (bench.Station, error) {
			if ctx.Err() != nil {
				return nil, ctx.Err() // what is left is not played, and its record not kept
			}
			busy.Add(1)
			building = true
			show.begin(o.Scenario)
			st, err := on.build(o)
			if err == nil {
				l := st.Loop()
				context.AfterFunc(ctx, func() { l.Inbox().Put(l.Stop) })
			}
			return st, err
		},
		OnRecord: func(r verdict.Record, journal []byte) {
			mu.Lock()
			defer mu.Unlock()
			if building {
				building = false
				defer busy.Done()
			}
			if ctx.Err() != nil {
				return
			}
			results[r.ID] = played{r, r.RealMS, journal}
			show.end(r.ID)
		},
	})
	busy.Wait() // Ginkgo does not wait for what it was interrupted in: a station must reach its safe state
	mu.Lock()
	defer mu.Unlock()
	return results, j.lateness(on.late.Count(), on.late.Quantile(0.99)), err
}

// lateness judges how late the harness was, where time was the world's.
func (j *job) lateness(n uint64, p99 time.Duration) []verdict.Measurement {
	if j.virtual() || n == 0 {
		return nil
	}
	m := verdict.Measurement{Name: "harness lateness p99", Value: p99.String(), Limits: "< " + j.latest().String(), Verdict: verdict.Pass}
	if p99 >= j.latest() {
		m.Verdict = verdict.Inconclusive
	}
	return []verdict.Measurement{m}
}

// describe puts what was played into a run, in the order of the suite.
func (j *job) describe(results map[string]played, limits []verdict.Measurement) reports.Run {
	run := reports.Run{
		Seed: seedText(j.seed), Rig: j.Rig, Where: j.where(), Command: j.command(), Build: build(), Inputs: j.inputs, Limits: limits,
		Describers: map[string]reports.Describer{station.HostLine: describeHost, terminal.Kind: describeHost},
	}
	switch {
	case j.Suite != "":
		run.Suite = j.Suite
	case len(j.Paths) == 0:
		run.Suite = "built-in suite"
	}
	for _, sc := range j.suite.Scenarios {
		r, ok := results[sc.ID]
		if ok && r.Record.NotApplicable != "" {
			why := reports.NotApplicable{ID: sc.ID, Name: sc.Name, File: sc.File, Why: r.Record.NotApplicable}
			run.NotApplicable = append(run.NotApplicable, why)
			continue
		}
		run.Selected++
		if !ok {
			continue
		}
		r.Record.RealMS = r.RealMS
		run.Records = append(run.Records, r.Record)
		run.Journals = append(run.Journals, reports.Journal{Scenario: sc.ID, Lines: j.lines(sc), Data: r.Journal})
	}
	return run
}

func describeHost(_ string, b []byte) string {
	said, err := iso8583.ProfileOf(b).Describe(wire.FromController, b, wire.Options{})
	if err != nil {
		return err.Error()
	}
	return said
}

// lines says what is spoken on the buses of the station that a scenario was played on.
func (j *job) lines(sc *scenarios.Scenario) []reports.Line {
	plan := j.plan
	if name, given := bench.Get[bench.Site](sc.Given); given {
		if other, err := site.Open(string(name)); err == nil {
			plan = other
		}
	}
	ctl, _ := bench.Get[bench.Controller](sc.Given)
	if given, ok := bench.Get[bench.Gauge](sc.Given); ok {
		copied := *plan
		copied.Gauge = given.Plan
		plan = &copied
	}
	var lines []reports.Line
	if plan.Gauge.Read {
		lines = append(lines, reports.LineOf(station.GaugeLine, veeder.Name, wire.Options{Unit: plan.Unit}))
	}
	for _, b := range plan.Buses {
		dialect := b.Dialect
		if ctl.Dialect != "" {
			dialect = ctl.Dialect
		}
		lines = append(lines, reports.LineOf(fmt.Sprintf("bus %d", b.Bus), dialect, wire.Options{
			VolumeDecimals: plan.Decimals.Volume, AmountDecimals: plan.Decimals.Amount, PriceDecimals: plan.Decimals.Price,
			Unit: plan.Unit, Currency: plan.Currency, Lenient: b.Lenient,
		}))
	}
	return lines
}

// digest hashes the files that decide the run, each once.
func (v *runVerb) digest(s *scenarios.Suite) []reports.Input {
	var inputs []reports.Input
	add := func(name string, data []byte, err error) {
		if err == nil {
			sum := sha256.Sum256(data)
			inputs = append(inputs, reports.Input{Name: name, SHA256: hex.EncodeToString(sum[:])})
		}
	}
	for _, name := range append([]string{v.Rig, v.Site}, profile.Outside()...) {
		data, err := os.ReadFile(name) // a built-in one is part of the build
		add(name, data, err)
	}
	last := ""
	for _, sc := range s.Scenarios {
		if sc.File != last {
			data, err := fs.ReadFile(v.source(), sc.File)
			add(sc.File, data, err)
			last = sc.File
		}
	}
	return inputs
}
