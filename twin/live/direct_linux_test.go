package live

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

func TestWhatASlowReaderDoesNotTakeWaitsInOrder(t *testing.T) {
	w, err := newWaiter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	o := newOutlet(loop.New(loop.Options{}), w, keptLine{})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	reader, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	conn, err := ln.Accept()
	if err != nil || !o.direct(conn) {
		t.Fatalf("not taken: %v", err)
	}
	var c *directClient
	for h := range o.clients {
		c = h.(*directClient)
	}
	var want []byte
	for i := 0; len(c.backlog) < 3; i++ {
		frame := bytes.Repeat([]byte{byte(i)}, 64<<10)
		want = append(want, frame...)
		o.mu.Lock()
		c.hear(frame)
		o.mu.Unlock()
	}
	got := make(chan []byte)
	go func() {
		b := make([]byte, len(want))
		_, _ = io.ReadFull(reader, b)
		got <- b
	}()
	for end := time.Now().Add(30 * time.Second); len(c.backlog) > 0 && time.Now().Before(end); {
		w.wait(time.Second)
	}
	if len(c.backlog) > 0 || !bytes.Equal(<-got, want) {
		t.Fatalf("%d frames are left, or what came is another thing", len(c.backlog))
	}
	_ = reader.Close()
	for end := time.Now().Add(30 * time.Second); len(o.clients) > 0 && time.Now().Before(end); {
		w.wait(time.Second)
	}
	if len(o.clients) > 0 {
		t.Fatal("a client that went away is still there")
	}
	_ = o.Close()
}

func TestAnOldKernelWaitsWithPpoll(t *testing.T) {
	w, err := newWaiter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	w.coarse = true
	w.wait(time.Millisecond)
	w.announce()
	w.wake()
	w.wait(time.Hour) // it was woken
}
