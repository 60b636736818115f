package port

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/forecourt/forecourt/twin/wire"
)

// TestTheFlagsThatAreAskedFor: a pseudo-terminal drops the parity bit, so what is asked for is checked before it.
func TestTheFlagsThatAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		settings wire.Settings
		set      uint32
		clear    uint32
	}{
		{wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}, unix.CS8 | unix.PARENB | unix.PARODD, unix.CSTOPB},
		{wire.Settings{Baud: 5787, DataBits: 8, Parity: wire.EvenParity, StopBits: 1}, unix.CS8 | unix.PARENB, unix.PARODD | unix.CSTOPB},
		{wire.Settings{Baud: 1200, DataBits: 7, Parity: wire.NoParity, StopBits: 2}, unix.CS7 | unix.CSTOPB, unix.PARENB | unix.PARODD},
		{wire.Settings{Baud: 1200, DataBits: 5, Parity: wire.NoParity, StopBits: 1}, unix.CS5, unix.CSIZE},
	} {
		term := unix.Termios{Cflag: unix.PARENB | unix.PARODD | unix.CSTOPB | unix.CRTSCTS | unix.B38400 | unix.CS6, Iflag: unix.IGNPAR}
		apply(&term, c.settings)
		always := uint32(unix.CREAD | unix.CLOCAL | unix.BOTHER)
		if term.Cflag&(c.set|always) != c.set|always || term.Cflag&c.clear&^c.set != 0 || term.Cflag&unix.CRTSCTS != 0 {
			t.Errorf("%s: control flags %o", c.settings, term.Cflag)
		}
		if term.Iflag != unix.INPCK|unix.PARMRK || term.Lflag != 0 || term.Oflag != 0 {
			t.Errorf("%s: input %o, local %o, output %o", c.settings, term.Iflag, term.Lflag, term.Oflag)
		}
		if got := read(&term); got != c.settings {
			t.Errorf("%s is read as %s", c.settings, got)
		}
	}
}

func TestLatencyTimer(t *testing.T) {
	sys := t.TempDir()
	for name, text := range map[string]string{"ttyUSB0": "16\n", "ttyUSB1": "1\n", "ttyUSB2": "soon\n"} {
		dir := filepath.Join(sys, "class", "tty", name, "device")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "latency_timer"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(sys, "by-id")
	for _, f := range []string{link, filepath.Join(sys, "ttyUSB0")} {
		target := filepath.Join(sys, "ttyUSB0")
		if f == link {
			if err := os.Symlink(target, f); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]time.Duration{
		"/dev/ttyUSB0": 16 * time.Millisecond, "/dev/ttyUSB1": time.Millisecond, "/dev/ttyUSB2": -1, "/dev/ttyS0": -1,
		link: 16 * time.Millisecond,
	} {
		got, known := latencyTimer(sys, path)
		if !known {
			got = -1
		}
		if got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
