package twowire

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func muted(t testing.TB, end wire.End, o wire.Options) (wire.Session, *wiretest.Mute) {
	m := &wiretest.Mute{}
	s, err := New().Open(end, o, m)
	if err != nil {
		t.Fatal(err)
	}
	s.Start(clock.Epoch)
	return s, m
}

// idleDispenser hears one poll.
func idleDispenser(t testing.TB) func() {
	s, _ := muted(t, wire.Dispenser, with(euros, 1, 1))
	if err := s.Do(clock.Epoch, 0, forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle}}); err != nil {
		t.Fatal(err)
	}
	poll := []byte{0x01}
	now := clock.Epoch
	return func() {
		now = now.Add(pollCycle)
		s.Hear(wire.Chunk{Bytes: poll, First: now, Last: now})
	}
}

// idleController hears that a pump is off, and polls the next one.
func idleController(t testing.TB) func() {
	o := with(euros, 1)
	for i := range byte(16) {
		o.Addresses = append(o.Addresses, i+1)
	}
	s, m := muted(t, wire.Controller, o)
	c := s.(*controller)
	answer := []byte{0}
	now := clock.Epoch
	return func() {
		if c.awaits == nothing {
			now = m.Wake
			s.Wake(now)
		}
		now = now.Add(12 * time.Millisecond)
		answer[0] = saysOff | c.pumps[c.Turn()].nibble
		s.Hear(wire.Chunk{Bytes: answer, First: now, Last: now})
	}
}

func BenchmarkIdlePoll(b *testing.B) {
	for name, step := range map[string]func(){"dispenser": idleDispenser(b), "controller": idleController(b)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				step()
			}
		})
	}
}

func TestIdlePollAllocatesNothing(t *testing.T) {
	for name, step := range map[string]func(){"dispenser": idleDispenser(t), "controller": idleController(t)} {
		for range 1000 {
			step()
		}
		if n := testing.AllocsPerRun(10_000, step); n != 0 {
			t.Errorf("%s: %v allocations in an idle poll", name, n)
		}
	}
}
