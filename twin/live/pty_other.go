//go:build !linux

package live

import (
	"errors"
	"os"
)

func openPTY() (master, far *os.File, path string, err error) {
	return nil, nil, "", errors.New("pseudo-terminals are served on Linux only; use the TCP port")
}
