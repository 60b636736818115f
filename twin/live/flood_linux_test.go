package live

import (
	"context"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// A client that writes garbage as fast as it is taken fills its own line and nothing else: what waits for the line is
// bounded, and the neighbour's line answers.
func TestAFloodStaysInItsOwnLine(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ready, ended := make(chan []Endpoint, 1), make(chan error, 1)
	waiting := make(chan time.Duration)
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			p, err := NewPacer()
			if err != nil {
				return err
			}
			l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
			var ports []BusPort
			for i := range 2 {
				role := forecourt.Role{Kind: "pump", Number: i + 1}
				l.Add(role, answerer{}, 0)
				bus := l.Bus(benchLine, nil)
				l.JoinBus(bus, loop.Socket{Role: role, Port: 0})
				ports = append(ports, BusPort{Number: i + 1, Bus: bus})
			}
			s, err := Open(l, p, Options{Buses: ports, Actor: actor{}, State: func() any { return nil }})
			if err != nil {
				return err
			}
			defer s.Close()
			ready <- s.Endpoints()
			go func() {
				for ctx.Err() == nil {
					time.Sleep(20 * time.Millisecond)
					l.Inbox().Put(func() {
						select { // the outside is the second end of its bus
						case waiting <- ports[1].Bus.Clear(1).Sub(l.Now()):
						default:
						}
					})
				}
			}()
			return s.Run(ctx, 0, nil)
		}()
	}()
	all := <-ready
	flood, err := net.Dial("tcp", strings.TrimPrefix(address(t, all, "bus 2", "tcp"), "tcp://"))
	if err != nil {
		t.Fatal(err)
	}
	defer flood.Close()
	go func() {
		garbage := make([]byte, 64<<10)
		for {
			if _, err := flood.Write(garbage); err != nil {
				return
			}
		}
	}()
	most := benchLine.Span(2*readSize) + ahead
	c := dial(t, all)
	for range 10 {
		exchange(t, c, "abc", "cba")
		if got := <-waiting; got > most {
			t.Fatalf("%s of bytes wait for the line, at most %s should", got, most)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
