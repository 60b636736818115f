package stock

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/machine/machinetest"
)

// FuzzHear lets the reader hear anything at all, in two pieces, at every point of its round: it stays up, goes on asking,
// and keeps no more than its bounds.
func FuzzHear(f *testing.F) {
	for _, s := range []string{
		"\x01i20100960122150601100000745A6880045A928004592D8004243E1480000000042158F5C00000000&&EF1F\x03",
		"\x01i20100970729090201101970728150597072815140A449B80004499E000000000004293C7AE4549F0004547A00000000000429847AE41C333334241147B&&E637\x03",
		"\x019999FF1B\x03", "\x01i101009601221506020502010400&&FA0A\x03", "\x01i20100????&&\x03", "\x01\r\nI20100\r\nJAN 22",
	} {
		f.Add([]byte(s), uint8(0), uint8(7))
	}
	f.Fuzz(func(t *testing.T, b []byte, waits, cut uint8) {
		r, err := New(litres())
		if err != nil {
			t.Fatal(err)
		}
		bench := machinetest.New(Role, r, Timers)
		bench.PowerOn()
		for range 3 {
			bench.Advance(time.Duration(waits) * time.Second)
			n := min(int(cut), len(b))
			bench.Hear(PortConsole, b[:n])
			bench.Hear(PortConsole, b[n:])
		}
		bench.Forget()
		bench.Advance(5 * time.Minute)
		if len(bench.Said) == 0 {
			t.Error("it asks nothing any more")
		}
		if v := r.View(); len(v.Tanks) > 100 || len(v.Alarms) > mostAlarms {
			t.Errorf("it keeps %d tanks and %d alarms", len(v.Tanks), len(v.Alarms))
		}
	})
}
