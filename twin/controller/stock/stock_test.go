package stock

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

func near(a, b unit.Volume) bool { return a-b <= 2*unit.Millilitre && b-a <= 2*unit.Millilitre }

func TestItFindsTheConsoleAndReadsTheTanks(t *testing.T) {
	x := newRig(t, litres(), newConsole())
	want := []string{"gauge-found", "gauge-identified", "tank-read", "tank-read"}
	if got := x.run(time.Second); !slices.Equal(got, want) {
		t.Fatalf("told %v", got)
	}
	if f := all[GaugeFound](x); f[0].Tanks != 2 {
		t.Errorf("%+v", f)
	}
	if id := all[GaugeIdentified](x); id[0].Software != "346326-100-B" {
		t.Errorf("%+v", id)
	}
	read := all[TankRead](x)
	if a := read[0]; a.Tank != 1 || a.Product != "diesel" || !near(a.Volume, 12_345*unit.Litre) || !near(a.TCVolume, 12_344*unit.Litre) ||
		!near(a.Ullage, 17_655*unit.Litre) || a.Height != 1_234_500 || a.Water != 12_000 || a.Temperature != 14_250 ||
		!near(a.WaterVolume, 3*unit.Litre) || a.InDelivery || a.Missing != "" {
		t.Errorf("tank 1: %+v", a)
	}
	if b := read[1]; b.Tank != 2 || b.Product != "super-95" || !near(b.Volume, 6_789_500*unit.Millilitre) {
		t.Errorf("tank 2: %+v", b)
	}
	if got := x.run(60 * time.Second); len(all[TankRead](x)) != 12 || len(got) != 12 {
		t.Errorf("in a minute: %v", got)
	}
	if v := x.reader.View(); v.State != "found" || len(v.Tanks) != 2 || v.Tanks[1] != read[1] || v.Counts.Damaged+v.Counts.Unanswered > 0 {
		t.Errorf("%+v", v)
	}
}

// TestInEveryMannerOfSpeaking: both formats, litres and gallons, every terminator, a console as slow as a real one, one of
// six floats. What a display rounds is off by a unit at most.
func TestInEveryMannerOfSpeaking(t *testing.T) {
	for _, format := range []veeder.Format{veeder.Computer, veeder.Display} {
		for _, m := range []unit.Measure{unit.L, unit.USGal} {
			for _, end := range []string{"", "\r", "\n", "\r\n", "\x03", "\x00"} {
				c, cfg := newConsole(), litres()
				c.metric, c.code, c.pacing = m, "271828", veeder.RealPacing(nil)
				cfg.Unit, cfg.Format, cfg.Terminator, cfg.Security = m, format, end, "271828"
				x := newRig(t, cfg, c)
				x.run(40 * time.Second)
				read := all[TankRead](x)
				if len(read) < 6 || len(all[GaugeLost](x))+len(all[AnswerRefused](x))+len(all[QuestionRefused](x)) > 0 {
					t.Fatalf("%s %s %q: %+v", format, m, end, x.told)
				}
				off := read[0].Volume - 12_345*unit.Litre
				if format == veeder.Computer && !near(off, 0) || off > 2*unit.Millilitre || off < -4*unit.Litre {
					t.Errorf("%s %s %q: off by %s", format, m, end, off)
				}
			}
		}
	}
}

func TestATankThatTheSiteDoesNotKnowHasTheConsolesLabel(t *testing.T) {
	c := newConsole()
	c.tank(7, "HEATING OIL", 500*unit.Litre)
	x := newRig(t, litres(), c)
	x.run(time.Second)
	if read := all[TankRead](x); len(read) != 3 || read[2].Tank != 7 || read[2].Product != "HEATING OIL" {
		t.Errorf("%+v", read)
	}
}

