package machinetest

import (
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// echo says what it hears, drives what it senses, and notes when it woke and what was counted.
type echo struct {
	woke   []machine.Timer
	counts []int64
}

func (e *echo) Hear(env *machine.Env, p machine.Port, c wire.Chunk) { env.Say(p, time.Second, c.Bytes) }

func (e *echo) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.Level:
		env.Drive(s.Port+1, env.Level(s.Port))
	case forecourt.Counted:
		e.counts = append(e.counts, s.Count)
	case forecourt.Received:
		env.Send(s.Port, s.Noun)
	}
}

func (e *echo) Wake(_ *machine.Env, t machine.Timer) { e.woke = append(e.woke, t) }

func TestTimersFireInOrderAndTiesGoToTheLower(t *testing.T) {
	e := &echo{}
	b := New(forecourt.Role{Kind: "echo"}, e, 3)
	b.Env.After(2, time.Second)
	b.Env.After(1, 2*time.Second)
	b.Env.After(0, 2*time.Second)
	b.Advance(2 * time.Second)
	if want := []machine.Timer{2, 0, 1}; !slices.Equal(e.woke, want) {
		t.Errorf("woke %v, want %v", e.woke, want)
	}
	if b.Due(0) != clock.Never {
		t.Error("a timer that fired is still set")
	}
}

func TestCounterFiresOnceAtItsCount(t *testing.T) {
	e := &echo{}
	b := New(forecourt.Role{Kind: "echo"}, e, 0)
	b.Scale(4, line.PulseScale(100, 1_000_000_000, 0))
	b.Env.Compare(4, 50)
	b.Pump(4, 1_000_000) // a litre a second
	b.Advance(time.Second)
	if !slices.Equal(e.counts, []int64{50}) || b.Env.Count(4) != 100 {
		t.Errorf("counted %v, now %d", e.counts, b.Env.Count(4))
	}
}

func TestPortsAreRecorded(t *testing.T) {
	b := New(forecourt.Role{Kind: "echo"}, &echo{}, 0)
	b.Hear(0, []byte{1, 2})
	b.Level(2, true)
	b.Receive(7, "noun")
	if len(b.Said) != 1 || b.Said[0].At != clock.Epoch.Add(time.Second) || !b.Driven(3) || len(b.Drove) != 1 || len(b.Sent) != 1 {
		t.Errorf("recorded %v %v %v", b.Said, b.Drove, b.Sent)
	}
}
