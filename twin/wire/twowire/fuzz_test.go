package twowire

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
	for _, s := range []string{
		"01", "21 FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0 01", "21 FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0 11 01 31 FC",
		"21 FF E9 FE E0 E1 E0 FB EE F0", "61 71 81 91 A1 B1 C1 D1", "E1 E2 E3 E4 E5 E6", "41 51 61", realSale, realTotals,
		"BA B0 B3 B0 B0 B1 B0 B0 B0 B0 B0 B0 B1 B1 B3 B0 B0 8D 8A",
	} {
		f.Add(words(s), uint8(3))
		f.Add(words(s), uint8(1))
	}
	f.Add(bytes.Repeat([]byte{startOfText}, 300), uint8(100))
}

// split hands b to a fresh session whole and in pieces, and wants the same to come of it. The controller has asked for
// a transaction, for totals, or for a status.
func split(t *testing.T, end wire.End, ask wire.Noun, b []byte, size uint8) {
	var whole, pieces wiretest.Recorder
	for _, r := range []*wiretest.Recorder{&whole, &pieces} {
		s, err := seen.Open(end, with(euros, 3, 1), r)
		if err != nil {
			t.Fatal(err)
		}
		s.Start(clock.Epoch)
		if ask != nil {
			if err := s.Do(clock.Epoch, 1, ask); err != nil {
				t.Fatal(err)
			}
			s.Hear(wire.Chunk{Bytes: []byte{0x61}, First: clock.Epoch, Last: clock.Epoch})
		}
		at := clock.Epoch.Add(quiet)
		n := len(b)
		if r == &pieces {
			n = max(int(size), 1)
		}
		for rest := b; len(rest) > 0; rest = rest[min(n, len(rest)):] {
			s.Hear(wire.Chunk{Bytes: rest[:min(n, len(rest))], First: at, Last: at})
		}
	}
	if diff := cmp.Diff(whole, pieces); diff != "" {
		t.Fatalf("% X in pieces of %d (-whole +pieces):\n%s", b, size, diff)
	}
}

func FuzzDispenser(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		split(t, wire.Dispenser, nil, b, size)
		split(t, wire.Dispenser, nil, append([]byte{0x21}, b...), size)
		d := open(t, wire.Dispenser, with(euros, 3, 1)) // with the time that the answers take
		for _, w := range b {
			d.hear(w)
		}
	})
}

func FuzzController(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		for _, ask := range []wire.Noun{nil, forecourt.ReturnFilling{}, forecourt.ReturnTotals{Nozzle: 1}, forecourt.Stop{},
			forecourt.PresetAmount{Limit: eur(100)}} {
			split(t, wire.Controller, ask, b, size)
		}
	})
}

func FuzzDescribe(f *testing.F) {
	seeds(f)
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

// TestStability: what is written reads back.
func TestStability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sale{
			pump: byte(rapid.IntRange(0, 15).Draw(t, "pump")), errs: byte(rapid.IntRange(0, 15).Draw(t, "error")),
			grade: forecourt.Nozzle(rapid.IntRange(1, 16).Draw(t, "grade")), level: forecourt.PriceLevel(rapid.IntRange(0, 1).Draw(t, "level")),
			price: rapid.Int64Range(0, 9999).Draw(t, "price"), volume: rapid.Int64Range(0, 999999).Draw(t, "volume"),
			money: rapid.Int64Range(0, 999999).Draw(t, "money"),
		}
		if got, wrong := readSale(appendSale(nil, s)); got != s || wrong.reason != "" {
			t.Fatalf("%+v became %+v, %v", s, got, wrong)
		}
		g := []gradeTotals{{s.grade, s.volume, s.money, s.price, s.price}, {grade: 1}}
		got, wrong := readTotals(nil, appendTotals(nil, g))
		if diff := cmp.Diff(g, got, cmp.AllowUnexported(gradeTotals{})); diff != "" || wrong.reason != "" {
			t.Fatalf("%s%v", diff, wrong)
		}
	})
}
