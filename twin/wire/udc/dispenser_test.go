package udc

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

const me, meAux = 0xF1, 0xC1

func device(t testing.TB, reports ...wire.Noun) *bench {
	t.Helper()
	d := open(t, wire.Dispenser, nozzles(at(hundredths, me), 2))
	d.do(t, 0, reports...)
	return d
}

// TestStatusCodes is the table of the status bytes: what was reported, and what is said to A2 then.
func TestStatusCodes(t *testing.T) {
	fuelling, flowed := state(forecourt.Fuelling), filling(10, 18)
	halted := state(forecourt.SuspendedFuelling)
	for name, c := range map[string]struct {
		reports []wire.Noun
		want    byte
	}{
		"nothing yet":                {nil, 0x2F},
		"inoperative":                {[]wire.Noun{state(forecourt.Inoperative)}, 0x2F},
		"inoperative, a sale unread": {[]wire.Noun{over(forecourt.Inoperative)}, 0x2F},
		"closed":                     {[]wire.Noun{state(forecourt.Closed)}, 0x2F},
		"idle":                       {[]wire.Noun{state(forecourt.Idle)}, 0x20},
		"calling":                    {[]wire.Noun{up(1), state(forecourt.Calling)}, 0xA0},
		"authorised":                 {[]wire.Noun{state(forecourt.Authorised)}, 0x90},
		"started":                    {[]wire.Noun{up(1), state(forecourt.Started)}, 0x90},
		"fuelling, nothing counted":  {[]wire.Noun{up(1), fuelling}, 0xD0},
		"fuelling":                   {[]wire.Noun{up(1), fuelling, flowed}, 0xF0},
		"at the limit":               {[]wire.Noun{up(1), fuelling, flowed, limitReached}, 0x91},
		"suspended":                  {[]wire.Noun{up(1), fuelling, flowed, halted}, 0x98},
		"suspended before the flow":  {[]wire.Noun{up(1), state(forecourt.SuspendedStarted)}, 0x98},
		"hung while suspended":       {[]wire.Noun{up(1), fuelling, flowed, halted, down(1)}, 0x99},
		"stopped, nozzle out":        {[]wire.Noun{up(1), fuelling, flowed, over(forecourt.Calling)}, 0x91},
		"ended":                      {[]wire.Noun{up(1), fuelling, flowed, down(1), over(forecourt.Idle)}, 0x20},
		"the next nozzle is hidden": {[]wire.Noun{up(1), fuelling, flowed, down(1), over(forecourt.Idle),
			up(2), over(forecourt.Calling)}, 0x20},
		"hung and another one out": {[]wire.Noun{up(1), fuelling, flowed, up(2), over(forecourt.Calling)}, 0x20},
		"after the reset":          {[]wire.Noun{over(forecourt.Idle), up(2), over(forecourt.Calling), state(forecourt.Calling)}, 0xA0},
	} {
		if got := device(t, c.reports...).asked(me, askStatus); !bytes.Equal(got, []byte{c.want}) {
			t.Errorf("%s: % X, want %02X", name, got, c.want)
		}
	}
}

func TestUnreadableRequestsAreNotAnswered(t *testing.T) {
	d := device(t, up(1), state(forecourt.Calling))
	bad := [][]byte{
		{me, doAuthorise, 5, 0x9A, 0x17, 0, 0, 0, 0, 0, 0}, {me, doAuthorise, 5, 0x99, 0x17, 0, 0x0A, 0, 0, 0, 0},
		{me, doInitialise, 0x99, 0x17, 0, 0, 0, 0, 0, 0xA0}, append([]byte{meAux, doPrices, 0xAA}, make([]byte, mostData-1)...),
	}
	for i, b := range bad {
		if said := d.asked(b...); said != nil || len(d.heard()) > 0 || len(d.Faults) != i+1 {
			t.Errorf("% X: said % X, faults %v", b, said, d.Faults)
		}
	}
}

