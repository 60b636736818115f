package cli

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/acceptance"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// runVerb plays scenarios.
type runVerb struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Scenario files or folders; none: the built-in suite."`
	place
	Suite        string `help:"Built-in suite in place of paths: site-acceptance, made from the site plan." placeholder:"NAME"`
	Seed         seed   `help:"Decimal or 0x-hexadecimal; drawn and printed when absent." placeholder:"N"`
	Label        string `help:"Only scenarios with these labels, as in 'sale && !slow'." placeholder:"FILTER"`
	Filter       string `help:"Only these ids, files or patterns, separated by commas." placeholder:"IDS"`
	Repeat       int    `help:"Play N times; repetition k has the seed + k." default:"1" placeholder:"N"`
	UntilItFails bool   `help:"Repeat until something does not pass (at most --repeat times where that is given)."`
	Procs        int    `help:"Share the scenarios among N processes." default:"1" placeholder:"N"`
	Evidence     string `help:"Folder for the evidence." placeholder:"DIR" default:".forecourt"`
	Attach       string `help:"Play on a running station, at its control endpoint." placeholder:"URL"`
	JSON         bool   `name:"json" help:"Print one JSON object and nothing else."`
	NoColor      bool   `help:"No colours."`

	PartFile string `hidden:""` // play a share and leave it here, for the process that started this one
	Share    string `hidden:""` // i/n
}

// AfterApply checks what the grammar cannot.
func (v *runVerb) AfterApply() error {
	if v.Suite != "" {
		if err := v.checkSuite(); err != nil {
			return err
		}
	}
	switch {
	case v.Repeat < 1:
		return errors.New("--repeat is a number from 1")
	case v.Procs < 1:
		return errors.New("--procs is a number from 1")
	case v.Attach != "" && (v.Procs > 1 || v.Repeat > 1 || v.UntilItFails):
		return errors.New("--attach plays once, one scenario after the other, on the one station that is there")
	}
	return nil
}

// job is a run that has been read and checked.
type job struct {
	*runVerb
	*setting
	program *program
	all     int // scenarios that were read
	suite   *scenarios.Suite
	inputs  []reports.Input
	seed    uint64            // of this repetition
	broken  bool              // a process of the run ended badly: whether its station is safe is not known
	made    []acceptance.File // the scenarios of --suite
	page    string            // to sign, where there is one
}

// stopped says that somebody stopped the run and that every station reached its safe state.
func (j *job) stopped() bool { return j.program.ctx.Err() != nil && !j.broken }

// Run implements the verb.
func (v *runVerb) Run(p *program) error {
	j, err := v.prepare(p)
	var errs strict.Errors
	switch {
	case errors.As(err, &errs):
		p.exit = verdict.ExitBadFile
		return p.refused(errs, j.read, v.JSON)
	case err != nil:
		return err
	case v.PartFile != "":
		return j.playShare()
	case len(j.suite.Scenarios) == 0:
		return j.nothing()
	case v.Repeat > 1 || v.UntilItFails:
		return j.repeat()
	}
	began := time.Now()
	run, err := j.once()
	if err != nil {
		return err
	}
	run.RealMS = float64(time.Since(began).Microseconds()) / 1000
	return j.tell(run)
}

// prepare reads everything and selects.
func (v *runVerb) prepare(p *program) (*job, error) {
	j := &job{runVerb: v, setting: &setting{}, program: p, seed: v.Seed.orDrawn()}
	s, err := v.place.open()
	if err != nil {
		j.read = 1
		return j, err
	}
	j.setting = s
	if v.Suite != "" {
		err = j.generate()
	} else {
		j.suite, err = load(v.Paths, s.cat)
	}
	if j.suite != nil {
		j.read = len(j.suite.Files)
	}
	if err != nil {
		return j, err
	}
	if v.PartFile == "" && len(v.Paths) > 0 {
		p.problems(j.suite.Warnings)
	}
	j.all = len(j.suite.Scenarios)
	if j.suite, err = j.suite.Select(v.Label, v.Filter); err != nil {
		return j, &usageError{uncoloured(err)}
	}
	if err := j.writeGenerated(); err != nil {
		return j, err
	}
	j.inputs = v.digest(j.suite)
	return j, nil
}

