package wire

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

func TestSpansOfBytes(t *testing.T) {
	for s, want := range map[Settings]time.Duration{
		{9600, 8, OddParity, 1}:  12_604_166 * time.Nanosecond, // eleven bytes of eleven bits
		{9600, 8, NoParity, 1}:   11_458_333 * time.Nanosecond,
		{5787, 8, EvenParity, 1}: 20_908_933 * time.Nanosecond,
		{19200, 8, OddParity, 2}: 6_875_000 * time.Nanosecond,
		{115200, 7, NoParity, 1}: 859_375 * time.Nanosecond,
		{300, 7, EvenParity, 2}:  403_333_333 * time.Nanosecond,
	} {
		if got := s.Span(11); got != want {
			t.Errorf("eleven bytes at %s last %d, want %d", s, got, want)
		}
	}
	if s := (Settings{9600, 8, OddParity, 1}).String(); s != "9600 8O1" {
		t.Error(s)
	}
}

type named struct{ Dialect }

func (named) Name() string { return "test-dialect" }

func TestADialectIsRegisteredOnce(t *testing.T) {
	Register(named{})
	if _, ok := Lookup("test-dialect"); !ok || !strings.Contains(strings.Join(Names(), " "), "test-dialect") {
		t.Error("it is not found")
	}
	defer func() {
		if recover() == nil {
			t.Error("a second one did not panic")
		}
	}()
	Register(named{})
}

func TestDefaultDecimals(t *testing.T) {
	o := Options{Currency: "EUR"}.DefaultDecimals()
	if o.VolumeDecimals != 3 || o.AmountDecimals != 2 || o.PriceDecimals != 3 {
		t.Errorf("%+v", o)
	}
	o = Options{Currency: "EUR", PriceDecimals: 4}.DefaultDecimals()
	if o.VolumeDecimals != 0 || o.PriceDecimals != 4 {
		t.Errorf("%+v", o)
	}
}

func TestAFrameErrorNamesThePlace(t *testing.T) {
	e := &FrameError{Dialect: "dart", Offset: 4, Reason: "wrong CRC", Raw: []byte{0x50, 0x31}}
	if e.Error() != "dart: wrong CRC at byte 4 of 50 31" {
		t.Error(e)
	}
}

// ledger is an Out that notes when it is to be woken.
type ledger struct {
	Out
	wakes  []clock.Instant
	cycles int
	until  clock.Instant // something arrives until then
}

func (l *ledger) WakeAt(at clock.Instant)         { l.wakes = append(l.wakes, at) }
func (l *ledger) Cycle()                          { l.cycles++ }
func (l *ledger) Arriving() (clock.Instant, bool) { return l.until, l.until > 0 }
func (l *ledger) last() clock.Instant             { return l.wakes[len(l.wakes)-1] }

func TestARoundNeverStartsACycleEarlyAndSparesTheSilent(t *testing.T) {
	out := &ledger{}
	r := NewRound(out, 50)
	served := [3]int{}
	at := clock.Instant(1000)
	for range 40 {
		r.Begin(at)
		for r.Next(3) {
			if r.Serves(r.Turn() == 2) {
				served[r.Turn()]++
			}
		}
		if r.Over(at.Add(20)) || out.last() != at.Add(50) {
			t.Fatalf("a cycle that began at %d is followed by one at %d", at, out.last())
		}
		if !r.Over(at.Add(50)) {
			t.Fatal("a cycle that is due does not begin")
		}
		at += 50
	}
	if served != [3]int{40, 40, 10} || out.cycles != 40 {
		t.Errorf("served %v in %d cycles", served, out.cycles)
	}
	r.WakeAt(5000)
	if !r.Early(4999) || out.last() != 5000 || r.Early(5000) {
		t.Error("early wakes are not told from those in time")
	}
	if r.Arriving(5000, 7) {
		t.Error("nothing arrives")
	}
	out.until = 5100
	if !r.Arriving(5000, 7) || out.last() != 5107 {
		t.Error("an answer that has begun is not waited for")
	}
}
