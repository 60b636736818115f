package ifsf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

const openFP = "01 01 02 01 00 41 00 04 01 21 3C 00"

// pump opens a dispenser's end and brings it to a state.
func pump(t testing.TB, reports ...wire.Noun) *bench {
	t.Helper()
	d := open1(t, New(), wire.Dispenser, euros)
	d.do(t, pricesKnown, status(forecourt.Idle))
	d.hear(t, openFP)
	d.do(t, reports...)
	d.Heards = nil
	return d
}

// code writes one Data_Id and returns its Data_ACK; FF where the message as a whole was refused.
func (b *bench) code(t testing.TB, db string, items string) string {
	t.Helper()
	body := strings.ReplaceAll(db+items, " ", "")
	for _, said := range b.hear(t, fmt.Sprintf("01 01 02 01 00 45 %04X", len(body)/2)+body) {
		if said[10:12] == "E5" {
			rest := said[16+len(strings.ReplaceAll(db, " ", "")):]
			if rest[:2] == "00" || rest[:2] == "05" {
				return rest[2:]
			}
			return "MS " + rest
		}
	}
	return "no acknowledgement"
}

func (b *bench) reads(t testing.TB, db string, ids string) []string {
	t.Helper()
	body := strings.ReplaceAll(db+ids, " ", "")
	return b.hear(t, fmt.Sprintf("01 01 02 01 00 05 %04X", len(body)/2)+body)
}

func TestWritesAreAcknowledgedOneByOne(t *testing.T) {
	started := forecourt.Started
	for _, c := range []struct {
		name  string
		given []wire.Noun
		db    string
		items string
		want  string
	}{
		{"assigned and mask", nil, "01 21", "16 02 02 01 19 01 03", "16001900"},
		{"an unknown id between", nil, "01 21", "16 02 02 01 C8 01 00 19 01 03", "1600C8041900"},
		{"a bad length", nil, "01 21", "16 01 02", "1601"},
		{"a command with data", nil, "01 21", "3E 01 00", "3E01"},
		{"read only", nil, "01 21", "14 01 03", "1402"},
		{"open again", nil, "01 21", "3C 00", "3C03"},
		{"release", nil, "01 21", "3E 00", "3E00"},
		{"release behind a bad limit", nil, "01 21", "1C 05 06 00 00 AA 00 3E 00", "1C013E06"},
		{"release in mid-sale", []wire.Noun{nozzle(1, true), status(started)}, "01 21", "3E 00", "3E03"},
		{"terminate nothing", nil, "01 21", "3F 00", "3F03"},
		{"terminate", []wire.Noun{status(started)}, "01 21", "3F 00", "3F00"},
		{"suspend nothing", nil, "01 21", "40 00", "4003"},
		{"resume what runs", []wire.Noun{status(started)}, "01 21", "41 00", "4103"},
		{"leak test", nil, "01 21", "43 00", "4305"},
		{"clear display", nil, "01 21", "42 00", "4200"},
		{"buffer of 16", nil, "01 21", "02 01 10", "0201"},
		{"buffer of 3", nil, "01 21", "02 01 03", "0200"},
		{"long form", nil, "01 21", "16 FF 00 02 02 01", "1600"},
		{"limit too fine", nil, "01 21", "1C 05 05 00 00 00 05", "1C01"},
		{"preset when closed", []wire.Noun{status(forecourt.Closed)}, "01 21", "1C 05 06 00 00 05 00", "1C02"},
		{"product number when open", nil, "01 41", "02 04 00 00 00 95", "0202"},
		{"product number when closed", []wire.Noun{status(forecourt.Closed)}, "01 41", "02 04 00 00 00 95", "0200"},
		{"PR_Id when closed", []wire.Noun{status(forecourt.Closed)}, "02 21 11", "01 01 02", "0100"},
		{"PR_Id of a product that is not there", []wire.Noun{status(forecourt.Closed)}, "02 21 11", "01 01 08", "0101"},
		{"price in mid-sale", []wire.Noun{status(started)}, "06 61 00 00 00 01 11", "02 04 03 00 18 99", "0202"},
		{"price", nil, "06 61 00 00 00 01 11", "02 04 03 00 18 99", "0200"},
		{"price of zero", nil, "06 61 00 00 00 01 11", "02 04 03 00 00 00", "0201"},
		{"maximum volume", nil, "06 61 00 00 00 01 11", "03 05 06 00 00 00 00", "0302"},
		{"another product", nil, "06 61 00 00 00 95 11", "02 04 03 00 18 99", "MS 06"},
		{"the credit mode", nil, "06 61 00 00 00 01 12", "02 04 03 00 18 99", "0200"},
		{"another fuelling mode", nil, "06 61 00 00 00 01 13", "02 04 03 00 18 99", "MS 06"},
		{"a mode there is", nil, "01 21", "21 01 02", "2100"},
		{"a mode there is not", nil, "01 21", "21 01 03", "2101"},
		{"a mode in mid-sale", []wire.Noun{nozzle(1, true), status(started)}, "01 21", "21 01 02", "2102"},
		{"another point", nil, "01 24", "3E 00", "MS 06"},
		{"no database", nil, "01 99", "3E 00", "MS 06"},
		{"a meter", nil, "01 81", "02 01 00", "MS 06"},
		{"cut off", nil, "01 21", "16 03 02 01", "MS 02"},
		{"a transaction that is not there", nil, "04 21 21 00 07", "1E 00", "MS 06"},
		{"calculator", nil, "01 01", "0C 01 01 05 01 02 63 00", "0C0005026304"},
		{"heartbeat interval", nil, "01 00", "04 01 1E", "0400"},
	} {
		d := pump(t, c.given...)
		if got := d.code(t, c.db, c.items); got != c.want {
			t.Errorf("%s: %s, want %s; heard %v", c.name, got, c.want, d.Nouns())
		}
	}
}

