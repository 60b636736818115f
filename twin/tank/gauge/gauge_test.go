package gauge

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// pool is a Stock that a test fills and empties.
type pool unit.Volume

func (p *pool) Volume() unit.Volume { return unit.Volume(*p) }
func (p *pool) set(litres int64)    { *p = pool(litres * int64(unit.Litre)) }

const mm unit.Level = 1000

// cylinder is the tank of the fact sheet: 2.5 m by 6.2 m, 30 434.18 L.
const cylinder = 30_434_184 * unit.Millilitre

func config() Config {
	return Config{Headers: [4]string{"SITE 12"}, Tanks: []TankConfig{{
		Number: 1, Label: "DIESEL B7", Capacity: cylinder, Diameter: 2500 * mm, Density: 835_000, Temperature: 15_000,
		Limits: veeder.Limits{Low: 1000 * unit.Litre, DeliveryNeeded: 3000 * unit.Litre, Overfill: 28_000 * unit.Litre,
			HighProduct: 29_000 * unit.Litre, Maximum: 29_500 * unit.Litre, HighWater: 50 * mm, WaterWarning: 30 * mm},
	}}}
}

func seat(t testing.TB, c Config) (*machinetest.Bench, *Gauge, *pool) {
	t.Helper()
	p := new(pool)
	p.set(15_000)
	g, err := New(c, p)
	if err != nil {
		t.Fatal(err)
	}
	b := machinetest.New(Role(), g, Timers)
	b.PowerOn()
	return b, g, p
}

// ask hears a command and returns what was said to it.
func ask(b *machinetest.Bench, command string) string {
	b.Said = nil
	b.Hear(Console, []byte("\x01"+command))
	var said []byte
	for _, s := range b.Said {
		said = append(said, s.Bytes...)
	}
	return string(said)
}

func names(b *machinetest.Bench) string {
	var words []string
	for _, n := range b.Told {
		switch e := n.Event.(type) {
		case AlarmRaised:
			words = append(words, "+"+e.Alarm)
		case AlarmCleared:
			words = append(words, "-"+e.Alarm)
		case Asked:
		default:
			words = append(words, e.Event())
		}
	}
	b.Told = nil
	return strings.Join(words, ", ")
}

