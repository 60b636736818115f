package udc

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// priced is online with a price for nozzles 1 and 2.
func priced(t testing.TB, code byte) *master {
	t.Helper()
	m := online(t, hundredths, 0xF0, codeIdle)
	m.do(t, 0xF0, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1859)}}, forecourt.Reset{})
	m.goes(codeIdle)
	m.goes(code)
	return m
}

func TestAReleaseWaitsForAnAllowedNozzle(t *testing.T) {
	m := priced(t, codeIdle)
	m.do(t, 0xF0, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}, forecourt.Authorise{})
	m.wants(t, "nobody is there", m.goes(codeIdle), state(forecourt.Authorised))
	m.wants(t, "the wrong nozzle", m.goes(codeCalling), up(1))
	m.wants(t, "hung", m.goes(codeIdle), down(1))
	m.nozzle = 2
	m.until(t, codeCalling, doAuthorise)
	right := forecourt.NozzleReport{Nozzle: 2, Out: true, Price: eurPerL(1859)}
	m.wants(t, "the right one", m.goes(codeAuthorised), right, state(forecourt.Started))
	m.wants(t, "over", m.goes(codeIdle), in(right), over(forecourt.Idle))
	m.do(t, 0xF0, forecourt.Reset{})
	m.wants(t, "reset", m.goes(codeIdle), state(forecourt.Idle))
	m.code = codeCalling
	for range 40 {
		if m.obey(); m.asked() == doAuthorise {
			t.Fatal("the release is used twice")
		}
	}
}

func in(n forecourt.NozzleReport) forecourt.NozzleReport {
	n.Out = false
	return n
}

func TestAReleaseIsWithdrawn(t *testing.T) {
	m := priced(t, codeIdle)
	m.do(t, 0xF0, forecourt.Authorise{})
	m.wants(t, "released", m.goes(codeIdle), state(forecourt.Authorised))
	m.do(t, 0xF0, forecourt.Stop{})
	m.wants(t, "stopped", m.goes(codeIdle), state(forecourt.Idle))

	m.do(t, 0xF0, forecourt.Authorise{})
	m.wants(t, "released", m.goes(codeIdle), state(forecourt.Authorised))
	since := m.now
	m.code = codeIdle
	for len(m.Heards) == 0 && m.now < since.Add(2*releaseFor) {
		m.obey()
	}
	m.wants(t, "expired", m.heard(), state(forecourt.Idle))
	if d := m.now.Sub(since); d < releaseFor-2*time.Second || d > releaseFor+2*time.Second {
		t.Errorf("after %s", d)
	}

	m.do(t, 0xF0, forecourt.Authorise{})
	m.goes(codeIdle)
	refused := forecourt.Refused{Command: forecourt.Authorise{}, Why: "the point is not initialised"}
	m.wants(t, "the pump was off", m.goes(codeUninitialised), refused, state(forecourt.Inoperative))
	m = priced(t, codeIdle)
	m.do(t, 0xF0, forecourt.Authorise{})
	m.goes(codeIdle)
	refused.Why = "a sale is under way that it did not begin"
	m.wants(t, "somebody else's hand", m.goes(codeFast)[:1], refused)
}

// TestAnAnswerToA5IsLost: what the next status says of the release.
func TestAnAnswerToA5IsLost(t *testing.T) {
	lost := func() *master {
		m := priced(t, codeCalling)
		m.do(t, 0xF0, forecourt.Authorise{})
		m.until(t, codeCalling, doAuthorise)
		m.heard()
		m.wakes() // silence
		return m
	}
	m := lost()
	m.wants(t, "obeyed", m.goes(codeFast), state(forecourt.Fuelling))
	m = lost()
	m.until(t, codeCalling, doAuthorise)
	m.wants(t, "not heard, and sent again", m.goes(codeAuthorised), state(forecourt.Started))
	m = lost()
	m.wants(t, "obeyed and over", m.goes(codeIdle), down(1), over(forecourt.Idle))
	if m.slave().release.held {
		t.Error("the release is still there")
	}
}

func TestA5IsRefused(t *testing.T) {
	m := priced(t, codeCalling)
	m.do(t, 0xF0, forecourt.Authorise{})
	want := forecourt.Refused{Command: forecourt.Authorise{}, Why: "the pump goes on calling after A5"}
	m.wants(t, "three times", m.goes(codeCalling), want)
	m = online(t, hundredths, 0xF0, codeCalling)
	m.do(t, 0xF0, forecourt.Reset{}, forecourt.Authorise{})
	for len(m.Heards) < 2 {
		m.obey()
	}
	want.Why = "udc: the price of nozzle 1 is not known"
	m.wants(t, "no price", m.heard()[1:], want)
	m = priced(t, codeFast)
	for _, n := range []wire.Noun{forecourt.Authorise{}, forecourt.PresetAmount{Limit: eur(100)}} {
		if err := m.Do(m.now, 0xF0, n); err == nil {
			t.Errorf("%T in mid-sale was taken", n)
		}
	}
}

// TestHaltAndResumeAreRepeated when the answer shows that they had no effect.
func TestHaltAndResumeAreRepeated(t *testing.T) {
	count := func(m *master, code byte) (n int) {
		before := len(m.Said)
		m.goes(code)
		for _, s := range m.Said[before:] {
			if s.Bytes[2] == doHalt || s.Bytes[2] == doResume {
				n++
			}
		}
		return n
	}
	m := priced(t, codeFast)
	m.do(t, 0xF0, forecourt.Stop{})
	if n := count(m, codeFast); n != maxRefusals {
		t.Errorf("%d halts", n)
	}
	m.do(t, 0xF0, forecourt.Suspend{})
	if n := count(m, codeHalted); n != 1 {
		t.Errorf("%d halts of a pump that obeys", n)
	}
	m.do(t, 0xF0, forecourt.Resume{})
	m.wants(t, "stays halted", m.goes(codeHalted), forecourt.Refused{Command: forecourt.Resume{}, Why: "the pump stays halted"})
}
