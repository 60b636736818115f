package wall

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// Latest is how late a station may wake for what is due beside a device that has no tolerance: a dispenser answers within
// 25 ms, of which this is the harness's share.
const Latest = 5 * time.Millisecond

// Bench builds stations in the time of the world, one at a time.
type Bench struct {
	// Late counts how late the stations of the run were for what was due.
	Late live.Lateness

	twin     twin.Bench
	fit      *rigs.Fit
	reply    time.Duration
	held     []*held
	settled  bool // what is outside was left at rest
	deaf     bool // nothing was heard when it was last waited for
	warnings []string
	halted   time.Time                 // when the last station was
	totals   map[pump]forecourt.Totals // of our pumps, where they are the same all day
}

type pump struct {
	point  forecourt.Point
	nozzle forecourt.Nozzle
}

// Open opens every port of a rig that was fitted to the twin's plan. An error names the port.
func Open(t twin.Bench, fit *rigs.Fit, tolerances rigs.Tolerances) (*Bench, error) {
	b := &Bench{twin: t, fit: fit, reply: time.Duration(tolerances.Reply), totals: map[pump]forecourt.Totals{}}
	b.twin.Outside = fit.Outside
	b.twin.ReplySlack = func(bus int) time.Duration {
		if _, real := fit.Cable(bus); real {
			return b.reply
		}
		return 0
	}
	if fit.IsOutside(station.ControllerRole) {
		b.twin.Opening = func(p forecourt.Point, n forecourt.Nozzle) forecourt.Totals { return b.totals[pump{p, n}] }
	}
	for _, c := range fit.Cables {
		h, err := hold(c, b.settings(c.Bus))
		if err != nil {
			b.Close()
			return nil, fmt.Errorf("bus %d: %w", c.Bus, err)
		}
		b.held = append(b.held, h)
		for _, w := range h.port.Warnings() {
			b.warnings = append(b.warnings, fmt.Sprintf("%s: %s", h, w))
		}
	}
	return b, nil
}

// settings returns how the plan's dialect sets a bus's line.
func (b *Bench) settings(bus int) (s wire.Settings) {
	for _, p := range b.twin.Plan.Buses {
		if d, ok := wire.Lookup(p.Dialect); ok && p.Bus == bus {
			s = d.Ports()[0].Settings
		}
	}
	return s
}

// Warnings says what a person should know about the ports, such as a slow adapter.
func (b *Bench) Warnings() []string { return b.warnings }

// Close closes the ports; it is bounded, and may be called again.
func (b *Bench) Close() error {
	var errs []error
	for _, h := range b.held {
		errs = append(errs, h.port.Close())
	}
	b.held = nil
	return errors.Join(errs...)
}

// Build implements bench.Build. Before the first scenario it brings what is outside to rest. The station must be halted
// before the next one is built.
func (b *Bench) Build(o bench.BuildOptions) (bench.Station, error) {
	// Once, and before anything is built: a fiber that was made with fewer locks would end the process.
	runtime.LockOSThread()
	if !b.settled && !b.deaf {
		if err := b.settle(o); isTrouble(err) {
			return nil, err // a doubt is told by the scenario's own station
		}
	}
	b.settled = false
	if b.fit.IsOutside(station.ControllerRole) && !b.halted.IsZero() {
		time.Sleep(time.Until(b.halted.Add(offFor)))
	}
	return b.build(o)
}

// offFor is how long our pumps are off the line between two scenarios where the controller is outside. They come back as
// from a power cut, without prices; a controller that did not miss them would not set them again. Controllers take a pump
// for lost after 8 s (facts: pump-protocols.md, confidence B).
const offFor = 10 * time.Second

func isTrouble(err error) bool {
	var t *bench.Trouble
	return errors.As(err, &t)
}

// build builds a station with the ports, on the thread that Build has locked.
func (b *Bench) build(o bench.BuildOptions) (*stand, error) {
	pacer, err := live.NewPacer()
	if err != nil {
		return nil, &bench.Trouble{Err: err}
	}
	pacer.Hurry() // a real line takes bytes when they begin
	st := &stand{bench: b, options: o}
	st.pace = &pace{pacer: pacer, start: o.Start, late: []*live.Lateness{&b.Late, &st.late}}
	if o.Start == 0 {
		st.pace.start = clock.Epoch
	}
	t := b.twin
	t.Pacer = func(clock.Instant) loop.Pacer { return st.pace }
	if st.inner, err = t.Station(o); err != nil {
		pacer.Close()
		return nil, err
	}
	st.Station = twin.Play(st.inner)
	st.watch()
	if err := st.join(); err != nil {
		st.release()
		st.inner.Loop().Close()
		return nil, err
	}
	return st, nil
}
