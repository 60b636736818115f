package hiltest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/wire"
)

// Line is a serial line for a test: the port under test opens Path, and the test holds the far end.
type Line struct {
	Path string
	Far  Far
	// IsPaced: bytes take their time, and settings matter.
	IsPaced bool
	// HangsUp: closing the far end hangs up the port.
	HangsUp bool
}

// Far is the end that the test holds.
type Far interface {
	io.ReadWriteCloser
	SetReadDeadline(t time.Time) error
}

// Usual is how the lines are set.
var Usual = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}

// PTY makes a pseudo-terminal. The far end is its master side.
func PTY(t testing.TB) Line {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatalf("pseudo-terminal: %v", err)
	}
	master := os.NewFile(uintptr(fd), "/dev/ptmx")
	t.Cleanup(func() { _ = master.Close() })
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatalf("pseudo-terminal: %v", err)
	}
	return Line{Path: fmt.Sprintf("/dev/pts/%d", n), Far: master, HangsUp: true}
}

// Socat joins two pseudo-terminals with socat, so that both ends are opened by path; the test is skipped without it.
func Socat(t testing.TB) Line {
	t.Helper()
	program, err := exec.LookPath("socat")
	if err != nil {
		t.Skip("socat is not installed")
	}
	dir, err := os.MkdirTemp("", "socat") // t.TempDir may have a comma in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	cmd := exec.Command(program, "pty,raw,echo=0,link="+a, "pty,raw,echo=0,link="+b)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 500 {
		if _, err = os.Stat(b); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return Line{Path: a, Far: openFar(t, b)}
}

// Bench takes the two ports, wired to each other, that FORECOURT_SERIAL_PAIR names; the test is skipped without them.
func Bench(t testing.TB) Line {
	t.Helper()
	near, far, ok := strings.Cut(os.Getenv("FORECOURT_SERIAL_PAIR"), ",")
	if !ok {
		t.Skip("FORECOURT_SERIAL_PAIR names no pair of ports: parity, framing, pacing and direction were not tried")
	}
	return Line{Path: near, Far: openFar(t, far), IsPaced: !strings.Contains(near, "tnt")}
}

// openFar opens the far end raw and set as Usual, with another instance of the package under test: on a real line
// nothing else may be there to open it.
func openFar(t testing.TB, path string) Far {
	t.Helper()
	p, err := port.Open(port.Config{Path: path, Settings: Usual})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return &farPort{ReadWriteCloser: p.Stream(), port: p}
}

// farPort gives a stream a read deadline, by closing it: a test that misses one has failed anyway.
type farPort struct {
	io.ReadWriteCloser
	port  *port.Port
	timer *time.Timer
}

// SetReadDeadline implements Far.
func (f *farPort) SetReadDeadline(at time.Time) error {
	if f.timer != nil && !f.timer.Stop() {
		return errors.New("a deadline was missed, and the far end is closed")
	}
	f.timer = nil
	if !at.IsZero() {
		f.timer = time.AfterFunc(time.Until(at), func() { _ = f.port.Close() })
	}
	return nil
}
