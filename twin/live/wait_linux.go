package live

import (
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// waiter sleeps in epoll_pwait2: the kernel's wait is precise to microseconds, where Go's timers are a millisecond
// coarse in an idle process. The loop's thread thereby also learns at once which of the watched descriptors has
// something; no other thread has to be woken for it.
type waiter struct {
	poll   int
	event  int         // written to by wake
	asleep atomic.Bool // wake has to write
	coarse bool        // the kernel is too old for epoll_pwait2
	ready  [64]unix.EpollEvent

	presence *presence // nil: the kernel does not tell

	mu      sync.Mutex
	watched map[int32]watcher
}

// watcher is told on the loop's thread that its descriptor has something to read, takes something again, or broke.
type watcher interface{ ready(events uint32) }

// heldWait is the longest wait in which the thread keeps its place in Go's scheduler. That spares the scheduler two
// handovers a wait, and others, such as the garbage collector, wait for us no longer than this.
const heldWait = 500 * time.Microsecond

func newWaiter() (*waiter, error) {
	poll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	event, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err == nil {
		err = unix.EpollCtl(poll, unix.EPOLL_CTL_ADD, event, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(event)})
	}
	if err != nil {
		_ = unix.Close(poll)
		return nil, err
	}
	w := &waiter{poll: poll, event: event, watched: map[int32]watcher{}}
	w.presence = newPresence(w)
	return w, nil
}

// wake ends the wait that is on, or the next one that was announced. It may be called from any goroutine.
func (w *waiter) wake() {
	if w.asleep.Swap(false) {
		_, _ = unix.Write(w.event, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	}
}

// announce says that a wait follows: whoever adds something from now on wakes it.
func (w *waiter) announce() { w.asleep.Store(true) }

// wait sleeps so long, or until it is woken or a descriptor has something, and tells the descriptors' watchers.
func (w *waiter) wait(d time.Duration) {
	n := w.sleep(d)
	w.asleep.Store(false)
	for _, e := range w.ready[:n] {
		if e.Fd == int32(w.event) {
			var b [8]byte
			_, _ = unix.Read(w.event, b[:])
			continue
		}
		w.mu.Lock()
		to := w.watched[e.Fd]
		w.mu.Unlock()
		if to != nil {
			to.ready(e.Events)
		}
	}
}

func (w *waiter) sleep(d time.Duration) int {
	ts := unix.NsecToTimespec(int64(d))
	if !w.coarse {
		call := unix.Syscall6
		if d <= heldWait {
			call = unix.RawSyscall6
		}
		n, _, err := call(unix.SYS_EPOLL_PWAIT2, uintptr(w.poll), uintptr(unsafe.Pointer(&w.ready[0])), uintptr(len(w.ready)),
			uintptr(unsafe.Pointer(&ts)), 0, 0)
		if err == 0 {
			return int(n)
		}
		w.coarse = err == unix.ENOSYS
		return 0
	}
	if n, _ := unix.Ppoll([]unix.PollFd{{Fd: int32(w.poll), Events: unix.POLLIN}}, &ts, nil); n <= 0 {
		return 0
	}
	n, _ := unix.EpollWait(w.poll, w.ready[:], 0)
	return max(n, 0)
}

// watch tells a watcher of a descriptor's events until forget.
func (w *waiter) watch(fd int, to watcher) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watched[int32(fd)] = to
	return unix.EpollCtl(w.poll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

// want changes which events a watcher is told of.
func (w *waiter) want(fd int, events uint32) {
	_ = unix.EpollCtl(w.poll, unix.EPOLL_CTL_MOD, fd, &unix.EpollEvent{Events: events, Fd: int32(fd)})
}

func (w *waiter) forget(fd int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.watched, int32(fd))
	_ = unix.EpollCtl(w.poll, unix.EPOLL_CTL_DEL, fd, nil)
}

// nap sleeps as exactly as the kernel can, on a thread of its own.
func nap(d time.Duration) {
	for until := time.Now().Add(d); d > 0; d = time.Until(until) {
		ts := unix.NsecToTimespec(int64(d))
		if err := unix.Nanosleep(&ts, nil); err != unix.EINTR {
			return
		}
	}
}

func (w *waiter) close() {
	w.presence.close()
	_ = unix.Close(w.event)
	_ = unix.Close(w.poll)
}