func TestAnswersAfterTurnAround(t *testing.T) {
	o := at(hundredths, me)
	for _, want := range []time.Duration{5 * time.Millisecond, 20 * time.Millisecond} {
		d := open(t, wire.Dispenser, o)
		d.asked(me, askStatus)
		if got := d.Said[0].After; got != want {
			t.Errorf("answered after %s, want %s", got, want)
		}
		o.TurnAround = 20 * time.Millisecond
	}
}

func TestTheReleaseIsObeyedInCallingOnly(t *testing.T) {
	one := forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}
	prices := forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(0)}}
	calls := []wire.Noun{up(1), state(forecourt.Calling)}
	byMoney := func(cents int64) []wire.Noun {
		return []wire.Noun{prices, one, forecourt.PresetAmount{Limit: eur(cents)}, forecourt.Authorise{}}
	}
	byVolume := []wire.Noun{prices, one, forecourt.PresetVolume{Limit: litres(1000, 2)}, forecourt.Authorise{}}
	for name, c := range map[string]struct {
		reports []wire.Noun
		request []byte
		want    []wire.Noun
	}{
		"no limit":        {calls, a5(me, 1799, 0, 0), []wire.Noun{prices, one, forecourt.Authorise{}}},
		"zero is none":    {calls, double(me, 0xA5, 5, 0x99, 0x17, 0, 0, 0, 0, 0, 0), []wire.Noun{prices, one, forecourt.Authorise{}}},
		"money":           {calls, a5(me, 1799, 5000, 0), byMoney(5000)},
		"volume":          {calls, a5(me, 1799, 0, 1000), byVolume},
		"both, money":     {calls, a5(me, 1799, 1799, 1000), byMoney(1799)},
		"both, volume":    {calls, a5(me, 1799, 1800, 1000), byVolume},
		"nozzle down":     {[]wire.Noun{state(forecourt.Idle)}, a5(me, 1799, 0, 0), nil},
		"a sale unread":   {[]wire.Noun{over(forecourt.Idle), up(1), over(forecourt.Calling)}, a5(me, 1799, 0, 0), nil},
		"under way":       {[]wire.Noun{up(1), state(forecourt.Started)}, a5(me, 1799, 0, 0), nil},
		"uninitialised":   {[]wire.Noun{up(1), state(forecourt.Inoperative)}, a5(me, 1799, 0, 0), nil},
		"no grade chosen": {[]wire.Noun{up(0), state(forecourt.Calling)}, a5(me, 1799, 0, 0), nil},
	} {
		d := device(t, c.reports...)
		if said := d.hear(c.request...); len(said) != 1 {
			t.Errorf("%s: said % X", name, said)
		}
		if diff := cmp.Diff(append([]wire.Noun{}, c.want...), d.heard()); diff != "" {
			t.Errorf("%s (-want +heard):\n%s", name, diff)
		}
	}
}

// TestRequestsThatChangeNothing have no use for the state the point is in.
func TestRequestsThatChangeNothing(t *testing.T) {
	for _, r := range []wire.Noun{state(forecourt.Idle), state(forecourt.Calling), limitReached, over(forecourt.Calling)} {
		d := device(t, up(1), state(forecourt.Fuelling), r)
		for _, b := range [][]byte{{me, doHalt}, {me, doResume}, {me, doInitialise, 0, 0, 0, 0, 0, 0, 0, 0}, {meAux, doReturned}} {
			if said := d.asked(b...); len(said) != 1 || len(d.Heards) > 0 {
				t.Errorf("%v, % X: said % X, heard %v", r, b, said, d.Nouns())
			}
		}
	}
	d := open(t, wire.Dispenser, at(hundredths, me), With(Manner{NoResume: true, Identity: 0x42}))
	d.do(t, 0, up(1), state(forecourt.SuspendedFuelling))
	if said := d.asked(me, doResume); said[0] != codeHalted || len(d.Heards) > 0 {
		t.Errorf("without A4: said % X, heard %v", said, d.Nouns())
	}
	if said := d.asked(me, askIdentity); said[0] != 0x42 {
		t.Errorf("identity % X", said)
	}
	d.do(t, 0, forecourt.IdentityReport{Type: 7})
	if said := d.asked(me, askIdentity); said[0] != 7 {
		t.Errorf("identity % X", said)
	}
}

