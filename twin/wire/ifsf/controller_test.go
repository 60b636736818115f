package ifsf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// reply makes a message of the dispenser with the token of what was said last.
func (b *bench) reply(t testing.TB, last string, k kind, body string) []string {
	t.Helper()
	body = strings.ReplaceAll(body, " ", "")
	token := bytesOf(t, last)[5] & tokenMask
	return b.hear(t, fmt.Sprintf("0201010100%02X%04X%s", byte(k)<<5|token, len(body)/2, body))
}

func (b *bench) news(t testing.TB, k kind, body string) []string {
	t.Helper()
	return b.reply(t, "0000000000050000", k, body)
}

// online opens a controller's end and answers all that it wants to know of an idle point with two nozzles.
func online(t testing.TB) *bench {
	t.Helper()
	m := open1(t, New(), wire.Controller, euros)
	said := m.said()
	for _, step := range []struct{ wants, with string }{
		{"0121 04 14 15", "01 21 04 01 02 14 01 03 15 01 00"}, {"0121 16 02 02 01", "01 21 00 16 00"},
		{"066100000001 11 02", "06 61 00 00 00 01 11 02 04 03 00 16 59"},
		{"066100000002 11 02", "06 61 00 00 00 02 11 02 04 03 00 17 99"},
		{"0421200000 01 15 14 05 06 07 08 0D", "04 21 20 00 00 01 00"},
	} {
		if len(said) != 1 || said[0][16:] != plain(step.wants)[0] {
			t.Fatalf("said %s, want %s", said, step.wants)
		}
		k := answer
		if strings.HasSuffix(step.with, "16 00") {
			k = ack
		}
		said = m.reply(t, said[0], k, step.with)
	}
	want := []wire.Noun{forecourt.Reachable{Yes: true}, status(forecourt.Idle)}
	if diff := cmp.Diff(want, m.heard()); diff != "" || len(said) > 0 {
		t.Fatalf("said %s, heard %s", said, diff)
	}
	return m
}

func TestAPointIsPolled(t *testing.T) {
	m := online(t)
	cycles := m.Cycles
	if said := m.wakes(); len(said) != 1 || said[0][16:] != "01211415" || m.Cycles != cycles+1 {
		t.Fatalf("said %s, %d cycles", said, m.Cycles)
	}
	if m.WokeAt != m.now.Add(pollCycle) {
		t.Errorf("wakes at %s", m.WokeAt)
	}
}

func TestAPointThatIsClosedIsOpened(t *testing.T) {
	m := online(t)
	if said := m.news(t, unsolicited, "01 21 64 00 14 01 02 15 01 00"); len(said) != 1 || said[0][16:] != "01213C00" {
		t.Fatalf("said %s", said)
	}
	m = online(t)
	said := m.do(t, forecourt.SwitchOff{})
	if len(said) != 1 || said[0][16:] != "01213D00" {
		t.Fatalf("said %s", said)
	}
	m.reply(t, said[0], ack, "01 21 00 3D 00")
	if said = m.news(t, unsolicited, "01 21 64 00 14 01 02 15 01 00"); len(said) > 0 {
		t.Fatalf("what we closed stays closed; said %s", said)
	}
	if said = m.do(t, forecourt.Reset{}); len(said) != 1 || said[0][16:] != "01213C00" {
		t.Fatalf("a reset opens it; said %s", said)
	}
}

