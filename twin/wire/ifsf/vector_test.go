package ifsf

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// TestVectorsAgain opens every vector and writes it again from what was read.
func TestVectorsAgain(t *testing.T) {
	for _, v := range vectors(t) {
		var p parser
		got, rest, _, wrong := p.take(v.Bytes)
		if wrong.reason != "" || !bytes.Equal(got, v.Bytes) || len(rest) > 0 {
			t.Fatalf("%s: cut % X, %v", v, got, wrong)
		}
		m, wrong := open(got)
		if wrong.reason != "" || !m.known {
			t.Fatalf("%s: %+v, %v", v, m, wrong)
		}
		b := begin([]byte("before"), m.to, m.from, m.kind, m.token, m.db)
		if m.kind == read || m.kind == ack {
			b = append(b, m.body...)
		}
		for rest := m.body; len(rest) > 0 && m.kind != read && m.kind != ack; {
			id, data, after, _ := nextItem(rest)
			b, rest = appendItem(b, id, data...), after
		}
		if b = seal(b, len("before")); !bytes.Equal(b[len("before"):], v.Bytes) {
			t.Errorf("%s: encoded % X", v, b)
		}
		d := wire.FromDispenser
		if v.FromController {
			d = wire.FromController
		}
		if said, err := New().Describe(d, v.Bytes, euros); err != nil || said == "" {
			t.Errorf("%s: %q, %v", v, said, err)
		}
	}
}

// TestVectorsToADispenser lets a dispenser hear what real controllers said, and wants the answers of the logs.
func TestVectorsToADispenser(t *testing.T) {
	one := euros
	one.Nozzles, one.PriceDecimals = 1, 2
	at := func(number byte) wire.Dialect {
		return With(Config{Dispenser: Node{1, number}, Products: map[byte][]uint32{0x21: {95}}})
	}
	ready := func(number byte) *bench {
		d := open1(t, at(number), wire.Dispenser, one)
		d.do(t, status(forecourt.Idle))
		return d
	}
	d := ready(2)
	d.hear(t, "01 02 02 01 00 41 00 04 01 21 3C 00")
	said := d.hear(t, "01 02 02 01 00 09 00 03 01 21 14")
	if diff := cmp.Diff(plain("02 01 01 02 00 29 00 05 01 21 14 01 03"), said); diff != "" {
		t.Errorf("FP_State (-log +said):\n%s", diff)
	}
	said = ready(3).hear(t, "01 03 02 01 00 01 00 03 01 00 04")
	if diff := cmp.Diff(plain("02 01 01 03 00 21 00 05 01 00 04 01 0A"), said); diff != "" {
		t.Errorf("heartbeat interval (-log +said):\n%s", diff)
	}

	d = ready(1)
	said = d.hear(t, "01 01 02 01 00 41 00 04 01 21 3C 00") // Open_FP
	want := plain("02 01 01 01 00 E1 00 05 01 21 00 3C 00",
		"02 01 01 01 00 80 00 0E 01 21 64 00 14 01 03 15 01 00 16 02 00 00") // the vector computed from CSS's layout
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("Open_FP (-want +said):\n%s", diff)
	}
	said = d.hear(t, "01 01 03 01 00 11 00 03 01 21 14")
	if diff := cmp.Diff(plain("03 01 01 01 00 31 00 05 01 21 14 01 03"), said); diff != "" {
		t.Errorf("read FP_State (-want +said):\n%s", diff)
	}
	said = d.hear(t, "01 01 03 01 00 42 00 06 01 00 0B 02 03 01")
	if diff := cmp.Diff(plain("03 01 01 01 00 E2 00 05 01 00 00 0B 00"), said); diff != "" {
		t.Errorf("add recipient (-vector +said):\n%s", diff)
	}
	said = d.hear(t, "01 01 03 01 00 4D 00 06 01 21 16 02 03 01")
	if diff := cmp.Diff(plain("03 01 01 01 00 ED 00 05 01 21 00 16 00"), said); diff != "" {
		t.Errorf("Assign_Contr_Id (-want +said):\n%s", diff)
	}
	said = d.hear(t, "01 01 03 01 00 4E 00 0D 06 61 00 00 00 95 11 02 04 04 00 08 68")
	if diff := cmp.Diff(plain("03 01 01 01 00 EE 00 0A 06 61 00 00 00 95 11 00 02 00"), said); diff != "" {
		t.Errorf("price (-want +said):\n%s", diff)
	}
	said = d.hear(t, "01 01 03 01 00 52 00 04 01 21 3D 00")
	want = plain("03 01 01 01 00 F2 00 05 01 21 00 3D 00", "03 01 01 01 00 80 00 0E 01 21 64 00 14 01 02 15 01 00 16 02 03 01")
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("Close_FP (-want +said):\n%s", diff)
	}
	nouns := []wire.Noun{forecourt.SetPrices{Prices: []unit.Price{eurPerL(8680)}}, forecourt.ReturnPrices{}, forecourt.SwitchOff{}}
	if diff := cmp.Diff(nouns, d.heard()); diff != "" {
		t.Errorf("heard (-want +got):\n%s", diff)
	}
}

