package wall

import (
	"fmt"
	"io"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
)

// stand is a station for one scenario.
type stand struct {
	bench.Station
	bench   *Bench
	options bench.BuildOptions
	inner   *station.Station
	pace    *pace
	late    live.Lateness
	joined  []io.Closer
	polled  bool // the controller outside was heard
	lost    bool // a port has failed
	done    bool
	remark  string
}

// watch notes what Ready waits for.
func (s *stand) watch() {
	s.inner.Loop().Watch(func(t forecourt.Told) {
		s.polled = s.polled || t.Role.Kind == "fuelling-point" && t.Event.Event() == "controller-found"
	})
}

// join joins the ports to their buses.
func (s *stand) join() error {
	for _, h := range s.bench.held {
		l, err := h.lend()
		if err != nil {
			return &bench.Trouble{Err: err}
		}
		s.joined = append(s.joined, live.JoinReal(s.inner.Loop(), s.inner.Bus(h.cable.Bus), s.pace, l, func(err error) {
			s.lost = true
			s.inner.Loop().Fail(&bench.Trouble{Err: fmt.Errorf("bus %d, %s: %w", h.cable.Bus, h, err)})
		}))
	}
	return nil
}

// release gives the ports back and frees the pacer.
func (s *stand) release() {
	for _, j := range s.joined {
		_ = j.Close()
	}
	s.joined = nil
	s.pace.pacer.Close()
}

// The limits of what is waited for before and after a scenario.
const (
	glance     = 10 * time.Millisecond
	readyIn    = 10 * time.Second
	readyAgain = 2 * time.Second // where nothing was heard the last time
)

// Ready implements bench.Readier.
func (s *stand) Ready(f *loop.Fiber) error {
	if len(s.bench.held) == 0 {
		return nil
	}
	limit := readyIn
	if s.bench.deaf {
		limit = readyAgain
	}
	why := s.unready()
	for until := f.Now().Add(limit); why != "" && f.Now() < until; why = s.unready() {
		f.Sleep(glance)
	}
	s.bench.deaf = s.silent() != ""
	if why == "" {
		return nil
	}
	if silent := s.silent(); silent != "" {
		why = silent
	}
	return &bench.Doubt{Text: fmt.Sprintf("%s, after %s", why, unit.FormatDuration(limit))}
}

// silent says which port has heard nothing at all; empty: every one has heard something.
func (s *stand) silent() string {
	for _, h := range s.bench.held {
		if h.heard.Load() == 0 {
			return fmt.Sprintf("nothing was heard on %s: what is outside is off, or the line to it is broken", h)
		}
	}
	return ""
}

// unready says what is not there or not at rest; empty: all is.
func (s *stand) unready() string {
	ctl := s.inner.Controller()
	if ctl == nil {
		if s.polled {
			return ""
		}
		return fmt.Sprintf("the controller outside polls no fuelling point of ours (%s)", s.heard())
	}
	for _, p := range s.away() {
		switch {
		case !ctl.Heard(p):
			return fmt.Sprintf("%s does not answer (%s)", forecourt.PointRole(p), s.heard())
		case ctl.State(p) == forecourt.Calling:
			return fmt.Sprintf("%s is calling: hang its nozzle", forecourt.PointRole(p))
		case ctl.Objection(p) != "":
			return fmt.Sprintf("%s is not at rest: %s", forecourt.PointRole(p), ctl.Objection(p))
		}
	}
	return ""
}

// heard says how much came over the ports, which tells a wrong setting from a dead line.
func (s *stand) heard() string {
	n := int64(0)
	for _, h := range s.bench.held {
		n += h.heard.Load()
	}
	return fmt.Sprintf("%d bytes were heard", n)
}

// away lists the fuelling points that are outside.
func (s *stand) away() (points []forecourt.Point) {
	for _, side := range s.inner.Plan().Points() {
		if s.bench.fit.IsOutside(forecourt.PointRole(side.FuellingPoint)) {
			points = append(points, side.FuellingPoint)
		}
	}
	return points
}

// Reading implements bench.Station: what is outside cannot be read.
func (s *stand) Reading(role forecourt.Role, what string) (any, error) {
	if s.bench.fit.IsOutside(role) {
		return nil, &bench.Doubt{Text: fmt.Sprintf("the %s of %s cannot be read: it is outside", what, role)}
	}
	return s.Station.Reading(role, what)
}

// Abilities implements bench.Station.
func (s *stand) Abilities() []string { return Able(s.Station.Abilities(), s.bench.fit) }

// Tolerance implements bench.Tolerant.
func (s *stand) Tolerance() time.Duration { return s.bench.reply }

// LeftOut implements bench.Partial.
func (s *stand) LeftOut() map[string]string { return s.inner.LeftOut() }

// Lateness implements bench.Late: beside twins alone it does not matter.
func (s *stand) Lateness() (was, atMost time.Duration) {
	if len(s.bench.held) > 0 {
		atMost = Latest + s.bench.reply
	}
	return s.late.Quantile(0.99), atMost
}

// Digests implements bench.Digester.
func (s *stand) Digests() []string { return s.inner.Digests() }

// Halt implements bench.Halter: it gives the ports back and brings what is outside to rest.
func (s *stand) Halt() error {
	if s.done {
		return nil
	}
	s.done, s.remark = true, s.quiet()
	silent := s.silent() != ""
	s.keepTotals()
	s.release()
	s.bench.halted = time.Now()
	if s.lost || silent || len(s.away()) == 0 {
		return nil // what cannot be reached cannot be brought to rest, and the verdict has said so
	}
	return s.bench.settle(s.options)
}

// Remark implements bench.Witness: a device that has failed and a line that is broken look the same from here.
func (s *stand) Remark() string { return s.remark }

// quiet says which port has heard nothing for longer than any device pauses.
func (s *stand) quiet() string {
	for _, h := range s.bench.held {
		if d := time.Since(time.Unix(0, h.last.Load())); h.heard.Load() > 0 && d > answersIn {
			return fmt.Sprintf("nothing was heard on %s for the last %s", h, d.Round(100*time.Millisecond))
		}
	}
	return ""
}

// keepTotals remembers what our pumps' totals stand at.
func (s *stand) keepTotals() {
	for _, p := range s.inner.Points() {
		for _, n := range p.Electronics.Books() {
			s.bench.totals[pump{p.Number, n.Nozzle}] = n.Totals
		}
	}
}
