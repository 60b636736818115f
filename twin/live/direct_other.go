//go:build !linux

package live

import "io"

// direct says no: here goroutines move the bytes.
func (o *outlet) direct(io.ReadWriteCloser) bool { return false }
