package hiltest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Port is what a driver of serial lines must do. Its errors are those of package port.
type Port interface {
	Read(ctx context.Context) (wire.Chunk, error)
	Write(b []byte) (int, error)
	Close() error
}

// soon is how long a test waits for what must happen at once: no machine's stall reaches it, every hang does.
const soon = 5 * time.Second

// RunPort checks a driver on lines that make returns, a new one for each check.
func RunPort(t *testing.T, line func(t testing.TB) Line, open func(path string, s wire.Settings) (Port, error)) {
	t.Helper()
	for _, c := range []struct {
		name  string
		check func(t *testing.T, l Line, open func() (Port, error))
	}{
		{"every byte value crosses both ways", bytesCross},
		{"instants do not run back", instants},
		{"a read ends at its deadline, to the millisecond", deadlines},
		{"a read ends with its context", cancelled},
		{"a time-out is not a hang-up", timeoutThenBytes},
		{"close ends a read, and may be called again", closeEndsRead},
		{"a hang-up is latched", hangUp},
		{"a write that nobody takes ends", stuckWrite},
		{"a close with output that nobody takes ends", stuckClose},
		{"a port has one owner", oneOwner},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := line(t)
			c.check(t, l, func() (Port, error) { return open(l.Path, Usual) })
		})
	}
}

func opened(t *testing.T, open func() (Port, error)) Port {
	t.Helper()
	p, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// gather reads n bytes.
func gather(t *testing.T, p Port, n int) (got []byte, chunks []wire.Chunk) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	for len(got) < n {
		c, err := p.Read(ctx)
		if err != nil {
			t.Fatalf("after %d of %d bytes: %v", len(got), n, err)
		}
		got = append(got, c.Bytes...)
		c.Bytes = nil
		chunks = append(chunks, c)
	}
	return got, chunks
}

func allBytes() []byte {
	b := make([]byte, 0, 512)
	for i := range 256 {
		b = append(b, byte(i), byte(255-i))
	}
	return b
}

func bytesCross(t *testing.T, l Line, open func() (Port, error)) {
	p := opened(t, open)
	want := allBytes()
	if _, err := l.Far.Write(want); err != nil {
		t.Fatal(err)
	}
	got, chunks := gather(t, p, len(want))
	if !bytes.Equal(got, want) {
		t.Errorf("heard % X", got)
	}
	for _, c := range chunks {
		if c.Marks != 0 {
			t.Errorf("marks %d on a good line", c.Marks)
		}
	}
	if n, err := p.Write(want); n != len(want) || err != nil {
		t.Fatalf("wrote %d: %v", n, err)
	}
	back := make([]byte, len(want))
	_ = l.Far.SetReadDeadline(time.Now().Add(soon))
	if n, err := io.ReadFull(l.Far, back); err != nil || !bytes.Equal(back, want) {
		t.Errorf("the far end heard %d bytes, % X: %v", n, back[:n], err)
	}
}

func instants(t *testing.T, l Line, open func() (Port, error)) {
	p := opened(t, open)
	var last clock.Instant
	for range 20 {
		if _, err := l.Far.Write([]byte("twelve bytes")); err != nil {
			t.Fatal(err)
		}
		_, chunks := gather(t, p, 12)
		for _, c := range chunks {
			if c.First < last || c.Last < c.First {
				t.Errorf("a chunk from %s to %s follows one that ended at %s", c.First, c.Last, last)
			}
			last = c.Last
		}
	}
}

func deadlines(t *testing.T, _ Line, open func() (Port, error)) {
	p := opened(t, open)
	for _, d := range []time.Duration{time.Millisecond, 7 * time.Millisecond, 130 * time.Millisecond} {
		best := soon
		for range 10 {
			start := time.Now()
			ctx, cancel := context.WithTimeout(context.Background(), d)
			_, err := p.Read(ctx)
			took := time.Since(start)
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("a read within %s: %v", d, err)
			}
			if took < d {
				t.Errorf("a read within %s ended after %s", d, took)
			}
			best = min(best, took)
		}
		// The best of ten: a machine may stall, but a step of 100 ms would be seen.
		if best > d+25*time.Millisecond {
			t.Errorf("no read within %s took less than %s", d, best)
		}
	}
}

func cancelled(t *testing.T, _ Line, open func() (Port, error)) {
	p := opened(t, open)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := within(t, func() (wire.Chunk, error) { return p.Read(ctx) }); !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := p.Read(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the next read: %v", err)
	}
}

// within fails the test when f does not return soon.
func within(t *testing.T, f func() (wire.Chunk, error)) (wire.Chunk, error) {
	t.Helper()
	type result struct {
		c   wire.Chunk
		err error
	}
	done := make(chan result, 1)
	go func() {
		c, err := f()
		done <- result{c, err}
	}()
	select {
	case r := <-done:
		return r.c, r.err
	case <-time.After(soon):
		t.Fatalf("it did not return within %s", soon)
	}
	panic("unreachable")
}
