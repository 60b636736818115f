package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/strict"
)

// Load reads scenarios from files and folders (all that is .yaml or .yml below them) and checks them against what the
// bench has. The error is strict.Errors, with every problem of every file; the suite then holds the scenarios of the
// files that are right. Warnings are in the suite either way.
func Load(fsys fs.FS, paths []string, cat bench.Catalogue) (*Suite, error) {
	ld := loader{fsys: fsys, cat: &cat, suite: &Suite{}, ids: map[string]*Scenario{}}
	for _, p := range paths {
		ld.path(p)
	}
	slices.Sort(ld.suite.Files)
	ld.suite.Files = slices.Compact(ld.suite.Files)
	for _, file := range ld.suite.Files {
		ld.file(file)
	}
	if len(ld.suite.Files) == 0 && len(ld.errs) == 0 {
		name := strings.Join(paths, ", ")
		if name == "" {
			name = "scenarios"
		}
		ld.errs = append(ld.errs, strict.Error{File: name, Message: "there is no scenario here", Fix: "scenarios are files that end in .yaml"})
	}
	if len(ld.errs) == 0 {
		return ld.suite, nil
	}
	return ld.suite, ld.errs
}

type loader struct {
	fsys  fs.FS
	cat   *bench.Catalogue
	suite *Suite
	ids   map[string]*Scenario
	errs  strict.Errors
}

// path finds the files at a path.
func (ld *loader) path(p string) {
	clean := path.Clean(strings.TrimPrefix(p, "./"))
	info, err := fs.Stat(ld.fsys, clean)
	if err != nil {
		ld.missing(p, clean, err)
		return
	}
	if !info.IsDir() {
		ld.suite.Files = append(ld.suite.Files, clean)
		return
	}
	err = fs.WalkDir(ld.fsys, clean, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && isYAML(name) {
			ld.suite.Files = append(ld.suite.Files, name)
		}
		return err
	})
	if err != nil {
		ld.errs = append(ld.errs, strict.Error{File: p, Message: "this folder cannot be read: " + reason(err)})
	}
}

// missing reports a path that is not there, with the one that was probably meant.
func (ld *loader) missing(p, clean string, err error) {
	e := strict.Error{File: p, Message: "this file cannot be read: " + reason(err)}
	if errors.Is(err, fs.ErrNotExist) {
		e.Message = "there is no such file or folder"
		near, _ := fs.ReadDir(ld.fsys, path.Dir(clean))
		var names []string
		for _, d := range near {
			names = append(names, d.Name())
		}
		if meant := strict.Suggest(path.Base(clean), names); meant != "" {
			e.Fix = "did you mean '" + path.Join(path.Dir(clean), meant) + "'?"
		}
	}
	ld.errs = append(ld.errs, e)
}

// reason is what is wrong with a path, without the path.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

// file reads one file.
func (ld *loader) file(name string) {
	src, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		ld.errs = append(ld.errs, strict.Error{File: name, Message: "this file cannot be read: " + reason(err)})
		return
	}
	found, problems := Parse(name, src, ld.cat)
	broken := false
	for _, e := range problems {
		if e.Warning {
			ld.suite.Warnings = append(ld.suite.Warnings, e)
			continue
		}
		broken = true
		ld.errs = append(ld.errs, e)
	}
	for _, sc := range found {
		if before := ld.ids[sc.ID]; before != nil {
			ld.errs = append(ld.errs, twice(sc, before, src))
			return
		}
		ld.ids[sc.ID] = sc
	}
	if !broken {
		ld.suite.Scenarios = append(ld.suite.Scenarios, found...)
	}
}

func twice(sc, before *Scenario, src []byte) strict.Error {
	e := strict.Error{File: sc.File, Line: 1, Column: 1, Length: 1, Message: "the id '" + sc.ID + "' is taken", Fix: "it stands in " + before.File}
	if root, err := strict.Parse(sc.File, veil(src)); err == nil && root.Get("id") != nil {
		e = unveil(root.Get("id").Wrong(e.Message, e.Fix))
	}
	return e
}

// Parse reads the scenarios of one file, more than one where it has a matrix. Its problems are in the order of their
// places, warnings among them.
func Parse(name string, src []byte, cat *bench.Catalogue) ([]*Scenario, strict.Errors) {
	root, err := strict.Parse(name, veil(src))
	if err != nil {
		var d document
		return nil, unveiled(strict.Decode(name, veil(src), &d)) // it says more: unknown keys too
	}
	axes, errs := readMatrix(root)
	if errs != nil {
		return nil, tidy(errs, unveil)
	}
	if len(axes) == 0 {
		sc, errs := one(name, veil(src), cat)
		return compact(sc), tidy(errs, unveil)
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n"), "\n")
	var all []*Scenario
	for _, c := range combinations(axes) {
		sc, more := one(name, c.fill(src), cat)
		errs = append(errs, tidy(more, func(e strict.Error) strict.Error { return c.unfill(e, lines) })...)
		if sc != nil {
			sc.ID += c.suffix(axes)
			sc.Name += " (" + strings.ReplaceAll(c.suffix(axes)[1:], "/", ", ") + ")"
			sc.Values = c
			all = append(all, sc)
		}
	}
	return all, tidy(errs, nil)
}

func compact(sc *Scenario) []*Scenario {
	if sc == nil {
		return nil
	}
	return []*Scenario{sc}
}

// one reads a file without a matrix, or one combination of it.
func one(name string, src []byte, cat *bench.Catalogue) (*Scenario, strict.Errors) {
	var d document
	if err := strict.Decode(name, src, &d); err != nil {
		var errs strict.Errors
		errors.As(err, &errs)
		if d.node != nil && d.node.Get("steps") != nil { // what is wrong with the steps is told too
			_, more := d.steps(cat)
			errs = append(errs, more...)
		}
		return nil, errs
	}
	cat, errs := d.lint(cat)
	steps, more := d.steps(cat)
	errs = append(errs, more...)
	k := d.keys
	if k.Limits.Time == 0 {
		k.Limits.Time = DefaultTime
	}
	return &Scenario{
		ID: k.ID, Name: k.Scenario, File: name, Folder: path.Dir(name), Place: d.node.Pos(), Covers: k.Covers, Needs: k.Needs,
		Labels: k.Labels, Limits: k.Limits, Given: k.Given, Steps: steps,
	}, errs
}

func unveiled(err error) strict.Errors {
	var errs strict.Errors
	if !errors.As(err, &errs) {
		return strict.Errors{{Message: fmt.Sprint(err)}}
	}
	return tidy(errs, unveil)
}

// tidy orders problems by place, maps them, and leaves out those that are told already.
func tidy(errs strict.Errors, change func(strict.Error) strict.Error) strict.Errors {
	var out strict.Errors
	seen := map[strict.Error]bool{}
	for _, e := range errs {
		if change != nil {
			e = change(e)
		}
		if !seen[e] {
			seen[e] = true
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b strict.Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return out
}