func TestATankWithoutValidDataIsToldOnce(t *testing.T) {
	c := newConsole()
	x := newRig(t, litres(), c)
	x.run(time.Second)
	c.tanks[2] = veeder.Tank{}
	x.run(35 * time.Second)
	if u, r := all[TankUnread](x), all[TankRead](x); len(u) != 1 || u[0] != (TankUnread{2, "super-95"}) || len(r) != 3 {
		t.Errorf("unread %v, read %v", u, r)
	}
	if v := x.reader.View(); len(v.Tanks) != 1 {
		t.Errorf("it still shows %+v", v.Tanks)
	}
	c.tank(2, "SUPER", 100*unit.Litre)
	x.run(10 * time.Second)
	if r := all[TankRead](x); len(r) != 2 || !near(r[1].Volume, 100*unit.Litre) {
		t.Errorf("read %+v", r)
	}
}

func TestFieldsThatAreMissingAreNamed(t *testing.T) {
	c := newConsole()
	i := c.tanks[1]
	i.Inventory.Missing = 1<<1 | 1<<5
	c.tanks[1] = i
	x := newRig(t, litres(), c)
	x.run(time.Second)
	if r := all[TankRead](x)[0]; r.Missing != "tc-volume, temperature" || !near(r.Volume, 12_345*unit.Litre) || r.TCVolume != 0 {
		t.Errorf("%+v", r)
	}
}

func TestSilenceIsNoticedAndItsEnd(t *testing.T) {
	cfg := litres()
	cfg.ReplyWithin, cfg.Tries = 2*time.Second, 3
	x := newRig(t, cfg, newConsole())
	x.run(time.Second)
	x.stream.Cut(true)
	// The inventory, or what is asked at the same time, goes unanswered three times; then it is the inventory's turn.
	if got := x.run(30 * time.Second); !slices.Equal(got, []string{"gauge-lost"}) {
		t.Fatalf("while it was cut: %v", got)
	}
	if l := all[GaugeLost](x); l[0].Reason != "no answer" || x.told[0].At.Sub(x.loop.Now().Add(-30*time.Second)) > 22*time.Second {
		t.Errorf("%+v", x.told)
	}
	if got := x.run(time.Hour); len(got) > 0 {
		t.Errorf("in an hour of silence: %v", got)
	}
	x.stream.Cut(false)
	got := x.run(17 * time.Second) // RetryEvery and the tries that were under way
	if len(got) < 4 || !slices.Equal(got[:4], []string{"gauge-found", "gauge-identified", "tank-read", "tank-read"}) {
		t.Errorf("when it came back: %v", got)
	}
}

func TestAWrongSecurityCodeIsSilence(t *testing.T) {
	for sent, want := range map[string]string{"": "gauge-lost", "271829": "gauge-lost", "271828": "gauge-found"} {
		c, cfg := newConsole(), litres()
		c.code, cfg.Security = "271828", sent
		x := newRig(t, cfg, c)
		if got := x.run(time.Minute); got[0] != want || len(got) > 1 != (want == "gauge-found") || want == "gauge-lost" && len(c.asked) > 0 {
			t.Errorf("code %q: %v, the console answered %v", sent, got, c.asked)
		}
	}
}

// TestDamageCostsARepeat: every byte of an inventory's answer flipped, lost, doubled: what is told is right or not told.
func TestDamageCostsARepeat(t *testing.T) {
	for _, f := range []line.Planned{{Fault: line.Flip}, {Fault: line.Flip, Bit: 6}, {Fault: line.DropByte}, {Fault: line.ExtraByte}, {Fault: line.Truncate}} {
		for at := 1; at < 150; at += 4 {
			cfg := litres()
			cfg.ReplyWithin = 2 * time.Second
			x := newRig(t, cfg, newConsole())
			x.run(5 * time.Second)
			f.From, f.Match, f.Byte = "console", inventoryMask, at
			if err := x.stream.Plan(f); err != nil {
				t.Fatal(err)
			}
			x.run(16 * time.Second)
			read := all[TankRead](x)
			if len(read) < 2 || len(all[GaugeLost](x)) > 0 {
				t.Fatalf("%s: %+v", f, x.told)
			}
			for i, r := range read {
				if want := []unit.Volume{12_345 * unit.Litre, 6_789_500 * unit.Millilitre}[i%2]; !near(r.Volume, want) || r.Tank != i%2+1 {
					t.Errorf("%s: told %+v", f, r)
				}
			}
		}
	}
}

