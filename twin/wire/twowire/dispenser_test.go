package twowire

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func is(s forecourt.State) forecourt.StatusReport {
	return forecourt.StatusReport{Status: forecourt.Status{State: s}}
}

func over(s forecourt.State) forecourt.StatusReport {
	return forecourt.StatusReport{Status: forecourt.Status{State: s, Ended: true}}
}

var (
	lifted = forecourt.NozzleReport{Nozzle: 2, Out: true, Price: eurPerL(1799)}
	hung   = forecourt.NozzleReport{Nozzle: 2, Price: eurPerL(1799)}
	sold   = forecourt.FillingReport{Volume: litres(3250, 2), Amount: eur(5847)}
	zero   = forecourt.FillingReport{Volume: litres(0, 2), Amount: eur(0)}
	none   = forecourt.NozzleReport{Price: eurPerL(0)}
)

func want(t *testing.T, got []byte, words ...byte) {
	t.Helper()
	if !bytes.Equal(got, words) {
		t.Fatalf("said % X, want % X", got, words)
	}
}

func wantNouns(t *testing.T, got []wire.Noun, nouns ...wire.Noun) {
	t.Helper()
	if diff := cmp.Diff(nouns, got); diff != "" && len(nouns)+len(got) > 0 {
		t.Fatalf("heard (-want +got):\n%s", diff)
	}
}

// pumpAt opens pump 2 with three nozzles.
func pumpAt(t *testing.T, nouns ...wire.Noun) *bench {
	d := open(t, wire.Dispenser, with(euros, 3, 2))
	d.do(t, nouns...)
	return d
}

func TestStatusNibbles(t *testing.T) {
	for _, c := range []struct {
		nouns []wire.Noun
		want  byte
	}{
		{nil, 0x62},
		{[]wire.Noun{is(forecourt.Inoperative)}, 0x62},
		{[]wire.Noun{is(forecourt.Closed)}, 0x62},
		{[]wire.Noun{is(forecourt.Idle)}, 0x62},
		{[]wire.Noun{is(forecourt.Calling)}, 0x72},
		{[]wire.Noun{is(forecourt.Authorised)}, 0x82},
		{[]wire.Noun{is(forecourt.Started)}, 0x82},
		{[]wire.Noun{is(forecourt.Fuelling)}, 0x92},
		{[]wire.Noun{forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling, LimitReached: true}}}, 0xA2},
		{[]wire.Noun{is(forecourt.Fuelling), sold, over(forecourt.Idle)}, 0xB2},
		{[]wire.Noun{is(forecourt.Fuelling), sold, over(forecourt.Calling)}, 0xB2},
		{[]wire.Noun{is(forecourt.SuspendedStarted)}, 0xC2},
		{[]wire.Noun{is(forecourt.SuspendedFuelling)}, 0xC2},
		{[]wire.Noun{sold, over(forecourt.Idle)}, 0xB2}, // kept from before a power cut
		{[]wire.Noun{over(forecourt.Idle)}, 0x62},       // there was no sale: it has just taken its first prices
	} {
		d := pumpAt(t, c.nouns...)
		want(t, d.hear(0x02), c.want)
		want(t, d.hear(0x01)) // another pump
	}
}

func TestPumpSixteenIsNibbleZero(t *testing.T) {
	d := open(t, wire.Dispenser, with(euros, 1, 16))
	want(t, d.hear(0x00), 0x60)
}

func TestASaleIsReadThenReset(t *testing.T) {
	d := pumpAt(t, is(forecourt.Calling), lifted, is(forecourt.Fuelling), sold, hung, over(forecourt.Idle))
	want(t, d.hear(0x02), 0xB2)
	// The next customer lifts another nozzle: the sale stays the sale.
	d.do(t, over(forecourt.Calling), forecourt.NozzleReport{Nozzle: 3, Out: true, Price: eurPerL(1500)})
	block := appendSale(nil, sale{pump: 2, grade: 2, price: 1799, volume: 3250, money: 5847})
	d.heard()
	want(t, d.hear(0x42), block...)
	want(t, d.hear(0x42), block...) // the answer was lost: it is asked for again
	wantNouns(t, d.heard(), forecourt.ReturnFilling{})
	want(t, d.hear(0x02), 0x72)
	wantNouns(t, d.heard(), forecourt.Reset{})
	d.do(t, is(forecourt.Calling), zero)
	want(t, d.hear(0x42), block...) // OFF and CALL answer 4p, too
	want(t, d.hear(0x02), 0x72)
	wantNouns(t, d.heard())
}

func TestAReleaseResetsWhatWasRead(t *testing.T) {
	d := pumpAt(t, is(forecourt.Fuelling), sold, over(forecourt.Idle))
	d.hear(0x12) // not valid in FEOT
	d.hear(0x42)
	d.heard()
	d.hear(0x12)
	wantNouns(t, d.heard(), forecourt.Reset{}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 2, 3}}, forecourt.Authorise{})
}

func TestStop(t *testing.T) {
	d := pumpAt(t, is(forecourt.Calling))
	d.hear(0x32)
	wantNouns(t, d.heard())
	d.do(t, is(forecourt.Fuelling), sold)
	d.hear(0x32)
	d.hear(0x32)
	d.hear(0xFC)
	wantNouns(t, d.heard(), forecourt.Stop{})
	d.do(t, over(forecourt.Calling))
	want(t, d.hear(0x02), 0xC2)
	d.do(t, over(forecourt.Idle))
	want(t, d.hear(0x02), 0x62)
	wantNouns(t, d.heard(), forecourt.Reset{})
	d.do(t, is(forecourt.Authorised))
	d.hear(0xFC)
	wantNouns(t, d.heard(), forecourt.Stop{})
}