func TestAFinishedSaleIsReadAndCleared(t *testing.T) {
	m := online(t)
	m.news(t, unsolicited, "01 21 64 00 14 01 08 15 01 02")
	m.heard()
	const amounts = " 05 05 06 00 00 58 47 06 05 06 00 00 32 50 "
	said := m.news(t, unsolicitedACK, "04 21 21 00 07 64 00 01 02 00 07 15 01 02 14 02 00 00"+amounts)
	if len(said) != 2 || said[0] != plain("01 01 02 01 00 E5 00 06 04 21 21 00 07 00")[0] || said[1][16:] != "0421210007050607080D" {
		t.Fatalf("said %s", said)
	}
	m.news(t, unsolicited, "01 21 64 00 14 01 03 15 01 00")
	if n := m.heard(); len(n) > 0 {
		t.Fatalf("the end is not told before the sale is known: %v", n)
	}
	said = m.reply(t, said[1], answer, "04 21 21 00 07 05 05 06 00 00 58 47 06 05 06 00 00 32 50 07 04 03 00 17 98 08 01 02")
	if len(said) != 1 || said[0][16:] != "0221121415" {
		t.Fatalf("said %s", said)
	}
	m.reply(t, said[0], answer, "02 21 12 14 07 0A 00 00 00 12 34 56 15 07 0A 00 00 00 00 98 76")
	sold := forecourt.NozzleReport{Nozzle: 2, Price: eurPerL(1798)}
	want := []wire.Noun{filling(3250, 5847), totals(2, 123456), amountTotals(2, 9876), sold, ended}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	said = m.do(t, forecourt.ReturnFilling{})
	if len(said) != 1 || said[0][16:] != "0421210007050607080D" {
		t.Fatalf("said %s", said)
	}
	m.reply(t, said[0], answer, "04 21 21 00 07 05 05 06 00 00 58 47 06 05 06 00 00 32 50 07 04 03 00 17 98 08 01 02 0D 03 02 27 50")
	warm := filling(3250, 5847).(forecourt.FillingReport)
	warm.Temperature, warm.Measured = 27_500, true
	if diff := cmp.Diff([]wire.Noun{warm, sold}, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	said = m.do(t, forecourt.Reset{})
	if len(said) != 1 || said[0][16:] != "04212100071E00" {
		t.Fatalf("said %s", said)
	}
	m.reply(t, said[0], ack, "04 21 21 00 07 00 1E 00")
	want = []wire.Noun{filling(0, 0), nozzle(2, false), status(forecourt.Idle)}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	m.news(t, unsolicitedACK, "04 21 21 00 07 64 00 01 02 00 07 15 01 01 14 02 02 01"+amounts)
	if n := m.heard(); len(n) > 0 {
		t.Fatalf("heard %v", n)
	}
}

// TestTwoTransactionsAreToldOneByOne: they wait in the buffer as a controller comes up.
func TestTwoTransactionsAreToldOneByOne(t *testing.T) {
	m := online(t)
	sale := func(seq int) string {
		return fmt.Sprintf("04 21 21 00 %02d 01 02 00 %02d 15 01 02 14 02 00 00 05 05 06 00 00 01 80 06 05 06 00 00 %02d 00 "+
			"07 04 03 00 17 99 08 01 02", seq, seq, seq)
	}
	said := m.news(t, answer, sale(1))
	m.news(t, answer, sale(2))
	totalsOf := "02 21 12 14 07 0A 00 00 00 12 34 56 15 00"
	said = m.reply(t, said[0], answer, totalsOf)
	m.reply(t, said[0], answer, totalsOf)
	want := []wire.Noun{filling(100, 180), totals(2, 123456), nozzle(2, false), ended}
	if n := m.heard(); !cmp.Equal(want, n) {
		t.Fatal(cmp.Diff(want, n))
	}
	said = m.do(t, forecourt.Reset{})
	m.reply(t, said[0], ack, "04 21 21 00 01 00 1E 00")
	want = []wire.Noun{status(forecourt.Idle), filling(200, 180), ended}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
}

// TestTheStateMayComeFirst: then the buffer is read before an end without a sale is believed.
func TestTheStateMayComeFirst(t *testing.T) {
	const all = "04212000000115140506" + "07080D"
	for _, sold := range []bool{false, true} {
		m := online(t)
		m.news(t, unsolicited, "01 21 64 00 14 01 08 15 01 00")
		m.heard()
		said := m.news(t, unsolicited, "01 21 64 00 14 01 03 15 01 00")
		if len(said) != 1 || said[0][16:] != all || len(m.Heards) > 0 {
			t.Fatalf("said %s, heard %v", said, m.Nouns())
		}
		want := []wire.Noun{status(forecourt.Idle)}
		if !sold {
			m.reply(t, said[0], answer, "04 21 20 00 00 01 00")
		} else {
			want = []wire.Noun{filling(3250, 5847), nozzle(2, false), ended}
			said = m.reply(t, said[0], answer, "04 21 21 00 07 01 02 00 07 15 01 02 14 02 00 00 "+
				"05 05 06 00 00 58 47 06 05 06 00 00 32 50 07 04 03 00 17 99 08 01 02")
			m.reply(t, said[0], answer, "02 21 12 14 00 15 00")
		}
		if diff := cmp.Diff(want, m.heard()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestASaleThatAnotherControllerHasLocked(t *testing.T) {
	m := online(t)
	if said := m.news(t, unsolicited, "04 21 21 00 07 15 01 03 14 02 02 09 06 05 06 00 00 01 00"); len(said) > 0 {
		t.Errorf("said %s", said)
	}
	if n := m.heard(); len(n) > 0 {
		t.Errorf("heard %v", n)
	}
}

func TestARefusedLimitTakesTheReleaseAlong(t *testing.T) {
	m := online(t)
	said := m.do(t, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}, forecourt.PresetVolume{Limit: litres(500, 2)},
		forecourt.Authorise{})
	if len(said) != 1 || said[0][16:] != "0121190102" {
		t.Fatalf("said %s", said)
	}
	said = m.reply(t, said[0], ack, "01 21 00 19 00")
	if len(said) != 1 || said[0][16:] != "01211C050600000500" {
		t.Fatalf("said %s", said)
	}
	said = m.reply(t, said[0], ack, "01 21 05 1C 02")
	why := "some data refused; Data_Id 28: not writable in this state"
	want := []wire.Noun{
		forecourt.Refused{Command: forecourt.PresetVolume{Limit: litres(500, 2)}, Why: why},
		forecourt.Refused{Command: forecourt.Authorise{}, Why: why},
	}
	if diff := cmp.Diff(want, m.heard()); diff != "" || len(said) > 0 {
		t.Fatalf("said %s, %s", said, diff)
	}
}

func TestARefusedPriceEndsTheRest(t *testing.T) {
	m := online(t)
	cmd := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(2)}}
	said := m.do(t, cmd, forecourt.Stop{})
	said = m.reply(t, said[0], ack, "06 61 00 00 00 01 11 06")
	if len(said) != 1 || said[0][16:] != "01213F00" {
		t.Errorf("said %s", said)
	}
	if diff := cmp.Diff([]wire.Noun{forecourt.Refused{Command: cmd, Why: "unknown address"}}, m.heard()); diff != "" {
		t.Error(diff)
	}
}

func TestPricesOfOneProductMustAgree(t *testing.T) {
	d := With(Config{Products: map[byte][]uint32{0x21: {95, 95}}})
	m := open1(t, d, wire.Controller, euros)
	if err := m.Session.Do(m.now, 0x21, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(2)}}); err == nil {
		t.Error("two prices of product 95 were taken")
	}
	if err := m.Session.Do(m.now, 0x21, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1), eurPerL(1)}}); err != nil {
		t.Error(err)
	}
	if err := m.Session.Do(m.now, 0x22, forecourt.Stop{}); err == nil {
		t.Error("a point that is not controlled was stopped")
	}
}

