package live

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// pty is the master side of a pseudo-terminal whose far side is kept open, or the master would read errors between two
// clients. What no client reads is thrown away, as on a line with nobody at its end; else the next client would read
// what was said long before it came.
type pty struct {
	master, far int       // not watched by Go's poller: it would wake a thread for every frame
	readAt      time.Time // when all that was written had last been read
	users       int       // who have the far side open; the presence's
	deserted    atomic.Bool

	mu     sync.Mutex // no ioctl on a descriptor that is being closed
	closed bool
}

// stale is how long a client may take to read before what waits for it is thrown away.
const stale = 500 * time.Millisecond

// Read implements io.Reader.
func (p *pty) Read(b []byte) (int, error) { return unix.Read(p.master, b) }

// Write implements io.Writer.
func (p *pty) Write(b []byte) (int, error) {
	if p.deserted.Load() {
		return len(b), nil
	}
	p.dropStale(time.Now())
	return unix.Write(p.master, b)
}

func (p *pty) dropStale(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	unread, err := unix.IoctlGetInt(p.far, unix.TIOCINQ)
	switch {
	case err != nil || unread == 0:
		p.readAt = now
	case now.Sub(p.readAt) > stale:
		_ = unix.IoctlSetInt(p.far, unix.TCFLSH, unix.TCIFLUSH)
		p.readAt = now
	}
}

// Close implements io.Closer.
func (p *pty) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	_ = unix.Close(p.far)
	return unix.Close(p.master)
}

// openPTY returns a new pseudo-terminal, both sides raw, and the path of its far side.
func openPTY(w *waiter) (port io.ReadWriteCloser, path string, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, "", fmt.Errorf("pseudo-terminal: %w", err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, "", fmt.Errorf("pseudo-terminal: %w", err)
	}
	path = fmt.Sprintf("/dev/pts/%d", n)
	far, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err == nil {
		if err = makeRaw(far); err != nil {
			_ = unix.Close(far)
		}
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, "", fmt.Errorf("pseudo-terminal %s: %w", path, err)
	}
	p := &pty{master: fd, far: far}
	w.presence.watch(p, path)
	return p, path, nil
}

func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
