package cli

import (
	"errors"
	"io/fs"
	"os"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/suite"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// files is the disk, absolute and parent paths included, and behind it the built-in suite: a report names the file of a
// built-in scenario, and that name can be given back to the command.
type files struct{}

// Open implements fs.FS.
func (files) Open(name string) (fs.File, error) {
	f, err := os.Open(name)
	if err == nil {
		return f, nil
	}
	if built, inside := suite.FS.Open(name); inside == nil && errors.Is(err, fs.ErrNotExist) {
		return built, nil
	}
	return nil, err
}

// load reads scenarios from paths, or the built-in suite where there are none.
func load(paths []string, cat bench.Catalogue) (*scenarios.Suite, error) {
	if len(paths) == 0 {
		return scenarios.Load(suite.FS, []string{"."}, cat)
	}
	return scenarios.Load(files{}, paths, cat)
}

// source is where the files of the run's suite are read from.
func (v *runVerb) source() fs.FS {
	if len(v.Paths) == 0 && v.Suite == "" {
		return suite.FS
	}
	return files{}
}

// problem is one problem of a file in JSON.
type problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

func problemsOf(errs strict.Errors, warnings bool) []problem {
	all := []problem{}
	for _, e := range errs {
		if e.Warning == warnings {
			all = append(all, problem{e.File, e.Line, e.Column, e.Message, e.Fix})
		}
	}
	return all
}

// problems prints them for people.
func (p *program) problems(errs strict.Errors) {
	for _, e := range errs {
		p.notice("%s", e.Format())
	}
}

// filesWith counts the files that have problems.
func filesWith(errs strict.Errors) int {
	seen := map[string]bool{}
	for _, e := range errs {
		seen[e.File] = true
	}
	return len(seen)
}

// refused reports files that keep a verb from doing its work: for people on standard error, or one object on standard
// output. read is how many files were looked at.
func (p *program) refused(errs strict.Errors, read int, asJSON bool) error {
	if asJSON {
		return p.object(struct {
			Errors []problem `json:"errors"`
		}{problemsOf(errs, false)})
	}
	p.problems(errs)
	p.notice("%s", findings(errs, read))
	return nil
}

// refuse reports what is wrong with files, with the exit code for it; any other error stays one. read is how many files
// were looked at.
func (p *program) refuse(err error, read int, asJSON bool) error {
	errs, _, err := found(err, read)
	if err != nil {
		return err
	}
	p.exit = verdict.ExitBadFile
	return p.refused(errs, read, asJSON)
}

// findings is the last line of what was found.
func findings(errs strict.Errors, read int) string {
	bad := filesWith(errs)
	return counted(bad, "file") + " with findings, " + grouped(max(read-bad, 0)) + " clean"
}
