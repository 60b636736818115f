package tap

import (
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

var euros = wire.Options{Addresses: []byte{0x50}, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}

// kept is a Teller that keeps everything.
type kept struct {
	frames  []Frame
	notices []string
}

func (k *kept) Frame(f *Frame) {
	g := *f
	g.Bytes = append([]byte(nil), f.Bytes...)
	k.frames = append(k.frames, g)
}

func (k *kept) Notice(_ clock.Instant, text string) { k.notices = append(k.notices, text) }

// words lists the frames as "> words" and "< words"; bad ones as "! fault".
func (k *kept) words() []string {
	var all []string
	for _, f := range k.frames {
		switch {
		case f.Fault != "":
			all = append(all, "! "+f.Fault)
		case f.From == wire.Controller:
			all = append(all, "> "+f.Words)
		default:
			all = append(all, "< "+f.Words)
		}
	}
	return all
}

// sale plays a short sale between two sessions, at the addresses given, of which only 50h has a pump, and returns what
// went over the line as a listener hears it, in the order of time.
func sale(t testing.TB, l wiretest.Line, addresses ...byte) []said {
	t.Helper()
	o := euros
	o.Addresses = addresses
	pair, err := wiretest.NewPair(onePump{dart.New()}, o, l)
	if err != nil {
		t.Fatal(err)
	}
	do := func(s *wiretest.Side, n ...wire.Noun) {
		for _, n := range n {
			if err := s.Session.Do(pair.Now(), 0x50, n); err != nil {
				t.Fatal(err)
			}
		}
		pair.RunFor(300 * time.Millisecond)
	}
	do(pair.Slave)
	do(pair.Master, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.Authorise{})
	do(pair.Slave, forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Fuelling}},
		forecourt.NozzleReport{Nozzle: 1, Out: true, Price: unit.Price{E4: 17990, Currency: "EUR"}})
	do(pair.Slave, forecourt.FillingReport{
		Volume: unit.Indicated{Count: 1234, Decimals: 2}, Amount: unit.Money{Minor: 2220, Currency: "EUR"},
	})
	var all []said
	for side, s := range []*wiretest.Side{pair.Master, pair.Slave} {
		for _, sent := range s.Sent {
			all = append(all, said{wire.Direction(side), wire.Chunk{Bytes: sent.Bytes, First: sent.From, Last: sent.To}})
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].chunk.First < all[b].chunk.First })
	return all
}

// onePump opens the pump's end at the first address only; the others are silent.
type onePump struct{ wire.Dialect }

func (d onePump) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	if end == wire.Dispenser {
		o.Addresses = o.Addresses[:1]
	}
	return d.Dialect.Open(end, o, out)
}

// said is a frame and its true direction.
type said struct {
	side  wire.Direction
	chunk wire.Chunk
}

// truth is what a perfect listener would tell.
func truth(t testing.TB, all []said) []string {
	t.Helper()
	var words []string
	for _, s := range all {
		w, err := dart.New().Describe(s.side, s.chunk.Bytes, euros)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, [2]string{"> ", "< "}[s.side]+w)
	}
	return words
}

func listen(t testing.TB, l Listening, chunks ...wire.Chunk) (*kept, *Tap, error) {
	t.Helper()
	if l.Options.Currency == "" {
		l.Options = euros
	}
	k := &kept{}
	tap, err := New(l, k)
	if err != nil {
		t.Fatal(err)
	}
	at := clock.Epoch
	for _, c := range chunks {
		at = max(at, c.Last)
		if err := tap.Hear(c); err != nil {
			t.Fatal(err)
		}
	}
	at = at.Add(time.Second)
	if err := tap.Idle(at); err != nil {
		t.Fatal(err)
	}
	return k, tap, tap.Finish(at)
}

func chunks(all []said) []wire.Chunk {
	var list []wire.Chunk
	for _, s := range all {
		list = append(list, s.chunk)
	}
	return list
}

// unhex reads chunks as "50 20 FA", at the given spacing.
func unhex(t testing.TB, every time.Duration, frames ...string) []wire.Chunk {
	t.Helper()
	var all []wire.Chunk
	for i, f := range frames {
		b, err := hex.DecodeString(strings.ReplaceAll(f, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		at := clock.Epoch.Add(time.Duration(i) * every)
		all = append(all, wire.Chunk{Bytes: b, First: at, Last: at.Add(time.Duration(len(b)) * 1_145_833)})
	}
	return all
}

// anything is a dialect that reads whatever it is given: it has no check, and must not be taken for the one spoken.
type anything struct{ wire.Dialect }

func (anything) Name() string      { return "anything" }
func (anything) Ends() [2]wire.End { return [2]wire.End{wire.Client, wire.Console} }
func (anything) Ports() []wire.Kind {
	return []wire.Kind{{Carrier: "serial", Settings: wire.Settings{Baud: 1200, DataBits: 7, Parity: wire.EvenParity, StopBits: 1}}}
}
func (anything) Secrets(b []byte) []wire.Span {
	return []wire.Span{{From: 1, To: len(b) + 5}, {From: -3, To: 0}}
}
func (anything) Describe(_ wire.Direction, b []byte, _ wire.Options) (string, error) {
	if len(b) == 0 {
		return "", &wire.FrameError{Dialect: "anything", Reason: "nothing"}
	}
	return fmt.Sprintf("%d bytes", len(b)), nil
}

func init() { wire.Register(anything{}) }
