package twowire

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

var euros = wire.Options{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}

func litres(count int64, decimals uint8) unit.Indicated {
	return unit.Indicated{Count: count, Decimals: decimals}
}
func eur(cents int64) unit.Money     { return unit.Money{Minor: cents, Currency: "EUR"} }
func eurPerL(mills int64) unit.Price { return unit.Price{E4: mills * 10, Currency: "EUR"} }

func euroCodec(t testing.TB) codec {
	c, err := newCodec(euros, 5)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func with(o wire.Options, nozzles int, addresses ...byte) wire.Options {
	o.Nozzles, o.Addresses = nozzles, addresses
	return o
}

// bench is a session that stands alone, with a clock.
type bench struct {
	wiretest.Recorder
	wire.Session
	now clock.Instant
}

func open(t testing.TB, end wire.End, o wire.Options) *bench {
	t.Helper()
	b := &bench{now: clock.Epoch}
	b.WokeAt = clock.Never
	s, err := seen.Open(end, o, b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	s.Start(b.now)
	return b
}

// hear hands over bytes 300 ms later, and returns what was said to them.
func (b *bench) hear(bytes ...byte) []byte { return b.hearAfter(300*time.Millisecond, bytes...) }

func (b *bench) hearAfter(d time.Duration, bytes ...byte) []byte {
	b.now = b.now.Add(d)
	before := len(b.Said)
	b.Session.Hear(wire.Chunk{Bytes: bytes, First: b.now, Last: b.now})
	return b.saidSince(before)
}

func (b *bench) saidSince(before int) []byte {
	var said []byte
	for _, s := range b.Said[before:] {
		said = append(said, s.Bytes...)
	}
	return said
}

// wakes lets the timer come, and returns what was said.
func (b *bench) wakes() []byte {
	b.now = b.WokeAt
	before := len(b.Said)
	b.Session.Wake(b.now)
	return b.saidSince(before)
}

func (b *bench) heard() []wire.Noun {
	n := b.Nouns()
	b.Heards = nil
	return n
}

func (b *bench) do(t testing.TB, nouns ...wire.Noun) {
	t.Helper()
	for _, n := range nouns {
		if err := b.Session.Do(b.now, 1, n); err != nil {
			t.Fatal(err)
		}
	}
}
