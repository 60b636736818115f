package port_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tarm/serial"

	"github.com/forecourt/forecourt/hil/hiltest"
	"github.com/forecourt/forecourt/hil/port"
)

// The library's faults, each shown on the bare library beside what hiltest demands of the wrapper. When one of these
// fails, the library has changed and a workaround may go.

func bare(t *testing.T, path string, timeout time.Duration) *serial.Port {
	t.Helper()
	p, err := serial.OpenPort(&serial.Config{Name: path, Baud: 9600, ReadTimeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheLibraryTimesOutInTenths(t *testing.T) {
	p := bare(t, hiltest.PTY(t).Path, time.Millisecond)
	defer p.Close()
	start := time.Now()
	n, err := p.Read(make([]byte, 1))
	if took := time.Since(start); n != 0 || err != io.EOF || took < 90*time.Millisecond {
		t.Errorf("%d bytes, %v after %s", n, err, took)
	}
}

func TestTheLibraryTakesAHangUpForATimeout(t *testing.T) {
	l := hiltest.PTY(t)
	p := bare(t, l.Path, 100*time.Millisecond)
	defer p.Close()
	_ = l.Far.Close()
	_, _ = p.Read(make([]byte, 1)) // EIO, once
	if _, err := p.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the second read: %v", err)
	}
}

func TestTheLibrarysCloseWaitsForARead(t *testing.T) {
	l := hiltest.PTY(t)
	p := bare(t, l.Path, 0)
	reading := make(chan error, 1)
	go func() {
		_, err := p.Read(make([]byte, 1))
		reading <- err
	}()
	time.Sleep(20 * time.Millisecond)
	go p.Close()
	select {
	case err := <-reading:
		t.Errorf("the read ended: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	_, _ = l.Far.Write([]byte{1})
	<-reading
}

func TestTheLibraryOpensAPortTwice(t *testing.T) {
	path := hiltest.PTY(t).Path
	a, b := bare(t, path, 0), bare(t, path, 0)
	_ = a.Close()
	_ = b.Close()
}

func TestTheLibraryRefusesOddRates(t *testing.T) {
	_, err := serial.OpenPort(&serial.Config{Name: hiltest.PTY(t).Path, Baud: 5787})
	if err == nil || err.Error() != "Unrecognized baud rate" { // Open depends on these words
		t.Error(err)
	}
}

// TestReadsHoldNoThreads: fifty reads that wait; the bare library would hold fifty threads.
func TestReadsHoldNoThreads(t *testing.T) {
	before := threads(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	const many = 50
	for range many {
		p := opened(t, port.Config{Path: hiltest.PTY(t).Path})
		go func() {
			_, _ = p.Read(ctx)
			done <- struct{}{}
		}()
	}
	time.Sleep(50 * time.Millisecond)
	if after := threads(t); after > before+many/2 {
		t.Errorf("%d threads, %d before the reads", after, before)
	}
	cancel()
	for range many {
		<-done
	}
}

func threads(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "Threads:")
	n, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAWriteThatNobodyTakes: the bare library blocks until somebody reads; the wrapper gives up, says so, and goes on.
func TestAWriteThatNobodyTakes(t *testing.T) {
	much := make([]byte, 1<<17)
	l := hiltest.PTY(t)
	p := bare(t, l.Path, 0)
	done := make(chan struct{})
	go func() {
		_, _ = p.Write(much)
		close(done)
	}()
	select {
	case <-done:
		t.Error("the library's write ended")
	case <-time.After(300 * time.Millisecond):
	}
	_ = l.Far.Close()
	<-done
	_ = p.Close()

	l = hiltest.PTY(t)
	fast := hiltest.Usual
	fast.Baud = 4_000_000
	w := opened(t, port.Config{Path: l.Path, Settings: fast, WriteWithin: 20 * time.Millisecond})
	for range 2 {
		if n, err := w.Write(much); !errors.Is(err, port.ErrStuck) || n >= len(much) {
			t.Errorf("wrote %d: %v", n, err)
		}
	}
}
