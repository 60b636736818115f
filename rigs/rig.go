package rigs

import (
	"embed"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

//go:embed *.yaml
var builtIn embed.FS

// Default is the rig that is used when none is named.
const Default = "twin"

// Clock says how time passes on a rig.
type Clock string

// The clocks.
const (
	Virtual  Clock = "virtual"  // at once
	Lockstep Clock = "lockstep" // at once, in step with outside parts
	Wall     Clock = "wall"     // with the world
)

// Rig is a rig file, with what it extends filled in.
type Rig struct {
	Rig     string `yaml:",required"`
	Extends string
	Clock   Clock
	Site    string // plan name or file; a file beside the rig's is found there
	// What is not named below is a twin in this program.
	Roles      Roles
	Lines      Lines
	Ports      Ports
	Tolerances Tolerances

	clock *strict.Node // where the clock is said
}

// Names lists the built-in rigs.
func Names() []string {
	entries, _ := builtIn.ReadDir(".")
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	sort.Strings(names)
	return names
}

// Open returns the built-in rig of a name, or the one in a file. Its error is strict.Errors when the file is wrong.
func Open(nameOrFile string) (*Rig, error) { return open(nameOrFile, ".", nil) }

// open resolves a file's name beside the rig that extends it. seen holds the rigs on the way here.
func open(name, dir string, seen []string) (*Rig, error) {
	src, err := builtIn.ReadFile(name + ".yaml")
	file := name + ".yaml"
	if err != nil {
		file = name
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, name)
		}
		if src, err = os.ReadFile(file); err != nil {
			return nil, strict.Errors{{File: name, Message: "there is no such rig", Fix: known(name)}}
		}
	}
	root, err := strict.Parse(file, src)
	if err != nil {
		return nil, err
	}
	var r Rig
	if err := root.Decode(&r); err != nil {
		return nil, err
	}
	for _, s := range seen {
		if s == file {
			return nil, strict.Errors{root.Get("extends").Wrong("this rig extends itself: "+strings.Join(append(seen, file), " -> "), "")}
		}
	}
	r.clock = root.Get("clock")
	r.Site = beside(file, r.Site)
	if r.Extends != "" {
		base, err := open(r.Extends, filepath.Dir(file), append(seen, file))
		if err != nil {
			return nil, err
		}
		r.inherit(*base)
	}
	switch r.Clock {
	case Virtual, Lockstep, Wall:
		return &r, nil
	}
	at := root.Get("clock")
	if at == nil {
		at = root.Get("rig")
	}
	return nil, strict.Errors{at.Wrong("the rig needs a clock", "it is 'virtual', 'lockstep' or 'wall'")}
}

func (r *Rig) inherit(base Rig) {
	if r.Clock == "" {
		r.Clock, r.clock = base.Clock, base.clock
	}
	if r.Site == "" {
		r.Site = base.Site
	}
	r.Roles.inherit(base.Roles)
	r.Lines.inherit(base.Lines)
	r.Ports.inherit(base.Ports)
	if r.Tolerances.Reply == 0 {
		r.Tolerances.Reply = base.Tolerances.Reply
	}
}

// beside returns the path of a site plan that lies beside a rig's file, or the plan as it is named.
func beside(file, site string) string {
	if site == "" || filepath.IsAbs(site) {
		return site
	}
	near := filepath.Join(filepath.Dir(file), site)
	if info, err := os.Stat(near); err != nil || info.IsDir() {
		return site
	}
	return near
}

func known(name string) string {
	if s := strict.Suggest(name, Names()); s != "" {
		return "did you mean '" + s + "'?"
	}
	return "built-in ones are " + strings.Join(Names(), ", ")
}
