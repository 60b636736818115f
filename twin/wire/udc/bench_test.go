package udc

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

// polledDispenser hears one request again and again.
func polledDispenser(t testing.TB, request byte, reports ...wire.Noun) func() {
	s, _ := muted(t, wire.Dispenser, at(hundredths, 0xF0))
	for _, n := range reports {
		if err := s.Do(clock.Epoch, 0, n); err != nil {
			t.Fatal(err)
		}
	}
	poll := double(0xF0, request)
	now := clock.Epoch
	return func() {
		now = now.Add(pollCycle)
		s.Hear(wire.Chunk{Bytes: poll, First: now, Last: now})
	}
}

// polling hears one answer and polls again; the cycle begins for each, so that this is the worst case.
func polling(t testing.TB, code byte) func() {
	const many = 16
	o := hundredths
	for i := range byte(many) {
		o.Addresses = append(o.Addresses, 0xF0+i)
	}
	s, mute := muted(t, wire.Controller, o)
	c := s.(*controller)
	status, display := double(code), double(0x99, 0x17, 0x18, 0, 0, 0x10, 0, 0, code)
	nozzle := double(1)
	return func() {
		if !c.asks {
			s.Wake(mute.Wake)
		}
		now := c.spoken.Add(7 * time.Millisecond)
		answer := status
		switch {
		case isAux(c.address):
			answer = nozzle
		case c.command == askDisplay:
			answer = display
		}
		s.Hear(wire.Chunk{Bytes: answer, First: now, Last: now})
	}
}

func steps(t testing.TB) map[string]func() {
	idle := state(forecourt.Idle)
	return map[string]func(){
		"dispenser, idle":     polledDispenser(t, askStatus, idle),
		"dispenser, fuelling": polledDispenser(t, askDisplay, up(1), filling(10, 18), state(forecourt.Fuelling)),
		"controller, idle":    polling(t, codeIdle), "controller, fuelling": polling(t, codeFast), "controller, calling": polling(t, codeCalling),
	}
}

func BenchmarkPoll(b *testing.B) {
	for name, step := range steps(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				step()
			}
		})
	}
	b.Run("dispenser, others polled", func(b *testing.B) {
		s, _ := muted(b, wire.Dispenser, at(hundredths, 0xF1))
		c := wire.Chunk{Bytes: double(0xF0, askStatus)}
		b.ReportAllocs()
		for b.Loop() {
			s.Hear(c)
		}
	})
}

func TestPollsAllocateNothing(t *testing.T) {
	for name, step := range steps(t) {
		for range 1000 {
			step()
		}
		if n := testing.AllocsPerRun(10_000, step); n != 0 {
			t.Errorf("%s: %v allocations in a poll", name, n)
		}
	}
}
