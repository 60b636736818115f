package live

import (
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// presence knows on which pseudo-terminals somebody is, by inotify: what is said to a line with nobody at its end need not
// be written, and a station has many of them.
type presence struct {
	fd    int
	mu    sync.Mutex
	ports map[int32]*pty // by watch
	buf   [4096]byte
}

// newPresence returns nil where the kernel does not tell: then every pseudo-terminal is written to.
func newPresence(w *waiter) *presence {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil
	}
	p := &presence{fd: fd, ports: map[int32]*pty{}}
	if err := w.watch(fd, p); err != nil {
		_ = unix.Close(fd)
		return nil
	}
	return p
}

// watch looks at a pseudo-terminal from now on; only the station itself may have opened it yet.
func (p *presence) watch(port *pty, path string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wd, err := unix.InotifyAddWatch(p.fd, path, unix.IN_OPEN|unix.IN_CLOSE)
	if err != nil {
		return
	}
	p.ports[int32(wd)] = port
	port.deserted.Store(true)
}

// ready implements watcher.
func (p *presence) ready(uint32) {
	n, err := unix.Read(p.fd, p.buf[:])
	p.mu.Lock()
	defer p.mu.Unlock()
	for b := p.buf[:max(n, 0)]; err == nil && len(b) >= unix.SizeofInotifyEvent; {
		e := (*unix.InotifyEvent)(unsafe.Pointer(&b[0]))
		b = b[unix.SizeofInotifyEvent+min(int(e.Len), len(b)-unix.SizeofInotifyEvent):]
		if e.Mask&unix.IN_Q_OVERFLOW != 0 {
			p.giveUp()
			return
		}
		port := p.ports[e.Wd]
		switch {
		case port == nil:
		case e.Mask&unix.IN_IGNORED != 0:
			delete(p.ports, e.Wd)
		case e.Mask&unix.IN_OPEN != 0:
			port.users++
		default:
			port.users--
		}
		if port != nil {
			port.deserted.Store(port.users == 0)
		}
	}
}

// giveUp takes every port for used: events were lost.
func (p *presence) giveUp() {
	for _, port := range p.ports {
		port.deserted.Store(false)
	}
	clear(p.ports)
}

func (p *presence) close() {
	if p != nil {
		_ = unix.Close(p.fd)
	}
}