// nothing ends a run that has nothing to play.
func (j *job) nothing() error {
	j.program.exit = verdict.ExitNothing
	if j.JSON {
		return j.program.object(reports.Summary(j.describe(nil, nil)))
	}
	var filters []string
	for _, f := range [][2]string{{"--label", j.Label}, {"--filter", j.Filter}} {
		if f[1] != "" {
			filters = append(filters, f[0]+" "+shellWord(f[1]))
		}
	}
	j.program.notice("nothing is selected: %s lets none of %s through (forecourt list)",
		strings.Join(filters, " with "), counted(j.all, "scenario"))
	return nil
}

// once plays the selected scenarios with the job's seed, here or in other processes.
func (j *job) once() (reports.Run, error) {
	if j.Attach != "" {
		played, err := j.attached()
		return j.describe(played, nil), err
	}
	if j.Procs > 1 && len(j.fit.Cables) > 0 {
		return reports.Run{}, misused("--procs %d: a serial port has one owner, so a rig with one plays in one process", j.Procs)
	}
	if j.Procs > 1 {
		return j.team()
	}
	played, limits, err := j.play(j.suite)
	return j.describe(played, limits), err
}

// tell leaves the evidence of a run and prints its result.
func (j *job) tell(run reports.Run) error {
	p := j.program
	result := reports.Summary(run)
	if j.stopped() {
		result.Exit = verdict.ExitStopped
	}
	p.exit = result.Exit
	path, report, err := j.leave(&run)
	if err != nil {
		return err
	}
	result.Evidence = path
	if j.JSON {
		return p.object(result)
	}
	if err := reports.Text(p.stdout, run, p.colour(j.NoColor)); err != nil {
		return err
	}
	p.print("evidence  %s\nreport    %s\n", path, report)
	if j.page != "" {
		p.print("to sign   %s\n", j.page)
	}
	if j.stopped() {
		p.notice("stopped by hand, exit 130; every station was put into its safe state")
	}
	return nil
}

// leave writes the evidence and, beside it, the report of the latest run to open.
func (j *job) leave(run *reports.Run) (evidence, report string, err error) {
	if evidence, err = reports.Write(j.Evidence, *run); err != nil {
		return "", "", err
	}
	page, err := pageOf(evidence)
	if err != nil {
		return "", "", err
	}
	report = filepath.Join(filepath.Dir(evidence), "report.html")
	run.Look = report
	if err := replaceFile(report, page); err != nil {
		return "", "", err
	}
	return evidence, report, j.accept(run, filepath.Dir(evidence))
}

// pageOf takes the report out of the evidence, where it has been made already.
func pageOf(evidence string) ([]byte, error) {
	z, err := zip.OpenReader(evidence)
	if err != nil {
		return nil, err
	}
	defer func() { _ = z.Close() }()
	return fs.ReadFile(z, "report.html")
}

// replaceFile writes a file beside its place and renames it.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".report-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// command is the words that repeat the run.
func (j *job) command() string {
	words := []string{"forecourt", "run"}
	for _, p := range j.Paths {
		words = append(words, shellWord(p))
	}
	return strings.Join(append(words, append(j.flags(), "--seed", seedText(j.seed))...), " ")
}

// flags are those that decide what is played and on what.
func (j *job) flags() []string {
	var words []string
	for _, f := range [][2]string{{"--suite", j.Suite}, {"--label", j.Label}, {"--filter", j.Filter}} {
		if f[1] != "" {
			words = append(words, f[0], shellWord(f[1]))
		}
	}
	return append(words, j.where()...)
}

// where are the flags that say on what the run is played.
func (v *runVerb) where() []string {
	if v.Attach == "" {
		return v.place.where()
	}
	return append([]string{"--attach", shellWord(v.Attach)}, v.place.where()...)
}

// share reads --share.
func (v *runVerb) share() (i, n int, err error) {
	first, rest, _ := strings.Cut(v.Share, "/")
	i, err1 := strconv.Atoi(first)
	n, err2 := strconv.Atoi(rest)
	if err1 != nil || err2 != nil || n < 1 || i < 0 || i >= n {
		return 0, 1, fmt.Errorf("--share is i/n, not '%s'", v.Share)
	}
	return i, n, nil
}
