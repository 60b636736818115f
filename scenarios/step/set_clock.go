package step

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "set-clock", Acts: true, New: func() Step { return new(SetClock) },
		Doc:     "sets the POS's own clock, by which receipts are dated and service modes change; the station's time goes on as before",
		Example: "set-clock: { to: 2026-01-05T22:00:00Z }",
	})
}

// SetClock sets the POS's clock.
type SetClock struct {
	To moment `yaml:",required"`
}

// moment is an instant in a file.
type moment struct{ at clock.Instant }

// UnmarshalText reads RFC 3339.
func (m *moment) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil || t.Year() < 1980 || t.Year() > 2200 {
		return fmt.Errorf("'%s' is no instant: write it as 2026-01-05T08:00:00Z", b)
	}
	m.at = clock.At(t)
	return nil
}

// Lint implements Step.
func (s *SetClock) Lint(l *Lint) { l.Role("", till) }

// Run implements Step.
func (s *SetClock) Run(h *Hand) error { return h.Do(till, pos.SetClock{To: s.To.at}) }
