package journal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

func end(i int) string { return []string{"controller", "fuelling-point 1"}[i] }

// say plays n poll cycles of 50 ms at a recorder; answer chooses what the pump says in cycle k.
func say(r *Recorder, start clock.Instant, n int, answer func(k int) []byte) clock.Instant {
	for k := range n {
		at := start.Add(time.Duration(k) * 50 * time.Millisecond)
		r.Cycle(at)
		r.Frame(0, wire.Chunk{Bytes: []byte{0x50, 0x20, 0xFA}, Last: at.Add(3 * time.Millisecond)}, false)
		r.Frame(1, wire.Chunk{Bytes: answer(k), Last: at.Add(9 * time.Millisecond)}, false)
	}
	return start.Add(time.Duration(n) * 50 * time.Millisecond)
}

func TestEqualCyclesBecomeOneRecordAndExpandToEveryFrame(t *testing.T) {
	var out bytes.Buffer
	j := New(&out)
	r := j.Recorder("bus 1", end, nil)
	var want []string
	next := say(r, clock.Epoch, 100, func(k int) []byte {
		b := []byte{0x50, 0x70, 0xFA}
		if k == 40 {
			b = []byte{1, 2, 3, 4}
		}
		at := clock.Epoch.Add(time.Duration(k) * 50 * time.Millisecond)
		want = append(want, fmt.Sprintf("%d 5020fa", at.Add(3*time.Millisecond)), fmt.Sprintf("%d %x", at.Add(9*time.Millisecond), b))
		return b
	})
	r.Cycle(next)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(out.String(), "\n"); lines != 4 { // 40 cycles, two frames, 59 cycles
		t.Fatalf("%d lines:\n%s", lines, out.String())
	}
	records, err := Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rec := range records {
		for _, f := range rec.Expand() {
			got = append(got, fmt.Sprintf("%d %s", f.At, f.Hex))
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Fatalf("expanded to\n%s", strings.Join(got, "\n"))
	}
}

func TestALateCycleStartsARecordOfItsOwn(t *testing.T) {
	var out bytes.Buffer
	j := New(&out)
	r := j.Recorder("bus 1", end, nil)
	eot := func(int) []byte { return []byte{0x50, 0x70, 0xFA} }
	next := say(r, clock.Epoch, 10, eot)
	next = say(r, next.Add(7*time.Millisecond), 10, eot)
	r.Cycle(next)
	_ = j.Close()
	records, _ := Read(&out)
	total := 0
	for _, rec := range records {
		total += len(rec.Expand())
	}
	if total != 40 {
		t.Fatalf("%d frames of 40", total)
	}
}

type paid struct {
	Card   payment.PAN
	Secret payment.Secret
}

func (paid) Event() string { return "paid" }

func TestNoCardNumberEntersAJournal(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	pan := card.PAN.Reveal()
	var out bytes.Buffer
	j := New(&out)
	pos := forecourt.Role{Kind: "pos"}
	j.Event(forecourt.Told{At: clock.Epoch, Role: pos, Event: paid{card.PAN, card.Track2()}})
	j.Fault(clock.Epoch, pos, fmt.Errorf("bad card %s", pan))
	j.Exchange(clock.Epoch, "pos", Exchange{Request: "number=" + pan})
	r := j.Recorder("host link", end, func(b []byte) []wire.Span { return []wire.Span{{From: 2, To: 18}} })
	r.Frame(0, wire.Chunk{Bytes: []byte("ab" + pan + "z")}, false)
	_ = j.Close()
	if strings.Contains(out.String(), pan) || strings.Contains(out.String(), fmt.Sprintf("%x", pan)) {
		t.Fatal(out.String())
	}
	if !strings.Contains(out.String(), "476173******0119") {
		t.Fatal("the masked number is missing")
	}
}

func TestDiskLosesWhatWasNotFlushed(t *testing.T) {
	var d Disk
	d.Append([]byte("a"))
	d.Flush()
	d.Append([]byte("b"))
	d.CutPower()
	d.Append([]byte("c"))
	d.Flush()
	var got []string
	d.Replay(func(r []byte) { got = append(got, string(r)) })
	if strings.Join(got, "") != "ac" {
		t.Fatal(got)
	}
	d.Replace([]byte("x"))
	got = nil
	d.Replay(func(r []byte) { got = append(got, string(r)) })
	if strings.Join(got, "") != "x" {
		t.Fatal(got)
	}
}

func TestANilJournalTakesEverything(t *testing.T) {
	var j *Journal
	j.Event(forecourt.Told{})
	j.Note(0, "", "", nil)
	if j.Close() != nil || j.Err() != nil {
		t.Fatal("a nil journal complains")
	}
}

func TestReadSaysWhichLineIsWrong(t *testing.T) {
	_, err := Read(strings.NewReader("{\"at\":1,\"kind\":\"note\"}\n{\"at\":2,\"sort\":3}\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Fatal(err)
	}
}

func TestAFlushInTheMidstOfACycleLosesAndRepeatsNoFrame(t *testing.T) {
	var out bytes.Buffer
	j := New(&out)
	r := j.Recorder("bus 1", end, nil)
	eot := func(int) []byte { return []byte{0x50, 0x70, 0xFA} }
	next := say(r, clock.Epoch, 10, eot)
	r.Cycle(next)
	r.Frame(0, wire.Chunk{Bytes: []byte{1}, Last: next.Add(time.Millisecond)}, false)
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		records, err := Read(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range records {
			n += len(rec.Expand())
		}
		return n
	}
	if n := count(); n != 21 {
		t.Errorf("%d frames of 21 after the flush", n)
	}
	r.Frame(1, wire.Chunk{Bytes: []byte{2}, Last: next.Add(2 * time.Millisecond)}, false)
	next = say(r, next.Add(50*time.Millisecond), 10, eot)
	r.Cycle(next)
	_ = j.Close()
	if n := count(); n != 42 {
		t.Errorf("%d frames of 42", n)
	}
}
