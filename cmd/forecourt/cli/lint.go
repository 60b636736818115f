package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/cmd/forecourt/project"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// lintVerb checks files.
type lintVerb struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files or folders; none: the built-in suite."`
	place
	JSON bool `name:"json" help:"Print one JSON object and nothing else."`
}

// linted is what lint prints with --json.
type linted struct {
	Errors   []problem `json:"errors"`
	Warnings []problem `json:"warnings"`
	Files    int       `json:"files"`
	Clean    int       `json:"clean"`
}

// Run implements the verb.
func (v *lintVerb) Run(p *program) error {
	errs, read, err := v.check()
	if err != nil {
		return err
	}
	for _, e := range errs {
		if !e.Warning {
			p.exit = verdict.ExitBadFile
		}
	}
	if v.JSON {
		return p.object(linted{problemsOf(errs, false), problemsOf(errs, true), read, max(read-filesWith(errs), 0)})
	}
	p.problems(errs)
	if len(errs) == 0 {
		p.print("%s clean\n", counted(read, "file"))
		return nil
	}
	p.notice("%s", findings(errs, read))
	return nil
}

// check returns every problem, in the order of the files, and how many files were read.
func (v *lintVerb) check() (errs strict.Errors, read int, err error) {
	if v.settle(nil); len(v.Paths) == 0 && project.Here(".") {
		v.Paths = []string{project.Plan, project.Rig, project.Scenarios}
	}
	s, err := v.place.open()
	if err != nil {
		return found(err, 1)
	}
	paths, kinds := v.Paths, sorted{}
	for _, path := range v.Paths {
		kinds.add(path)
	}
	if len(v.Paths) > 0 {
		paths = kinds.scenarios
	}
	if len(paths) > 0 || len(v.Paths) == 0 {
		suite, err := load(paths, s.cat)
		more, n, err := found(err, len(suite.Files))
		if err != nil {
			return nil, 0, err
		}
		errs, read = append(more, suite.Warnings...), n
		if len(paths) > 0 {
			read = max(read, len(kinds.scenarios))
		}
	}
	for _, check := range []struct {
		files []string
		read  func(string) error
	}{{kinds.profiles, checkProfile}, {kinds.sites, checkSite}, {kinds.rigs, checkRig}} {
		for _, file := range check.files {
			more, _, err := found(check.read(file), 1)
			if err != nil {
				return nil, 0, err
			}
			errs, read = append(errs, more...), read+1
		}
	}
	slices.SortStableFunc(errs, func(a, b strict.Error) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return errs, read, nil
}

// found takes the problems out of an error; any other error stays one.
func found(err error, read int) (strict.Errors, int, error) {
	var errs strict.Errors
	if err == nil || errors.As(err, &errs) {
		return errs, read, nil
	}
	return nil, 0, err
}

// sorted holds files by what they are.
type sorted struct{ scenarios, sites, rigs, profiles []string }

// add looks at a file, or at all files below a folder. What is not there, or is no YAML, is left to the scenarios'
// loader, which says so.
func (s *sorted) add(path string) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		s.file(path)
		return
	}
	before := *s
	_ = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(name); err == nil && !d.IsDir() && (ext == ".yaml" || ext == ".yml") {
			s.file(filepath.ToSlash(name))
		}
		return nil
	})
	if len(s.scenarios) == len(before.scenarios) && len(s.sites) == len(before.sites) && len(s.rigs) == len(before.rigs) &&
		len(s.profiles) == len(before.profiles) {
		s.scenarios = append(s.scenarios, path) // an empty folder
	}
}

// file tells files apart by their keys.
func (s *sorted) file(path string) {
	src, err := os.ReadFile(path)
	has := func(key string) bool { return err == nil && strings.Contains("\n"+string(src), "\n"+key+":") }
	switch {
	case has("scenario") || has("steps"):
		s.scenarios = append(s.scenarios, path)
	case has("rig"):
		s.rigs = append(s.rigs, path)
	case has("profile"):
		s.profiles = append(s.profiles, path)
	case has("site") || has("dispensers"):
		s.sites = append(s.sites, path)
	default:
		s.scenarios = append(s.scenarios, path)
	}
}

func checkSite(file string) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	_, err = site.Load(file, src)
	return err
}

func checkRig(file string) error {
	_, err := place{Rig: file}.fitted()
	return err
}
