package udc

import (
	"bytes"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func TestCycleGrid(t *testing.T) {
	m := newMaster(t, at(hundredths, 0xF0, 0xF1))
	m.code = codeUninitialised
	for range 12 {
		m.obey()
	}
	for m.core().Turn() != 1 || m.asked() == 0 {
		m.obey()
	}
	m.obey()
	start, cycles := m.now, m.Cycles
	next := m.WokeAt
	for cycle := range 30 {
		m.wakes()
		if m.now != next.Add(time.Duration(cycle)*pollCycle) || m.last()[0] != 0xF0 || m.Cycles != cycles+cycle+1 {
			t.Fatalf("cycle %d began %s after the start with % X", cycle, m.now.Sub(start), m.last())
		}
		m.answer(codeUninitialised)
		if m.last()[0] != 0xF1 || m.Said[len(m.Said)-1].After != masterGap {
			t.Fatalf("cycle %d goes on with % X", cycle, m.last())
		}
		m.answer(codeUninitialised)
	}
}

func TestSilenceAndOffline(t *testing.T) {
	m := newMaster(t, at(hundredths, 0xF0))
	if m.WokeAt != clock.Epoch.Add(settings.Span(4)+replyTimeout) {
		t.Errorf("wakes at %s", m.WokeAt)
	}
	m.goes(codeIdle)
	lost := m.now.Add(offlineAfter)
	m.do(t, 0xF0, forecourt.Authorise{}, forecourt.Stop{}, forecourt.ReturnFilling{}, forecourt.Authorise{})
	polls := 0
	for m.now < lost.Add(4*time.Second) {
		if said := m.wakes(); said != nil && m.now > lost.Add(200*time.Millisecond) {
			polls++
		}
	}
	why := "the address does not answer"
	m.wants(t, "silence", m.heard(), forecourt.Reachable{}, forecourt.Refused{Command: forecourt.Stop{}, Why: why},
		forecourt.Refused{Command: forecourt.ReturnFilling{}, Why: why}, forecourt.Refused{Command: forecourt.Authorise{}, Why: why})
	if polls < 6 || polls > 12 {
		t.Errorf("%d polls in 4 s to an address that is offline", polls)
	}
	m.do(t, 0xF0, forecourt.Authorise{})
	for range 12 {
		m.wakes()
	}
	m.wants(t, "a release to an address that is offline", m.heard(), forecourt.Refused{Command: forecourt.Authorise{}, Why: why})
	for m.asked() == 0 {
		m.wakes()
	}
	got := m.goes(codeIdle)
	m.wants(t, "found again", got, forecourt.Reachable{Yes: true}, filling(0, 0), over(forecourt.Idle))
}

func TestSilenceIsTriedAgain(t *testing.T) {
	m := online(t, hundredths, 0xF0, codeFast)
	m.do(t, 0xF0, forecourt.Stop{})
	m.until(t, codeFast, doHalt)
	halt := double(0xF0, doHalt)
	for range maxTries - 1 {
		for said := m.wakes(); !bytes.Equal(said, halt); said = m.wakes() {
			if said != nil {
				t.Fatalf("said % X", said)
			}
		}
	}
	for range 5 {
		if said := m.wakes(); said != nil && !bytes.Equal(said, double(0xF0, askStatus)) {
			t.Fatalf("after four tries: % X", said)
		}
	}
	for m.asked() == 0 {
		m.wakes()
	}
	m.answer(codeFast)
	if m.asked() != doHalt {
		t.Errorf("it answers again: % X", m.last())
	}
}

// TestASaleIsTold is the whole story of a point, by its status bytes.
func TestASaleIsTold(t *testing.T) {
	m := online(t, hundredths, 0xF0, codeUninitialised)
	m.do(t, 0xF0, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1859)}})
	m.until(t, codeUninitialised, doPrices&0x0F)
	m.obey()
	if want := double(0xF0, doInitialise, 0x99, 0x17, 0, 0, 0, 0, 0, 0); !bytes.Equal(m.last(), want) {
		t.Fatalf("initialises with % X", m.last())
	}
	m.wants(t, "initialised", m.goes(codeIdle), filling(0, 0), state(forecourt.Idle))
	if got := m.slave().prices[forecourt.Cash][1]; got != eurPerL(1859) {
		t.Errorf("price of nozzle 2: %s", got)
	}
	m.nozzle = 2
	out := forecourt.NozzleReport{Nozzle: 2, Out: true, Price: eurPerL(1859)}
	in := out
	in.Out = false
	m.wants(t, "lifted", m.goes(codeCalling), out, state(forecourt.Calling))
	m.do(t, 0xF0, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 2}}, forecourt.PresetAmount{Limit: eur(1859)}, forecourt.Authorise{})
	m.until(t, codeCalling, doAuthorise)
	if want := a5(0xF0, 1859, 1859, 0); !bytes.Equal(m.last(), want) {
		t.Errorf("authorises with % X", m.last())
	}
	m.wants(t, "released", m.goes(codeAuthorised), state(forecourt.Started))
	m.wants(t, "slow valve", m.goes(codeSlow))
	m.shown = []byte{0x59, 0x18, 0x18, 0, 0, 0x10, 0, 0}
	m.wants(t, "some fuel", m.goes(codeSlow), filling(10, 18), state(forecourt.Fuelling))
	m.wants(t, "fast valve", m.goes(codeFast))
	m.shown = []byte{0x59, 0x18, 0x59, 0x18, 0, 0, 0x10, 0}
	m.wants(t, "limit", m.goes(codeEnded), filling(1000, 1859), limitReached)
	m.wants(t, "the same by its other code", m.goes(codeStopped))
	m.wants(t, "hung", m.goes(codeIdle), in, over(forecourt.Idle))
	m.total = []byte{1, 0, 0, 0, 0, 2, 0, 0, 0, 0}
	m.do(t, 0xF0, forecourt.ReturnFilling{}, forecourt.ReturnTotals{Nozzle: 2}, forecourt.ReturnTotals{Nozzle: 2, Amount: true},
		forecourt.ReturnStatus{}, forecourt.ReturnIdentity{})
	zero := forecourt.TotalsReport{Nozzle: 2, Totals: forecourt.Totals{Volume: litres(1, 2)}}
	money := forecourt.TotalsReport{Nozzle: 2, IsAmount: true, Totals: forecourt.Totals{Amount: eur(2)}}
	m.wants(t, "read", m.goes(codeIdle), filling(1000, 1859), zero, money, in, over(forecourt.Idle), forecourt.IdentityReport{Type: 0x42})
	m.do(t, 0xF0, forecourt.Reset{})
	m.wants(t, "reset", m.goes(codeIdle), state(forecourt.Idle))
}

