package twowire

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// master opens a controller that has heard pump 1 say its status.
func master(t *testing.T, nozzles int, status byte) *bench {
	m := open(t, wire.Controller, with(euros, nozzles, 1))
	want(t, m.last(), 0x01)
	m.hearAfter(5*time.Millisecond, status)
	return m
}

func (b *bench) last() []byte { return b.Said[len(b.Said)-1].Bytes }

// until lets the timer come until something is said, or many times.
func (b *bench) until(t *testing.T, words ...byte) {
	t.Helper()
	for range 20 {
		if said := b.wakes(); len(said) > 0 {
			want(t, said, words...)
			return
		}
	}
	t.Fatalf("said nothing, want % X", words)
}

func TestCycleGrid(t *testing.T) {
	m := open(t, wire.Controller, with(euros, 1, 1, 16))
	start := m.now
	for cycle := range 20 {
		want(t, m.last(), 0x01)
		want(t, m.hearAfter(8*time.Millisecond, 0x61), 0x00)
		if after := m.Said[len(m.Said)-1].After; after != masterGap {
			t.Fatalf("after %s", after)
		}
		want(t, m.hearAfter(12*time.Millisecond, 0x60))
		if at := start.Add(time.Duration(cycle+1) * pollCycle); m.WokeAt != at || m.Cycles != cycle+1 {
			t.Fatalf("cycle %d: next at %s, want %s; %d cycles", cycle, m.WokeAt, at, m.Cycles)
		}
		m.wakes()
	}
}

func TestStatusDerivation(t *testing.T) {
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: eurPerL(0)}
	limit := forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling, LimitReached: true}}
	for s, nouns := range map[byte][]wire.Noun{
		0x61: {none, is(forecourt.Idle)},
		0x71: {out, is(forecourt.Calling)},
		0x81: {none, is(forecourt.Authorised)},
		0x91: {out, is(forecourt.Fuelling)},
		0xA1: {out, limit},
		0xB1: {none, over(forecourt.Idle)},
		0xC1: {out, over(forecourt.Calling)},
	} {
		t.Run(fmt.Sprintf("%02X", s), func(t *testing.T) {
			m := master(t, 1, s)
			wantNouns(t, m.heard(), append([]wire.Noun{forecourt.Reachable{Yes: true}}, nouns...)...)
		})
	}
}

// TestEndedStaysUntilReset: the pump goes OFF when it is read, and the sale stays until a Reset is ordered.
func TestEndedStaysUntilReset(t *testing.T) {
	m := master(t, 1, 0xB1)
	m.do(t, forecourt.ReturnFilling{})
	m.heard()
	m.until(t, 0x41)
	m.hear(appendSale(nil, sale{pump: 1, grade: 1, price: 1799, volume: 3250, money: 5847})...)
	wantNouns(t, m.heard(), forecourt.NozzleReport{Nozzle: 1, Price: eurPerL(1799)}, sold)
	m.until(t, 0x01)
	m.hear(0x61)
	wantNouns(t, m.heard())
	m.do(t, forecourt.Reset{})
	m.until(t, 0x01)
	m.hear(0x61)
	wantNouns(t, m.heard(), is(forecourt.Idle))
}

// TestAResetReadsWhatWasNotRead: else the pump would stay where it is.
func TestAResetReadsWhatWasNotRead(t *testing.T) {
	m := master(t, 1, 0xB1)
	m.do(t, forecourt.Reset{})
	m.heard()
	m.until(t, 0x41)
	m.hear(appendSale(nil, sale{pump: 1, grade: 1})...)
	m.until(t, 0x01)
	m.hear(0x61)
	wantNouns(t, m.heard(), is(forecourt.Idle))
}

func TestReleaseConversation(t *testing.T) {
	m := master(t, 3, 0x61)
	m.do(t, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Authorise{})
	m.until(t, 0x21)
	want(t, m.hear(0xD1), words("FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0")...)
	if at := m.now.Add(masterGap + line.Span(15) + quiet); m.WokeAt != at {
		t.Errorf("quiet until %s, want %s", m.WokeAt, at)
	}
	want(t, m.wakes(), 0x01)
	want(t, m.hear(0x61), 0x11)
	want(t, m.wakes(), 0x01)
	m.heard()
	m.hear(0x81)
	wantNouns(t, m.heard(), is(forecourt.Authorised))
}

func TestAReleaseOfOneNozzleNamesIt(t *testing.T) {
	m := master(t, 3, 0x61)
	m.do(t, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}, forecourt.Authorise{})
	m.until(t, 0x21)
	h, wrong := readHost(m.hear(0xD1))
	if h != (hostBlock{hostMoney, forecourt.Cash, true, 2, 99999, 5}) || wrong.reason != "" {
		t.Errorf("%+v %v", h, wrong)
	}
	if err := m.Do(m.now, 1, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 3}}); err == nil {
		t.Error("two of three nozzles were taken")
	}
}

func TestPricesGoGradeByGrade(t *testing.T) {
	m := master(t, 2, 0x61)
	m.do(t, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1175), eurPerL(1000)}}, forecourt.ReturnStatus{})
	m.until(t, 0x21)
	want(t, m.hear(0xD1), words("FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0")...)
	want(t, m.wakes(), 0x01)
	want(t, m.hear(0x61), 0x21)
	if b := m.hear(0xD1); !bytes.Equal(b[3:11], words("F6 E1 F7 E0 E0 E0 E1 FB")) {
		t.Fatalf("% X", b)
	}
	want(t, m.wakes(), 0x01)
	m.heard()
	want(t, m.hear(0x61), 0x01)
	wantNouns(t, m.heard())
	m.hear(0x61)
	wantNouns(t, m.heard(), none, is(forecourt.Idle))
}

func TestMoneyWhileBusy(t *testing.T) {
	m := open(t, wire.Controller, with(euros, 1, 1))
	want(t, m.hear(0x91), 0x61)
	m.heard()
	m.hear(0xE1, 0xE2, 0xE3, 0xE0, 0xE0, 0xE0)
	wantNouns(t, m.heard(), forecourt.FillingReport{Volume: litres(0, 2), Amount: eur(321)})
	m.until(t, 0x01)
	want(t, m.hear(0x91), 0x61)
	m.hear(0xE1, 0xE2, 0xE3, 0xE0, 0xE0, 0xE0)
	wantNouns(t, m.heard())
}

func TestTotalsOfTheNozzleThatWasAsked(t *testing.T) {
	m := master(t, 3, 0x61)
	m.do(t, forecourt.ReturnTotals{Nozzle: 1}, forecourt.ReturnTotals{Nozzle: 1, Amount: true})
	m.heard()
	m.until(t, 0x51)
	want(t, m.hear(words(realTotals)...), 0x51)
	m.hear(words(realTotals)...)
	wantNouns(t, m.heard(), forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: litres(2151257, 2)}},
		forecourt.TotalsReport{Nozzle: 1, IsAmount: true, Totals: forecourt.Totals{Amount: eur(2434083)}})
}

// TestWhichNozzleIsOut is asked for when a pump with several calls.
func TestWhichNozzleIsOut(t *testing.T) {
	m := open(t, wire.Controller, with(euros, 3, 1))
	want(t, m.hear(0x71), 0x21)
	want(t, m.hear(0xD1), extendedStatus...)
	m.heard()
	m.hear(appendExtended(nil, extended{pump: 1, out: true, nozzle: 3})...)
	wantNouns(t, m.heard(), forecourt.NozzleReport{Nozzle: 3, Out: true, Price: eurPerL(0)})
}
