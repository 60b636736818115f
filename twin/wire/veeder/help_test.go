package veeder

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

var (
	gallons = wire.Options{Unit: unit.USGal}
	litres  = wire.Options{}
)

func codecOf(o wire.Options) *codec {
	c := (&Config{}).codec(o)
	return &c
}

// framed puts SOH and ETX around a text.
func framed(s string) []byte { return []byte("\x01" + s + "\x03") }

func date(year int, month time.Month, day, hour, min int) clock.Instant {
	return clock.At(time.Date(year, month, day, hour, min, 0, 0, time.UTC))
}

// manual is the minute of the manual's samples.
var manual = date(1996, time.January, 22, 15, 6)

func gal(n float64) unit.Volume        { return unit.Volume(n*3785411.784 + 0.5) }
func inch(n float64) unit.Level        { return unit.Level(n*25400 + 0.5) }
func f(n float64) unit.Temperature     { return unit.Temperature((n - 32) * 5000 / 9) }
func litre(n int64) unit.Volume        { return unit.Volume(n) * unit.Litre }
func mm(n int64) unit.Level            { return unit.Level(n) * 1000 }
func celsius(n int64) unit.Temperature { return unit.Temperature(n) * 1000 }

// site is a Source for tests: fixed tanks and a clock that can be set.
type site struct {
	setup  *Setup
	tanks  map[uint8]Tank
	offset time.Duration
	alarms []Alarm
	sets   int
}

func newSite() *site {
	s := &site{setup: NewSetup(), tanks: map[uint8]Tank{}}
	copy(s.setup.Headers[:], []string{"FORECOURT", "1 LONG LANE", "", "SITE 12"})
	s.setup.Shifts[0] = Shift(6 * time.Hour)
	for n := uint8(1); n <= 2; n++ {
		t := s.setup.Tank(n)
		t.On, t.Label, t.Full, t.Diameter = true, [...]string{"", "REGULAR UNLEADED", "SUPER 98"}[n], litre(30_000), mm(2500)
		t.Limits = Limits{Low: litre(1000), HighWater: mm(50)}
		s.tanks[n] = Tank{
			Active: true,
			Inventory: Inventory{Volume: litre(10_000 * int64(n)), TCVolume: litre(9_990 * int64(n)), Ullage: litre(20_000),
				Height: mm(1200), Water: mm(12), Temperature: celsius(14), WaterVolume: litre(25)},
			Mass: Mass{Volume: litre(10_000), Mass: 7_450_000, Density: 745_000, Height: mm(1200), Water: mm(12), Temperature: celsius(14)},
			Deliveries: []Delivery{{StartAt: manual, EndAt: manual.Add(9 * time.Minute),
				Start: Stock{litre(2000), litre(1990), mm(10), celsius(13), mm(400)},
				End:   Stock{litre(10_000), litre(9_950), mm(12), celsius(15), mm(1250)}}},
			History:     []PastAlarm{{manual, TankAlarm(n, LowProductAlarm)}, {manual.Add(-time.Hour), TankAlarm(n, OverfillAlarm)}},
			LeakResults: []LeakTest{{Result: 1, StartAt: manual, Rate: 12_000, Duration: 2 * time.Hour, Volume: litre(9000)}},
			LeakHistory: []LeakTest{{Result: 1, Number: 3, StartAt: manual, Duration: 2 * time.Hour, Volume: litre(9000), Share: 30_000}},
			LeakDetection: &LeakDetection{StartAt: manual, Hours: 2, Start: celsius(14), End: celsius(14), Volume: litre(9000),
				Rate: 12_000, HourlyChanges: []Rate{10_000, -14_000}},
		}
	}
	t := s.tanks[2]
	t.Alarms = []uint16{LowProductAlarm, DeliveryNeeded}
	s.tanks[2] = t
	return s
}

func (s *site) Clock(at clock.Instant) clock.Instant { return at.Add(s.offset) }
func (s *site) System(clock.Instant) []Alarm         { return s.alarms }
func (s *site) Tank(_ clock.Instant, n uint8) Tank   { return s.tanks[n] }
func (s *site) Setup() *Setup                        { return s.setup }

func (s *site) Lines(clock.Instant) []LineReport {
	past := func(hours int, result uint8) LineTest {
		return LineTest{manual.Add(-time.Duration(hours) * time.Hour), result}
	}
	return []LineReport{
		{Line: 1, Label: "REGULAR UNLEADED", Gross: past(0, 1), LastDay: 149, Today: 76,
			Periodic: []LineTest{past(1, 1), past(30, 2)}, Annual: []LineTest{past(100, 3)}},
		{Line: 2, Label: "SUPER 98"},
	}
}

func (s *site) Set(at clock.Instant, fn Function, device uint8, v Value) error {
	s.sets++
	if fn == ClockSetup {
		s.offset = clock.Instant(v.(Clock)).Sub(at)
		return nil
	}
	return s.setup.Put(fn, device, v)
}

// bench is a session that stands alone, with a clock.
type bench struct {
	wiretest.Recorder
	wire.Session
	now clock.Instant
}

func open(t testing.TB, end wire.End, o wire.Options, cfg Config) *bench {
	t.Helper()
	b := &bench{now: clock.Epoch}
	b.WokeAt = clock.Never
	s, err := seen(cfg).Open(end, o, b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	s.Start(b.now)
	return b
}

// hear hands over bytes a millisecond later, and returns what was said to them.
func (b *bench) hear(s string) string {
	b.now = b.now.Add(time.Millisecond)
	b.Said = nil
	b.Session.Hear(wire.Chunk{Bytes: []byte(s), First: b.now, Last: b.now})
	return b.said()
}

func (b *bench) said() string {
	var all []byte
	for _, s := range b.Said {
		all = append(all, s.Bytes...)
	}
	return string(all)
}

// run moves time, and wakes the session whenever it is due.
func (b *bench) run(d time.Duration) {
	until := b.now.Add(d)
	for b.WokeAt <= until {
		b.now = max(b.now, b.WokeAt)
		b.WokeAt = clock.Never
		b.Session.Wake(b.now)
	}
	b.now = until
}

func (b *bench) do(t testing.TB, device byte, n wire.Noun) {
	t.Helper()
	if err := b.Session.Do(b.now, device, n); err != nil {
		t.Fatal(err)
	}
}

func parse(t testing.TB, o wire.Options, b []byte) Report {
	t.Helper()
	r, is, wrong := codecOf(o).parseReport(b)
	if !is || wrong.reason != "" {
		t.Fatalf("%q: %v", b, wrong)
	}
	return r
}