func TestPricesAreRefused(t *testing.T) {
	m := priced(t, codeIdle)
	prices := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(2)}}
	m.do(t, 0xF0, prices)
	for range maxRefusals {
		m.until(t, codeIdle, doPrices&0x0F)
		m.answer(0xBF)
	}
	m.wants(t, "three times", m.heard(), forecourt.Refused{Command: prices, Why: "the pump answers BF"})
	if m.slave().prices[forecourt.Cash][0] != eurPerL(1799) {
		t.Error("the old price is forgotten")
	}
}

// TestAPumpThatFallsAfterAPrice is initialised again without a word (B: TH30).
func TestAPumpThatFallsAfterAPrice(t *testing.T) {
	m := priced(t, codeIdle)
	m.do(t, 0xF0, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(2)}})
	m.until(t, codeIdle, doPrices&0x0F)
	m.obey()
	m.until(t, codeUninitialised, doInitialise)
	m.wants(t, "initialised again", m.goes(codeIdle))
	m.wants(t, "it was switched off", m.goes(codeUninitialised), state(forecourt.Inoperative))
}

func TestSenselessAnswersCountAsSilence(t *testing.T) {
	for name, raw := range map[string][]byte{
		"no status": double(0x55), "a damaged pair": {codeIdle, 0xDE}, "one byte": {codeIdle}, "nothing": {},
	} {
		m := online(t, hundredths, 0xF0, codeIdle)
		for m.asked() != askStatus {
			m.obey()
		}
		said := len(m.Said)
		m.raw(raw...)
		if len(m.Said) > said || len(m.Heards) > 0 || m.asked() != askStatus {
			t.Errorf("%s: said %v, heard %v", name, m.Said[said:], m.Nouns())
		}
	}
	for _, mark := range []wire.Mark{wire.FramingError, wire.Break, wire.Collision} {
		m := online(t, hundredths, 0xF0, codeIdle)
		for m.asked() != askStatus {
			m.obey()
		}
		now := m.core().spoken.Add(time.Millisecond)
		m.Session.Hear(wire.Chunk{Bytes: double(codeCalling), First: now, Last: now, Marks: mark})
		if m.asked() != askStatus || len(m.Faults) != 1 {
			t.Errorf("mark %d: faults %v", mark, m.Faults)
		}
	}
}

// TestBytesFromBeforeTheQuestion belong to no answer.
func TestBytesFromBeforeTheQuestion(t *testing.T) {
	m := online(t, hundredths, 0xF0, codeIdle)
	for m.asked() != askStatus {
		m.obey()
	}
	now := m.core().spoken
	m.Session.Hear(wire.Chunk{Bytes: double(codeCalling), First: now.Add(-2 * time.Millisecond), Last: now})
	m.Session.Hear(wire.Chunk{Bytes: double(codeIdle, codeCalling), First: now, Last: now.Add(4 * time.Millisecond)})
	if m.slave().code != codeIdle || len(m.Faults) > 0 {
		t.Errorf("code %02X, faults %v", m.slave().code, m.Faults)
	}
}

// TestSilenceWhileUninitialised: a pump that takes no price in 2F is initialised first, and only a change of prices
// initialises it.
func TestSilenceWhileUninitialised(t *testing.T) {
	m := online(t, hundredths, 0xF0, codeUninitialised)
	m.do(t, 0xF0, forecourt.Stop{})
	for range 60 {
		if m.wakes(); m.asked() == doInitialise {
			t.Fatal("initialised by a halt")
		}
	}
	m.do(t, 0xF0, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799)}})
	m.until(t, codeUninitialised, doPrices&0x0F)
	for m.wakes(); m.asked() == 0; m.wakes() {
	}
	m.until(t, codeUninitialised, doInitialise)
	m.until(t, codeIdle, doPrices&0x0F)
}
