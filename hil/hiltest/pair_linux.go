package hiltest

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// Pair is a line between two ports that two programs open by path: two pseudo-terminals, and this process between them.
type Pair struct {
	A, B    string // the paths of the two ports
	ends    [2]*os.File
	cut     atomic.Bool
	carried [2]atomic.Int64
}

// NewPair makes a line. It is there until the test ends.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	p := &Pair{}
	for i, path := range []*string{&p.A, &p.B} {
		p.ends[i], *path = rawPTY(t)
	}
	go p.carry(0, 1)
	go p.carry(1, 0)
	return p
}

// Cut breaks the line, or joins it again: what is said on a broken line reaches nobody.
func (p *Pair) Cut(cut bool) { p.cut.Store(cut) }

// HangUp takes port A away, as an adapter that is pulled out.
func (p *Pair) HangUp() { _ = p.ends[0].Close() }

// Carried returns how many bytes came in at A and at B so far.
func (p *Pair) Carried() (a, b int64) { return p.carried[0].Load(), p.carried[1].Load() }

func (p *Pair) carry(from, to int) {
	buf := make([]byte, 4096)
	for {
		n, err := p.ends[from].Read(buf)
		if err != nil {
			return
		}
		p.carried[from].Add(int64(n))
		if !p.cut.Load() {
			_, _ = p.ends[to].Write(buf[:n])
		}
	}
}

// rawPTY makes a pseudo-terminal that echoes nothing from the first byte on, and returns its master side and the path of
// the other one. That one is held open, so that the master can be read while no program has it.
func rawPTY(t testing.TB) (master *os.File, path string) {
	t.Helper()
	l := PTY(t)
	master = l.Far.(*os.File)
	held, err := unix.Open(l.Path, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatalf("pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { _ = unix.Close(held) })
	set, err := unix.IoctlGetTermios(held, unix.TCGETS)
	if err == nil {
		set.Iflag, set.Oflag, set.Lflag = 0, 0, 0
		err = unix.IoctlSetTermios(held, unix.TCSETS, set)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("pseudo-terminal: %w", err))
	}
	return master, l.Path
}
