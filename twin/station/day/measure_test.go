package day

import (
	"syscall"
	"time"
)

func cpu() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

var sink uint64

// calibrate times 300 million dependent multiplications and additions, so that a slow machine can be told from slow code;
// a quiet one takes 0.31 s.
func calibrate() time.Duration {
	before, x := cpu(), uint64(1)
	for i := range uint64(300_000_000) {
		x = x*6364136223846793005 + i
	}
	sink = x
	return cpu() - before
}
