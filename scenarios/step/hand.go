package step

import (
	"time"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// Hand is what a running step acts and judges with.
type Hand struct {
	*Stage
	Fiber *loop.Fiber
	rec   *verdict.Step
	begin clock.Instant
}

// Do does something to a role.
func (h *Hand) Do(role forecourt.Role, s forecourt.Stimulus) error { return h.Station.Do(role, s) }

// Begin returns the instant at which the step started.
func (h *Hand) Begin() clock.Instant { return h.begin }

// Measured keeps what was judged, with its limits, and merges its verdict into the step's.
func (h *Hand) Measured(m ...verdict.Measurement) {
	for _, x := range m {
		h.rec.Measured = append(h.rec.Measured, x)
		h.rec.Verdict = h.rec.Verdict.Worse(x.Verdict)
	}
}

// Await gives way until cond holds; it looks again after every event and when an instant has passed, which is still
// within the time. It returns false when the time is up or the scenario is over.
func (h *Hand) Await(until clock.Instant, cond func() bool) bool {
	return h.await(h.Fiber, until.Add(1), cond)
}

// Sleep lets time pass, less of it when the scenario is over before.
func (h *Hand) Sleep(d time.Duration) {
	h.await(h.Fiber, h.Fiber.Now().Add(d), func() bool { return false })
}

// Over says that the scenario has ended while the step was waiting; the step returns nil then.
func (h *Hand) Over() bool { return h.over }