var inventoryMask = func() line.Mask { m, _ := line.ParseMask("01 69 32 30 31"); return m }()

func TestDamagedAnswersAreCounted(t *testing.T) {
	x := newRig(t, litres(), newConsole())
	x.run(time.Second)
	if err := x.stream.Plan(line.Planned{Fault: line.Flip, From: "console", Byte: 20, For: time.Hour}); err != nil {
		t.Fatal(err)
	}
	x.run(30 * time.Second)
	refused := all[AnswerRefused](x)
	if len(refused) < 3 || !strings.Contains(refused[0].Why, "check sum is") || x.reader.Counts().Damaged != len(refused) {
		t.Errorf("%d refused %+v, %+v", len(refused), refused, x.reader.Counts())
	}
	if l := all[GaugeLost](x); len(l) != 1 || l[0].Reason != "damaged answer" || x.loop.Refused(Role) != len(refused) {
		t.Errorf("lost %+v, %d faults", l, x.loop.Refused(Role))
	}
}

// TestABoxThatKnowsLittle: functions that are refused or met with silence cost the reader nothing but themselves.
func TestABoxThatKnowsLittle(t *testing.T) {
	for _, silent := range []bool{false, true} {
		c, cfg := newConsole(), litres()
		cfg.ReplyWithin, cfg.Tries = 2*time.Second, 2
		if c.refuses = "902 602 101 205 202"; silent {
			c.refuses, c.ignores = "", c.refuses
		}
		x := newRig(t, cfg, c)
		x.run(10 * time.Minute)
		var functions []string
		for _, q := range all[QuestionRefused](x) {
			functions = append(functions, q.Function)
		}
		slices.Sort(functions)
		if !slices.Equal(functions, []string{"101", "202", "205", "602", "902"}) || len(all[GaugeLost](x)) > 0 || len(all[GaugeFound](x)) != 1 {
			t.Errorf("silent %v: refused %v, %d lost", silent, functions, len(all[GaugeLost](x)))
		}
		if read := all[TankRead](x); len(read) < 100 {
			t.Errorf("silent %v: only %d reads", silent, len(read))
		}
		if c.asked = nil; len(x.run(time.Minute)) != 12 || slices.ContainsFunc(c.asked, func(f string) bool { return f != "201" }) {
			t.Errorf("silent %v: it still asks %v", silent, c.asked)
		}
	}
}

func TestAConsoleWithoutInventoryIsFoundAndToldOnce(t *testing.T) {
	c := newConsole()
	c.refuses = "201"
	x := newRig(t, litres(), c)
	x.run(time.Minute)
	if q := all[QuestionRefused](x); len(q) != 1 || q[0].Function != "201" || len(all[GaugeFound](x)) != 1 || len(all[TankRead](x)) > 0 {
		t.Errorf("%+v", x.told)
	}
}

func TestAlarmsComeAndGo(t *testing.T) {
	for _, refuses := range []string{"", "101"} { // by the system's status, by the tanks'
		c := newConsole()
		c.refuses = refuses
		x := newRig(t, litres(), c)
		x.run(time.Second)
		alarm := func(types ...uint16) {
			i := c.tanks[2]
			i.Alarms = types
			c.tanks[2] = i
		}
		alarm(veeder.LowProductAlarm, veeder.DeliveryNeeded)
		x.run(35 * time.Second)
		want := []AlarmReported{{2, 2, "low product alarm"}, {2, 2, "delivery needed"}}
		if got := all[AlarmReported](x); !slices.Equal(got, want) || !slices.Equal(x.reader.View().Alarms, want) {
			t.Errorf("without %q: reported %+v", refuses, got)
		}
		alarm(veeder.DeliveryNeeded)
		x.run(10 * time.Second)
		if got := all[AlarmEnded](x); !slices.Equal(got, []AlarmEnded{{2, 2, "low product alarm"}}) || len(all[AlarmReported](x)) > 0 {
			t.Errorf("without %q: ended %+v", refuses, got)
		}
	}
}