// TestCylinder: the vectors of the fact sheet.
func TestCylinder(t *testing.T) {
	s := shape{cylinder, 2500 * mm}
	for h, want := range map[unit.Level]float64{250: 1583.92, 625: 5949.92, 1250: 15217.09, 1875: 24484.26, 2250: 28850.26, 2500: 30434.18} {
		if got := float64(s.volume(h*mm)) / 1e6; math.Abs(got-want) > 0.02 {
			t.Errorf("%d mm: %.2f L, want %.2f", h, got, want)
		}
	}
	for share, want := range map[float64]float64{0.05: 0.097308, 0.25: 0.298014, 0.5: 0.5, 0.9: 0.843524, 0.95: 0.902692, 0.97: 0.931193} {
		if got := float64(s.height(unit.Volume(share*float64(cylinder)))) / 2.5e6; math.Abs(got-want) > 1e-6 {
			t.Errorf("%g: %f, want %f", share, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := unit.Volume(rapid.Int64Range(0, int64(cylinder)).Draw(t, "volume"))
		h := s.height(v)
		if s.volume(h) < v || h > 0 && s.volume(h-1) >= v {
			t.Fatalf("%s is %s, which has %s", v, h, s.volume(h))
		}
		if sum := s.volume(h) + s.volume(s.diameter-h); sum < cylinder-2 || sum > cylinder+2 {
			t.Fatalf("both sides of %s have %s", h, sum)
		}
	})
}

func TestInventory(t *testing.T) {
	b, g, _ := seat(t, config())
	b.Sense(SetWater{1, 20 * mm})
	b.Sense(SetTemperature{1, 25_000})
	x := g.Tank(b.Now(), 1)
	i := x.Inventory
	if i.Volume != 15_000*unit.Litre || i.Volume+i.WaterVolume+i.Ullage != cylinder || i.WaterVolume <= 0 {
		t.Errorf("%+v", i)
	}
	if i.TCVolume != 15_000*unit.Litre-189*unit.Litre { // 1.26 thousandths for each of ten degrees
		t.Errorf("TC %s", i.TCVolume)
	}
	if x.SafeFill.Ullage > i.Ullage-cylinder/20+100 || x.SafeFill.Ullage < i.Ullage-cylinder/20-100 || x.Mass.Mass != 12_525_000 {
		t.Errorf("safe fill %s of %s, mass %d", x.SafeFill.Ullage, i.Ullage, x.Mass.Mass)
	}
	if said := ask(b, "i20101"); !strings.HasPrefix(said, "\x01i201012601050000011000007466A6000") {
		t.Errorf("said %q", said)
	}
	if e := b.Events("asked"); len(e) != 1 || e[0] != (Asked{"201", 1, "computer"}) {
		t.Errorf("told %v", e)
	}
}

// TestWrongTable: a console that is programmed for another tank shows another volume.
func TestWrongTable(t *testing.T) {
	b, g, _ := seat(t, config())
	before := g.Tank(b.Now(), 1).Inventory
	if said := ask(b, "S60401015217"); !strings.Contains(said, "15217") {
		t.Fatalf("said %q", said)
	}
	after := g.Tank(b.Now(), 1).Inventory
	if d := after.Volume - 7500*unit.Litre; d < -unit.Litre || d > unit.Litre || after.Height != before.Height {
		t.Errorf("%+v, before %+v", after, before)
	}
	b.Advance(time.Hour)
	if n := names(b); n != "programmed" {
		t.Errorf("told %s", n)
	}
}

func TestAlarms(t *testing.T) {
	b, _, p := seat(t, config())
	for _, c := range []struct {
		act  func()
		want string
	}{
		{func() { p.set(3000) }, "+delivery needed"},
		{func() { p.set(900) }, "+low product alarm"},
		{func() { p.set(15_000) }, "delivery-started, -low product alarm, -delivery needed"},
		{func() { b.Sense(SetWater{1, 30 * mm}) }, "+high water warning"},
		{func() { b.Sense(SetWater{1, 50 * mm}) }, "+high water alarm"},
		{func() { b.Sense(SetProbe{1, true}) }, "-high water alarm, -high water warning, +probe out"},
		{func() { b.Sense(SetWater{1, 0}); b.Sense(SetProbe{1, false}) }, "-probe out"},
		{func() { p.set(28_500) }, "+overfill alarm"},
		{func() { p.set(31_000) }, "+high product alarm, +invalid fuel level, +max product alarm"},
	} {
		c.act()
		b.Advance(2 * time.Second)
		if got := names(b); got != c.want {
			t.Errorf("told %q, want %q", got, c.want)
		}
	}
	if said := ask(b, "I10100"); !strings.Contains(said, "T 1:OVERFILL ALARM\r\nT 1:HIGH PRODUCT ALARM\r\n") {
		t.Errorf("said %q", said)
	}
	if said := ask(b, "i20501"); !strings.Contains(said, "010404070812&&") {
		t.Errorf("said %q", said)
	}
	if said := ask(b, "i20601"); !strings.Contains(said, "0109"+"2601050000000C") {
		t.Errorf("said %q", said)
	}
}

func TestProbeOutIsInactive(t *testing.T) {
	b, _, _ := seat(t, config())
	b.Sense(SetProbe{1, true})
	if said := ask(b, "i20100"); !strings.Contains(said, "011????07"+strings.Repeat("?", 56)) {
		t.Errorf("said %q", said)
	}
}

func TestDeliveryIsSeen(t *testing.T) {
	b, g, p := seat(t, config())
	b.Advance(10 * time.Minute)
	start := b.Now()
	for i := int64(1); i <= 600; i++ { // 10 minutes at 900 L/min, while 30 L/min are sold
		p.set(15_000 + i*14)
		b.Advance(time.Second)
		if i == 300 && g.Tank(b.Now(), 1).Bits != veeder.InDelivery {
			t.Error("the status bit is not set")
		}
	}
	for i := int64(1); i <= 300; i++ {
		p.set(23_400 - i/2)
		b.Advance(time.Second)
	}
	e := b.Events("delivery-recorded")
	if len(e) != 1 {
		t.Fatalf("told %v", b.Names())
	}
	d := e[0].(DeliveryRecorded)
	if d.Volume < 8380*unit.Litre || d.Volume > 8400*unit.Litre || d.StartedAt < start.Add(-2*time.Second) || d.StartedAt > start ||
		d.EndedAt.Sub(d.StartedAt) < 598*time.Second || d.EndedAt.Sub(d.StartedAt) > 606*time.Second {
		t.Errorf("%+v", d)
	}
	if said := ask(b, "i20201"); !strings.Contains(said, "01101"+"2601050010"+"2601050020"+"0A466A6000") {
		t.Errorf("said %q", said)
	}
	if g.Tank(b.Now(), 1).Bits != 0 {
		t.Error("the status bit is still set")
	}
}

func TestASmallRiseIsNoDelivery(t *testing.T) {
	b, _, p := seat(t, config())
	p.set(15_099)
	b.Advance(time.Hour)
	if n := names(b); n != "" {
		t.Errorf("told %s", n)
	}
}

func TestDeliveryByHand(t *testing.T) {
	b, g, p := seat(t, config())
	b.Sense(EndDelivery{1})
	b.Sense(BeginDelivery{1})
	b.Sense(BeginDelivery{1})
	b.Sense(BeginDelivery{2})
	if len(b.Faults) != 3 {
		t.Errorf("faults %v", b.Faults)
	}
	b.Advance(5 * time.Minute)
	p.set(20_000)
	b.Advance(5 * time.Minute)
	if names(b) != "delivery-started" {
		t.Error("it ended by itself")
	}
	b.Sense(EndDelivery{1})
	want := DeliveryRecorded{1, 5000 * unit.Litre, 15_000 * unit.Litre, 20_000 * unit.Litre, clock.Epoch, clock.Epoch.Add(10 * time.Minute)}
	if e := b.Events("delivery-recorded"); len(e) != 1 || e[0] != want {
		t.Errorf("told %v", e)
	}
	for range 20 {
		b.Sense(BeginDelivery{1})
		b.Sense(EndDelivery{1})
	}
	if n := len(g.Tank(b.Now(), 1).Deliveries); n != remembered {
		t.Errorf("remembers %d", n)
	}
}

func TestWhatSurvivesAPowerCut(t *testing.T) {
	b, g, p := seat(t, config())
	p.set(500)
	b.Advance(2 * time.Second)
	p.set(20_000)
	b.Advance(5 * time.Minute)
	ask(b, "S60201SUPER\r")
	ask(b, "s501002701010800")
	before, label := g.Tank(b.Now(), 1), g.setup.Tank(1).Label
	names(b)
	b.PowerOff()
	if b.Hear(Console, []byte("\x01i20100")); len(b.Faults) > 0 {
		t.Error(b.Faults)
	}
	b.Advance(time.Hour)
	b.PowerOn()
	after := g.Tank(b.Now(), 1)
	if diff := cmp.Diff(before, after); diff != "" || label != "SUPER" || g.setup.Tank(1).Label != label {
		t.Error(diff, label, g.setup.Tank(1).Label)
	}
	if n := names(b); n != "" {
		t.Errorf("told %s at switching on", n)
	}
	if said := ask(b, "i50100"); !strings.Contains(said, "\x01i5010027010109002701010900&&") {
		t.Errorf("said %q", said)
	}
}

func TestSecurity(t *testing.T) {
	c := config()
	c.Security = "271828"
	b, _, _ := seat(t, c)
	if said := ask(b, "i20100"); said != "" {
		t.Errorf("said %q", said)
	}
	if said := ask(b, "271828i20100"); said == "" {
		t.Error("said nothing to the right code")
	}
	ask(b, "271828S50400314159")
	if said := ask(b, "314159i20100"); said == "" {
		t.Error("said nothing to the new code")
	}
	for _, e := range b.Events("programmed") {
		if e != (Programmed{"504", 0, ""}) {
			t.Errorf("told %v", e)
		}
	}
}

func TestPacingDrawsFromTheGaugesOwnChance(t *testing.T) {
	c := config()
	c.Pacing = veeder.RealPacing(nil)
	var at [2]clock.Instant
	for i := range at {
		b, _, _ := seat(t, c)
		if said := ask(b, "I20100"); said != "" {
			t.Errorf("said %q at once", said)
		}
		b.Advance(3 * time.Second)
		at[i] = b.Said[0].At
	}
	if think := at[0].Sub(clock.Epoch); at[0] != at[1] || think < 150*time.Millisecond || think > 750*time.Millisecond {
		t.Errorf("thought %v", at)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"a code of five":  func(c *Config) { c.Security = "12345" },
		"tank 17":         func(c *Config) { c.Tanks[0].Number = 17 },
		"no diameter":     func(c *Config) { c.Tanks[0].Diameter = 0 },
		"a long label":    func(c *Config) { c.Tanks[0].Label = strings.Repeat("x", 21) },
		"a bad product":   func(c *Config) { c.Tanks[0].Product = 7 },
		"no stock":        func(c *Config) { c.Tanks = append(c.Tanks, c.Tanks[0]) },
		"a long header":   func(c *Config) { c.Headers[0] = strings.Repeat("x", 21) },
		"negative scan":   func(c *Config) { c.Scan = -1 },
		"negative pacing": func(c *Config) { c.Pacing.Think = chance.Constant(-1) },
	} {
		c := config()
		change(&c)
		if _, err := New(c, new(pool)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEventsAreDefined(t *testing.T) {
	for _, name := range []string{"alarm-raised", "alarm-cleared", "delivery-started", "delivery-recorded", "asked", "programmed"} {
		if _, ok := forecourt.LookupEvent(Kind, name); !ok {
			t.Errorf("%s is not defined", name)
		}
	}
}