func TestReadsAreAnswered(t *testing.T) {
	d := pump(t, nozzle(2, true), status(forecourt.Fuelling), filling(3250, 5847))
	for _, c := range []struct{ db, ids, want string }{
		{"01 21", "14 15 22 23 25", "01 21 14 01 08 15 01 02 22 05 06 00 00 58 47 23 05 06 00 00 32 50 25 01 02"},
		{"01 21", "14 C8", "01 21 14 01 08 C8 00"}, // what does not exist beside what does
		{"01 21", "01 02 04 26", "01 21 01 08 31 20 20 20 20 20 20 20 02 01 02 04 01 02 26 04 00 00 00 02"},
		{"01 01", "02 03 05", "01 01 02 01 02 03 01 02 05 01 01"},
		{"02 21 12", "01 05 16 14", "02 21 12 01 01 02 05 01 02 16 07 0C 00 00 00 00 00 00 14 00"},
		{"01 42", "02", "01 42 02 04 00 00 00 02"},
		{"06 61 00 00 00 02 11", "02 03", "06 61 00 00 00 02 11 02 04 03 00 17 99 03 00"},
		{"01 00", "02 03 04", "01 00 02 02 01 01 03 00 04 01 0A"},
		{"03 21 41 22", "01 03 05", "03 21 41 22 01 01 22 03 01 00 05 00"},
	} {
		want := strings.ReplaceAll(c.want, " ", "")
		got := d.reads(t, c.db, c.ids)
		if len(got) != 1 || got[0] != fmt.Sprintf("0201010100%02X%04X%s", 0x25, len(want)/2, want) {
			t.Errorf("%s %s: %s, want %s", c.db, c.ids, got, want)
		}
	}
	for _, c := range []struct{ db, ids, want string }{
		{"01 21", "C8 C9", "01 21 05 C8 04 C9 04"}, // none of them exists
		{"01 23", "14", "01 23 06"},
		{"01 99", "14", "01 99 06"},
		{"04 21 21 00 09", "05", "04 21 21 00 09 06"},
		{"09 21", "14", "01 00 02"},
	} {
		want := strings.ReplaceAll(c.want, " ", "")
		got := d.reads(t, c.db, c.ids)
		if len(got) != 1 || got[0] != fmt.Sprintf("0201010100%02X%04X%s", 0xE5, len(want)/2, want) {
			t.Errorf("%s %s: %s, want ACK %s", c.db, c.ids, got, want)
		}
	}
	if got := d.hear(t, "01 05 02 01 00 05 00 03 01 21 14"); !slices.Equal(got, plain("02 01 01 01 00 E5 00 03 01 21 01")) {
		t.Errorf("a message to another node: %s", got)
	}
	if got := d.reads(t, "01 40", "02"); len(got) != 2 {
		t.Errorf("all products: %s", got)
	}
	if got := d.reads(t, "02 21 10", "05"); len(got) != 2 {
		t.Errorf("all nozzles: %s", got)
	}
}

// stub answers as electronics do, from within.
func stub(l, cents int64) func(wire.Noun) []wire.Noun {
	return func(n wire.Noun) []wire.Noun {
		switch n := n.(type) {
		case forecourt.ReturnFilling:
			return []wire.Noun{filling(l, cents), nozzle(2, false)}
		case forecourt.ReturnTotals:
			if n.Amount {
				return []wire.Noun{amountTotals(n.Nozzle, 9876)}
			}
			return []wire.Noun{totals(n.Nozzle, 123456)}
		case forecourt.Reset:
			return []wire.Noun{status(forecourt.Idle), filling(0, 0), nozzle(0, false)}
		}
		return nil
	}
}