func TestSilence(t *testing.T) {
	m := online(t)
	m.do(t, forecourt.Authorise{}, forecourt.ReturnStatus{})
	start := m.now
	for len(m.Heards) < 2 {
		m.wakes()
	}
	want := []wire.Noun{
		forecourt.Refused{Command: forecourt.Authorise{}, Why: "no answer"},
		forecourt.Refused{Command: forecourt.ReturnStatus{}, Why: "no answer"},
	}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	for len(m.Heards) < 1 {
		m.wakes()
	}
	if took := m.now.Sub(start); took < offlineAfter || took > offlineAfter+replyTimeout {
		t.Errorf("lost after %s", took)
	}
	if diff := cmp.Diff([]wire.Noun{forecourt.Reachable{}}, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	m.do(t, forecourt.Stop{})
	for len(m.Heards) < 1 {
		m.wakes()
	}
	if diff := cmp.Diff([]wire.Noun{forecourt.Refused{Command: forecourt.Stop{}, Why: "the point does not answer"}}, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	said := m.wakes()
	for len(said) == 0 {
		said = m.wakes()
	}
	m.reply(t, said[0], answer, "01 21 04 01 02 14 01 04 15 01 01")
	lifted := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: eurPerL(1659)}
	want = []wire.Noun{forecourt.Reachable{Yes: true}, lifted, status(forecourt.Calling)}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
}

func TestAPointThatIsNotThere(t *testing.T) {
	m := open1(t, New(), wire.Controller, euros)
	said := m.said()
	for range 20 {
		m.reply(t, said[0], ack, "01 21 06")
		for said = nil; len(said) == 0; {
			said = m.wakes()
		}
	}
	if n := m.heard(); !slices.Equal(n, []wire.Noun{forecourt.Reachable{}}) || len(m.Faults) == 0 || len(m.Faults) > 10 {
		t.Errorf("heard %v, %d faults", n, len(m.Faults))
	}
}

func TestNewsThatCannotBe(t *testing.T) {
	m := online(t)
	for _, body := range []string{
		"01 21 14 01 00", "01 21 14 01 0A", "01 21 14 02 03 03", "01 21 15 02 01 01", "01 21 23 05 06 00 00 AA 00",
		"01 21 23 05 05 00 00 00 05", "02 21 11 14 03 00 00 00", "01 21 14 05 03",
	} {
		m.Faults = nil
		m.news(t, unsolicited, body)
		if len(m.Faults) != 1 {
			t.Errorf("%s: faults %v", body, m.Faults)
		}
	}
	m.hear(t, "02 01 01 07 00 80 00 05 01 21 14 01 04")
	if n := m.heard(); len(n) > 0 {
		t.Errorf("heard %v", n)
	}
}

func TestTokensOfSeveralPoints(t *testing.T) {
	o := euros
	o.Addresses = []byte{0x21, 0x22, 0x23, 0x24}
	m := open1(t, New(), wire.Controller, o)
	seen := map[string]bool{}
	for _, s := range m.said() {
		seen[s[10:12]] = true
	}
	if len(seen) != 4 {
		t.Fatalf("tokens %v", seen)
	}
	for i := range 4 { // in any order
		m.hear(t, fmt.Sprintf("0201010100%02X000501%02X140103", 0x24-i, 0x24-i))
	}
	for i := range 8 { // each is reachable, and idle
		if len(m.Heards) != 8 || m.Heards[i].Address != byte(0x24-i/2) {
			t.Fatalf("%v", m.Heards)
		}
	}
	for range 100 { // tokens wrap around while others wait
		m.now, m.WokeAt = m.WokeAt, clock.Never
		m.Session.Wake(m.now)
	}
}

func TestADelayBeforeSpeaking(t *testing.T) {
	o := euros
	o.TurnAround = 5 * time.Millisecond
	m := open1(t, New(), wire.Controller, o)
	if m.Said[0].After != o.TurnAround {
		t.Errorf("said after %s", m.Said[0].After)
	}
}