func TestOpening(t *testing.T) {
	d := device(t, state(forecourt.Inoperative))
	if said := d.hear(a3(me, 1799, 1659)...); said[0] != acknowledged || len(d.Heards) > 0 {
		t.Fatalf("prices while uninitialised: said % X, heard %v", said, d.Nouns())
	}
	d.Do(d.now, 0, state(forecourt.Inoperative))
	said := d.asked(me, doInitialise, 0x11, 0x11, 0x22, 0x22, 0, 0x33, 0x33, 0)
	want := []wire.Noun{forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}}}
	if diff := cmp.Diff(want, d.heard()); diff != "" || len(said) != 1 {
		t.Fatal(diff, said)
	}
	d.do(t, 0, state(forecourt.Idle))
	shown := []byte{0x11, 0x11, 0x22, 0x22, 0, 0x33, 0x33, 0, codeIdle}
	if said := d.asked(me, askDisplay); !bytes.Equal(said, shown) {
		t.Errorf("shows % X", said)
	}
	// A point whose prices nobody told takes that of A6.
	d = device(t, state(forecourt.Inoperative))
	d.asked(me, doInitialise, 0x99, 0x17, 0, 0, 0, 0, 0, 0)
	want = []wire.Noun{forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799), eurPerL(1799)}}}
	if diff := cmp.Diff(want, d.heard()); diff != "" {
		t.Error(diff)
	}
}

// TestASaleFromBeforeIsShown: a device that comes up with a sale nobody read keeps it through its initialisation.
func TestASaleFromBeforeIsShown(t *testing.T) {
	d := device(t, down(2), over(forecourt.Inoperative), filling(263, 473))
	d.asked(me, doInitialise, 0, 0, 0, 0, 0, 0, 0, 0)
	d.do(t, 0, over(forecourt.Idle))
	d.heard()
	want := []byte{0x99, 0x17, 0x73, 0x04, 0, 0x63, 0x02, 0, codeIdle}
	if said := d.asked(me, askDisplay); !bytes.Equal(said, want) {
		t.Errorf("shows % X", said)
	}
	if diff := cmp.Diff([]wire.Noun{forecourt.Reset{}}, d.heard()); diff != "" {
		t.Error(diff)
	}
}

func TestPricesInMidSale(t *testing.T) {
	d := device(t, up(1), filling(10, 18), state(forecourt.Fuelling))
	set := []wire.Noun{forecourt.SetPrices{Prices: []unit.Price{eurPerL(1899), eurPerL(1659)}}}
	d.hear(a3(me, 1899, 1659)...)
	d.hear(a3(me, 1899, 1659)...)
	if diff := cmp.Diff(set, d.heard()); diff != "" {
		t.Error("in mid-sale:", diff)
	}
	d.do(t, 0, down(1), over(forecourt.Idle))
	d.asked(me, askStatus)
	d.asked(me, askStatus)
	if diff := cmp.Diff(set, d.heard()); diff != "" {
		t.Error("after it:", diff)
	}
}

// TestA1ShowsTheLastSale: the reset that follows the answer does not take it away, the next release does.
func TestA1ShowsTheLastSale(t *testing.T) {
	d := device(t, state(forecourt.Idle), up(1), state(forecourt.Calling), state(forecourt.Started), state(forecourt.Fuelling),
		filling(1000, 1799), down(1), over(forecourt.Idle), filling(1001, 1801), down(1))
	reset := func(*bench) {
		d.do(t, 0, state(forecourt.Idle), filling(0, 0), forecourt.NozzleReport{Price: eurPerL(0)})
	}
	want := []byte{0x99, 0x17, 0x01, 0x18, 0, 0x01, 0x10, 0, codeIdle}
	for range 3 {
		if said := d.asked(me, askDisplay); !bytes.Equal(said, want) {
			t.Errorf("shows % X", said)
		}
		if n := d.heard(); len(n) == 1 && n[0] == (forecourt.Reset{}) {
			reset(d)
		}
	}
	next := up(2)
	next.Price = eurPerL(1859)
	d.do(t, 0, next, state(forecourt.Calling))
	want[8] = codeCalling
	if said := d.asked(me, askDisplay); !bytes.Equal(said, want) {
		t.Errorf("while calling: % X", said)
	}
	d.do(t, 0, state(forecourt.Authorised))
	want = []byte{0x59, 0x18, 0, 0, 0, 0, 0, 0, codeAuthorised}
	if said := d.asked(me, askDisplay); !bytes.Equal(said, want) {
		t.Errorf("released: % X", said)
	}
}

