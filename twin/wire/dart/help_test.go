package dart

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// fc are the decimals of the pumps in the fact sheet: volume 3, whole pesos.
var fc = wire.Options{VolumeDecimals: 3, Currency: "COP"}

// euros are the usual ones.
var euros = wire.Options{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}

func litres(count int64, decimals uint8) unit.Indicated {
	return unit.Indicated{Count: count, Decimals: decimals}
}
func eur(cents int64) unit.Money     { return unit.Money{Minor: cents, Currency: "EUR"} }
func eurPerL(mills int64) unit.Price { return unit.Price{E4: mills * 10, Currency: "EUR"} }

func at(o wire.Options, addresses ...byte) wire.Options {
	o.Addresses = addresses
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

// hear hands over bytes 100 ms later, and returns what was said to them.
func (b *bench) hear(bytes ...byte) []byte {
	b.now = b.now.Add(100 * time.Millisecond)
	before := len(b.Said)
	b.Session.Hear(wire.Chunk{Bytes: bytes, First: b.now, Last: b.now})
	var said []byte
	for _, s := range b.Said[before:] {
		said = append(said, s.Bytes...)
	}
	return said
}

func (b *bench) heard() []wire.Noun {
	n := b.Nouns()
	b.Heards = nil
	return n
}

func vectors(t testing.TB) []frame.Entry {
	t.Helper()
	files, err := filepath.Glob("testdata/*.wire")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	var all []frame.Entry
	for _, f := range files {
		entries, err := frame.LoadTranscript(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entries...)
	}
	return all
}

func entries(t testing.TB, name string) []frame.Entry {
	t.Helper()
	e, err := frame.LoadTranscript("testdata/" + name + ".wire")
	if err != nil {
		t.Fatal(err)
	}
	return e
}
