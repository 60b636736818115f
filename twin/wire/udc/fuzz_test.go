package udc

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func seeds(f *testing.F) {
	for _, v := range entries(f) {
		f.Add(v.Bytes, uint8(3))
	}
	f.Add(a3(0xF0, 1799), uint8(100))
	f.Add(append(a5(0xF0, 1799, 0, 0)[:9], double(0xF0, askDisplay, 0xF0, askTotals, 0x40)...), uint8(1))
	f.Add(double(0xF0, 0xF0, askStatus, 0xC0, askNozzle, 0xC0, doReturned, 0xF0, doInitialise, 0, 0, 0, 0, 0, 0, 0, 0), uint8(2))
	f.Add(bytes.Repeat([]byte{0xFF, 0}, 60), uint8(7))
}

// split hands b to a fresh session whole and in pieces, and wants the same to come of it.
func split(t *testing.T, end wire.End, b []byte, size uint8) {
	var whole, pieces wiretest.Recorder
	for _, r := range []*wiretest.Recorder{&whole, &pieces} {
		o := nozzles(at(thousandths, 0xF0), 1)
		o.Lenient = true
		s, err := seen.Open(end, o, r)
		if err != nil {
			t.Fatal(err)
		}
		s.Start(clock.Epoch)
		if end == wire.Dispenser {
			for _, n := range []wire.Noun{up(1), state(forecourt.Calling)} {
				if err := s.Do(clock.Epoch, 0, n); err != nil {
					t.Fatal(err)
				}
			}
		}
		n := len(b)
		if r == &pieces {
			n = max(int(size), 1)
		}
		now := clock.Epoch.Add(time.Second) // after the first question
		for rest := b; len(rest) > 0; rest = rest[min(n, len(rest)):] {
			s.Hear(wire.Chunk{Bytes: rest[:min(n, len(rest))], First: now, Last: now})
		}
		r.WokeAt = 0 // a timer that was set and is not needed any more
	}
	if diff := cmp.Diff(whole, pieces); diff != "" {
		t.Fatalf("% X in pieces of %d (-whole +pieces):\n%s", b, size, diff)
	}
}

func FuzzDispenser(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) { split(t, wire.Dispenser, b, size) })
}

// FuzzController hears the bytes in many states: after each number of good answers.
func FuzzController(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		split(t, wire.Controller, b, size)
		m := newMaster(t, at(thousandths, 0xF0))
		m.do(t, 0xF0, forecourt.ReturnTotals{Nozzle: 1}, forecourt.Authorise{})
		for i := range int(size % 32) {
			m.code = []byte{codeIdle, codeCalling, codeFast}[i*3/32]
			m.obey()
		}
		m.raw(b...)
		for range 40 { // and goes on whatever it was
			m.obey()
		}
	})
}

func FuzzDescribe(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, _ uint8) {
		for _, d := range []wire.Direction{wire.FromController, wire.FromDispenser} {
			said, err := New().Describe(d, b, thousandths)
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

// TestStability: numbers that were read are written as the same bytes.
func TestStability(t *testing.T) {
	c, err := newCodec(thousandths)
	if err != nil {
		t.Fatal(err)
	}
	digits := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 99), func(n int) byte { return byte(n/10<<4 | n%10) }), 32, 32)
	rapid.Check(t, func(t *rapid.T) {
		b := digits.Draw(t, "digits")
		p, f, ok := c.display(b)
		again, err := c.appendDisplay(nil, p, f)
		if !ok || err != nil || !bytes.Equal(again, b[:displaySize]) {
			t.Fatalf("display % X: % X, %v", b[:displaySize], again, err)
		}
		l, ok := c.limits(b)
		written, err := c.appendLimits(nil, l)
		read, _ := c.limits(written)
		if !ok || err != nil || read != l {
			t.Fatalf("limits % X: %v, %v", b[:6], l, read)
		}
		prices, ok := c.columns(b)
		all, err := c.appendPrices(nil, prices[forecourt.Cash][:], prices[forecourt.Credit][:])
		if again, _ := c.columns(all); !ok || err != nil || again != prices || len(all) != mostData {
			t.Fatalf("prices % X: % X, %v", b, all, err)
		}
	})
}

// TestEveryRequestIsFound: whatever request stands behind whatever rubbish in whole pairs of digits.
func TestEveryRequestIsFound(t *testing.T) {
	kinds := rapid.SampledFrom(slices.SortedFunc(maps.Keys(requestNames), func(a, b [2]byte) int { return bytes.Compare(a[:], b[:]) }))
	rapid.Check(t, func(t *rapid.T) {
		kind := kinds.Draw(t, "request")
		address, command := kind[0]|rapid.ByteMax(15).Draw(t, "point"), kind[1]
		n, _ := dataLen(address, command)
		digit := rapid.Map(rapid.IntRange(0, 99), func(n int) byte { return byte(n/10<<4 | n%10) })
		want := double(append([]byte{address, command}, rapid.SliceOfN(digit, n, n).Draw(t, "data")...)...)
		before := double(rapid.SliceOfN(digit, 0, 30).Draw(t, "before")...)
		cut := rapid.IntRange(0, len(before)).Draw(t, "cut")
		var p parser
		for rest := append(before[cut:], want...); ; {
			var got []byte
			var wrong defect
			if got, rest, wrong = p.take(rest); wrong.reason != "" {
				continue
			}
			if !bytes.Equal(got, want) || len(rest) > 0 || !p.idle() {
				t.Fatalf("found % X, want % X", got, want)
			}
			return
		}
	})
}
