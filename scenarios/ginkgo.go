package scenarios

import (
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// Describe puts a suite into Ginkgo's tree: a container for each folder, a spec for each scenario, with its labels, at
// its place in its file. A spec fails once, at its end, for anything but a pass; what counts is in the records that
// Options.OnRecord takes. It is for a _test.go that calls ginkgo.RunSpecs itself; RunGinkgo does both.
func Describe(s *Suite, o Options) {
	for _, folder := range folders(s) {
		ginkgo.Describe(folder, func() {
			for _, sc := range s.Scenarios {
				if sc.Folder == folder {
					describe(sc, o)
				}
			}
		})
	}
}

// folders lists the folders in the order of the suite.
func folders(s *Suite) []string {
	var all []string
	for _, sc := range s.Scenarios {
		if !slices.Contains(all, sc.Folder) {
			all = append(all, sc.Folder)
		}
	}
	return all
}

func describe(sc *Scenario, o Options) {
	place := types.CodeLocation{FileName: sc.File, LineNumber: sc.Place.Line}
	told := o.OnStep
	o.OnStep = func(id, text, at string) {
		ginkgo.By(text)
		if told != nil {
			told(id, text, at)
		}
	}
	ginkgo.It(sc.ID+"  "+sc.Name, ginkgo.Label(sc.Labels...), place, func() {
		rec, j := RunScenario(sc, o)
		if o.OnRecord != nil {
			o.OnRecord(rec, j)
		}
		if rec.NotApplicable != "" {
			ginkgo.Skip(rec.NotApplicable)
		}
		if rec.Verdict != verdict.Pass {
			ginkgo.Fail(failure(rec))
		}
	})
}

// failure is a record in words.
func failure(r verdict.Record) string {
	c := r.Cause
	if c == nil {
		return r.Verdict.String()
	}
	text := c.Place + ": " + r.Verdict.String() + " (" + string(c.Fault) + "): " + c.Text
	if c.Expected != "" {
		text += "\nexpected  " + c.Expected + "\nactual    " + c.Actual
	}
	return text
}

// ErrAgain is returned by the second RunGinkgo of a process: Ginkgo runs once.
var ErrAgain = errors.New("ginkgo runs once in a process: a repetition needs a process of its own")

var ran sync.Mutex

// RunGinkgo plays a suite as a Ginkgo tree and returns the records of what ran in this process, in the order of the
// suite. Ginkgo's own result is not used; what it prints goes to Options.Output. In a parallel process of Ginkgo the
// records are those of its share.
func RunGinkgo(s *Suite, o Options) ([]verdict.Record, error) {
	if !ran.TryLock() { // never unlocked
		return nil, ErrAgain
	}
	var mu sync.Mutex // an interrupted Ginkgo leaves its spec's goroutine running
	byID := map[string]verdict.Record{}
	told := o.OnRecord
	o.OnRecord = func(r verdict.Record, j []byte) {
		mu.Lock()
		defer mu.Unlock()
		byID[r.ID] = r
		if told != nil {
			told(r, j)
		}
	}
	Describe(s, o)
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.RandomSeed = int64(o.Seed >> 1)
	reporter.NoColor = true
	if o.Configure != nil {
		o.Configure(&suite, &reporter)
	}
	out := o.Output
	if out == nil {
		out = io.Discard
	}
	before := formatter.ColorableStdOut
	formatter.ColorableStdOut = out
	defer func() { formatter.ColorableStdOut = before }()
	ginkgo.RunSpecs(ignored{}, "forecourt", suite, reporter)
	mu.Lock()
	defer mu.Unlock()
	records := make([]verdict.Record, 0, len(byID))
	for _, sc := range s.Scenarios {
		if r, ok := byID[sc.ID]; ok {
			records = append(records, r)
		}
	}
	return records, nil
}

// ignored takes Ginkgo's result, which nobody reads.
type ignored struct{}

// Fail implements ginkgo.GinkgoTestingT.
func (ignored) Fail() {}
