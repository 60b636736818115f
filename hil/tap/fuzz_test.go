package tap

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// FuzzTap: whatever is heard, in whatever chunks, the tap lives, tells each byte once and in order, and keeps no more
// than its bounds.
func FuzzTap(f *testing.F) {
	var whole []byte
	for _, s := range sale(f, wiretest.Line{}, 0x50) {
		whole = append(whole, s.chunk.Bytes...)
	}
	f.Add(whole, []byte{3, 0, 9, 4, 200, 40}, true)
	f.Add(whole[1:], []byte{1, 1}, false)
	f.Add([]byte{}, []byte{}, false)
	f.Fuzz(func(t *testing.T, b []byte, shape []byte, isNamed bool) {
		l := Listening{Options: euros}
		if isNamed {
			l.Protocol = "dart"
		} else {
			l.Tuner = &radio{}
		}
		k := &kept{}
		tap, err := New(l, k)
		if err != nil {
			t.Fatal(err)
		}
		at, rest := clock.Epoch, b
		for i := 0; len(rest) > 0; i++ {
			n, gap, marks := len(rest), time.Duration(0), wire.Mark(0)
			if len(shape) > 0 {
				s := shape[i%len(shape)]
				n, gap, marks = min(1+int(s&0x1F), len(rest)), time.Duration(s)*time.Millisecond/2, wire.Mark(s>>7&s)
			}
			first := at.Add(gap)
			at = first.Add(time.Duration(n) * time.Millisecond)
			if i%7 == 6 {
				first, at = at, first // instants that run back
			}
			if err := tap.Hear(wire.Chunk{Bytes: rest[:n], First: first, Last: at, Marks: marks}); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
			if err := tap.Idle(at); err != nil {
				t.Fatal(err)
			}
			checkBounds(t, tap)
		}
		_ = tap.Finish(at)
		var told []byte
		for _, f := range k.frames {
			told = append(told, f.Bytes...)
		}
		if string(told) != string(b) && tap.Summary().Protocol != "anything" {
			t.Fatalf("told % X\nof   % X", told, b)
		}
	})
}

func checkBounds(t *testing.T, tap *Tap) {
	t.Helper()
	if len(tap.cutter.b) > maxPending || len(tap.memory.bytes) > maxMemory || len(tap.memory.chunks) > maxChunks ||
		len(tap.talk.order) > maxAddresses {
		t.Fatalf("%d pending, %d bytes and %d chunks kept, %d addresses",
			len(tap.cutter.b), len(tap.memory.bytes), len(tap.memory.chunks), len(tap.talk.order))
	}
}

// BenchmarkGarbage is the worst that can be heard: bytes in which no frame is found.
func BenchmarkGarbage(b *testing.B) {
	garbage := make([]byte, maxPending)
	for i := range garbage {
		garbage[i] = byte(i * 7)
	}
	tap, err := New(Listening{Protocol: "dart", Options: euros}, &kept{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(maxPending)
	for i := range b.N {
		at := clock.Epoch.Add(time.Duration(i) * time.Minute)
		if err := tap.Hear(wire.Chunk{Bytes: garbage, First: at, Last: at}); err != nil {
			b.Fatal(err)
		}
	}
}
