package reports

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

//go:embed page.html
var pageHTML string

//go:embed timeline.html
var timelineHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var pageTemplate = template.Must(template.Must(template.New("page").Funcs(template.FuncMap{
	"span": span, "grouped": grouped, "stamp": stamp, "inc": func(i int) int { return i + 1 }, "short": shortVerdict,
	"n": func(i int) int64 { return int64(i) },
}).Parse(pageHTML)).Parse(timelineHTML))

// openAll is the number of scenarios up to which all of them are unfolded.
const openAll = 12

type pageView struct {
	Run        Run
	Result     Result
	Title      string
	Said       string // the run in a sentence
	Meaning    string
	Policy     string
	CSS        template.CSS
	JS         template.JS
	Bar        []barPiece
	Scenarios  []scenarioView
	Virtual    int64
	Violations int
}

type barPiece struct {
	Verdict verdict.Verdict
	Count   int
	X, W    px
}

type scenarioView struct {
	verdict.Record
	Open    bool
	Again   string
	Picture *picture
	Rows    []row
	Heard   int
	Hidden  int
	Part    string
	Problem string
	Steps   []stepView
}

type stepView struct {
	verdict.Step
	From, To int64
}

// Page returns the report: one page that needs neither network nor script.
func Page(run Run) ([]byte, error) {
	run.Journals = named(run.Journals)
	run = settled(run)
	slices.SortStableFunc(run.Records, findingsFirst)
	r := Summary(run)
	v := pageView{Run: run, Result: r, Meaning: Meaning(r.Exit), CSS: template.CSS(pageCSS), JS: template.JS(pageJS),
		Bar: bar(r.Verdicts), Virtual: run.virtualNS(), Said: sentence(r), Title: "run"}
	if run.Suite != "" {
		v.Title = run.Suite
	}
	script := sha256.Sum256([]byte(pageJS))
	v.Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(script[:]) + "'"
	for _, i := range r.Invariants {
		v.Violations += i.Violations
	}
	v.Scenarios = run.views()
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b.Bytes(), nil
}

// findingsFirst orders what a reader looks for: findings, then scenarios by name. They were played in an order that the
// seed shuffled; repetitions of one scenario stay as they were played.
func findingsFirst(a, b verdict.Record) int {
	switch found := a.Verdict > verdict.Pass; {
	case found == (b.Verdict > verdict.Pass):
		return strings.Compare(a.ID, b.ID)
	case found:
		return -1
	}
	return 1
}

// views tells every scenario, several at a time: each has a journal of its own.
func (run Run) views() []scenarioView {
	shares := rowShares(run.Records)
	views := make([]scenarioView, len(run.Records))
	next := make(chan int)
	var busy sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		busy.Go(func() {
			for i := range next {
				views[i] = run.view(run.Records[i], shares[i])
			}
		})
	}
	for i := range views {
		next <- i
	}
	close(next)
	busy.Wait()
	return views
}

func (run Run) view(rec verdict.Record, rows int) scenarioView {
	s := scenarioView{Record: rec, Again: run.again(rec), Open: rec.Verdict > verdict.Pass || len(run.Records) <= openAll}
	for _, step := range rec.Steps {
		s.Steps = append(s.Steps, stepView{step, at(rec, step.StartNS), at(rec, step.EndNS)})
	}
	s.tell(run, rows)
	return s
}

func (s *scenarioView) tell(run Run, rows int) {
	j, ok := run.journal(s.ID)
	if !ok || len(j.Data) == 0 {
		return
	}
	s.Part = j.Part
	story, err := newStory(s.Record, j.Data)
	if err != nil {
		s.Problem = err.Error()
		return
	}
	s.Picture = draw(s.Record, story)
	around := int64(0)
	if s.Cause != nil {
		around = s.Cause.AtNS
	}
	s.Rows, s.Hidden = traffic(story, newTeller(j.Lines, run.Describers), around, rows)
	s.Heard = len(s.Rows)
}

// rowShares says how many rows of traffic each scenario may show: findings are served before passes.
func rowShares(records []verdict.Record) []int {
	shares := make([]int, len(records))
	left := rowsOfPage
	for _, findings := range []bool{true, false} {
		for i, r := range records {
			want := rowsOfPass
			if len(records) <= openAll || findings {
				want = rowsOfFinding
			}
			if (r.Verdict > verdict.Pass) == findings {
				shares[i] = min(want, left)
				left -= shares[i]
			}
		}
	}
	return shares
}

func bar(c Counts) (pieces []barPiece) {
	total := c.None + c.Pass + c.Inconclusive + c.Fail + c.Error
	x := px(0)
	for _, v := range []verdict.Verdict{verdict.Pass, verdict.Inconclusive, verdict.Fail, verdict.Error, verdict.None} {
		if n := *c.of(v); n > 0 {
			w := scale(int64(n), int64(total), 10_000)
			pieces = append(pieces, barPiece{v, n, x, w})
			x += w
		}
	}
	return pieces
}

// sentence says the run in one line.
func sentence(r Result) string {
	v := r.Verdicts
	if r.Selected == 0 {
		return "Nothing ran."
	}
	if v.Pass == r.Selected {
		return fmt.Sprintf("All %s passed.", count(r.Selected, "scenario"))
	}
	var said []string
	for _, p := range []struct {
		n    int
		what string
	}{{v.Fail, "failed"}, {v.Error, "could not be judged because of an error"}, {v.Inconclusive, "could not be decided"},
		{v.None, "left no record"}, {v.Pass, "passed"}} {
		if p.n > 0 {
			said = append(said, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return fmt.Sprintf("Of %s, %s.", count(r.Selected, "scenario"), strings.Join(said, ", "))
}

func shortVerdict(v verdict.Verdict) string { return shortNames[v] }
