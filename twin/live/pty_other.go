//go:build !linux

package live

import (
	"errors"
	"io"
)

func openPTY(*waiter) (port io.ReadWriteCloser, path string, err error) {
	return nil, "", errors.New("pseudo-terminals are served on Linux only; use the TCP port")
}
