package wiretest

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

// Crossing is something sent at one end and what must arrive at the other; Want is what was sent where it is nil.
type Crossing struct {
	Sent, Want []wire.Noun
	// Given is what the slave reported before.
	Given []wire.Noun
	// Asked is what the master asks for behind a report that does not travel unasked.
	Asked []wire.Noun
}

// Cross makes a crossing of nouns that arrive as they were sent.
func Cross(n ...wire.Noun) Crossing { return Crossing{Sent: n} }

// Profile is what Run needs to know of a dialect.
type Profile struct {
	Dialect wire.Dialect
	Options wire.Options // Addresses holds the one address of the slave
	// Commands cross from the master to the slave, Reports the other way; together all that the dialect carries.
	Commands, Reports []Crossing
	// Command and Report make the i-th of many that can be told apart.
	Command, Report func(i int) wire.Noun
	// Given is what the slave reports at the start of every check but the crossings, which have their own.
	Given []wire.Noun
	// LastCounts says that the slave answers with its last report instead of keeping all: those between may be missed.
	LastCounts bool
	// Stream says that the dialect travels on a stream: both ends may speak at once and unasked, and nothing is damaged.
	Stream bool
	// Own says that a session made this noun by itself, so that it is no part of a crossing.
	Own func(n wire.Noun) bool
	// Foreign are nouns that the dialect cannot carry, and values that do not fit it, at either end.
	Foreign []wire.Noun
	// Frames are good frames from the master to the slave.
	Frames [][]byte
	// Checked are those of them whose check sum must find a turned bit without any mark.
	Checked [][]byte
	// MaxReply is how soon a slave begins to answer, counted from the last byte it heard.
	MaxReply time.Duration
	// Settle is how long a pair may take from its start until nouns cross, and from Do to their arrival.
	Settle time.Duration
	// Seeds is how many bad lines are tried; 20 where it is 0.
	Seeds int
}

// Run checks a pair of ends.
func Run(t *testing.T, p Profile) {
	t.Helper()
	if p.Own == nil {
		p.Own = func(wire.Noun) bool { return false }
	}
	if p.Seeds == 0 {
		p.Seeds = 20
	}
	t.Run("every command crosses", func(t *testing.T) { crosses(t, p, p.Commands, true) })
	t.Run("every report crosses", func(t *testing.T) { crosses(t, p, p.Reports, false) })
	t.Run("what cannot be carried is refused", func(t *testing.T) { foreign(t, p) })
	t.Run("a bad line loses and doubles nothing", func(t *testing.T) { badLines(t, p) })
	if !p.Stream {
		t.Run("a frame with a turned bit is not accepted", func(t *testing.T) {
			flips(t, p, p.Frames, true)
			flips(t, p, p.Checked, false)
		})
		t.Run("a slave speaks only when asked, and in time", func(t *testing.T) { unasked(t, p) })
	}
	t.Run("byte by byte is the same as frame by frame", func(t *testing.T) { byteByByte(t, p) })
	t.Run("garbage does not wedge a session", func(t *testing.T) { garbage(t, p) })
}
