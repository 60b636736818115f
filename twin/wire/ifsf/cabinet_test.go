package ifsf

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// cabinet opens two points of one node that sell the same two products, priced and open.
func cabinet(t *testing.T) (first, second *bench) {
	t.Helper()
	d := With(Config{Cabinet: NewCabinet(0x21, 0x22), Products: map[byte][]uint32{0x21: {1, 2}, 0x22: {2, 3}}})
	o := euros
	first = open1(t, d, wire.Dispenser, o)
	o.Addresses = []byte{0x22}
	second = open1(t, d, wire.Dispenser, o)
	for _, p := range []*bench{first, second} {
		p.do(t, pricesKnown, status(forecourt.Idle))
		p.hear(t, "01 01 02 01 00 41 00 04 01 20 3C 00")
		p.Heards = nil
	}
	return first, second
}

// both hands a message to both points, as their connection does, and returns what was said.
func both(t *testing.T, first, second *bench, message string) []string {
	t.Helper()
	return append(first.hear(t, message), second.hear(t, message)...)
}

func TestTheNodeIsTheSameForAllItsPoints(t *testing.T) {
	first, second := cabinet(t)
	for text, want := range map[string]string{
		"01 01 02 01 00 05 00 04 01 01 02 05": "0201010100250008010102010305" + "0102", // three products, two points
		"01 01 02 01 00 05 00 03 01 43 02":    "0201010100250008014302" + "0400000003",
		"01 01 02 01 00 05 00 04 02 22 12 01": "020101010025000602221201" + "0103", // nozzle 2 of point 2 has PR_Id 3
	} {
		if said := both(t, first, second, text); len(said) != 1 || said[0] != want {
			t.Errorf("%s: %s, want %s", text, said, want)
		}
	}
}

func TestAPriceIsRefusedWhileAnyPointSellsTheProduct(t *testing.T) {
	first, second := cabinet(t)
	second.do(t, nozzle(1, true), status(forecourt.Fuelling))
	second.Heards = nil
	price := func(product, want string) {
		t.Helper()
		text := "01 01 02 01 00 45 00 0D 06 61 00 00 00 0" + product + " 11 02 04 03 00 18 99"
		said := both(t, first, second, text)
		if len(said) != 1 || said[0][len(said[0])-2:] != want {
			t.Errorf("product %s: %s, want Data_ACK %s", product, said, want)
		}
	}
	price("2", "02") // sold by both
	price("1", "00") // sold by point 1 alone, which is idle
	if n := second.heard(); len(n) != 0 {
		t.Errorf("point 2, in mid-sale, heard %v", n)
	}
	// Point 2 loses its power: it hears nothing any more, and cannot hold the others up.
	first.hear(t, "01 01 02 01 00 05 00 03 01 21 14")
	first.hear(t, "01 01 02 01 00 05 00 03 01 21 14")
	if said := first.hear(t, "01 01 02 01 00 45 00 0D 06 61 00 00 00 02 11 02 04 03 00 18 99"); len(said) != 1 || said[0][len(said[0])-2:] != "00" {
		t.Errorf("a price while the other point is off: %s", said)
	}
}

func TestAnAcknowledgementIsOfOnePoint(t *testing.T) {
	first, second := cabinet(t)
	tokens := map[byte]bool{}
	for range 40 {
		for _, p := range []*bench{first, second} {
			for _, said := range p.do(t, forecourt.AlarmReport{Alarm: forecourt.AlarmRAM}) {
				b := bytesOf(t, said)
				if token := b[5] & tokenMask; kind(b[5]>>5) == unsolicitedACK {
					tokens[token] = true
					if (token-1)%2 != map[*bench]byte{first: 0, second: 1}[p] {
						t.Fatalf("point %s has told with token %d, which is the other's", said[18:20], token)
					}
				}
			}
			p.wakes()
		}
	}
	if len(tokens) < 20 || tokens[0] {
		t.Errorf("%d tokens are used: %v", len(tokens), tokens)
	}
}

func TestAConnectionThatBreaks(t *testing.T) {
	d := pump(t)
	d.sell(t)
	d.hear(t, "01 01 02 01 00 05 00 03 01 21") // a message that has begun
	wiretest.Core(d.Session).(wire.Breakable).Break(d.now)
	d.Said = nil
	if said := d.do(t, nozzle(1, true), status(forecourt.Calling)); len(said) != 0 {
		t.Errorf("nobody is there to be told: %s", said)
	}
	wire.Relink(d.Session, d.now, true)
	if said := d.hear(t, "01 01 02 01 00 05 00 03 01 21 14"); len(said) != 2 || len(d.Faults) > 0 {
		t.Errorf("the next connection begins with a whole message and hears of the sale: %s, %v", said, d.Faults)
	}

	m := online(t)
	m.do(t, forecourt.Authorise{}, forecourt.PresetVolume{Limit: litres(1000, 2)})
	wiretest.Core(m.Session).(wire.Breakable).Break(m.now)
	refused, lost := 0, 0
	for _, n := range m.heard() {
		switch n.(type) {
		case forecourt.Refused:
			refused++
		case forecourt.Reachable:
			lost++
		}
	}
	if refused != 2 || lost != 1 {
		t.Errorf("%d refused and %d lost, want 2 and 1", refused, lost)
	}
	wiretest.Core(m.Session).(wire.Breakable).Break(m.now.Add(time.Second))
	if n := m.heard(); len(n) != 0 {
		t.Errorf("broken twice: %v", n)
	}
	m.Said = nil
	wire.Relink(m.Session, m.now, true)
	if said := m.said(); len(said) != 1 || said[0][16:] != "0121041415" {
		t.Errorf("a new connection begins with the question for the state: %s", said)
	}
}

func TestProductsOfACabinetAreBounded(t *testing.T) {
	d := With(Config{Cabinet: NewCabinet(0x21, 0x22), Products: map[byte][]uint32{0x21: {1, 2, 3, 4, 5}, 0x22: {6, 7, 8, 9}}})
	o := euros
	o.Nozzles = 5
	if _, err := d.Open(wire.Dispenser, o, &bench{}); err == nil {
		t.Error("nine products behind one node were taken")
	}
}
