package electronics

import (
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// nouns is a dialect without bytes: a test hands commands over and reads the reports.
type nouns struct{ session *session }

type session struct {
	out     wire.Out
	reports []any
}

func (nouns) Name() string                                                  { return "nouns" }
func (nouns) Ends() [2]wire.End                                             { return [2]wire.End{wire.Controller, wire.Dispenser} }
func (nouns) Ports() []wire.Kind                                            { return nil }
func (nouns) Messages() []wire.MessageInfo                                  { return nil }
func (nouns) Describe(wire.Direction, []byte, wire.Options) (string, error) { return "", nil }
func (nouns) Secrets([]byte) []wire.Span                                    { return nil }
func (d nouns) Open(_ wire.End, _ wire.Options, o wire.Out) (wire.Session, error) {
	d.session.out = o
	return d.session, nil
}

func (s *session) Start(clock.Instant) {}
func (s *session) Hear(wire.Chunk)     {}
func (s *session) Wake(clock.Instant)  {}
func (s *session) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	s.reports = append(s.reports, n)
	return nil
}

// desk is one fuelling point on a bench, with the controller's and the hydraulics' side in a test's hand.
type desk struct {
	*machinetest.Bench
	e       *Electronics
	session *session
}

var twoNozzles = []NozzleConfig{{Grade: "diesel"}, {Grade: "e10"}}

func litres(decimals uint8) wire.Options {
	return wire.Options{VolumeDecimals: decimals, AmountDecimals: 2, PriceDecimals: 3, Unit: unit.L, Currency: "EUR"}
}

func newDesk(t testing.TB, c Config) *desk {
	t.Helper()
	if c.Options.Currency == "" {
		c.Options = litres(2)
	}
	if c.Nozzles == nil {
		c.Nozzles = twoNozzles
	}
	s := &session{}
	c.Dialect, c.Point = nouns{s}, 1
	e, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Bench: machinetest.New(forecourt.PointRole(1), e, Timers), e: e, session: s}
	for i := range e.nozzles {
		n := &e.nozzles[i]
		for _, port := range []uint8{PulserPort(i), CheckPort(i)} {
			d.Scale(port, line.PulseScale(n.PulsesPerUnit, c.Options.Unit.Nanolitres(), 0))
		}
	}
	d.PowerOn()
	d.poll()
	return d
}

func (d *desk) poll() { d.Hear(PortBus, []byte{0x50, 0x20, 0xFA}) }
func (d *desk) do(commands ...any) {
	for _, c := range commands {
		d.poll()
		d.session.out.Heard(0x50, c)
	}
}

// wait moves time and keeps polling.
func (d *desk) wait(span time.Duration) {
	for ; span > time.Second; span -= time.Second {
		d.Advance(time.Second)
		d.poll()
	}
	d.Advance(span)
	d.poll()
}

func (d *desk) lift(i int) { d.Level(BootPort(i), true) }
func (d *desk) hang(i int) { d.Level(BootPort(i), false) }

func (d *desk) reports() []any {
	r := d.session.reports
	d.session.reports = nil
	return r
}

var (
	prices    = forecourt.SetPrices{Prices: []unit.Price{price2(17_990), price2(15_990)}}
	someLitre = unit.Indicated{Count: 1000, Decimals: 2}
)

func price2(e4 int64) unit.Price { return unit.Price{E4: e4, Currency: "EUR"} }

// ready brings a point to idle.
func (d *desk) ready() *desk {
	d.do(prices, forecourt.Reset{})
	return d
}

// flowing brings it to a delivery at nozzle i with a litre a second.
func (d *desk) flowing(i int) *desk {
	d.ready().do(forecourt.Authorise{})
	d.lift(i)
	d.wait(time.Second)
	d.Pump(PulserPort(i), 1_000_000)
	d.wait(time.Second)
	return d
}

func (d *desk) want(t *testing.T, s forecourt.Status) {
	t.Helper()
	if d.e.State() != s {
		t.Fatalf("the point is %v, want %v; events %v, faults %v", d.e.State(), s, d.Names(), d.Faults)
	}
}

func (d *desk) completed(t *testing.T) Completed {
	t.Helper()
	all := d.Events("completed")
	if len(all) == 0 {
		t.Fatalf("no sale was completed; events %v", d.Names())
	}
	return all[len(all)-1].(Completed)
}

func statuses(reports []any) []forecourt.Status {
	var all []forecourt.Status
	for _, r := range reports {
		if s, ok := r.(forecourt.StatusReport); ok {
			all = append(all, s.Status)
		}
	}
	return all
}

func contains[T comparable](all []any, want T) bool {
	return slices.ContainsFunc(all, func(r any) bool { return r == any(want) })
}
