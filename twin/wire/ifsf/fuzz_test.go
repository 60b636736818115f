package ifsf

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// conversation is all that either end said while a sale was made.
func conversation(t testing.TB) (down, up []byte) {
	t.Helper()
	pair, err := wiretest.NewPair(wiretest.Watch(New()), euros, wiretest.Line{Duplex: true})
	if err != nil {
		t.Fatal(err)
	}
	say := func(s *wiretest.Side, nouns ...wire.Noun) {
		for _, n := range nouns {
			if err := s.Session.Do(pair.Now(), 0x21, n); err != nil {
				t.Fatal(err)
			}
		}
		pair.RunFor(2 * time.Second)
	}
	p := profile()
	say(pair.Slave, p.Given...)
	for _, c := range p.Commands {
		say(pair.Master, c.Sent...)
	}
	for _, c := range p.Reports {
		say(pair.Slave, c.Sent...)
		say(pair.Master, c.Asked...)
	}
	for _, s := range pair.Master.Sent {
		down = append(down, s.Bytes...)
	}
	for _, s := range pair.Slave.Sent {
		up = append(up, s.Bytes...)
	}
	return down, up
}

// heardBy hands b to a fresh session, cut as told, and returns what it did.
func heardBy(t testing.TB, end wire.End, b []byte, next func(left int) int) *wiretest.Recorder {
	r := &wiretest.Recorder{}
	s, err := New().Open(end, euros, r)
	if err != nil {
		t.Fatal(err)
	}
	s.Start(clock.Epoch)
	if end == wire.Dispenser {
		for _, n := range profile().Given {
			if err := s.Do(clock.Epoch, 0, n); err != nil {
				t.Fatal(err)
			}
		}
	}
	for len(b) > 0 {
		n := min(max(next(len(b)), 1), len(b))
		s.Hear(wire.Chunk{Bytes: b[:n], First: clock.Epoch, Last: clock.Epoch})
		b = b[n:]
	}
	return r
}

func whole(left int) int { return left }

// TestSplitting: wherever TCP cuts the stream, or stacks what was written, the same comes of it.
func TestSplitting(t *testing.T) {
	down, up := conversation(t)
	for end, stream := range map[wire.End][]byte{wire.Dispenser: down, wire.Controller: up} {
		want := heardBy(t, end, stream, whole)
		if len(want.Faults) > 0 || len(want.Heards)+len(want.Said) < 10 {
			t.Fatalf("%s: %v, %d nouns", end, want.Faults, len(want.Heards))
		}
		rapid.Check(t, func(rt *rapid.T) {
			most := rapid.IntRange(1, 80).Draw(rt, "most")
			got := heardBy(t, end, stream, func(int) int { return rapid.IntRange(1, most).Draw(rt, "n") })
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("%s (-whole +cut):\n%s", end, diff)
			}
		})
	}
}

func seeds(f *testing.F) {
	var all []byte
	for _, v := range vectors(f) {
		f.Add(v.Bytes, uint8(3))
		all = append(all, v.Bytes...)
	}
	f.Add(all, uint8(7))
	f.Add(append([]byte{0, 0xFF, 2, 1}, all...), uint8(5))
	f.Add(bytes.Repeat([]byte{1}, 300), uint8(100))
	down, up := conversation(f)
	f.Add(down[:500], uint8(40))
	f.Add(up[:500], uint8(40))
}

func split(t *testing.T, end wire.End, b []byte, size uint8) {
	want := heardBy(t, end, b, whole)
	got := heardBy(t, end, b, func(int) int { return int(size) })
	// What is out of step is told with the bytes of its head, so cuts do not show there either.
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("% X in pieces of %d (-whole +pieces):\n%s", b, size, diff)
	}
}

func FuzzDispenser(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) { split(t, wire.Dispenser, b, size) })
}

func FuzzController(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) { split(t, wire.Controller, b, size) })
}

func FuzzDescribe(f *testing.F) {
	seeds(f)
	f.Add(bytesOf(f, "7F 00 00 01 22 B8 03 01 01 00"), uint8(0))
	f.Fuzz(func(t *testing.T, b []byte, _ uint8) {
		for _, d := range []wire.Direction{wire.FromController, wire.FromDispenser} {
			said, err := New().Describe(d, b, euros)
			var fault *wire.FrameError
			if err != nil && (!errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(b)) {
				t.Fatalf("% X: %v", b, err)
			}
			if err == nil && said == "" {
				t.Fatalf("% X: no words", b)
			}
		}
	})
}

func FuzzHeartbeat(f *testing.F) {
	f.Add(bytesOf(f, "7F 00 00 01 22 B8 03 01 01 81"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := ReadHeartbeat(b)
		if err != nil {
			return
		}
		again, err := h.Append(nil)
		if err != nil || !bytes.Equal(again[:9], b[:9]) || again[9] != b[9]&0x81 {
			t.Fatalf("% X became % X, %v", b, again, err)
		}
	})
}

// TestAddressStability: what is written of an address reads as the same one, and nothing else reads.
func TestAddressStability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		likely := rapid.SampledFrom([]byte{0, 1, 0x20, 0x21, 0x24, 0x40, 0x41, 0x61, 0x10, 0x11, 0x90})
		b := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), likely), 1, 8).Draw(t, "b")
		if a, ok := readAddress(b); ok {
			if again := a.append(nil); int(again[0]) != len(b) || !bytes.Equal(again[1:], b) {
				t.Fatalf("% X is %s, written % X", b, a, again)
			}
		}
	})
}

// TestNumberStability: any number that fits comes back.
func TestNumberStability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 6).Draw(t, "size")
		n := rapid.Int64Range(-999_999_999_999, 999_999_999_999).Draw(t, "n")
		decimals := rapid.Uint8Range(0, 14).Draw(t, "decimals")
		b, ok := appendNumber(nil, n, decimals, size)
		if !ok {
			return
		}
		if got, d, ok := readNumber(b); !ok || got != n || d != decimals || len(b) != size+1 {
			t.Fatalf("%d, %d decimals became % X, %d, %d", n, decimals, b, got, d)
		}
	})
}

// TestOutOfStep: after rubbish the next message to the own node is found, and memory stays bounded.
func TestOutOfStep(t *testing.T) {
	good := bytesOf(t, "01 01 02 01 00 11 00 03 01 21 14")
	rapid.Check(t, func(t *rapid.T) {
		rubbish := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom(good)), 1, 200).Draw(t, "rubbish")
		p := parser{own: Node{1, 1}}
		found := 0
		at := clock.Epoch
		for round := range 3 {
			p.start(at)
			at = at.Add(2 * patience)
			b := good
			if round == 0 {
				b = rubbish
			}
			for len(b) > 0 {
				var got []byte
				got, b, _, _ = p.take(b)
				if bytes.Equal(got, good) {
					found++
				}
				if cap(p.held) > 2*maxMessage {
					t.Fatalf("%d bytes are held", cap(p.held))
				}
			}
		}
		if found == 0 {
			t.Fatalf("% X hides two good messages", rubbish)
		}
	})
}
