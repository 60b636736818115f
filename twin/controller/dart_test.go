package controller_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire"
	_ "github.com/forecourt/forecourt/twin/wire/dart"
)

func onDART(t failer) (*rig, func(bool)) {
	d, ok := wire.Lookup("dart")
	if !ok {
		t.Fatalf("dart is not there")
	}
	r := seat(t, d)
	bus := r.loop.Bus(d.Ports()[0].Settings, nil)
	r.loop.JoinBus(bus, loop.Socket{Role: roleController, Port: controller.PortBus(0)})
	r.loop.JoinBus(bus, loop.Socket{Role: forecourt.PointRole(1)})
	r.run(5 * time.Second)
	return r, bus.Cut
}

func TestASaleOverDART(t *testing.T) {
	r, cut := onDART(t)
	r.order(forecourt.Release{Point: 1, LimitAmount: eur(5000), Reference: "A"})
	one[forecourt.PointReleased](r)
	r.fill(2, 1000)
	r.hand(forecourt.HangNozzle{})
	r.run(60 * time.Millisecond)
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.run(3 * time.Second)
	s := one[forecourt.SaleFinished](r).Sale
	if s.Volume != litres(1000) || s.Amount != eur(1849) || s.Nozzle != 2 || s.Price != super || s.Reason != forecourt.EndedByNozzle {
		t.Fatalf("%+v", s)
	}
	r.release("B")
	r.hand(flow{500})
	r.run(time.Second)
	r.off()
	r.hand(flow{500})
	r.run(time.Minute)
	r.on()
	cut(true)
	r.run(time.Minute)
	r.hand(forecourt.HangNozzle{})
	cut(false)
	r.run(10 * time.Second)
	if got := heard[forecourt.SaleFinished](r); len(got) != 2 || got[1].Sale.Reference != "B" || got[1].Sale.Volume != litres(1000) {
		t.Fatalf("%+v", got)
	}
	none[forecourt.SaleRecovered](r)
	none[forecourt.ReleaseRefused](r)
	r.balanced()
}

func TestAPumpThatIsReleasedByNobodyOverDART(t *testing.T) {
	r, _ := onDART(t)
	r.off()
	standAlone(r, 1, 300)
	standAlone(r, 2, 200)
	r.on()
	if got := heard[forecourt.SaleRecovered](r); len(got) != 2 {
		t.Fatalf("%+v", r.told)
	}
	r.balanced()
}

// BenchmarkIdleDART is the hot path: polls that nobody answers with news.
func BenchmarkIdleDART(b *testing.B) {
	r, _ := onDART(b)
	r.pump.commands = make([]forecourt.Command, 0, 1<<20)
	b.ReportAllocs()
	for b.Loop() {
		r.run(50 * time.Millisecond)
	}
}

func TestTwoPointsOnOneBus(t *testing.T) {
	d, _ := wire.Lookup("dart")
	r := seat(t, d, func(c *controller.Config) {
		second := c.Points[0]
		second.Point, second.Address = 2, 0x51
		c.Points = append(c.Points, second)
	})
	other := &pump{dialect: d, options: r.pump.options}
	other.options.Addresses = []byte{0x51}
	r.loop.Add(forecourt.PointRole(2), other, 1)
	bus := r.loop.Bus(d.Ports()[0].Settings, nil)
	r.loop.JoinBus(bus, loop.Socket{Role: roleController, Port: controller.PortBus(0)})
	r.loop.JoinBus(bus, loop.Socket{Role: forecourt.PointRole(1)})
	r.loop.JoinBus(bus, loop.Socket{Role: forecourt.PointRole(2)})
	r.run(5 * time.Second)
	r.release("A")
	r.order(forecourt.Release{Point: 2, Reference: "B"})
	_ = r.loop.Sense(forecourt.PointRole(2), forecourt.LiftNozzle{Nozzle: 1})
	r.fill(1, 300)
	_ = r.loop.Sense(forecourt.PointRole(2), flow{200})
	r.run(300 * time.Millisecond)
	r.order(forecourt.StopPoint{})
	r.run(5 * time.Second)
	got := heard[forecourt.SaleFinished](r)
	if len(got) != 2 || got[0].Sale.Volume.Count+got[1].Sale.Volume.Count != 500 || got[0].Sale.Reason != forecourt.EndedByStop {
		t.Fatalf("%+v", r.till.news)
	}
	for _, n := range got {
		if (n.Sale.Point == 1) != (n.Sale.Reference == "A") {
			t.Fatalf("%+v", n)
		}
	}
}