// TestVectorsToAController lets a controller hear the log of a real dispenser, and say what a real controller said.
func TestVectorsToAController(t *testing.T) {
	one := euros
	one.Nozzles, one.PriceDecimals = 1, 2
	m := open1(t, With(Config{Dispenser: Node{1, 2}}), wire.Controller, one)
	for m.Said[len(m.Said)-1].Bytes[5] != 0x09 { // tokens count; nobody answers
		m.now, m.WokeAt = m.WokeAt, clock.Never
		m.Session.Wake(m.now)
	}
	m.Heards = nil
	m.hear(t, "02 01 01 02 00 29 00 05 01 21 14 01 03")
	if diff := cmp.Diff([]wire.Noun{forecourt.Reachable{Yes: true}, status(forecourt.Idle)}, m.heard()); diff != "" {
		t.Errorf("FP_State 3 (-want +heard):\n%s", diff)
	}

	m = open1(t, With(Config{Controller: Node{3, 1}, Products: map[byte][]uint32{0x21: {95}}}), wire.Controller, one)
	m.hear(t, "03 01 01 01 00 21 00 08 01 21 04 01 01 14 01 01")
	said := m.hear(t, "03 01 01 01 00 E2 00 05 01 21 00 16 00")
	if len(said) > 0 {
		t.Errorf("said %v", said)
	}
	said = m.do(t, forecourt.SetPrices{Prices: []unit.Price{eurPerL(8680)}})
	if diff := cmp.Diff(plain("01 01 03 01 00 43 00 0D 06 61 00 00 00 95 11 02 04 04 00 08 68"), said); diff != "" {
		t.Errorf("price (-vector +said):\n%s", diff)
	}
}

func TestHeartbeatVector(t *testing.T) {
	b := bytesOf(t, "7F 00 00 01 22 B8 03 01 01 00")
	h, err := ReadHeartbeat(b)
	if err != nil || h.Address.String() != "127.0.0.1:8888" || h.Node != (Node{3, 1}) {
		t.Fatalf("%+v, %v", h, err)
	}
	if again, err := h.Append(nil); err != nil || !bytes.Equal(again, b) {
		t.Errorf("% X, %v", again, err)
	}
}

func TestNumberVectors(t *testing.T) {
	for text, want := range map[string]struct {
		count    int64
		decimals uint8
	}{
		"06 12 34 56 78": {12345678, 2}, "82 12 34": {-1234, 2}, "04 00 08 68": {868, 2}, "00 12 34": {1234, 4}, "04 12 34": {1234, 0},
	} {
		b := bytesOf(t, text)
		n, decimals, ok := readNumber(b)
		if !ok || n != want.count || decimals != want.decimals {
			t.Errorf("%s: %d with %d decimals, %t", text, n, decimals, ok)
		}
		if again, ok := appendNumber(nil, n, decimals, len(b)-1); !ok || !bytes.Equal(again, b) {
			t.Errorf("%s: written % X", text, again)
		}
	}
	for _, text := range []string{"", "02", "05 12 34", "02 1A 34", "04 00 00 00 00 00 00 00 00 00 00"} {
		if n, _, ok := readNumber(bytesOf(t, text)); ok {
			t.Errorf("%s: %d", text, n)
		}
	}
}

// TestVectorsTurned turns over each bit of each vector. There is no check sum, so what can be wanted is that nothing
// breaks and that the next good message, a patience later, is heard.
func TestVectorsTurned(t *testing.T) {
	for _, v := range vectors(t) {
		for i := range 8 * len(v.Bytes) {
			b := append([]byte(nil), v.Bytes...)
			b[i/8] ^= 1 << (i % 8)
			var r wiretest.Recorder
			s, err := New().Open(wire.Dispenser, euros, &r)
			if err != nil {
				t.Fatal(err)
			}
			s.Hear(wire.Chunk{Bytes: b, First: clock.Epoch, Last: clock.Epoch})
			later := clock.Epoch.Add(2 * patience)
			r.Reset()
			s.Hear(wire.Chunk{Bytes: bytesOf(t, "01 01 02 01 00 11 00 03 01 21 14"), First: later, Last: later})
			if len(r.Said) == 0 {
				t.Fatalf("% X: nothing was said to a good message", b)
			}
		}
	}
}