func TestPresetAndRelease(t *testing.T) {
	d := pumpAt(t, is(forecourt.Calling))
	want(t, d.hear(0x22), 0xD2)
	want(t, d.hear(words("FF E3 F2 F4 F6 E1 F8 E0 E0 E0 E2 E0 FB EC F0")...))
	want(t, d.hear(0x02), 0x72)
	d.hear(0x12)
	d.hear(0x12) // the grade counts once
	wantNouns(t, d.heard(), forecourt.PresetAmount{Limit: eur(2000)},
		forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}, forecourt.Authorise{},
		forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1, 2, 3}}, forecourt.Authorise{})
}

func TestPricesAreCollected(t *testing.T) {
	d := pumpAt(t, is(forecourt.Inoperative))
	price := func(grade forecourt.Nozzle, mills int64) {
		c := euroCodec(t)
		b, err := c.appendPriceBlock(nil, grade, forecourt.Cash, eurPerL(mills))
		if err != nil {
			t.Fatal(err)
		}
		want(t, d.hear(0x22), 0xD2)
		d.hear(b...)
	}
	price(1, 1000)
	price(3, 3000)
	wantNouns(t, d.heard())
	price(2, 2000)
	price(3, 3333)
	wantNouns(t, d.heard(), forecourt.SetPrices{Prices: []unit.Price{eurPerL(1000), eurPerL(2000), eurPerL(3000)}},
		forecourt.SetPrices{Prices: []unit.Price{eurPerL(1000), eurPerL(2000), eurPerL(3333)}})
	want(t, d.hear(0x22), 0xD2)
	d.hear(words("FF E5 F5 F6 E0 F7 E1 E1 E1 E1 FB EB F0")...) // of the second level, and not all of them
	want(t, d.hear(0x02), 0x62)
	if len(d.heard()) > 0 || len(d.Faults) > 0 {
		t.Error(d.Faults)
	}
}

// TestDataErrors: what is wrong with a block makes status answers 0p until it is tried again, or for a while.
func TestDataErrors(t *testing.T) {
	good := words("FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0")
	d := pumpAt(t, is(forecourt.Idle))
	for at := range good {
		for bit := range 8 {
			b := append([]byte(nil), good...)
			b[at] ^= 1 << bit
			want(t, d.hear(0x22), 0xD2)
			d.hear(b...)
			want(t, d.hear(0x02), 0x02)
			if n := d.heard(); len(n) > 0 {
				t.Fatalf("% X: heard %v", b, n)
			}
		}
	}
	want(t, d.hear(0x02), 0x02)
	want(t, d.hearAfter(errorFor, 0x02), 0x62)
	want(t, d.hear(0x22), 0xD2)
	d.now = d.now.Add(time.Second)
	d.Session.Hear(wire.Chunk{Bytes: good, First: d.now, Last: d.now, Marks: wire.ParityError})
	want(t, d.hear(0x02), 0x02)
	want(t, d.hear(good...)) // not asked for
	want(t, d.hear(0x22), 0xD2)
	d.hear(good...)
	want(t, d.hear(0x02), 0x62)
}

func TestLengthMayBeWrongWhereLenient(t *testing.T) {
	six := words("FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 E0 FB ED F0") // CSS: E3 with six digits
	for _, lenient := range []bool{false, true} {
		o := with(euros, 1, 1)
		o.Lenient = lenient
		d := open(t, wire.Dispenser, o)
		d.hear(0x21)
		d.hear(six...)
		if got := len(d.heard()) == 1; got != lenient {
			t.Errorf("lenient %t: taken %t", lenient, got)
		}
	}
}

func TestTotals(t *testing.T) {
	d := pumpAt(t, is(forecourt.Idle))
	want(t, d.hear(0x52))
	if n := d.heard(); len(n) != 6 || n[5] != (forecourt.ReturnTotals{Nozzle: 3, Amount: true}) {
		t.Fatalf("heard %v", n)
	}
	d.do(t, forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: litres(2151257, 2)}},
		forecourt.TotalsReport{Nozzle: 1, IsAmount: true, Totals: forecourt.Totals{Amount: eur(102434083)}})
	b := words(realTotals)
	copy(b[22:26], words("E0 E0 E0 E0")) // no price is known
	b = appendTail(b[:len(b)-tailLen], 0)
	want(t, d.hear(0x52), b...)
	d.do(t, is(forecourt.Fuelling))
	want(t, d.hear(0x52))
	want(t, d.hear(0x42))
}

func TestRealTimeMoney(t *testing.T) {
	d := pumpAt(t, is(forecourt.Idle), sold)
	want(t, d.hear(0x62))
	d.do(t, is(forecourt.Fuelling))
	want(t, d.hear(0x62), 0xE7, 0xE4, 0xE8, 0xE5, 0xE0, 0xE0)
}

func TestExtendedStatus(t *testing.T) {
	d := pumpAt(t, lifted, is(forecourt.Calling))
	want(t, d.hear(0x22), 0xD2)
	want(t, d.hear(extendedStatus...), appendExtended(nil, extended{pump: 2, out: true, nozzle: 2})...)
	d.do(t, none, is(forecourt.Idle))
	d.hear(0x22)
	want(t, d.hear(extendedStatus...), appendExtended(nil, extended{pump: 2})...)
}

// TestAPumpIsDeafWhileItAnswers, and the answer comes in time.
func TestAPumpIsDeafWhileItAnswers(t *testing.T) {
	d := pumpAt(t, is(forecourt.Idle))
	want(t, d.hear(0x02, 0x02, 0x02), 0x62)
	if d.Said[0].After != turnAround {
		t.Errorf("after %s", d.Said[0].After)
	}
	want(t, d.hearAfter(2*time.Millisecond, 0x02))
	want(t, d.hearAfter(turnAround, 0x02), 0x62)
}