func TestTotalsAreAskedForAndNotMadeUp(t *testing.T) {
	d := device(t, state(forecourt.Idle))
	if said := d.asked(me, askTotals, 0x42); said != nil {
		t.Errorf("said % X of totals that it does not know", said)
	}
	total := func(n forecourt.Nozzle, v, m int64) {
		d.do(t, 0, forecourt.TotalsReport{Nozzle: n, Totals: forecourt.Totals{Volume: litres(v, 2)}},
			forecourt.TotalsReport{Nozzle: n, IsAmount: true, Totals: forecourt.Totals{Amount: eur(m)}})
	}
	total(1, 1234567890, 9876543210)
	total(2, 5, 9)
	if diff := cmp.Diff([]wire.Noun{forecourt.ReturnTotals{Nozzle: 2}, forecourt.ReturnTotals{Nozzle: 2, Amount: true}}, d.heard()); diff != "" {
		t.Error(diff)
	}
	one := []byte{0x90, 0x78, 0x56, 0x34, 0x12, 0x10, 0x32, 0x54, 0x76, 0x98}
	two := []byte{5, 0, 0, 0, 0, 9, 0, 0, 0, 0}
	if said := d.asked(me, askTotals, 0x42); !bytes.Equal(said, append(slices.Clone(two), codeIdle)) {
		t.Errorf("nozzle 2: % X", said)
	}
	if said := d.asked(me, askTotals, 0); !bytes.Equal(said, slices.Concat(one, two, []byte{codeIdle})) {
		t.Errorf("all: % X", said)
	}
	if said := d.asked(me, askTotals, 0x4E); said != nil {
		t.Errorf("nozzle 8 of 2: % X", said)
	}
}

func TestShortPricesOfFieldMasters(t *testing.T) {
	for _, n := range []int{16, 32, 36} {
		for _, lenient := range []bool{false, true} {
			o := nozzles(at(hundredths, me), 2)
			o.Lenient = lenient
			d := open(t, wire.Dispenser, o)
			d.do(t, 0, state(forecourt.Idle))
			if said := d.hear(a3(me, 1799, 1659)[:headRaw+2*n]...); said != nil {
				t.Fatalf("%d bytes: % X before the end", n, said)
			}
			if lenient != (d.WokeAt == d.now.Add(shortGap)) {
				t.Errorf("%d bytes: wakes at %s", n, d.WokeAt)
			}
			d.Wake(d.now.Add(shortGap))
			d.Wake(d.now.Add(2 * shortGap))
			if got := len(d.heard()) == 1 && len(d.Said) == 1; got != lenient {
				t.Errorf("%d bytes, lenient %t: said %v", n, lenient, d.Said)
			}
		}
	}
	o := at(hundredths, me)
	o.Lenient = true
	d := open(t, wire.Dispenser, o)
	whole := a3(me, 1799)
	for i := range whole { // a slow sender is not cut short
		d.now = d.now.Add(3 * time.Millisecond)
		d.Session.Hear(wire.Chunk{Bytes: whole[i : i+1], First: d.now, Last: d.now})
		if d.WokeAt < d.now.Add(3*time.Millisecond) && d.WokeAt != clock.Never {
			d.Wake(max(d.WokeAt, d.now))
		}
	}
	if len(d.Said) != 1 || len(d.Faults) > 0 {
		t.Errorf("said %v, faults %v", d.Said, d.Faults)
	}
}
