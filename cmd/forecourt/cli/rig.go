package cli

import (
	"errors"
	"os"
	"runtime"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// place are the flags that say on what scenarios are played.
type place struct {
	Rig  string `help:"Rig to play on: a built-in one or a file." default:"twin" placeholder:"NAME|FILE"`
	Site string `help:"Site plan in place of the rig's: a ready-made one or a file." placeholder:"PLAN"`
}

// setting is a rig made ready: its plan, and what is known of it.
type setting struct {
	rig  *rigs.Rig
	plan *site.Plan
	cat  bench.Catalogue
	read int // files
}

// open reads the rig and the plan. Its error is strict.Errors where a file is wrong.
func (pl place) open() (*setting, error) {
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
	cat, err := twin.Catalogue(plan)
	if err != nil {
		return nil, err
	}
	return &setting{rig: rig, plan: plan, cat: cat, read: 1}, nil
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

// build returns what builds stations on the rig, and where the lateness of those that ran in wall time is counted.
func (s *setting) build() (bench.Build, *live.Lateness) {
	b := twin.Bench{Plan: s.plan}
	late := &live.Lateness{}
	switch s.rig.Clock {
	case rigs.Lockstep:
		b.Pacer = func(start clock.Instant) loop.Pacer {
			if start == 0 {
				start = clock.Epoch
			}
			return loop.NewLockstep(start)
		}
	case rigs.Wall:
		return func(o bench.BuildOptions) (bench.Station, error) { return buildWall(b, o, late) }, late
	}
	return b.Build, late
}

// buildWall builds a station that runs in wall time, on a thread of its own. The thread is locked before anything is
// built: a fiber made before would end the process.
func buildWall(b twin.Bench, o bench.BuildOptions, late *live.Lateness) (bench.Station, error) {
	runtime.LockOSThread()
	pacer, err := live.NewPacer()
	if err != nil {
		return nil, &bench.Trouble{Err: err}
	}
	b.Pacer = func(start clock.Instant) loop.Pacer {
		if start == 0 {
			start = clock.Epoch
		}
		return &shifted{pacer: pacer, start: start, late: late}
	}
	station, err := b.Build(o)
	if err != nil {
		pacer.Close()
		return nil, err
	}
	return &wallStation{station, pacer}, nil
}

// wallStation frees its pacer when the scenario has ended.
type wallStation struct {
	bench.Station
	pacer *live.Pacer
}

// Halt implements bench.Halter.
func (w *wallStation) Halt() error {
	w.pacer.Close()
	return nil
}

// Digests implements bench.Digester.
func (w *wallStation) Digests() []string {
	if d, ok := w.Station.(bench.Digester); ok {
		return d.Digests()
	}
	return nil
}

// shifted lets a station's time run with the wall clock from the instant at which the scenario starts.
type shifted struct {
	pacer  *live.Pacer
	start  clock.Instant
	late   *live.Lateness
	offset int64 // of the station's time from the wall clock's
	began  bool
}

// Wait implements loop.Pacer.
func (s *shifted) Wait(until clock.Instant, in *loop.Inbox) clock.Instant {
	if !s.began {
		s.began, s.offset = true, int64(s.start-s.pacer.Now())
	}
	target := until
	if until != clock.Never {
		target = until - clock.Instant(s.offset)
	}
	reached := s.pacer.Wait(target, in)
	if reached == target {
		if until != clock.Never {
			s.late.Add(max(s.pacer.Now().Sub(target), 0))
		}
		return until
	}
	return reached + clock.Instant(s.offset)
}
