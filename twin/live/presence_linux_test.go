package live

import (
	"io"
	"os"
	"testing"
	"time"
)

// A pseudo-terminal that nobody has open is not written to: who opens it later reads nothing of what was said before.
func TestADesertedTerminalIsNotWrittenTo(t *testing.T) {
	w, err := newWaiter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	if w.presence == nil {
		t.Skip("this kernel has no inotify")
	}
	port, path, err := openPTY(w)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = port.Close() }()
	say := func(s string) {
		t.Helper()
		if n, err := port.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatalf("writing %q: %d, %v", s, n, err)
		}
	}
	say("unheard ")
	client, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	w.wait(time.Second) // the opening is told
	say("heard")
	got := make([]byte, 64)
	n, err := client.Read(got)
	if err != nil && err != io.EOF || string(got[:n]) != "heard" {
		t.Errorf("the client reads %q (%v), expected \"heard\"", got[:n], err)
	}
	_ = client.Close()
	w.wait(time.Second)
	if !port.(*pty).deserted.Load() {
		t.Error("the client has gone, and the terminal is still written to")
	}
}
