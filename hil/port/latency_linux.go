package port

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// latencyTimer reads how long a USB adapter holds back what it received, in whole milliseconds. Only FTDI's driver has
// the file; others hold back less, or do not tell.
func latencyTimer(sys, path string) (time.Duration, bool) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // /dev/serial/by-id/...
	}
	text, err := os.ReadFile(filepath.Join(sys, "class", "tty", filepath.Base(path), "device", "latency_timer"))
	if err != nil {
		return 0, false
	}
	ms, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || ms < 0 {
		return 0, false
	}
	return time.Duration(ms) * time.Millisecond, true
}