func TestASaleMovesIntoTheBuffer(t *testing.T) {
	d := pump(t)
	d.electronics = stub(3250, 5847)
	d.code(t, "01 21", "1B 05 06 00 01 00 00 3E 00")
	want := []wire.Noun{forecourt.PresetAmount{Limit: eur(10000)}, forecourt.Authorise{}}
	if diff := cmp.Diff(want, d.heard()); diff != "" {
		t.Fatal(diff)
	}
	said := d.do(t, status(forecourt.Authorised), nozzle(2, true), status(forecourt.Started), status(forecourt.Fuelling), filling(1000, 1799))
	if len(said) != 5 || said[4] != plain("02 01 01 01 00 80 00 15 01 21 66 00 25 01 02 22 05 06 00 00 17 99 23 05 06 00 00 10 00")[0] {
		t.Fatalf("said %s", said)
	}
	said = d.do(t, nozzle(2, false), ended, filling(3250, 5847), nozzle(2, false))
	if len(said) != 1 || d.WokeAt != d.now {
		t.Fatalf("before the sale is moved only the nozzle is told: %s", said)
	}
	said = d.wakes()
	sold := plain("02 01 01 01 00 61 00 20 04 21 21 00 01 64 00 01 02 00 01 15 01 02 14 02 00 00 05 05 06 00 00 58 47 06 05 06 00 00 32 50")
	idle := plain("02 01 01 01 00 80 00 0E 01 21 64 00 14 01 03 15 01 00 16 02 00 00")
	if diff := cmp.Diff(append(sold, idle...), said); diff != "" {
		t.Fatal(diff)
	}
	want = []wire.Noun{
		forecourt.ReturnFilling{}, forecourt.ReturnTotals{Nozzle: 2}, forecourt.ReturnTotals{Nozzle: 2, Amount: true}, forecourt.Reset{},
	}
	if diff := cmp.Diff(want, d.heard()); diff != "" {
		t.Fatal(diff)
	}
	got := d.reads(t, "04 21 21 00 01", "07 08 0A 15")
	if !slices.Equal(got, plain("02 01 01 01 00 25 00 17 04 21 21 00 01 07 04 03 00 17 99 08 01 02 0A 04 00 00 00 02 15 01 02")) {
		t.Fatalf("details %s", got)
	}
	for range maxTries - 1 { // not acknowledged, so told again, but not for ever
		if said = d.wakes(); !slices.Equal(said, sold) {
			t.Fatalf("said %s", said)
		}
	}
	if said = d.wakes(); len(said) > 0 || d.WokeAt != 1<<63-1 {
		t.Fatalf("said %s, wakes at %s", said, d.WokeAt)
	}
	if code := d.code(t, "04 21 21 00 01", "1E 00"); code != "1E00" {
		t.Fatalf("clear: %s", code)
	}
	if got := d.reads(t, "04 21 20 00 00", "01 15"); !slices.Equal(got, plain("02 01 01 01 00 25 00 09 04 21 20 00 00 01 00 15 00")) {
		t.Fatalf("an empty buffer: %s", got)
	}
}

// sell makes one sale of a liter.
func (b *bench) sell(t testing.TB) []string {
	t.Helper()
	b.electronics = stub(100, 180)
	said := b.do(t, nozzle(2, true), status(forecourt.Started), status(forecourt.Fuelling), nozzle(2, false), ended)
	return append(said, b.wakes()...)
}

func TestAFullBufferRefusesARelease(t *testing.T) {
	d := pump(t)
	d.sell(t)
	if code := d.code(t, "01 21", "3E 00"); code != "3E00" {
		t.Fatalf("one unpaid: %s", code)
	}
	d.sell(t)
	d.Heards = nil
	if code := d.code(t, "01 21", "3E 00"); code != "3E06" || len(d.Heards) > 0 {
		t.Fatalf("two unpaid: %s, heard %v", code, d.Nouns())
	}
	// A sale that nobody released has no place: the electronics keep it until there is one.
	d.sell(t)
	if n := d.heard(); n[len(n)-1] == (forecourt.Reset{}) {
		t.Fatalf("heard %v", n)
	}
	if got := d.reads(t, "04 21 20 00 00", "01"); len(got) != 2 {
		t.Fatalf("the buffer: %s", got)
	}
	if code := d.code(t, "04 21 21 00 01", "1E 00"); code != "1E00" {
		t.Fatal(code)
	}
	d.wakes()
	if n := d.heard(); n[len(n)-1] != (forecourt.Reset{}) {
		t.Fatalf("heard %v", n)
	}
	if got := d.reads(t, "04 21 21 00 03", "06"); len(got) != 1 || !strings.HasSuffix(got[0], "06050600000100") {
		t.Fatalf("the third sale: %s", got)
	}
}

