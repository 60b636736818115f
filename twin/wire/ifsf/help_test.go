package ifsf

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

var euros = wire.Options{
	Addresses: []byte{0x21}, Nozzles: 2, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR",
}

func litres(count int64, decimals uint8) unit.Indicated {
	return unit.Indicated{Count: count, Decimals: decimals}
}
func eur(cents int64) unit.Money     { return unit.Money{Minor: cents, Currency: "EUR"} }
func eurPerL(mills int64) unit.Price { return unit.Price{E4: mills * 10, Currency: "EUR"} }

func status(s forecourt.State) wire.Noun {
	return forecourt.StatusReport{Status: forecourt.Status{State: s}}
}

func filling(l, cents int64) wire.Noun {
	return forecourt.FillingReport{Volume: litres(l, 2), Amount: eur(cents)}
}

func nozzle(n forecourt.Nozzle, out bool) wire.Noun {
	return forecourt.NozzleReport{Nozzle: n, Out: out, Price: eurPerL(1799)}
}

var (
	ended       = forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}}
	pricesKnown = forecourt.PricesReport{Prices: []unit.Price{eurPerL(1659), eurPerL(1799)}}
)

func totals(n forecourt.Nozzle, l int64) wire.Noun {
	return forecourt.TotalsReport{Nozzle: n, Totals: forecourt.Totals{Volume: litres(l, 2)}}
}

func amountTotals(n forecourt.Nozzle, cents int64) wire.Noun {
	return forecourt.TotalsReport{Nozzle: n, IsAmount: true, Totals: forecourt.Totals{Amount: eur(cents)}}
}

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func vectors(t testing.TB) []frame.Entry {
	t.Helper()
	e, err := frame.LoadTranscript("testdata/vectors.wire")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// bench is a session that stands alone, with a clock.
type bench struct {
	wiretest.Recorder
	wire.Session
	now clock.Instant
	// electronics, where set, answers what a dispenser's end asks.
	electronics func(n wire.Noun) []wire.Noun
}

// Heard records, and lets the electronics answer from within as ours do.
func (b *bench) Heard(address byte, n wire.Noun) {
	b.Recorder.Heard(address, n)
	if b.electronics == nil {
		return
	}
	for _, r := range b.electronics(n) {
		if err := b.Session.Do(b.now, address, r); err != nil {
			panic(err)
		}
	}
}

func open1(t testing.TB, d wire.Dialect, end wire.End, o wire.Options) *bench {
	t.Helper()
	b := &bench{now: clock.Epoch}
	b.WokeAt = clock.Never
	s, err := wiretest.Watch(d).Open(end, o, b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	s.Start(b.now)
	return b
}

// hear hands over bytes 100 ms later, and returns what was said to them, message by message, in hex.
func (b *bench) hear(t testing.TB, text string) []string {
	t.Helper()
	b.now = b.now.Add(100 * time.Millisecond)
	b.Said = nil
	b.Session.Hear(wire.Chunk{Bytes: bytesOf(t, text), First: b.now, Last: b.now})
	return b.said()
}

func (b *bench) said() (list []string) {
	for _, s := range b.Said {
		for rest := s.Bytes; len(rest) >= headLen; {
			n := headLen + int(rest[6])<<8 + int(rest[7])
			list = append(list, strings.ToUpper(hex.EncodeToString(rest[:n])))
			rest = rest[n:]
		}
	}
	b.Said = nil
	return list
}

// do hands over nouns and returns what was said.
func (b *bench) do(t testing.TB, nouns ...wire.Noun) []string {
	t.Helper()
	b.Said = nil
	for _, n := range nouns {
		if err := b.Session.Do(b.now, 0x21, n); err != nil {
			t.Fatalf("%+v: %v", n, err)
		}
	}
	return b.said()
}

// wakes lets the timer come and returns what was said.
func (b *bench) wakes() []string {
	b.now, b.WokeAt = b.WokeAt, clock.Never
	b.Said = nil
	b.Session.Wake(b.now)
	return b.said()
}

func (b *bench) heard() []wire.Noun {
	n := b.Nouns()
	b.Heards = nil
	return n
}

// plain takes the spaces out of hex.
func plain(list ...string) []string {
	for i := range list {
		list[i] = strings.ToUpper(strings.ReplaceAll(list[i], " ", ""))
	}
	return list
}
