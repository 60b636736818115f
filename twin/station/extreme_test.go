package station

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// extreme is a plan at the ends of what is allowed: 16 tanks, 9.999 a litre, a thousand pulses to it.
func extreme(t *testing.T) *site.Plan {
	t.Helper()
	var b strings.Builder
	b.WriteString("site: extreme\ncurrency: EUR\ndecimals: { volume: 3 }\ngrades: [{ grade: diesel, price: 9.999 EUR/L }]\ntanks:\n")
	for i := range 16 {
		fmt.Fprintf(&b, "  - { tank: %d, grade: diesel, capacity: 30000 L, opening: 1000 L }\n", i+1)
	}
	b.WriteString("buses: [{ bus: 1, dialect: dart }]\ndispensers:\n  - dispenser: 1\n    sides:\n      - fuelling-point: 1\n        bus: 1\n        address: 0x50\n" +
		"        hoses: [{ nozzle: 1, grade: diesel, tank: 16, pulses-per-unit: 1000 }]\npos: { mode: postpay-automatic }\n")
	p, err := site.Load("extreme.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestASaleOfAMillilitreAtTheHighestPrice(t *testing.T) {
	s, err := Build(Options{Plan: extreme(t), Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	var sales []electronics.Completed
	s.Loop().Watch(func(x forecourt.Told) {
		if e, ok := x.Event.(electronics.Completed); ok {
			sales = append(sales, e)
		}
	})
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.LiftNozzle{Nozzle: 1}))
		f.Sleep(4 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.Squeeze{Until: unit.Indicated{Count: 1, Decimals: 3}, Flow: unit.FlowRate(1000)}))
		f.Sleep(10 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.HangNozzle{}))
		f.Sleep(3 * time.Second)
		must(t, s.Do(POSRole, pos.Pay{Point: 1, Tender: pos.Cash}))
	})
	if err := s.Loop().Run(clock.Epoch.Add(60 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if len(sales) != 1 || sales[0].Volume != (unit.Indicated{Count: 1, Decimals: 3}) || sales[0].Amount.Minor != 1 {
		t.Fatalf("%+v", sales)
	}
	if n := len(s.OMS().Ledger()); n != 1 {
		t.Errorf("%d sales in the ledger", n)
	}
	s.Loop().CheckInvariants()
	for _, i := range s.Loop().Tallies() {
		if len(i.Violations) > 0 {
			t.Errorf("%s: %v", i.Name, i.Violations[0].Err)
		}
	}
	if fell := 1000*unit.Litre - s.tanks[16].Volume(); fell < unit.Millilitre || fell >= 2*unit.Millilitre {
		t.Errorf("the tank fell by %s", fell)
	}
}
