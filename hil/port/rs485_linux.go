package port

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// rs485 is the kernel's struct serial_rs485.
type rs485 struct {
	flags       uint32
	delayBefore uint32 // in ms
	delayAfter  uint32
	_           [5]uint32
}

// The flags that are used here. Reception stays on while we speak only where a line echoes, which the adapter decides.
const (
	rs485Enabled  = 1 << 0
	rs485RTSOn    = 1 << 1 // RTS is high while we speak
	rs485RTSAfter = 1 << 2 // RTS is high while we do not
)

// setRS485 switches the kernel's mode on and returns how it was.
func setRS485(fd int, rtsLow bool) (was *rs485, err error) {
	was = new(rs485)
	if err := was.ioctl(fd, unix.TIOCGRS485); err != nil {
		return nil, err
	}
	want := *was
	want.flags |= rs485Enabled
	want.flags &^= rs485RTSOn | rs485RTSAfter
	if rtsLow {
		want.flags |= rs485RTSAfter
	} else {
		want.flags |= rs485RTSOn
	}
	return was, want.ioctl(fd, unix.TIOCSRS485)
}

func (r *rs485) restore(fd int) error { return r.ioctl(fd, unix.TIOCSRS485) }

func (r *rs485) ioctl(fd int, req uintptr) error {
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), req, uintptr(unsafe.Pointer(r))); errno != 0 {
		return errno
	}
	return nil
}
