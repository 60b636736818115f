package gatewaytest

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
)

// Name is the host name of every gateway on a bench.
const Name = "gateway"

var hostRole = forecourt.Role{Kind: "host"}

// Bench is a gateway and a host on a loop.
type Bench struct {
	T       testing.TB
	Loop    *loop.Loop
	Host    *Host
	Journal *bytes.Buffer // empty in a benchmark
	Told    []forecourt.Told
}

// NewBench returns one that has no gateway yet.
func NewBench(t testing.TB, o loop.Options) *Bench {
	b := &Bench{T: t, Host: NewHost(t), Journal: &bytes.Buffer{}}
	if _, benchmark := t.(*testing.B); o.Journal == nil && !benchmark {
		o.Journal = journal.New(b.Journal)
	}
	b.Loop = loop.New(o)
	return b
}

// Serve puts the gateway on the loop, with the host behind it.
func (b *Bench) Serve(g machine.Machine, timers int, h http.Handler, mask func(string) string) {
	b.Loop.Add(Role, g, timers)
	b.Loop.Add(hostRole, b.Host, 0)
	b.Loop.Stream(5*time.Millisecond, loop.Socket{Role: Role, Port: gateway.HostPort}, loop.Socket{Role: hostRole}, nil)
	b.Loop.Serve(Name, Role, 20*time.Millisecond, h, mask)
	b.Loop.Watch(func(t forecourt.Told) { b.Told = append(b.Told, t) })
}

// Play runs a story on a fiber to its end.
func (b *Bench) Play(story func(f *loop.Fiber)) {
	b.T.Helper()
	ended := false
	b.Loop.Go(client, "story", func(f *loop.Fiber) {
		story(f)
		ended = true
		f.Loop().Stop()
	})
	if err := b.Loop.Run(b.Loop.Now().Add(60 * 24 * time.Hour)); err != nil {
		b.T.Fatal(err)
	}
	if !ended {
		b.T.Fatal("the story did not end")
	}
}

// Cut takes the gateway's power away after a span, and gives it back after another.
func (b *Bench) Cut(after, off time.Duration) {
	b.Loop.Go(client, "power", func(f *loop.Fiber) {
		f.Sleep(after)
		if err := b.Loop.PowerOff(Role); err != nil {
			b.T.Error(err)
		}
		f.Sleep(off)
		if err := b.Loop.PowerOn(Role); err != nil {
			b.T.Error(err)
		}
	})
}

// Events lists what was told under a name.
func (b *Bench) Events(name string) (all []forecourt.Event) {
	for _, t := range b.Told {
		if t.Event.Event() == name {
			all = append(all, t.Event)
		}
	}
	return all
}
