package dart

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
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
	s, _ := muted(t, wire.Dispenser, at(euros, 0x50))
	poll := []byte{0x50, ctrlPoll, sf}
	now := clock.Epoch
	return func() {
		now = now.Add(pollCycle)
		s.Hear(wire.Chunk{Bytes: poll, First: now, Last: now})
	}
}

// idleController hears one EOT and polls again; the cycle begins for each, so that this is the worst case.
func idleController(t testing.TB) func() {
	const many = 16
	o := at(euros)
	for i := range byte(many) {
		o.Addresses = append(o.Addresses, 0x50+i)
	}
	s, m := muted(t, wire.Controller, o)
	eot := []byte{0, ctrlEOT, sf}
	now := clock.Epoch
	turn := 0
	return func() {
		now = now.Add(9 * time.Millisecond)
		eot[0] = 0x50 + byte(turn)
		if turn++; turn == many {
			turn = 0
		}
		s.Hear(wire.Chunk{Bytes: eot, First: now, Last: now})
		if c := s.(*controller); c.awaits == answerToBlock { // the status asked for every 2 s
			b := []byte{c.slaves[c.Turn()].address, ctrlACK | c.slaves[c.Turn()].tx, sf}
			s.Hear(wire.Chunk{Bytes: b, First: now, Last: now})
			turn = max(c.Turn(), 0)
		} else if c.awaits == nothing {
			s.Wake(m.Wake)
		}
	}
}

func BenchmarkIdlePoll(b *testing.B) {
	b.Run("dispenser", func(b *testing.B) {
		step := idleDispenser(b)
		b.ReportAllocs()
		for b.Loop() {
			step()
		}
	})
	b.Run("dispenser, others polled", func(b *testing.B) {
		s, _ := muted(b, wire.Dispenser, at(euros, 0x51))
		c := wire.Chunk{Bytes: []byte{0x50, ctrlPoll, sf}}
		b.ReportAllocs()
		for b.Loop() {
			s.Hear(c)
		}
	})
	b.Run("controller", func(b *testing.B) {
		step := idleController(b)
		b.ReportAllocs()
		for b.Loop() {
			step()
		}
	})
}

func BenchmarkData(b *testing.B) {
	payload := []byte{1, 1, 4, 3, 4, 0, 0x81, 0x23, 0x11, 2, 8, 0, 0, 4, 0x28, 0, 0, 0x34, 0x77}
	frame := appendBlock(nil, 0x50, 1, payload)
	b.Run("encode", func(b *testing.B) {
		var dst []byte
		b.SetBytes(int64(len(frame)))
		b.ReportAllocs()
		for b.Loop() {
			dst = appendBlock(dst[:0], 0x50, 1, payload)
		}
	})
	b.Run("open", func(b *testing.B) {
		var scratch [maxBlock]byte
		b.SetBytes(int64(len(frame)))
		b.ReportAllocs()
		for b.Loop() {
			if _, wrong := openBlock(frame, &scratch); wrong.reason != "" {
				b.Fatal(wrong)
			}
		}
	})
	b.Run("of another address", func(b *testing.B) {
		s, _ := muted(b, wire.Dispenser, at(euros, 0x51))
		b.SetBytes(int64(len(frame)))
		b.ReportAllocs()
		for b.Loop() {
			s.Hear(wire.Chunk{Bytes: frame})
		}
	})
	b.Run("controller, poll to reports", func(b *testing.B) {
		s, m := muted(b, wire.Controller, at(fc, 0x50))
		c := s.(*controller)
		now := clock.Epoch
		frames := [][]byte{frame, appendBlock(nil, 0x50, 2, payload)}
		b.SetBytes(int64(len(frame)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			for c.awaits != answerToPoll {
				s.Wake(m.Wake)
			}
			now = max(now, m.Wake)
			s.Hear(wire.Chunk{Bytes: frames[i&1], First: now, Last: now})
		}
	})
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
