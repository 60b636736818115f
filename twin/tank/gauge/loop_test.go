package gauge

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	wetstock "github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// monitor is a machine around the dialect's client end: it asks for the inventory once a minute.
type monitor struct {
	env     *machine.Env
	session wire.Session
	format  veeder.Format
	reports []veeder.Report
	failed  []veeder.Failed
}

func (m *monitor) Hear(_ *machine.Env, _ machine.Port, c wire.Chunk) { m.session.Hear(c) }

func (m *monitor) Sense(env *machine.Env, _ forecourt.Stimulus) {
	m.env = env
	m.session, _ = veeder.New(veeder.Config{}).Open(wire.Client, wire.Options{}, m)
	m.Wake(env, 1)
}

func (m *monitor) Wake(env *machine.Env, t machine.Timer) {
	if t == 0 {
		m.session.Wake(env.Now())
		return
	}
	for _, f := range []veeder.Function{veeder.InTankInventory, veeder.Status, veeder.DeliveryHistory} {
		if err := m.session.Do(env.Now(), 0, veeder.Ask{Function: f, Format: m.format}); err != nil {
			env.Fault(err)
		}
	}
	env.After(1, time.Minute)
}

func (m *monitor) Say(after time.Duration, b []byte) { m.env.Say(0, after, b) }
func (m *monitor) WakeAt(at clock.Instant)           { m.env.Set(0, at) }
func (m *monitor) Fault(e *wire.FrameError)          { m.env.Fault(e) }
func (m *monitor) Cycle()                            {}
func (m *monitor) Arriving() (clock.Instant, bool)   { return m.env.Arriving(0) }
func (m *monitor) Heard(_ byte, n wire.Noun) {
	switch n := n.(type) {
	case veeder.Report:
		m.reports = append(m.reports, n)
	case veeder.Failed:
		m.failed = append(m.failed, n)
	}
}

type flower struct{ rate int64 }

func (f *flower) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (f *flower) Wake(*machine.Env, machine.Timer)            {}
func (f *flower) Sense(env *machine.Env, _ forecourt.Stimulus) {
	t := line.Still(env.Now(), 0)
	t.Rate, t.EndRate = f.rate, f.rate
	env.Flow(0, t)
}

// TestOnALoop: a tank that a hose draws from and a tanker fills, its gauge, and a monitor that asks, over a stream and
// over a serial line, at once and paced, in both formats. What the monitor hears is what the tank holds.
func TestOnALoop(t *testing.T) {
	for i := range 8 {
		serial, paced, format := i&1 != 0, i&2 != 0, veeder.Format(i>>2)
		l := loop.New(loop.Options{Seed: 7})
		wet := wetstock.New(wetstock.Config{Grade: "diesel", Opening: 10_000 * unit.Litre, Capacity: cylinder, Pipes: 1})
		c := config()
		c.Tanks[0].Temperature = 15_000
		if paced {
			c.Pacing = veeder.RealPacing(nil)
		}
		g, err := New(c, wet)
		if err != nil {
			t.Fatal(err)
		}
		m := &monitor{format: format}
		hose := forecourt.Role{Kind: "hose"}
		watcher := forecourt.Role{Kind: "monitor"}
		l.Add(wetstock.Role(1), wet, wetstock.Timers)
		l.Add(hose, &flower{500_000}, 0)
		l.Add(Role(), g, Timers)
		l.Add(watcher, m, 2)
		l.Counter(line.Scale{Num: 1, Den: 1}, loop.Socket{Role: hose}, loop.Socket{Role: wetstock.Role(1), Port: wetstock.PipePort(0)})
		ends := []loop.Socket{{Role: watcher}, {Role: Role(), Port: Console}}
		if serial {
			bus := l.Bus(veeder.New(veeder.Config{}).Ports()[0].Settings, nil)
			l.JoinBus(bus, ends[0])
			l.JoinBus(bus, ends[1])
		} else {
			l.Stream(time.Millisecond, ends[0], ends[1], nil)
		}
		var told []string
		l.Watch(func(e forecourt.Told) {
			if e.Role == Role() && e.Event.Event() != "asked" {
				told = append(told, e.Event.Event())
			}
		})
		if err := l.Run(clock.Epoch.Add(10 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := l.Sense(wetstock.Role(1), wetstock.Deliver{Volume: 8000 * unit.Litre}); err != nil {
			t.Fatal(err)
		}
		if err := l.Run(clock.Epoch.Add(20*time.Minute + 30*time.Second)); err != nil {
			t.Fatal(err)
		}
		judge(t, i, l, m, told)
		l.Close()
	}
}

func judge(t *testing.T, i int, l *loop.Loop, m *monitor, told []string) {
	t.Helper()
	if len(m.failed) > 0 || len(m.reports) != 3*21 || l.Refused(Role()) > 0 || l.Refused(forecourt.Role{Kind: "monitor"}) > 0 {
		t.Fatalf("%d: %d reports, failed %v, refused %d", i, len(m.reports), m.failed, l.Refused(Role()))
	}
	for n, r := range m.reports {
		list, ok := r.Body.(veeder.Inventories)
		if !ok {
			continue
		}
		minute := int64(n / 3)
		want := 10_000*unit.Litre - unit.Volume(minute*30)*unit.Litre
		if minute > 10 {
			want += 8000 * unit.Litre
		}
		if d := list[0].Volume - want; minute != 10 && (d > unit.Litre/10 || d < -2*unit.Litre) {
			t.Errorf("%d: minute %d: %s, want %s", i, minute, list[0].Volume, want)
		}
	}
	d := m.reports[len(m.reports)-1].Body.(veeder.Deliveries)[0].Deliveries
	if len(d) != 1 || d[0].End.Volume-d[0].Start.Volume < 7998*unit.Litre || d[0].End.Volume-d[0].Start.Volume > 8001*unit.Litre {
		t.Errorf("%d: deliveries %+v", i, d)
	}
	if len(told) != 2 || told[0] != "delivery-started" || told[1] != "delivery-recorded" {
		t.Errorf("%d: told %v", i, told)
	}
}
