package live

import (
	"time"

	"golang.org/x/sys/unix"
)

// waiter sleeps in ppoll on an event descriptor: the kernel's wait is precise to microseconds, where Go's timers are a
// millisecond coarse in an idle process.
type waiter struct{ fd int }

func newWaiter() (*waiter, error) {
	fd, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	return &waiter{fd}, nil
}

// wake ends the wait that is on, or the next one. It may be called from any goroutine.
func (w *waiter) wake() { _, _ = unix.Write(w.fd, []byte{1, 0, 0, 0, 0, 0, 0, 0}) }

func (w *waiter) wait(d time.Duration) {
	ts := unix.NsecToTimespec(int64(d))
	fds := []unix.PollFd{{Fd: int32(w.fd), Events: unix.POLLIN}}
	if n, _ := unix.Ppoll(fds, &ts, nil); n > 0 {
		var b [8]byte
		_, _ = unix.Read(w.fd, b[:])
	}
}

func (w *waiter) close() { _ = unix.Close(w.fd) }
