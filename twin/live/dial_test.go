package live

import (
	"bytes"
	"context"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
)

// startDial runs a station with one answerer that dials out, until the test ends.
func startDial(t *testing.T, p DialPort) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			pacer, err := NewPacer()
			if err != nil {
				return err
			}
			l := loop.New(loop.Options{Start: pacer.Now(), Pacer: pacer})
			role := forecourt.Role{Kind: "client"}
			l.Add(role, answerer{}, 0)
			p.Join = func(outside line.Ear) *line.Stream { return l.StreamTo(0, loop.Socket{Role: role}, outside, nil) }
			s, err := Open(l, pacer, Options{Dials: []DialPort{p}, Actor: actor{}, State: func() any { return nil }})
			if err != nil {
				return err
			}
			defer s.Close()
			return s.Run(ctx, 0, nil)
		}()
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestADialledLineIsOpenedAgain: the far end refuses, comes, goes and comes again; each time the machine behind the line
// is met there, and hears nothing of the time before.
func TestADialledLineIsOpenedAgain(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	_ = ln.Close() // it refuses at first
	startDial(t, DialPort{Role: "client", Kind: "tcp-out", Address: "tcp://" + address, Open: TCPDialer(address)})
	for range 3 {
		for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			if ln, err = net.Listen("tcp", address); err == nil {
				break
			}
			if time.Now().After(end) {
				t.Skip("the port is taken by now: ", err)
			}
		}
		conn, err := ln.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(time.Minute))
		if _, err := conn.Write([]byte("abc")); err != nil {
			t.Fatal(err)
		}
		var got [3]byte
		if _, err := io.ReadFull(conn, got[:]); err != nil || !bytes.Equal(got[:], []byte("cba")) {
			t.Errorf("answered %q %v", got, err)
		}
		_ = conn.Close()
		_ = ln.Close()
	}
}

// TestAConnectionThatIsSpokenToInVainIsGivenUp: silence alone is not enough, an answer starts the patience anew.
func TestAConnectionThatIsSpokenToInVainIsGivenUp(t *testing.T) {
	near, far := net.Pipe()
	defer func() { _ = far.Close() }()
	i := &impatient{Conn: near, patience: time.Minute}
	go func() {
		b := make([]byte, 16)
		_, _ = far.Read(b)
		_, _ = far.Write([]byte("yes"))
		time.Sleep(60 * time.Millisecond) // nobody waits for anything
		_, _ = far.Write([]byte("news"))
		_, _ = io.Copy(io.Discard, far)
	}()
	b := make([]byte, 16)
	if _, err := i.Write([]byte("ask")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"yes", "news"} {
		if n, err := i.Read(b); err != nil || string(b[:n]) != want {
			t.Fatalf("read %q %v", b[:n], err)
		}
		i.patience = 20 * time.Millisecond
	}
	if _, err := i.Write([]byte("ask")); err != nil {
		t.Fatal(err)
	}
	if n, err := i.Read(b); err == nil {
		t.Errorf("read %q", b[:n])
	}
}
