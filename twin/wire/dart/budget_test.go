package dart

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

func TestAQuietTurnTakesWhatTheFactSheetSays(t *testing.T) {
	d := New().(interface {
		wire.Budget
		wire.BudgetWords
	})
	if got := d.PollBudget(wire.Options{}); got != 9875*time.Microsecond {
		t.Error(got)
	}
	if got := d.PollBudget(wire.Options{TurnAround: 5 * time.Millisecond}); got != 16875*time.Microsecond {
		t.Error(got)
	}
	if got := d.PollWords(wire.Options{}); got != "3 bytes + 2 ms + 3 bytes + 1 ms" {
		t.Error(got)
	}
}
