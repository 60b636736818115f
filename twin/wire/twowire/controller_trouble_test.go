package twowire

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// TestALimitDoesNotOutliveItsRelease: a pump keeps a preset, which must not limit a later release.
func TestALimitDoesNotOutliveItsRelease(t *testing.T) {
	m := master(t, 1, 0x61)
	m.do(t, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Authorise{})
	m.until(t, 0x21)
	m.hear(0xD1)
	m.do(t, forecourt.Stop{})
	want(t, m.wakes(), 0x01)
	want(t, m.hear(0x61), 0x31)
	want(t, m.wakes(), 0x01)
	m.hear(0x61)
	m.do(t, forecourt.Authorise{})
	m.now = m.now.Add(againAfter)
	m.until(t, 0x01)
	want(t, m.hear(0x61), 0x21)
	h, wrong := readHost(m.hear(0xD1))
	if h != (hostBlock{hostMoney, forecourt.Cash, true, 0, 99999, 5}) || wrong.reason != "" {
		t.Errorf("%+v %v", h, wrong)
	}
}

// TestSixDigitPresets is the option of the pump models that want it.
func TestSixDigitPresets(t *testing.T) {
	b := &bench{now: clock.Epoch}
	s, err := New(SixDigitPresets()).Open(wire.Controller, with(euros, 1, 1), b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	s.Start(b.now)
	b.hearAfter(5*time.Millisecond, 0x61)
	b.do(t, forecourt.PresetVolume{Limit: litres(123456, 2)})
	b.until(t, 0x21)
	if h, _ := readHost(b.hear(0xD1)); h != (hostBlock{hostVolume, forecourt.Cash, true, 0, 123456, 6}) {
		t.Errorf("%+v", h)
	}
}

// TestAStopThatIsNotObeyed goes again, and is refused at last.
func TestAStopThatIsNotObeyed(t *testing.T) {
	m := master(t, 1, 0x81)
	m.do(t, forecourt.Stop{})
	m.heard()
	stops := 0
	for len(m.Heards) == 0 {
		c := wiretest.Core(m.Session).(*controller)
		if c.awaits == nothing || c.awaits == forQuiet {
			m.wakes()
		} else {
			m.hearAfter(10*time.Millisecond, 0x81)
		}
		if c.awaits == forQuiet {
			stops++
		}
	}
	wantNouns(t, m.heard(), forecourt.Refused{Command: forecourt.Stop{}, Why: "the pump does not stop"})
	if stops != maxTries {
		t.Errorf("%d stops", stops)
	}
}

// TestADamagedAnswerIsNone: a mark, a wrong LRC, another pump.
func TestADamagedAnswerIsNone(t *testing.T) {
	bad := appendSale(nil, sale{pump: 1, grade: 1})
	bad[20] ^= 1
	for name, b := range map[string][]byte{
		"a wrong LRC":  bad,
		"another pump": appendSale(nil, sale{pump: 2, grade: 1}),
		"a status":     {0x61},
		"totals":       words(realTotals),
	} {
		m := master(t, 1, 0x61)
		m.do(t, forecourt.ReturnFilling{})
		m.until(t, 0x41)
		m.heard()
		m.hearAfter(10*time.Millisecond, b...)
		if len(m.heard()) > 0 || len(m.Faults) != 1 {
			t.Errorf("%s: %v", name, m.Faults)
		}
		m.until(t, 0x01) // the next turn: a poll first, then again
		want(t, m.hearAfter(10*time.Millisecond, 0x61), 0x41)
	}
	m := master(t, 1, 0x61)
	m.until(t, 0x01)
	m.heard()
	m.Session.Hear(wire.Chunk{Bytes: []byte{0x71}, First: m.WokeAt, Last: m.WokeAt, Marks: wire.Collision})
	if len(m.heard()) > 0 || len(m.Faults) != 1 || m.Faults[0].Reason != "collision" {
		t.Errorf("%v", m.Faults)
	}
}

// TestAReleaseFallsWithItsLimit: a preset that is not taken takes the release with it.
func TestAReleaseFallsWithItsLimit(t *testing.T) {
	m := master(t, 1, 0x61)
	limit := forecourt.PresetAmount{Limit: eur(2000)}
	m.do(t, limit, forecourt.Authorise{})
	m.heard()
	for range 2000 {
		c := wiretest.Core(m.Session).(*controller)
		switch w := m.last(); {
		case c.awaits == nothing || c.awaits == forQuiet:
			m.wakes()
		case c.awaits == forCheck:
			m.hear(0x01)
		case c.awaits == forReady:
			m.hear(0xD1)
		case w[0] == 0x11:
			t.Fatal("released without the limit")
		default:
			m.hear(0x61)
		}
	}
	why := "the pump answers with a data error"
	wantNouns(t, m.heard(), forecourt.Refused{Command: limit, Why: why}, forecourt.Refused{Command: forecourt.Authorise{}, Why: why})
}

// TestAStopGoesFirst and takes back a release that waits.
func TestAStopGoesFirst(t *testing.T) {
	m := master(t, 1, 0x61)
	m.do(t, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Authorise{}, forecourt.ReturnStatus{})
	m.heard()
	m.do(t, forecourt.Stop{})
	wantNouns(t, m.heard(), forecourt.Refused{Command: forecourt.PresetAmount{Limit: eur(2000)}, Why: "stopped"},
		forecourt.Refused{Command: forecourt.Authorise{}, Why: "stopped"})
	m.until(t, 0x31)
	want(t, m.wakes(), 0x01)
	want(t, m.hear(0x61), 0x01)
}

// TestAReleaseDoesNotWaitLong for a pump that is not idle: it must not come alive late.
func TestAReleaseDoesNotWaitLong(t *testing.T) {
	m := master(t, 1, 0x81)
	m.do(t, forecourt.Authorise{})
	m.heard()
	for range 40 {
		m.wakes()
		m.hearAfter(5*time.Millisecond, 0x81)
	}
	wantNouns(t, m.heard(), forecourt.Refused{Command: forecourt.Authorise{}, Why: "the pump is not idle"})
}

func TestReachable(t *testing.T) {
	m := master(t, 1, 0x61)
	m.do(t, forecourt.ReturnTotals{Nozzle: 1})
	m.heard()
	began := m.now
	for len(m.Heards) == 0 {
		m.wakes()
	}
	if d := m.now.Sub(began); d < offlineAfter || d > offlineAfter+2*time.Second {
		t.Errorf("lost after %s", d)
	}
	wantNouns(t, m.heard()[:1], forecourt.Reachable{})
	m.until(t, 0x01)
	m.hearAfter(5*time.Millisecond, 0x61)
	wantNouns(t, m.heard(), forecourt.Reachable{Yes: true}, none, is(forecourt.Idle))
}

// TestOneTimer: whatever is heard, the session is waiting to be woken.
func TestOneTimer(t *testing.T) {
	m := master(t, 1, 0x71)
	m.do(t, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Authorise{}, forecourt.ReturnFilling{})
	for i := range 300 {
		m.wakes()
		m.hearAfter(3*time.Millisecond, byte(i)|1)
		if m.WokeAt == clock.Never || m.WokeAt < m.now {
			t.Fatalf("step %d: wakes at %s, now %s", i, m.WokeAt, m.now)
		}
	}
}
