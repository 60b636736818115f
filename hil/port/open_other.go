//go:build !linux

package port

import (
	"errors"
	"runtime"
)

// Open opens a serial line.
func Open(c Config) (*Port, error) {
	p := Port{config: c}
	return nil, p.wrap(errors.New("serial lines are opened on Linux only, and this is " + runtime.GOOS))
}
