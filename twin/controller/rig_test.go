package controller_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

var (
	roleController = forecourt.Role{Kind: "controller"}
	rolePOS        = forecourt.Role{Kind: "pos"}
	diesel         = unit.Price{E4: 17990, Currency: "EUR", Unit: unit.L}
	super          = unit.Price{E4: 18490, Currency: "EUR", Unit: unit.L}
)

// till notes the news.
type till struct{ news []forecourt.News }

func (*till) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (*till) Wake(*machine.Env, machine.Timer)            {}
func (t *till) Sense(_ *machine.Env, s forecourt.Stimulus) {
	if r, ok := s.(forecourt.Received); ok {
		t.news = append(t.news, r.Noun.(forecourt.News))
	}
}

// failer is what testing.T and rapid.T share.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// rig is a controller with one pump and a till.
type rig struct {
	t      failer
	loop   *loop.Loop
	ctl    *controller.Controller
	pump   *pump
	till   *till
	stream *line.Stream
	told   []forecourt.Told
}

func newRig(t failer, change ...func(*controller.Config)) *rig {
	t.Helper()
	d := &nouns{}
	r := seat(t, d, change...)
	r.stream = r.loop.Stream(time.Millisecond, loop.Socket{Role: roleController, Port: controller.PortBus(0)},
		loop.Socket{Role: forecourt.PointRole(1)}, nil)
	return r
}

// seat puts controller, pump and till on a loop, with no line yet between the first two.
func seat(t failer, d wire.Dialect, change ...func(*controller.Config)) *rig {
	t.Helper()
	cfg := controller.Config{
		Currency: "EUR", VolumeDecimals: 2,
		Buses: []controller.Bus{{Dialect: d, Options: wire.Options{Nozzles: 2}}},
		Points: []controller.PointConfig{{
			Point: 1, Address: 0x50, Nozzles: []controller.NozzleConfig{{Nozzle: 1, Grade: "diesel"}, {Nozzle: 2, Grade: "super"}},
		}},
		Prices: map[forecourt.Grade]unit.Price{"diesel": diesel, "super": super},
	}
	for _, f := range change {
		f(&cfg)
	}
	r := &rig{t: t, loop: loop.New(loop.Options{Seed: 1}), till: &till{}}
	var err error
	if r.ctl, err = controller.New(cfg); err != nil {
		t.Fatalf("%v", err)
	}
	r.pump = &pump{dialect: d, options: wire.Options{
		Addresses: []byte{0x50}, Nozzles: 2, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR",
	}, totals: [3]int64{0, 1000, 2000}}
	r.loop.Add(rolePOS, r.till, 0)
	r.loop.Add(roleController, r.ctl, controller.NumTimers(1))
	r.loop.Add(forecourt.PointRole(1), r.pump, 1)
	r.loop.Link(time.Millisecond, loop.Socket{Role: rolePOS}, loop.Socket{Role: roleController, Port: controller.PortPOS})
	r.loop.Watch(func(told forecourt.Told) { r.told = append(r.told, told) })
	return r
}

// ready runs a new rig until the point can be released.
func ready(t *testing.T, change ...func(*controller.Config)) *rig {
	t.Helper()
	r := newRig(t, change...)
	r.run(3 * time.Second)
	if r.ctl.State(1) != forecourt.Idle {
		t.Fatalf("the point is %s; %v", r.ctl.State(1), r.till.news)
	}
	r.till.news = nil
	return r
}

func (r *rig) run(d time.Duration) {
	if err := r.loop.Run(r.loop.Now().Add(d)); err != nil {
		r.t.Fatalf("%v", err)
	}
}

func (r *rig) order(o forecourt.Order) {
	_ = r.loop.Sense(roleController, forecourt.Received{Port: controller.PortPOS, Noun: o})
	r.run(500 * time.Millisecond)
}

func (r *rig) hand(s forecourt.Stimulus) {
	if err := r.loop.Sense(forecourt.PointRole(1), s); err != nil {
		r.t.Fatalf("%v", err)
	}
}

func (r *rig) release(ref string) { r.order(forecourt.Release{Point: 1, Reference: ref}) }

// fill lifts a nozzle and lets fuel flow.
func (r *rig) fill(n forecourt.Nozzle, counts int64) {
	r.hand(forecourt.LiftNozzle{Nozzle: n})
	r.run(300 * time.Millisecond)
	r.hand(flow{counts})
	r.run(300 * time.Millisecond)
}

func (r *rig) hang() {
	r.hand(forecourt.HangNozzle{})
	r.run(3 * time.Second)
}

func (r *rig) off() {
	if err := r.loop.PowerOff(roleController); err != nil {
		r.t.Fatalf("%v", err)
	}
}

func (r *rig) on() {
	if err := r.loop.PowerOn(roleController); err != nil {
		r.t.Fatalf("%v", err)
	}
	r.run(5 * time.Second)
}

func (r *rig) restart() { r.off(); r.on() }

// heard returns the news of one kind.
func heard[N forecourt.News](r *rig) (all []N) {
	for _, n := range r.till.news {
		if n, ok := n.(N); ok {
			all = append(all, n)
		}
	}
	return all
}

// events returns the events of one kind.
func events[E forecourt.Event](r *rig) (all []E) {
	for _, t := range r.told {
		if e, ok := t.Event.(E); ok {
			all = append(all, e)
		}
	}
	return all
}

// one returns the only news of a kind.
func one[N forecourt.News](r *rig) (n N) {
	r.t.Helper()
	all := heard[N](r)
	if len(all) != 1 {
		r.t.Fatalf("%d of %T, expected 1; news: %+v", len(all), n, r.till.news)
	}
	return all[0]
}

func none[N forecourt.News](r *rig) {
	r.t.Helper()
	if all := heard[N](r); len(all) > 0 {
		r.t.Fatalf("%+v was told", all)
	}
}

// balanced checks that the sales told are the totals' difference from where they started.
func (r *rig) balanced() {
	r.t.Helper()
	sum, ids := int64(0), map[string]bool{}
	for _, t := range r.told {
		var s forecourt.Sale
		switch e := t.Event.(type) {
		case forecourt.SaleFinished:
			s = e.Sale
		case forecourt.SaleRecovered:
			s = e.Sale
		default:
			continue
		}
		if ids[s.ID] {
			r.t.Fatalf("sale %s was told twice", s.ID)
		}
		ids[s.ID] = true
		sum += s.Volume.Count
		if (s.After.Count-s.Before.Count+modulus)%modulus != s.Volume.Count {
			r.t.Fatalf("sale %s: %s between %s and %s", s.ID, s.Volume, s.Before, s.After)
		}
	}
	moved := (r.pump.totals[1] + r.pump.totals[2] - 3000 + 2*modulus) % modulus
	if sum != moved {
		r.t.Fatalf("the totals moved by %d, the sales are %d; %+v", moved, sum, r.told)
	}
}
