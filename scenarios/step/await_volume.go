package step

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "await-volume", Judges: true, New: func() Step { return &AwaitVolume{Within: 10 * time.Minute} },
		Doc:     "waits until the display of a fuelling point shows a volume, in mid-sale; the limit is 10 min where none is given",
		Example: "await-volume: { fuelling-point: 1, reaches: 32.50 L, within: 90 s }",
	})
}

// glance is how often the display is looked at, in the loop's time.
const glance = 50 * time.Millisecond

// AwaitVolume waits for a volume.
type AwaitVolume struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Reaches       unit.Indicated  `yaml:",required"`
	Within        time.Duration
}

// Lint implements Step.
func (s *AwaitVolume) Lint(l *Lint) {
	l.Point("fuelling-point", s.FuellingPoint)
	if s.Within < 0 {
		l.Wrong("within", "a limit cannot be negative", "")
	}
	if _, ok := l.Catalogue.ReadingsOf("fuelling-point")[bench.DisplayReading]; !ok {
		l.Wrong("fuelling-point", "a fuelling-point of this station has no display to look at", "")
	}
}

// Run implements Step.
func (s *AwaitVolume) Run(h *Hand) error {
	role := forecourt.PointRole(s.FuellingPoint)
	within := s.Within + h.Slack
	limit := h.Begin().Add(within)
	limits := "reaches " + s.Reaches.String() + " within " + expect.Text(within)
	for {
		v, err := h.Station.Reading(role, bench.DisplayReading)
		if err != nil {
			return err
		}
		shown, ok := v.(unit.Indicated)
		if !ok || shown.Unit != s.Reaches.Unit {
			return Wrong(fmt.Sprintf("%s shows %s, which is not counted in %s", role, expect.Text(v), s.Reaches.Unit))
		}
		m := verdict.Measurement{Name: role.String() + " display", Limits: limits, Verdict: verdict.Pass}
		m.Value = shown.String() + " after " + expect.Text(h.Fiber.Now().Sub(h.Begin()))
		if shown.Cmp(s.Reaches) >= 0 {
			h.Measured(m)
			return nil
		}
		if h.Fiber.Now() >= limit {
			m.Verdict = verdict.Fail
			h.Measured(m)
			return Failed(fmt.Sprintf("%s did not reach %s within %s", role, s.Reaches, expect.Text(within)), limits, shown.String())
		}
		h.Sleep(min(glance, limit.Sub(h.Fiber.Now())))
		if h.Over() {
			return nil
		}
	}
}
