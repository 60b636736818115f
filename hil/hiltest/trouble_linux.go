package hiltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/wire"
)

func timeoutThenBytes(t *testing.T, l Line, open func() (Port, error)) {
	p := opened(t, open)
	for range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Millisecond)
		if _, err := p.Read(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("read: %v", err)
		}
		cancel()
		if _, err := l.Far.Write([]byte{0x50, 0x20, 0xFA}); err != nil {
			t.Fatal(err)
		}
		gather(t, p, 3)
	}
}

func closeEndsRead(t *testing.T, _ Line, open func() (Port, error)) {
	p := opened(t, open)
	go func() {
		time.Sleep(20 * time.Millisecond) // the read has begun, in all likelihood; it must end either way
		_ = p.Close()
	}()
	forever := func() (wire.Chunk, error) { return p.Read(context.Background()) }
	if _, err := within(t, forever); !errors.Is(err, port.ErrClosed) {
		t.Errorf("read: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
	if _, err := within(t, forever); !errors.Is(err, port.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
	if _, err := p.Write([]byte{1}); !errors.Is(err, port.ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
}

func hangUp(t *testing.T, l Line, open func() (Port, error)) {
	if !l.HangsUp {
		t.Skip("this line does not hang up")
	}
	p := opened(t, open)
	if _, err := l.Far.Write([]byte("last words")); err != nil {
		t.Fatal(err)
	}
	if got, _ := gather(t, p, 10); string(got) != "last words" {
		t.Errorf("heard %q", got)
	}
	_ = l.Far.Close()
	for i := range 3 {
		_, err := within(t, func() (wire.Chunk, error) { return p.Read(context.Background()) })
		if !errors.Is(err, port.ErrHungUp) {
			t.Errorf("read %d: %v", i, err)
		}
	}
	if _, err := p.Write([]byte{1}); !errors.Is(err, port.ErrHungUp) {
		t.Errorf("write: %v", err)
	}
	if _, err := within(t, func() (wire.Chunk, error) { return wire.Chunk{}, p.Close() }); err != nil {
		t.Errorf("close: %v", err)
	}
}

// tooMuch is more than any line's buffers hold.
var tooMuch = make([]byte, 1<<20)

func stuckWrite(t *testing.T, l Line, open func() (Port, error)) {
	if l.IsPaced {
		t.Skip("a real line takes everything")
	}
	p := opened(t, open)
	// A megabyte lasts 20 minutes at 9600 baud; closing is how to give it up sooner.
	go func() {
		time.Sleep(50 * time.Millisecond)
		_ = p.Close()
	}()
	_, err := within(t, func() (wire.Chunk, error) {
		_, err := p.Write(tooMuch)
		return wire.Chunk{}, err
	})
	if !errors.Is(err, port.ErrClosed) {
		t.Errorf("write: %v", err)
	}
}

func stuckClose(t *testing.T, l Line, open func() (Port, error)) {
	if l.IsPaced {
		t.Skip("a real line takes everything")
	}
	p := opened(t, open)
	go func() { _, _ = p.Write(tooMuch) }()
	time.Sleep(20 * time.Millisecond)
	_, err := within(t, func() (wire.Chunk, error) { return wire.Chunk{}, p.Close() })
	if err != nil {
		t.Errorf("close: %v", err)
	}
}

func oneOwner(t *testing.T, _ Line, open func() (Port, error)) {
	p := opened(t, open)
	if second, err := open(); !errors.Is(err, port.ErrBusy) {
		t.Errorf("a second open: %v, %v", second, err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, open)
}
