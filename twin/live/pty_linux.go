package live

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openPTY returns the master side of a new pseudo-terminal and the path of the other, both raw. The far side is kept
// open, or the master would read errors between two clients.
func openPTY() (master, far *os.File, path string, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, "", fmt.Errorf("pseudo-terminal: %w", err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, nil, "", fmt.Errorf("pseudo-terminal: %w", err)
	}
	path = fmt.Sprintf("/dev/pts/%d", n)
	far, err = os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY, 0)
	if err == nil {
		err = makeRaw(int(far.Fd()))
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, nil, "", fmt.Errorf("pseudo-terminal %s: %w", path, err)
	}
	return os.NewFile(uintptr(fd), path), far, path, nil
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
