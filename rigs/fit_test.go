package rigs

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	_ "github.com/forecourt/forecourt/twin/station" // the dialects
	"github.com/forecourt/forecourt/twin/strict"
)

// fit writes a rig file and fits it to a plan.
func fit(t *testing.T, text, plan string, paths map[string]string) (*Fit, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bench.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := site.Open(plan)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(file)
	if err != nil {
		return nil, err
	}
	return r.On(p, paths)
}

func TestARigLeavesARoleOutsideOnASerialLine(t *testing.T) {
	f, err := fit(t, `rig: mine
extends: serial-pump
roles:
  fuelling-point 2: { player: outside }
  gateway: twin
ports: { pump: /dev/ttyS9 }
`, "kiosk", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !f.IsOutside(forecourt.PointRole(1)) || !f.IsOutside(forecourt.PointRole(2)) || len(f.Outside) != 2 {
		t.Errorf("outside: %v", f.Outside)
	}
	c, ok := f.Cable(1)
	if !ok || c.Path != "/dev/ttyS9" || c.Name != "pump" || c.Direction != "auto" || c.Echo {
		t.Errorf("bus 1: %+v", c)
	}
	if _, ok := f.Cable(2); ok {
		t.Error("bus 2 goes over a port")
	}
	f, err = fit(t, "rig: mine\nextends: serial-pump\n", "kiosk", map[string]string{"pump": "/dev/other"})
	if err != nil || f.Cables[0].Path != "/dev/other" {
		t.Errorf("--port: %+v, %v", f, err)
	}
	f, err = fit(t, "rig: mine\nextends: serial-pump\nroles: { fuelling-point 1: twin }\nlines: { bus 1: { over: serial, port: /dev/a } }\n", "kiosk", nil)
	if err == nil {
		t.Errorf("a line to nobody: %+v", f)
	}
}

func TestTolerancesAreAdded(t *testing.T) {
	for text, want := range map[string]time.Duration{"+40 ms": 40 * time.Millisecond, "+ 1.5 s": 1500 * time.Millisecond} {
		root, err := strict.Parse("t.yaml", []byte("reply: "+text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		var tol Tolerances
		if err := root.Decode(&tol); err != nil || time.Duration(tol.Reply) != want {
			t.Errorf("%s: %v, %v", text, time.Duration(tol.Reply), err)
		}
	}
}

const serial = "rig: r\nextends: wall\nroles: { fuelling-point 1: outside }\n"

func TestMistakesInARigAreToldWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ text, place, message, fix string }{
		{serial + "lines: { bus 1: { over: serial, port: pump } }\nports: { pmp: /dev/a }\n", "4:39", "there is no port 'pump'", "did you mean 'pmp'?"},
		{serial + "lines: { bus 1: { over: serial, port: pump } }\n", "4:39", "there is no port 'pump'", "add ports: { pump: /dev/ttyUSB0 }"},
		{serial + "lines: { bus 9: { over: serial, port: /dev/a } }\n", "4:10", "has no bus 9", "bus 1"},
		{serial + "lines: { bus: { over: serial, port: /dev/a } }\n", "4:10", "'bus' is no line", "bus 1"},
		{serial + "lines: { controller <-> fuelling-point 1: { over: serial, port: /dev/a } }\n", "4:10", "is no line of a station", "bus 1"},
		{serial + "lines: { bus 1: { over: seriel, port: /dev/a } }\n", "4:25", "there is no carrier 'seriel'", "did you mean 'serial'?"},
		{serial + "lines: { bus 1: { over: serial } }\n", "4:17", "'port'", ""},
		{serial + "lines: { bus 1: { over: serial, port: /dev/a, direction: rtx } }\n", "4:58", "there is no direction 'rtx'", "did you mean 'rts'?"},
		{serial + "lines: { bus 1: { over: serial, port: /dev/a, dialect: udc } }\n", "4:56", "bus 1 of the site 'kiosk' speaks dart", "dialect: dart"},
		{serial + "lines: { bus 1: { over: serial, prot: /dev/a } }\n", "4:33", "prot", "did you mean 'port'?"},
		{serial, "3:10", "fuelling-point 1 is outside, and its bus 1 leads nowhere", "add lines: { bus 1:"},
		{"rig: r\nextends: wall\nroles: { controller: outside }\n", "3:10", "bus 1, which it would poll, leads nowhere", "add lines"},
		{"rig: r\nextends: wall\nroles: { fuelling-pont 1: outside }\n", "3:10", "there is no role 'fuelling-pont 1'", "did you mean 'fuelling-point 1'?"},
		{"rig: r\nextends: wall\nroles: { fuelling-point 7: outside }\n", "3:10", "there is no role 'fuelling-point 7'", ""},
		{"rig: r\nextends: wall\nroles: { fuelling-point 1: outsid }\n", "3:28", "there is no player 'outsid'", "did you mean 'outside'?"},
		{"rig: r\nextends: wall\nroles: { fuelling-point 1: { plaier: outside } }\n", "3:30", "plaier", "did you mean 'player'?"},
		{"rig: r\nextends: wall\nroles: { gateway: outside }\n", "3:19", "gateway cannot be outside on a rig", "controller, fuelling-point 1"},
		{"rig: r\nextends: wall\nroles: [controller]\n", "3:8", "'roles' is a map", ""},
		{"rig: r\nextends: wall\nlines: { bus 1: { over: serial, port: /dev/a } }\n", "3:10", "nobody on bus 1 is outside", "controller: outside"},
		{"rig: r\nextends: twin\nclock: virtual\nroles: { controller: outside }\nlines: { bus 1: { over: serial, port: /dev/a } }\n", "3:8", "the clock is 'virtual'", "clock: wall"},
		{"rig: r\nextends: lockstep\nroles: { controller: outside }\nlines: { bus 1: { over: serial, port: /dev/a } }\n", "4:25", "the clock is 'lockstep'", "clock: wall"},
		{"rig: r\nextends: wall\ntolerances: { reply: 40 ms }\n", "3:22", "a tolerance is added", "write +40 ms"},
		{"rig: r\nextends: wall\ntolerances: { reply: +1 h }\n", "3:22", "at most 10 s", ""},
		{"rig: r\nextends: wall\ntolerances: { reply: soon }\n", "3:22", "'soon' is no tolerance", "+40 ms"},
		{"rig: r\nextends: wall\nports: { a/b: /dev/a }\n", "3:10", "'a/b' is no name of a port", ""},
	} {
		_, err := fit(t, c.text, "kiosk", nil)
		var errs strict.Errors
		if !errors.As(err, &errs) || len(errs) == 0 {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		first := errs[0]
		at := strings.TrimPrefix(first.Format(), first.File+":")
		if !strings.HasPrefix(at, c.place+":") || !strings.Contains(first.Message, c.message) || !strings.Contains(first.Fix, c.fix) {
			t.Errorf("%q:\n%s\nwant at %s: %s (%s)", c.text, first.Format(), c.place, c.message, c.fix)
		}
	}
}

func TestAPortCarriesOneBus(t *testing.T) {
	_, err := fit(t, `rig: r
extends: wall
roles: { controller: outside }
lines:
  bus 1: { over: serial, port: a }
  bus 2: { over: serial, port: /dev/ttyS1 }
  bus 3: { over: serial, port: /dev/ttyS3 }
  bus 4: { over: serial, port: /dev/ttyS4 }
ports: { a: /dev/ttyS1 }
`, "motorway", nil)
	if err == nil || !strings.Contains(err.Error(), "carries bus 1 already") || !strings.Contains(err.Error(), ":6:32") {
		t.Errorf("%v", err)
	}
}
