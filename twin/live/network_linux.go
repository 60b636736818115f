package live

import (
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// giveUpAfter bounds how long what was written may wait for the far end; the kernel's own patience is a quarter of an hour.
func giveUpAfter(conn *net.TCPConn, d time.Duration) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(d/time.Millisecond))
	})
}
