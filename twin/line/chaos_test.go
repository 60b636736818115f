package line

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestABusForgetsItsFaults(t *testing.T) {
	b := NewBus(rs485, nil)
	b.Join(deaf{})
	b.Join(deaf{})
	run := newBench(b)
	frame := []byte{0x50, 0x20, 0xFA}
	for _, f := range Faults() {
		p := Planned{Fault: f.Name, For: 20 * time.Millisecond, Byte: 1, Delay: time.Millisecond}
		if f.Name == SecondMaster {
			p.Bytes = frame
		}
		if f.Name == Stale {
			b.Call(func(end int) string { return fmt.Sprint(end) })
			p.From = "0"
		}
		if err := b.Plan(p); err != nil {
			t.Fatal(err)
		}
		for range 12 {
			b.Say(0, 0, frame)
			run.until(run.now.Add(10 * time.Millisecond))
		}
	}
	if b.faults.next+1 != 0 || len(b.faults.plan)+len(b.faults.outages) > 0 || len(b.pending) > 0 || len(b.free) != len(b.pool) {
		t.Fatalf("next %d, %d planned, %d outages, %d pending, %d of %d free", b.faults.next, len(b.faults.plan),
			len(b.faults.outages), len(b.pending), len(b.free), len(b.pool))
	}
	if n := testing.AllocsPerRun(100, func() {
		b.Say(0, 0, frame)
		run.until(run.now.Add(10 * time.Millisecond))
	}); n != 0 {
		t.Fatalf("%v allocations a frame after them", n)
	}
}

func TestAnyFaultsOnAnyTrafficRepeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type said struct {
			end, n int
			gap    time.Duration
		}
		span := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(0, 30_000).Draw(t, name)) * time.Microsecond
		}
		var traffic []said
		for range rapid.IntRange(1, 12).Draw(t, "frames") {
			traffic = append(traffic, said{rapid.IntRange(0, 2).Draw(t, "end"), rapid.IntRange(0, 70).Draw(t, "bytes"), span("gap")})
		}
		var plan []Planned
		for range rapid.IntRange(0, 5).Draw(t, "faults") {
			plan = append(plan, Planned{
				Fault: rapid.SampledFrom(Faults()).Draw(t, "fault").Name, Frame: uint64(rapid.IntRange(0, 5).Draw(t, "frame")),
				From: rapid.SampledFrom([]string{"", "1"}).Draw(t, "from"), After: span("after"), For: span("for"),
				Byte: rapid.IntRange(0, 80).Draw(t, "byte"), Bit: rapid.IntRange(0, 7).Draw(t, "bit"), Delay: span("delay"),
				Bytes: []byte{1, 2}, Every: span("every"),
			})
		}
		play := func() (uint64, string) {
			b, run, ears := newTestBus()
			b.Call(func(end int) string { return fmt.Sprint(end) })
			var refused int
			for _, p := range plan {
				if b.Plan(p) != nil {
					refused++
				}
			}
			for _, s := range traffic {
				run.until(run.now.Add(s.gap))
				b.Say(s.end, 0, make([]byte, s.n))
			}
			run.until(run.now.Add(time.Minute))
			if len(b.pending) > 0 || len(b.free) != len(b.pool) {
				t.Fatalf("%d pending, %d of %d free", len(b.pending), len(b.free), len(b.pool))
			}
			return b.Digest(run.now), fmt.Sprint(refused, ears[0].heard, ears[1].heard, ears[2].heard)
		}
		d1, h1 := play()
		d2, h2 := play()
		if d1 != d2 || h1 != h2 {
			t.Fatalf("two runs differ:\n%s\n%s", h1, h2)
		}
	})
}