// deliver puts a delivery in front of a tank's list.
func deliver(c *console, n uint8, at time.Duration, from, to unit.Volume) {
	i := c.tanks[n]
	start := c.env.Now().Add(-at)
	d := veeder.Delivery{
		StartAt: start - start%60_000_000_000, EndAt: c.env.Now() - c.env.Now()%60_000_000_000,
		Start: veeder.Stock{Volume: from, TCVolume: from}, End: veeder.Stock{Volume: to, TCVolume: to},
	}
	i.Deliveries = slices.Insert(i.Deliveries, 0, d)
	c.tanks[n] = i
}

func TestEachDeliveryIsToldOnceAndHistoryIsNot(t *testing.T) {
	c := newConsole()
	x := newRig(t, litres(), c)
	c.env = x.console.env
	x.run(0)
	deliver(c, 1, 10*time.Minute, 1000*unit.Litre, 9000*unit.Litre)
	x.run(time.Second)
	if d := all[DeliveryReported](x); len(d) > 0 {
		t.Fatalf("history was told: %+v", d)
	}
	deliver(c, 2, 20*time.Minute, 2000*unit.Litre, 7000*unit.Litre)
	deliver(c, 2, 5*time.Minute, 7000*unit.Litre, 7500*unit.Litre)
	x.run(time.Minute)
	d := all[DeliveryReported](x)
	if len(d) != 2 || d[0].Tank != 2 || d[0].Product != "super-95" || !near(d[0].Volume, 5000*unit.Litre) || !near(d[0].Before, 2000*unit.Litre) ||
		!near(d[1].Volume, 500*unit.Litre) || d[1].EndedAt != c.tanks[2].Deliveries[0].EndAt {
		t.Errorf("told %+v", d)
	}
	// One that comes while the reader is off is told when it is back, the others are not told again.
	if err := x.loop.PowerOff(Role); err != nil {
		t.Fatal(err)
	}
	deliver(c, 1, time.Minute, 9000*unit.Litre, 9900*unit.Litre)
	x.run(time.Minute)
	if err := x.loop.PowerOn(Role); err != nil {
		t.Fatal(err)
	}
	x.run(time.Minute)
	if d := all[DeliveryReported](x); len(d) != 1 || d[0].Tank != 1 || !near(d[0].Volume, 900*unit.Litre) {
		t.Errorf("after the power cut: %+v", d)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]Config{
		"a code of five":     {Security: "12345"},
		"ten times a second": {Every: 100 * time.Millisecond},
		"negative tries":     {Tries: -1},
		"negative limit":     {ReplyWithin: -1},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEveryStateKnowsBothSigns(t *testing.T) {
	for _, s := range []state{seeking, found, lost} {
		for on, to := range map[sign]state{answered: found, silent: lost} {
			if next, ok := table.Next(s, on); !ok || next != to {
				t.Errorf("%s on %s: %s %v", s, on, next, ok)
			}
		}
	}
}

func TestEventsAreDefined(t *testing.T) {
	for _, e := range []forecourt.Event{
		TankRead{}, TankUnread{}, DeliveryReported{}, AlarmReported{}, AlarmEnded{}, GaugeFound{}, GaugeIdentified{}, GaugeLost{},
		QuestionRefused{}, AnswerRefused{},
	} {
		if i, ok := forecourt.LookupEvent(Kind, e.Event()); !ok || len(i.Fields) != reflect.TypeOf(e).NumField() {
			t.Errorf("%s is not defined", e.Event())
		}
	}
}
