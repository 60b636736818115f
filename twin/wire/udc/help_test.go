package udc

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// thousandths are the decimals of the fact sheet's vectors; hundredths those of the ready-made plans.
var (
	thousandths = wire.Options{VolumeDecimals: 3, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}
	hundredths  = wire.Options{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}
)

func litres(count int64, decimals uint8) unit.Indicated {
	return unit.Indicated{Count: count, Decimals: decimals}
}
func eur(cents int64) unit.Money     { return unit.Money{Minor: cents, Currency: "EUR"} }
func eurPerL(mills int64) unit.Price { return unit.Price{E4: mills * 10, Currency: "EUR"} }

func filling(centilitres, cents int64) forecourt.FillingReport {
	return forecourt.FillingReport{Volume: litres(centilitres, 2), Amount: eur(cents)}
}

func state(s forecourt.State) forecourt.StatusReport {
	return forecourt.StatusReport{Status: forecourt.Status{State: s}}
}

func over(s forecourt.State) forecourt.StatusReport {
	return forecourt.StatusReport{Status: forecourt.Status{State: s, Ended: true}}
}

var limitReached = forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling, LimitReached: true}}

func up(n forecourt.Nozzle) forecourt.NozzleReport {
	return forecourt.NozzleReport{Nozzle: n, Out: true, Price: eurPerL(1799)}
}

func down(n forecourt.Nozzle) forecourt.NozzleReport {
	return forecourt.NozzleReport{Nozzle: n, Price: eurPerL(1799)}
}

func at(o wire.Options, addresses ...byte) wire.Options {
	o.Addresses = addresses
	return o
}

func nozzles(o wire.Options, n int) wire.Options {
	o.Nozzles = n
	return o
}

// double is a message as it travels.
func double(b ...byte) []byte { return appendDouble(nil, b...) }

// bench is a session that stands alone, with a clock.
type bench struct {
	wiretest.Recorder
	wire.Session
	now clock.Instant
}

func open(t testing.TB, end wire.End, o wire.Options, d ...wire.Dialect) *bench {
	t.Helper()
	b := &bench{now: clock.Epoch}
	b.WokeAt = clock.Never
	d = append(d, seen)
	s, err := d[0].Open(end, o, b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	s.Start(b.now)
	return b
}

// hear hands over raw bytes 100 ms later, and returns what was said to them, halved.
func (b *bench) hear(raw ...byte) []byte {
	b.now = b.now.Add(100 * time.Millisecond)
	before := len(b.Said)
	b.Session.Hear(wire.Chunk{Bytes: raw, First: b.now, Last: b.now})
	var said []byte
	for _, s := range b.Said[before:] {
		said = append(said, s.Bytes...)
	}
	return appendHalf(nil, said)
}

// asked is hear of a request that is given without its complements.
func (b *bench) asked(request ...byte) []byte { return b.hear(double(request...)...) }

func (b *bench) heard() []wire.Noun {
	n := b.Nouns()
	b.Heards = nil
	return n
}

func (b *bench) do(t testing.TB, address byte, nouns ...wire.Noun) {
	t.Helper()
	for _, n := range nouns {
		if err := b.Do(b.now, address, n); err != nil {
			t.Fatal(err)
		}
	}
}

func entries(t testing.TB) []frame.Entry {
	t.Helper()
	e, err := frame.LoadTranscript("testdata/vectors.wire")
	if err != nil {
		t.Fatal(err)
	}
	return e
}
