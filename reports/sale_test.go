package reports

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

var euros = wire.Options{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR", Addresses: []byte{0x50}}

// What the parties tell, as far as the picture needs it; the parties themselves stand on a higher floor.
type (
	stateChanged struct {
		State forecourt.State `event:"state"`
		Ended bool            `event:"ended"`
	}
	counted struct {
		Volume unit.Indicated `event:"volume"`
		Amount unit.Money     `event:"amount"`
	}
	valveSet struct {
		Valve string `event:"valve"`
		Open  bool   `event:"open"`
	}
	nozzleMoved struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
		name   string
	}
	money struct {
		Amount unit.Money  `event:"amount"`
		Number payment.PAN `event:"number"`
		name   string
	}
	news struct{ name string }
)

func (stateChanged) Event() string  { return "state-changed" }
func (counted) Event() string       { return "counted" }
func (valveSet) Event() string      { return "valve" }
func (e nozzleMoved) Event() string { return e.name }
func (e money) Event() string       { return e.name }
func (e news) Event() string        { return e.name }

func ms(n int64) clock.Instant { return clock.Epoch + clock.Instant(n*1_000_000) }

func litres(count int64) unit.Indicated { return unit.Indicated{Count: count, Decimals: 2} }

func eur(cents int64) unit.Money { return unit.Money{Minor: cents, Currency: "EUR"} }

var price = unit.Price{E4: 17990, Currency: "EUR"}

// moment of the story below, played both on the wire and in the journal.
type act struct {
	at    int64 // ms
	do    func(j *journal.Journal, at clock.Instant)
	polls func(p *wiretest.Pair)
}

func told(role string, e forecourt.Event) func(*journal.Journal, clock.Instant) {
	r, _ := forecourt.ParseRole(role)
	return func(j *journal.Journal, at clock.Instant) { j.Event(forecourt.Told{At: at, Role: r, Event: e}) }
}

func states(s forecourt.State, ended bool, reports ...forecourt.Report) (func(*journal.Journal, clock.Instant), func(*wiretest.Pair)) {
	return told("fuelling-point 1", stateChanged{s, ended}), func(p *wiretest.Pair) {
		for _, r := range append(reports, forecourt.StatusReport{Status: forecourt.Status{State: s, Ended: ended}}) {
			_ = p.Slave.Session.Do(p.Now(), 0, r)
		}
	}
}

func commands(c ...forecourt.Command) func(*wiretest.Pair) {
	return func(p *wiretest.Pair) {
		for _, c := range c {
			_ = p.Master.Session.Do(p.Now(), 0x50, c)
		}
	}
}

// outdoorSale is a small sale on a card: 18.40 L of 1.799 EUR/L.
func outdoorSale() []act {
	card, _ := payment.LookupCard("visa-credit")
	var all []act
	add := func(at int64, do func(*journal.Journal, clock.Instant), polls func(*wiretest.Pair)) {
		all = append(all, act{at, do, polls})
	}
	state := func(at int64, s forecourt.State, ended bool, reports ...forecourt.Report) {
		do, polls := states(s, ended, reports...)
		add(at, do, polls)
	}
	hand := func(at int64, s forecourt.Stimulus) {
		add(at, func(j *journal.Journal, at clock.Instant) { j.Stimulus(at, forecourt.PointRole(1), s) }, nil)
	}
	state(0, forecourt.Idle, false)
	add(700, told("card-reader 1", money{Number: card.PAN, name: "card-inserted"}), nil)
	add(2100, told("card-reader 1", news{"pin-entered"}), nil)
	add(2300, told("gateway", money{Amount: eur(15000), name: "intent-created"}), nil)
	add(2350, exchange("/v1/payment_intents", 200, 1850, `{"amount":15000,"card":"4242424242424242"}`), nil)
	add(4150, told("gateway", money{Amount: eur(15000), name: "authorised"}), nil)
	add(4300, told("pos", money{Amount: eur(15000), Number: card.PAN, name: "authorised"}), nil)
	add(4400, told("controller", news{"point-released"}), commands(forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}},
		forecourt.PresetAmount{Limit: eur(15000)}, forecourt.Authorise{}))
	state(4520, forecourt.Authorised, false)
	hand(6000, forecourt.LiftNozzle{Nozzle: 2})
	add(6002, told("fuelling-point 1", nozzleMoved{2, "nozzle-lifted"}), nil)
	state(6010, forecourt.Started, false, forecourt.NozzleReport{Nozzle: 2, Out: true, Price: price})
	hand(7000, forecourt.Squeeze{Until: litres(1840), Flow: 633_333})
	add(7010, told("fuelling-point 1", valveSet{"slow", true}), nil)
	add(7600, told("fuelling-point 1", valveSet{"fast", true}), nil)
	state(7100, forecourt.Fuelling, false)
	add(7090, told("fuelling-point 1", counted{litres(0), eur(0)}), nil)
	last := int64(7090)
	for v := int64(0); v < 1840; last += 300 {
		switch step := int64(19); {
		case last < 7600 || v > 1800:
			v += 4
		default:
			v += step
		}
		v = min(v, 1840)
		shown := counted{litres(v), price.Amount(litres(v), unit.HalfUp)}
		add(last+300, told("fuelling-point 1", shown), func(p *wiretest.Pair) {
			_ = p.Slave.Session.Do(p.Now(), 0, forecourt.FillingReport{Volume: shown.Volume, Amount: shown.Amount})
		})
	}
	add(last-1500, told("fuelling-point 1", valveSet{"fast", false}), nil)
	add(last, told("fuelling-point 1", valveSet{"slow", false}), nil)
	hand(last+800, forecourt.HangNozzle{})
	add(last+803, told("fuelling-point 1", nozzleMoved{2, "nozzle-hung"}), nil)
	state(last+810, forecourt.Idle, true, forecourt.NozzleReport{Nozzle: 2, Price: price})
	sum := price.Amount(litres(1840), unit.HalfUp)
	add(last+1000, told("pos", money{Amount: sum, name: "captured"}), nil)
	add(last+1010, exchange("/v1/payment_intents/pi_1/capture", 504, 2400, ""), nil)
	add(last+3600, exchange("/v1/payment_intents/pi_1/capture", 200, 640, ""), nil)
	add(last+4200, told("gateway", money{Amount: sum, name: "captured"}), nil)
	add(last+4300, told("oms", money{Amount: sum, name: "sale-posted"}), commands(forecourt.Reset{}))
	state(last+4400, forecourt.Idle, false)
	slices.SortStableFunc(all, func(a, b act) int { return int(a.at - b.at) })
	return all
}

