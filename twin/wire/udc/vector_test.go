package udc

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// TestVectorsDispenser lets a device in the state of each vector be asked: the same bytes, and what it hears.
func TestVectorsDispenser(t *testing.T) {
	e := entries(t)
	price := func(mills int64) forecourt.NozzleReport {
		return forecourt.NozzleReport{Nozzle: 1, Out: true, Price: eurPerL(mills)}
	}
	milli := func(ml, cents int64) forecourt.FillingReport {
		return forecourt.FillingReport{Volume: litres(ml, 3), Amount: eur(cents)}
	}
	idle := state(forecourt.Idle)
	released := []wire.Noun{
		forecourt.SetPrices{Prices: []unit.Price{eurPerL(1019)}}, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}},
		forecourt.PresetAmount{Limit: eur(56497)}, forecourt.Authorise{},
	}
	for i, c := range []struct {
		reports []wire.Noun
		heard   []wire.Noun
		after   []wire.Noun // reported when it has heard
	}{
		{reports: []wire.Noun{idle}},
		{reports: []wire.Noun{price(1129), state(forecourt.Fuelling), milli(14337, 1619), over(forecourt.Idle)}, heard: []wire.Noun{forecourt.Reset{}}},
		{reports: []wire.Noun{price(1019), state(forecourt.Calling)}, heard: released, after: []wire.Noun{state(forecourt.Started)}},
		{reports: []wire.Noun{price(1019), state(forecourt.Fuelling), milli(1, 1)}, heard: []wire.Noun{forecourt.Suspend{}},
			after: []wire.Noun{state(forecourt.SuspendedFuelling)}},
	} {
		request, answer := e[2*i], e[2*i+1]
		d := &obedient{bench: open(t, wire.Dispenser, at(thousandths, request.Bytes[0]))}
		d.then = c.after
		s, err := seen.Open(wire.Dispenser, at(thousandths, request.Bytes[0]), d)
		if err != nil {
			t.Fatal(err)
		}
		d.Session = s
		d.do(t, 0, c.reports...)
		d.hear(request.Bytes...)
		if len(d.Said) != 1 || !bytes.Equal(d.Said[0].Bytes, answer.Bytes) {
			t.Errorf("%s: said %v", request, d.Said)
		}
		if diff := cmp.Diff(append([]wire.Noun{}, c.heard...), d.heard()); diff != "" {
			t.Errorf("%s (-want +heard):\n%s", request, diff)
		}
	}
}

// obedient is a device that reports as soon as it is told to halt or to start.
type obedient struct {
	*bench
	then []wire.Noun
}

func (o *obedient) Heard(a byte, n wire.Noun) {
	o.bench.Heard(a, n)
	switch n.(type) {
	case forecourt.Authorise, forecourt.Suspend:
		for _, r := range o.then {
			_ = o.Do(o.now, 0, r)
		}
	}
}

// TestVectorsController lets a controller come to say the requests, and hear the answers.
func TestVectorsController(t *testing.T) {
	e := entries(t)
	m := online(t, thousandths, 0xF3, codeIdle)
	if said := m.wakes(); !bytes.Equal(said, e[0].Bytes) {
		t.Errorf("polls with % X", said)
	}
	m.answer(codeIdle)

	m.do(t, 0xF3, forecourt.SetPrices{Prices: []unit.Price{eurPerL(1019)}})
	m.wakes()
	m.answer(acknowledged)
	m.do(t, 0xF3, forecourt.PresetAmount{Limit: eur(56497)}, forecourt.PresetVolume{Limit: litres(554433, 3)}, forecourt.Authorise{})
	m.until(t, codeCalling, doAuthorise)
	if !bytes.Equal(m.last(), e[4].Bytes) {
		t.Errorf("authorises with % X", m.last())
	}
	m.raw(e[5].Bytes...)
	if n := m.heard(); n[len(n)-1] != state(forecourt.Started) {
		t.Errorf("heard %v", n)
	}

	m = online(t, thousandths, 0xF2, codeFast)
	m.wakes()
	if !bytes.Equal(m.last(), e[2].Bytes) {
		t.Errorf("reads with % X", m.last())
	}
	m.heard()
	m.raw(e[3].Bytes...) // the display as the sale ends
	m.code = codeIdle
	m.shown = appendHalf(nil, e[3].Bytes)[:displaySize]
	for len(m.heard()) == 0 {
		m.obey()
	}
	read := forecourt.FillingReport{Volume: litres(14337, 3), Amount: eur(1619)}
	if m.slave().shown != read || m.slave().toldShown != read {
		t.Errorf("read %+v", m.slave().shown)
	}

	m = online(t, thousandths, 0xF7, codeFast)
	m.do(t, 0xF7, forecourt.Stop{})
	m.until(t, codeFast, doHalt)
	if !bytes.Equal(m.last(), e[6].Bytes) {
		t.Errorf("halts with % X", m.last())
	}
	m.heard()
	m.raw(e[7].Bytes...)
	if diff := cmp.Diff([]wire.Noun{state(forecourt.SuspendedStarted)}, m.heard()); diff != "" {
		t.Error(diff)
	}
}

func TestVectorsDescribe(t *testing.T) {
	for i, want := range []string{
		"F3h A2 status?", "status 20 idle", "F2h A1 display?",
		"price 1.129 EUR/L, amount 16.19 EUR, volume 14.337 L, status 20 idle",
		"F3h A5 authorise at 1.019 EUR/L, at most 564.97 EUR and 554.433 L, slow-flow offset 05", "status 90 authorised",
		"F7h A3 halt", "status 98 halted",
	} {
		v := entries(t)[i]
		d := wire.FromDispenser
		if v.FromController {
			d = wire.FromController
		}
		said, err := New().Describe(d, v.Bytes, thousandths)
		if err != nil || said != want {
			t.Errorf("%s: %s, %v", v, said, err)
		}
	}
}

// TestVectorsTurned turns over each bit of each vector, without any mark: the complements alone must void it.
func TestVectorsTurned(t *testing.T) {
	for _, v := range entries(t) {
		for i := range 8 * len(v.Bytes) {
			b := bytes.Clone(v.Bytes)
			b[i/8] ^= 1 << (i % 8)
			d := open(t, wire.Dispenser, at(thousandths, max(v.Bytes[0], 0xF0)))
			d.do(t, 0, up(1), state(forecourt.Calling))
			if said := d.hear(b...); said != nil || len(d.Heards) > 0 {
				t.Fatalf("% X: said % X, heard %v", b, said, d.Nouns())
			}
			if v.FromController {
				continue
			}
			m := online(t, thousandths, 0xF2, codeFast)
			m.wakes()
			m.heard()
			before := len(m.Said)
			m.raw(b...)
			if len(m.Said) > before || len(m.Heards) > 0 {
				t.Fatalf("% X: the master said %v, heard %v", b, m.Said[before:], m.Nouns())
			}
		}
	}
}
