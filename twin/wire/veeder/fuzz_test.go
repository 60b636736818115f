package veeder

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func seeds(f *testing.F) {
	for _, v := range vectors {
		f.Add(framed(v.text), uint8(3))
	}
	s := newSite()
	for _, fn := range sortedFunctions() {
		r, _ := answer(s, manual, code{function: fn, format: Display})
		f.Add(codecOf(litres).appendReport(nil, &r, Layout{}), uint8(7))
		f.Add([]byte("\x01I"+fn.String()+"00\r\x01i"+fn.String()+"02"), uint8(1))
		f.Add([]byte("\x01S"+fn.String()+"02000000\r\x01271828s"+fn.String()+"02REGULAR\x03"), uint8(1))
	}
	f.Add([]byte("\x01200\r\n\x1b\x01S60201A\nB\x00\x01i201"), uint8(2))
}

// FuzzConsole: the same bytes whole and in pieces have the same effect.
func FuzzConsole(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		whole, s1 := consoleOf(t, Config{})
		pieces, s2 := consoleOf(t, Config{})
		feed(whole, b, len(b))
		feed(pieces, b, int(size))
		if diff := cmp.Diff(whole.said(), pieces.said()) + cmp.Diff(whole.Heards, pieces.Heards); diff != "" {
			t.Fatalf("%q in pieces of %d:\n%s", b, size, diff)
		}
		if diff := cmp.Diff(*s1.setup, *s2.setup, cmp.AllowUnexported(Setup{})); diff != "" {
			t.Fatal(diff)
		}
		slow, _ := consoleOf(t, Config{Pacing: RealPacing(nil)})
		feed(slow, b, int(size))
		slow.run(time.Hour)
	})
}

func feed(b *bench, bytes []byte, size int) {
	for size = max(size, 1); len(bytes) > 0; bytes = bytes[min(size, len(bytes)):] {
		b.Session.Hear(wire.Chunk{Bytes: bytes[:min(size, len(bytes))], First: b.now, Last: b.now})
	}
}

// FuzzClient: nothing that a console says breaks it, and what it takes for a report can be written and read again.
func FuzzClient(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		var ends [2]*bench
		for i, n := range []int{len(b), int(size)} {
			ends[i] = open(t, wire.Client, litres, Config{Tries: 1})
			if k, _, _, wrong := openReply(b); wrong.reason == "" {
				_ = ends[i].Session.Do(ends[i].now, k.device, Ask{k.function, k.format})
			} else {
				ends[i].do(t, 1, Ask{Function: InTankInventory})
			}
			feed(ends[i], b, n)
			ends[i].run(time.Hour)
		}
		if diff := cmp.Diff(ends[0].Heards, ends[1].Heards, cmp.Comparer(sameFloat)); diff != "" {
			t.Fatalf("%q in pieces of %d:\n%s", b, size, diff)
		}
		for _, n := range ends[0].Nouns() {
			if r, ok := n.(Report); ok {
				codecOf(litres).appendReport(nil, &r, Layout{})
				codecOf(litres).sayReport(&r)
			}
		}
	})
}

func sameFloat(a, b float64) bool { return a == b || a != a && b != b }

func FuzzDescribe(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte, _ uint8) {
		d := New(Config{})
		for _, dir := range []wire.Direction{wire.FromController, wire.FromDispenser} {
			said, err := d.Describe(dir, b, gallons)
			var fault *wire.FrameError
			if err != nil && (!errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(b)) {
				t.Fatalf("%q: %v", b, err)
			}
			if err == nil && said == "" {
				t.Fatalf("%q: no words", b)
			}
		}
		for _, s := range d.Secrets(b) {
			if s.From < 0 || s.To > len(b) || s.From >= s.To {
				t.Fatalf("%q: secret %v", b, s)
			}
		}
	})
}

// TestInventoryStability: a report that has passed the wire once passes it again unchanged, in either unit and format.
func TestInventoryStability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := codecOf(wire.Options{Unit: unit.Measure(rapid.IntRange(0, 2).Draw(t, "unit"))})
		vol := rapid.Map(rapid.Int64Range(-1e9, 1e12), func(n int64) unit.Volume { return unit.Volume(n) })
		level := rapid.Map(rapid.Int64Range(0, 4_000_000), func(n int64) unit.Level { return unit.Level(n) })
		r := Report{Function: InTankInventory, At: manual, Format: Format(rapid.IntRange(0, 1).Draw(t, "format"))}
		var list Inventories
		for n := range rapid.IntRange(1, 16).Draw(t, "tanks") {
			list = append(list, Inventory{
				Tank: uint8(n + 1), Label: rapid.StringMatching(`[A-Z]([A-Z0-9 ]{0,18}[A-Z0-9])?`).Draw(t, "label"),
				Product: byte(rapid.IntRange(0x20, 0x7E).Draw(t, "product")), Bits: Bits(rapid.IntRange(0, 7).Draw(t, "bits")),
				Volume: vol.Draw(t, "v"), TCVolume: vol.Draw(t, "tc"), Ullage: vol.Draw(t, "u"), Height: level.Draw(t, "h"), Water: level.Draw(t, "w"),
				Temperature: unit.Temperature(rapid.Int64Range(-40_000, 60_000).Draw(t, "t")), WaterVolume: vol.Draw(t, "wv"),
				Missing: Fields(rapid.IntRange(0, 127).Draw(t, "missing")),
			})
		}
		r.Body = list
		once := again(t, c, r)
		if diff := cmp.Diff(once, again(t, c, once)); diff != "" {
			t.Fatal(diff)
		}
		for i, got := range once.Body.(Inventories) {
			if r.Format == Display && got.Label != list[i].Label || r.Format == Computer && (got.Product != list[i].Product || got.Bits != list[i].Bits && list[i].Missing != 127) {
				t.Fatalf("%+v became %+v", list[i], got)
			}
			if got.Missing&63 != list[i].Missing&63 {
				t.Fatalf("missing %b became %b", list[i].Missing, got.Missing)
			}
		}
	})
}

func again(t *rapid.T, c *codec, r Report) Report {
	b := c.appendReport(nil, &r, Layout{})
	got, is, wrong := c.parseReport(b)
	if !is || wrong.reason != "" {
		t.Fatalf("%q: %v", b, wrong)
	}
	return got
}
