package step

import (
	"time"

	"github.com/forecourt/forecourt/twin/host"
)

// IssuerDown makes issuers silent.
type IssuerDown struct {
	Network string        `yaml:",required"`
	For     time.Duration `yaml:",required"`
}

// Lint implements Step.
func (s *IssuerDown) Lint(l *Lint) {
	l.Role("", merchantHost)
	l.OneOf("network", "network", s.Network, host.NetworkNames()...)
	if s.For < 0 {
		l.Wrong("for", "a span of time is longer than nothing", "")
	}
}

// Run implements Step.
func (s *IssuerDown) Run(h *Hand) error {
	return h.Do(merchantHost, host.IssuerDown{Network: s.Network, For: s.For})
}

// LoseAdvices makes the host forget.
type LoseAdvices struct{ Count int }

// Lint implements Step.
func (s *LoseAdvices) Lint(l *Lint) {
	l.Role("", merchantHost)
	if s.Count < 1 {
		l.Wrong("count", "at least one advice is lost", "")
	}
}

// Run implements Step.
func (s *LoseAdvices) Run(h *Hand) error { return h.Do(merchantHost, host.LoseAdvices{Count: s.Count}) }

// CutOver closes the settlement day.
type CutOver struct{}

// Lint implements Step.
func (s *CutOver) Lint(l *Lint) { l.Role("", merchantHost) }

// Run implements Step.
func (s *CutOver) Run(h *Hand) error { return h.Do(merchantHost, host.CloseDay{}) }
