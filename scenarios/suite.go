package scenarios

import (
	"fmt"
	"path"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/strict"
)

// Scenario is one scenario, checked and ready to be played. It is not changed by a run.
type Scenario struct {
	ID     string
	Name   string
	File   string
	Folder string // of the file, "." at the top
	Place  strict.Pos
	Covers []string
	Needs  []string
	Labels []string
	Limits Limits
	Given  bench.Given
	Steps  []*step.Bound
	Values map[string]string // of the matrix
}

// Expectations lists the events that the scenario waits for: each of them, taken out of its sight, must keep it from
// passing.
func (sc *Scenario) Expectations() []step.Expectation { return step.Expectations(sc.Steps) }

// Suite is scenarios from files, in the order of their files.
type Suite struct {
	Scenarios []*Scenario
	Warnings  strict.Errors
	Files     []string // all that were read
}

// Select returns the scenarios that a label filter and an id filter let through; either may be empty. Labels are
// filtered in Ginkgo's syntax ("sale && !slow"). An id filter is an id, an id of a matrix without its suffix, a file, or
// a pattern with * and ?; several are separated by commas.
func (s *Suite) Select(labels, ids string) (*Suite, error) {
	byLabel, err := types.ParseLabelFilter(labels)
	if err != nil {
		return nil, fmt.Errorf("the label filter '%s' cannot be read: %s", labels, firstLine(err))
	}
	chosen := &Suite{Files: s.Files, Warnings: s.Warnings}
	for _, sc := range s.Scenarios {
		if byLabel(sc.Labels) && sc.matches(ids) {
			chosen.Scenarios = append(chosen.Scenarios, sc)
		}
	}
	return chosen, nil
}

// matches says whether an id filter lets the scenario through.
func (sc *Scenario) matches(ids string) bool {
	if strings.TrimSpace(ids) == "" {
		return true
	}
	base, _, _ := strings.Cut(sc.ID, "/")
	for _, id := range strings.Split(ids, ",") {
		id = strings.TrimSpace(id)
		if id == sc.ID || id == base || id == sc.File {
			return true
		}
		if ok, err := path.Match(id, sc.ID); ok && err == nil {
			return true
		}
		if ok, err := path.Match(id, base); ok && err == nil {
			return true
		}
	}
	return false
}

// firstLine is the last line of Ginkgo's error that says something.
func firstLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			return l
		}
	}
	return ""
}
