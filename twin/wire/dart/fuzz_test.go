package dart

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func seeds(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Bytes, uint8(3))
		f.Add(append(append([]byte(nil), v.Bytes...), v.Bytes[0], ctrlPoll, sf), uint8(1))
	}
	f.Add([]byte{0x50, ctrlPoll, sf, 0x50, ctrlACKPoll, sf, 0x50, dle, sf, sf}, uint8(2))
	f.Add(bytes.Repeat([]byte{0x50}, 300), uint8(100))
}

// split hands b to a fresh session whole and in pieces, and wants the same to come of it.
func split(t *testing.T, end wire.End, b []byte, size uint8) {
	if size == 0 {
		size = 1
	}
	var whole, pieces wiretest.Recorder
	for _, r := range []*wiretest.Recorder{&whole, &pieces} {
		s, err := seen.Open(end, at(fc, 0x50), r)
		if err != nil {
			t.Fatal(err)
		}
		s.Start(clock.Epoch)
		if end == wire.Dispenser {
			for i := range int64(30) {
				n := forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: litres(i, 3)}}
				if err := s.Do(clock.Epoch, 0, n); err != nil {
					t.Fatal(err)
				}
			}
		}
		n := len(b)
		if r == &pieces {
			n = int(size)
		}
		for rest := b; len(rest) > 0; rest = rest[min(n, len(rest)):] {
			s.Hear(wire.Chunk{Bytes: rest[:min(n, len(rest))], First: clock.Epoch, Last: clock.Epoch})
		}
	}
	if diff := cmp.Diff(whole, pieces); diff != "" {
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
	f.Fuzz(func(t *testing.T, b []byte, _ uint8) {
		for _, d := range []wire.Direction{wire.FromController, wire.FromDispenser} {
			said, err := New().Describe(d, b, fc)
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

// TestStability: what a transaction decodes to encodes to something that decodes to the same.
func TestStability(t *testing.T) {
	c, err := newCodec(fc)
	if err != nil {
		t.Fatal(err)
	}
	digits := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 99), func(n int) byte { return byte(n/10<<4 | n%10) }), 0, 52)
	trans := rapid.SampledFrom([]byte{1, 2, 3, 4, 5, 7, 9, 13, 14, 15, 101, 103})
	rapid.Check(t, func(t *rapid.T) {
		n, data := trans.Draw(t, "trans"), digits.Draw(t, "data")
		if cmd, _ := c.readCommand(n, data); cmd != nil {
			b, err := c.appendCommand(nil, cmd)
			if err != nil {
				t.Fatalf("%+v: %v", cmd, err)
			}
			again, reason := c.readCommand(b[0], b[2:])
			if diff := cmp.Diff(cmd, again); diff != "" || reason != "" {
				t.Fatalf("%s %s", diff, reason)
			}
		}
		if r, _ := c.readReport(n, data); r != nil {
			b, err := c.appendReport(nil, r)
			if totals, ok := r.(forecourt.TotalsReport); ok && (err != nil || len(data) == 13) {
				_ = totals // 12 digits or both halves do not fit the form of 16 bytes
				return
			}
			if err != nil {
				t.Fatalf("%+v: %v", r, err)
			}
			again, reason := c.readReport(b[0], b[2:])
			if diff := cmp.Diff(r, again); diff != "" || reason != "" {
				t.Fatalf("%s %s", diff, reason)
			}
		}
	})
}

// TestFrameStability: any payload comes out of its frame as it went in.
func TestFrameStability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{sf, dle, etx}))
		payload := rapid.SliceOfN(b, 0, 120).Draw(t, "payload")
		raw := appendBlock(nil, 0x50, 7, payload)
		var p parser
		got, rest, tooLong := p.take(raw)
		if tooLong || len(rest) > 0 || !bytes.Equal(got, raw) {
			t.Fatalf("cut % X from % X", got, raw)
		}
		var scratch [maxBlock]byte
		opened, wrong := openBlock(got, &scratch)
		if wrong.reason != "" || opened.tx != 7 || !bytes.Equal(opened.payload, payload) {
			t.Fatalf("% X: %v % X", raw, wrong, opened.payload)
		}
		if len(raw) > travels(payload) {
			t.Fatalf("travels says %d, it is %d", travels(payload), len(raw))
		}
	})
}
