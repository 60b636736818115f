package cli

import (
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/bench/wall"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// place are the flags that say on what scenarios are played.
type place struct {
	Rig  string   `help:"Rig to play on: a built-in one or a file; default: the project's rig.yaml, else twin." placeholder:"NAME|FILE"`
	Site string   `help:"Site plan in place of the rig's: a ready-made one or a file." placeholder:"PLAN"`
	Port []string `help:"Device of one of the rig's ports, as in pump=/dev/ttyUSB1." placeholder:"NAME=PATH" sep:"none"`
	models
}

// setting is a rig made ready: its plan, and what is known of it.
type setting struct {
	rig  *rigs.Rig
	plan *site.Plan
	fit  *rigs.Fit
	cat  bench.Catalogue
	read int // files

	warnings []string // of the ports
}

// open reads the rig and the plan, fits one to the other, and says what is known of the station. Its error is
// strict.Errors where a file is wrong.
func (pl place) open() (*setting, error) {
	s, err := pl.fitted()
	if err != nil {
		return nil, err
	}
	s.cat, err = twin.Catalogue(s.plan)
	return s, err
}

// fitted reads the rig and the plan and fits one to the other; no port is touched.
func (pl place) fitted() (*setting, error) {
	if err := pl.models.add(); err != nil {
		return nil, err
	}
	rig, err := rigs.Open(pl.Rig)
	if err != nil {
		return nil, err
	}
	name := rig.Site
	if pl.Site != "" {
		name = pl.Site
	}
	if name == "" {
		name = site.Default
	}
	plan, err := site.Open(name)
	if err != nil {
		if pl.Site == "" {
			err = inRig(pl.Rig, err)
		}
		return nil, err
	}
	paths, err := pl.paths(rig)
	if err != nil {
		return nil, err
	}
	fit, err := rig.On(plan, paths)
	if err != nil {
		return nil, err
	}
	return &setting{rig: rig, plan: plan, fit: fit, read: 1}, nil
}

// paths reads --port.
func (pl place) paths(rig *rigs.Rig) (map[string]string, error) {
	paths := map[string]string{}
	for _, arg := range pl.Port {
		name, path, ok := strings.Cut(arg, "=")
		if !ok || name == "" || path == "" {
			return nil, misused("--port is a name and a device, as in pump=/dev/ttyUSB1, not '%s'", arg)
		}
		if known := rig.Ports.Names(); !slices.Contains(known, name) {
			if meant := strict.Suggest(name, known); meant != "" {
				return nil, misused("the rig '%s' has no port '%s', did you mean \"%s\"?", rig.Rig, name, meant)
			}
			return nil, misused("the rig '%s' has no port '%s'; it has: %s", rig.Rig, name, orNone(known))
		}
		paths[name] = path
	}
	return paths, nil
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// where are the flags that say on what a run was played, for the command that repeats it.
func (pl place) where() []string {
	var words []string
	for _, f := range [][2]string{{"--rig", pl.Rig}, {"--site", pl.Site}} {
		if f[1] != "" && f != [2]string{"--rig", defaultRig()} {
			words = append(words, f[0], shellWord(f[1]))
		}
	}
	for _, p := range pl.Port {
		words = append(words, "--port", shellWord(p))
	}
	return append(words, pl.models.where()...)
}

// inRig puts the problem of a plan that is not there at the place where the rig names it.
func inRig(rig string, err error) error {
	var errs strict.Errors
	if !errors.As(err, &errs) || len(errs) != 1 || errs[0].Line != 0 {
		return err
	}
	src, unread := os.ReadFile(rig)
	if unread != nil {
		return err
	}
	root, broken := strict.Parse(rig, src)
	if broken != nil || root.Get("site") == nil {
		return err
	}
	return strict.Errors{root.Get("site").Wrong(errs[0].Message, errs[0].Fix)}
}

// virtual says whether time is virtual, so that nothing of a run may show real times.
func (s *setting) virtual() bool { return s.rig.Clock != rigs.Wall }

// playing is what plays scenarios on a rig.
type playing struct {
	build bench.Build
	late  *live.Lateness // of the stations that ran in wall time
	close func() error
}

// ready opens what the rig needs to play a suite: its ports, where it has any and some scenario can be played.
func (s *setting) ready(suite *scenarios.Suite) (*playing, error) {
	b := twin.Bench{Plan: s.plan}
	p := &playing{build: b.Build, late: &live.Lateness{}, close: func() error { return nil }}
	switch s.rig.Clock {
	case rigs.Lockstep:
		b.Pacer = func(start clock.Instant) loop.Pacer {
			if start == 0 {
				start = clock.Epoch
			}
			return loop.NewLockstep(start)
		}
		p.build = b.Build
	case rigs.Wall:
		if !slices.ContainsFunc(suite.Scenarios, func(sc *scenarios.Scenario) bool { return s.lacks(sc) == "" }) {
			break // nothing is built
		}
		w, err := wall.Open(b, s.fit, s.rig.Tolerances)
		if err != nil {
			return nil, err
		}
		p.build, p.late, p.close = w.Build, &w.Late, w.Close
		s.warnings = w.Warnings()
	}
	return p, nil
}

// latest is how late a station may be for what is due.
func (s *setting) latest() time.Duration {
	if len(s.fit.Cables) == 0 {
		return wall.Latest
	}
	return wall.Latest + time.Duration(s.rig.Tolerances.Reply)
}

// lacks says why the rig cannot play a scenario; empty: it can.
func (s *setting) lacks(sc *scenarios.Scenario) string {
	if why := wall.Refuses(sc.Given, s.plan, s.fit); why != "" {
		return why
	}
	if why := sc.Lacks(wall.Absent(s.plan, s.fit)); why != "" {
		return why
	}
	able := wall.Able(twin.Abilities(), s.fit)
	for _, need := range sc.Needs {
		if !slices.Contains(able, need) {
			return "the bench has no " + need
		}
	}
	return ""
}
