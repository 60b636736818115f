package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios/acceptance"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// suites are what --suite names.
var suites = []string{acceptance.Name}

// checkSuite checks what --suite says.
func (v *runVerb) checkSuite() error {
	if v.Suite != acceptance.Name {
		if meant := strict.Suggest(v.Suite, suites); meant != "" {
			return fmt.Errorf("there is no suite '%s', did you mean \"%s\"?", v.Suite, meant)
		}
		return fmt.Errorf("there is no suite '%s'; there is: %s", v.Suite, acceptance.Name)
	}
	if len(v.Paths) > 0 {
		return fmt.Errorf("--suite %s plays what it makes from the site plan, and no paths beside it", v.Suite)
	}
	return nil
}

// generate makes the suite from the plan. Its files stand beside the evidence.
func (j *job) generate() (err error) {
	if j.made, err = acceptance.Files(j.plan, filepath.ToSlash(filepath.Join(j.Evidence, "acceptance"))); err != nil {
		return err
	}
	j.suite, err = acceptance.Suite(j.made, j.cat)
	return err
}

// writeGenerated leaves the scenarios that were made and are selected as files, so that each can be read, and played
// again by its name. A process that plays a share leaves that to the one that started it.
func (j *job) writeGenerated() error {
	if len(j.made) == 0 || j.PartFile != "" {
		return nil
	}
	selected := map[string]bool{}
	for _, sc := range j.suite.Scenarios {
		selected[sc.File] = true
	}
	for _, f := range j.made {
		if !selected[f.Name] {
			continue
		}
		name := filepath.FromSlash(f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := replaceFile(name, f.Text); err != nil {
			return err
		}
	}
	return nil
}

// accept writes the page to sign into a folder, where the run is one that accepts a site.
func (j *job) accept(run *reports.Run, folder string) error {
	if j.Suite != acceptance.Name {
		return nil
	}
	records := append([]verdict.Record(nil), run.Records...)
	for _, n := range run.NotApplicable {
		records = append(records, verdict.Record{ID: n.ID, Seed: run.Seed, NotApplicable: n.Why})
	}
	page := filepath.Join(folder, "acceptance.html")
	if err := replaceFile(page, acceptance.Page(j.plan, records)); err != nil {
		return err
	}
	j.page = page
	return nil
}
