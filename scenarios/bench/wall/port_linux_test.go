package wall

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/forecourt/forecourt/hil/hiltest"
	"github.com/forecourt/forecourt/rigs"
)

func holdPTY(t *testing.T) (*held, hiltest.Line) {
	t.Helper()
	line := hiltest.PTY(t)
	h, err := hold(rigs.Cable{Line: rigs.Line{Bus: 1, Direction: "auto"}, Name: "pump", Path: line.Path}, hiltest.Usual)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.port.Close() })
	return h, line
}

func lent(t *testing.T, h *held) *lease {
	t.Helper()
	l, err := h.lend()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAPortOutlivesItsLeases(t *testing.T) {
	h, line := holdPTY(t)
	for _, word := range []string{"first", "again"} {
		l := lent(t, h)
		if _, err := line.Far.Write([]byte(word)); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 5)
		if _, err := io.ReadFull(l, got); err != nil || string(got) != word || h.heard.Load() != 5 {
			t.Errorf("heard %q, %d bytes: %v", got, h.heard.Load(), err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if _, err := l.Write([]byte("late")); err == nil {
			t.Error("a lease that is over writes")
		}
	}
}

func TestTheEndOfALeaseEndsARead(t *testing.T) {
	h, _ := holdPTY(t)
	l := lent(t, h)
	ended := make(chan error, 1)
	go func() {
		_, err := l.Read(make([]byte, 1))
		ended <- err
	}()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a byte came from nowhere")
		}
	case <-time.After(time.Minute):
		t.Fatal("a read outlives its lease")
	}
}

func TestALostPortIsTold(t *testing.T) {
	h, line := holdPTY(t)
	l := lent(t, h)
	_ = line.Far.Close()
	if _, err := l.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("it reads %v", err)
	}
	_ = l.Close()
	if _, err := h.lend(); err == nil {
		t.Error("a port that hung up is lent again")
	}
}