func exchange(path string, status int, took int64, body string) func(*journal.Journal, clock.Instant) {
	return func(j *journal.Journal, at clock.Instant) {
		j.Exchange(at, "pos", journal.Exchange{To: "gateway", Method: "POST", Path: path, Status: status, Took: took * 1e6,
			Request: body, Key: "sale-1-authorise"})
	}
}

// play acts the story on a DART bus and in a journal; it returns the journal and how long it took.
func play(t testing.TB, story []act) ([]byte, int64) {
	t.Helper()
	p, err := wiretest.NewPair(dart.New(), euros, wiretest.Line{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	j := journal.New(&out)
	for _, a := range story {
		if a.do != nil {
			a.do(j, ms(a.at))
		}
		p.RunFor(ms(a.at).Sub(p.Now()))
		if a.polls != nil {
			a.polls(p)
		}
	}
	p.RunFor(1500 * time.Millisecond)
	record(j, p)
	host := j.Recorder("host link", end("gateway", "host"), nil)
	host.Frame(0, wire.Chunk{Bytes: []byte("0100 hold"), Last: ms(2500)}, false)
	host.Frame(1, wire.Chunk{Bytes: []byte("0110 approved"), Last: ms(4100)}, false)
	j.Fault(ms(9100), forecourt.PointRole(1), fmt.Errorf("dart: CRC does not match at byte 5"))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), int64(p.Now() - clock.Epoch)
}

func end(names ...string) func(int) string { return func(i int) string { return names[i] } }

// record writes what was said in the order of the line, a poll cycle begins with each poll.
func record(j *journal.Journal, p *wiretest.Pair) {
	type said struct {
		wiretest.Sent
		from int
	}
	var all []said
	for i, side := range []*wiretest.Side{p.Master, p.Slave} {
		for _, s := range side.Sent {
			all = append(all, said{s, i})
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return int(a.To - b.To) })
	r := j.Recorder("bus 1", end("controller", "fuelling-point 1"), dart.New().Secrets)
	for i, s := range all {
		if s.from == 0 {
			r.Cycle(s.From)
		}
		r.Frame(s.from, wire.Chunk{Bytes: s.Bytes, First: s.From, Last: s.To}, i == 240)
	}
}

// recorded returns the sale as it was once played, so that the golden files do not follow the timing of the dialect.
func recorded(t testing.TB) ([]byte, int64) {
	t.Helper()
	const long = 44_190_000_000
	path := filepath.Join("testdata", "sale.jsonl")
	if *update {
		data, took := play(t, outdoorSale())
		if err := os.WriteFile(path, data, 0o644); err != nil || took != long {
			t.Fatalf("the sale took %d: %v", took, err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data, long
}
