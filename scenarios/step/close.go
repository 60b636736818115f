package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "close-shift", Acts: true, New: func() Step { return &Close{stimulus: pos.CloseShift{}} },
		Doc: "closes the shift at the till", Example: "close-shift: {}",
	})
	Register(Info{
		Name: "close-day", Acts: true, New: func() Step { return &Close{stimulus: pos.CloseDay{}} },
		Doc: "closes the business day at the till, and its last shift with it", Example: "close-day: {}",
	})
}

// Close closes a shift or a day.
type Close struct{ stimulus forecourt.Stimulus }

// Lint implements Step.
func (s *Close) Lint(l *Lint) { l.Role("", till) }

// Run implements Step.
func (s *Close) Run(h *Hand) error { return h.Do(till, s.stimulus) }
