package cli_test

import (
	"io"
	"testing"

	"github.com/forecourt/forecourt/hil/hiltest"
)

// TestARealConsoleIsReadOverASerialLine: one station's console answers on a serial port, another one reads it there. The
// line is two pseudo-terminals that are joined end to end.
func TestARealConsoleIsReadOverASerialLine(t *testing.T) {
	t.Parallel()
	a, b := hiltest.PTY(t), hiltest.PTY(t)
	for _, ends := range [][2]io.ReadWriter{{a.Far, b.Far}, {b.Far, a.Far}} {
		go func() { _, _ = io.Copy(ends[0], ends[1]) }()
	}
	c := console(t, "0", "--gauge-port", a.Path+"@9600-8N1")
	r := startTwin(t, "--site", gaugedPlan(t, hasty), "--outside", "gauge", "--gauge", b.Path+"@9600,8N1")
	if c.at["gauge serial"] != a.Path || r.at["gauge-reader serial"] != b.Path || c.at["gauge tcp"] == "" {
		t.Errorf("endpoints: %v and %v", c.at, r.at)
	}
	readsThe(t, r, c)
	r.stop()
	c.stop()
}
