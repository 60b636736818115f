package dart

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// A quiet turn is a poll of 3 bytes, the slave's turn-around, an EOT of 3 bytes, and the master's gap: 9.875 ms at 9600
// bit/s. A block takes longer (about 23 ms for a report in mid-sale, with its acknowledgement); it makes its cycle overrun
// and does not count here.
const (
	pollBytes = 3
	eotBytes  = 3
)

var (
	_ wire.Budget      = dialect{}
	_ wire.BudgetWords = dialect{}
)

// PollBudget implements wire.Budget.
func (dialect) PollBudget(o wire.Options) time.Duration {
	turn, gap := pauses(o)
	return slowest.Span(pollBytes+eotBytes) + turn + gap
}

// PollWords implements wire.BudgetWords.
func (dialect) PollWords(o wire.Options) string {
	turn, gap := pauses(o)
	return fmt.Sprintf("%d bytes + %s + %d bytes + %s", pollBytes, unit.FormatDuration(turn), eotBytes, unit.FormatDuration(gap))
}

// pauses returns the turn-around and the gap that both ends keep.
func pauses(o wire.Options) (turn, gap time.Duration) {
	if o.TurnAround > 0 {
		return o.TurnAround, o.TurnAround
	}
	return turnAround, masterGap
}