func TestClosingInMidSale(t *testing.T) {
	d := pump(t, nozzle(2, true), status(forecourt.Fuelling), filling(100, 180))
	if code := d.code(t, "01 21", "3D 00"); code != "3D00" {
		t.Fatal(code)
	}
	off := forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Closed, Ended: true}}
	d.do(t, ended, filling(100, 180), off)
	d.heard()
	if said := d.wakes(); len(said) != 2 || !strings.Contains(said[0], "150102") || !strings.HasPrefix(said[1][16:], "01216400140102") {
		t.Fatalf("said %s", said)
	}
	if n := d.heard(); slices.Contains(n, wire.Noun(forecourt.Reset{})) {
		t.Fatalf("a point that is switched off is not reset: %v", n)
	}
	if code := d.code(t, "01 21", "3C 00"); code != "3C00" || !slices.Contains(d.heard(), wire.Noun(forecourt.Reset{})) {
		t.Fatalf("opened: %s", code)
	}
}

func TestALockedTransaction(t *testing.T) {
	d := pump(t)
	d.sell(t)
	sale := "04 21 21 00 01"
	other := func(id string) string { // another controller on the same connection
		return d.hear(t, "01 01 02 02 00 45 00 07 04 21 21 00 01"+id+"00")[0]
	}
	for _, c := range []struct{ got, want string }{
		{d.code(t, sale, "20 00"), "2003"}, {d.code(t, sale, "1F 00"), "1F00"}, {d.code(t, sale, "1F 00"), "1F03"},
		{other("1E")[26:], "051E03"}, {other("20")[26:], "052003"}, {d.code(t, sale, "20 00"), "2000"},
		{other("1F")[26:], "001F00"}, {d.code(t, sale, "1E 00"), "1E03"}, {other("1E")[26:], "001E00"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestZeroTransactions(t *testing.T) {
	for _, mode := range []string{"00", "01"} {
		d := pump(t)
		d.code(t, "01 21", "18 01"+mode)
		d.electronics = stub(0, 0)
		d.do(t, nozzle(2, true), status(forecourt.Started), nozzle(2, false), ended)
		said := d.wakes()
		if sold := len(said) > 1; sold != (mode == "01") {
			t.Errorf("mode %s: said %s", mode, said)
		}
	}
}

func TestRunningFrequency(t *testing.T) {
	d := pump(t, nozzle(1, true), status(forecourt.Fuelling))
	d.code(t, "01 21", "3B 02 00 10") // a second
	count := 0
	for i := range int64(30) {
		count += len(d.do(t, filling(i, i)))
		d.now = d.now.Add(100 * time.Millisecond)
	}
	if count != 3 {
		t.Errorf("%d messages in 3 s", count)
	}
}

func TestPricesThatTheElectronicsDoNotTake(t *testing.T) {
	d := pump(t)
	d.electronics = func(n wire.Noun) []wire.Noun {
		if _, ok := n.(forecourt.ReturnPrices); ok {
			return []wire.Noun{pricesKnown}
		}
		return nil
	}
	if code := d.code(t, "06 61 00 00 00 01 11", "02 04 03 00 18 99"); code != "0206" {
		t.Errorf("%s", code)
	}
	if got := d.reads(t, "06 61 00 00 00 01 11", "02"); !strings.HasSuffix(got[0], "020403001659") {
		t.Errorf("%s", got)
	}
}

func TestErrorsAreToldAndCounted(t *testing.T) {
	d := open1(t, New(), wire.Dispenser, euros)
	if said := d.do(t, forecourt.AlarmReport{Alarm: forecourt.AlarmCPUReset}); len(said) > 0 {
		t.Fatalf("said %s to nobody", said)
	}
	said := d.hear(t, "01 01 02 01 00 05 00 03 01 21 14") // somebody is there
	want := plain("02 01 01 01 00 25 00 05 01 21 14 01 01", "02 01 01 01 00 61 00 0C 03 21 41 33 64 00 01 01 33 05 01 01")
	if diff := cmp.Diff(want, said); diff != "" {
		t.Fatal(diff)
	}
	d.hear(t, "01 01 02 01 00 E1 00 05 03 21 41 33 00") // acknowledged
	if d.WokeAt != 1<<63-1 {
		t.Errorf("wakes at %s", d.WokeAt)
	}
	if said = d.hear(t, "01 01 02 01 00 45 00 04 01 21 3E 00"); len(said) != 2 || !strings.Contains(said[1], "2141"+"2D") {
		t.Errorf("a release while inoperative: %s", said)
	}
	if got := d.reads(t, "03 21 41 33", "03 02"); !strings.HasSuffix(got[0], "0301010214"+"6370752D7265736574"+strings.Repeat("20", 11)) {
		t.Errorf("%s", got)
	}
}

func TestRecipients(t *testing.T) {
	d := pump(t)
	d.code(t, "01 00", "0B 02 03 01") // only 03/01 is told from here on
	if said := d.do(t, nozzle(1, true)); len(said) > 0 {
		t.Errorf("said %s", said)
	}
	d.code(t, "01 00", "0B 02 02 01")
	if said := d.do(t, nozzle(1, false)); len(said) != 1 {
		t.Errorf("said %s", said)
	}
	d.code(t, "01 00", "0C 02 02 01")
	if said := d.do(t, nozzle(1, true)); len(said) > 0 {
		t.Errorf("said %s", said)
	}
}

func TestSeveralPoints(t *testing.T) {
	o := euros
	o.Addresses = []byte{0x21, 0x22}
	d := open1(t, New(), wire.Dispenser, o)
	if err := d.Session.Do(d.now, 0x23, status(forecourt.Idle)); err == nil {
		t.Error("a report of a point that is not there was taken")
	}
	for _, a := range []byte{0x21, 0x22} {
		if err := d.Session.Do(d.now, a, status(forecourt.Idle)); err != nil {
			t.Fatal(err)
		}
	}
	if said := d.hear(t, "01 01 02 01 00 41 00 04 01 20 3C 00"); len(said) != 4 { // all points
		t.Fatalf("said %s", said)
	}
	d.hear(t, "01 01 02 01 00 42 00 04 01 22 3E 00")
	if diff := cmp.Diff([]wire.Noun{forecourt.Authorise{}}, d.heard()); diff != "" {
		t.Error(diff)
	}
	if got := d.reads(t, "06 61 00 00 00 12 11", "02"); len(got) != 1 || got[0][10:12] != "25" {
		t.Errorf("nozzle 2 of point 2 sells product 12: %s", got)
	}
}

func TestASharedConnection(t *testing.T) {
	shared := With(Config{Cabinet: NewCabinet(0x21, 0x22), Products: map[byte][]uint32{0x21: {95, 98}, 0x22: {95, 98}}})
	o := euros
	first := open1(t, shared, wire.Dispenser, o)
	o.Addresses = []byte{0x22}
	second := open1(t, shared, wire.Dispenser, o)
	for _, c := range []struct {
		message       string
		first, second int
	}{
		{"01 01 02 01 00 05 00 03 01 21 14", 1, 0}, {"01 01 02 01 00 05 00 03 01 22 14", 0, 1},
		{"01 01 02 01 00 05 00 03 01 20 14", 1, 1}, {"01 01 02 01 00 05 00 03 01 24 14", 1, 0},
		{"01 01 02 01 00 05 00 03 01 01 02", 1, 0}, {"01 01 02 01 00 05 00 03 01 99 02", 1, 0},
		{"01 09 02 01 00 05 00 03 01 21 14", 1, 0},
		{"01 01 02 01 00 45 00 0D 06 61 00 00 00 95 11 02 04 03 00 18 99", 1, 0},
		{"01 01 02 01 00 45 00 0D 06 61 00 00 00 98 11 02 04 03 00 19 99", 1, 0},
	} {
		if one, two := first.hear(t, c.message), second.hear(t, c.message); len(one) != c.first || len(two) != c.second {
			t.Errorf("%s: %s, %s", c.message, one, two)
		}
	}
	prices := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1899), eurPerL(1999)}}
	for _, d := range []*bench{first, second} {
		if n := d.heard(); len(n) != 2 || !cmp.Equal(n[0], wire.Noun(prices)) {
			t.Errorf("heard %v", n)
		}
	}
}

func TestStartTellsAgain(t *testing.T) {
	d := pump(t)
	d.sell(t)
	d.Session.Start(d.now)
	if said := d.hear(t, "01 01 02 01 00 05 00 03 01 21 14"); len(said) != 2 || said[1][10:12] != "61" {
		t.Errorf("a new connection is told what was not acknowledged: %s", said)
	}
}
