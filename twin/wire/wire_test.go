package wire

import (
	"strings"
	"testing"
	"time"
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
