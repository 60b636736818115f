package port

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"

	"github.com/forecourt/forecourt/twin/wire"
)

// Open opens a serial line, sets it and takes it for this program alone.
func Open(c Config) (*Port, error) {
	named := Port{config: c}
	if err := check(c.Settings); err != nil {
		return nil, named.wrap(err)
	}
	dev, err := openLine(c)
	if err != nil {
		return nil, named.wrap(err)
	}
	p, err := newPort(c, dev)
	if err != nil {
		_ = dev.Close()
		return nil, err
	}
	return p, nil
}

// tty is a line under Linux: the descriptor that is used, and the library's, which opened it.
type tty struct {
	*os.File
	library  *serial.Port
	path     string
	isPseudo bool
	rs485    *rs485 // how it was, where we changed it
}

// standIn is set where the library does not know a rate; the second descriptor sets the right one.
const standIn = 9600

func openLine(c Config) (*tty, error) {
	// The lock comes before the library, which sets the line: it may be another program's.
	fd, err := unix.Open(c.Path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.EBUSY) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	t := &tty{path: c.Path, isPseudo: isPseudo(fd)}
	if _, err = unix.IoctlGetTermios(fd, unix.TCGETS2); err != nil {
		err = errors.New("it is no serial line")
	} else if err = unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		err = ErrBusy
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	if t.library, err = openLibrary(c); err == nil {
		err = unix.IoctlSetInt(fd, unix.TIOCEXCL, 0)
	}
	if err == nil && c.Direction == ByKernel && !c.Listen {
		if t.rs485, err = setRS485(fd, c.RTSLow); err != nil {
			err = fmt.Errorf("direction by the kernel: the driver has no RS-485 mode: %w", err)
		}
	}
	t.File = os.NewFile(uintptr(fd), c.Path)
	if err == nil {
		err = t.File.SetDeadline(time.Time{}) // refused where Go's poller cannot watch it
	}
	if err != nil {
		_ = t.Close()
		return nil, err
	}
	return t, nil
}

func openLibrary(c Config) (*serial.Port, error) {
	sc := &serial.Config{
		Name: c.Path, Baud: c.Settings.Baud, Size: byte(c.Settings.DataBits),
		Parity: serial.Parity(c.Settings.Parity), StopBits: serial.StopBits(c.Settings.StopBits),
	}
	p, err := serial.OpenPort(sc)
	if err != nil && err.Error() == "Unrecognized baud rate" {
		sc.Baud = standIn
		p, err = serial.OpenPort(sc)
	}
	if errors.Is(err, unix.EBUSY) {
		return nil, ErrBusy
	}
	return p, err
}

// control calls f with the descriptor; os.File.Fd might make it blocking.
func (t *tty) control(f func(fd int) error) error {
	raw, err := t.File.SyscallConn()
	if err != nil {
		return err
	}
	inner := err
	if err = raw.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// Set implements device.
func (t *tty) Set(s wire.Settings) (got wire.Settings, err error) {
	err = t.control(func(fd int) error {
		now, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
		if err != nil {
			return err
		}
		apply(now, s)
		if err := unix.IoctlSetTermios(fd, unix.TCSETS2, now); err != nil {
			return err
		}
		if now, err = unix.IoctlGetTermios(fd, unix.TCGETS2); err != nil {
			return err
		}
		got = read(now)
		return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIOFLUSH)
	})
	return got, err
}

// IsPseudo implements device.
func (t *tty) IsPseudo() bool { return t.isPseudo }

// RTS implements device.
func (t *tty) RTS(high bool) error {
	req := uint(unix.TIOCMBIC)
	if high {
		req = unix.TIOCMBIS
	}
	return t.control(func(fd int) error { return unix.IoctlSetPointerInt(fd, req, unix.TIOCM_RTS) })
}

// Drain implements device. tcdrain cannot be bounded, so it waits beside us; dropping the output ends it.
func (t *tty) Drain(within time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- t.control(func(fd int) error { return unix.IoctlSetInt(fd, unix.TCSBRK, 1) }) }()
	select {
	case err := <-done:
		return err
	case <-time.After(within):
		t.Discard()
		return os.ErrDeadlineExceeded
	}
}

// Discard implements device.
func (t *tty) Discard() {
	_ = t.control(func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) })
}

// Latency implements device.
func (t *tty) Latency() (time.Duration, bool) { return latencyTimer("/sys", t.path) }

// Close implements device.
func (t *tty) Close() error {
	_ = t.control(func(fd int) error {
		if t.rs485 != nil {
			_ = t.rs485.restore(fd)
		}
		return unix.IoctlSetInt(fd, unix.TIOCNXCL, 0)
	})
	err := t.File.Close()
	if t.library != nil {
		err = errors.Join(err, t.library.Close())
	}
	return err
}
