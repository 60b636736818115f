package customer

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/station"
)

// salesOnce is how many sales TestEverySaleIsSettledOnce drives; FORECOURT_SALES sets another number: .ci/run 20,000, a
// nightly run a million.
const salesOnce = 4_000

// TestEverySaleIsSettledOnce lets customers fill up for days while every hop behind the pump fails again and again: lost,
// doubled, late and cut exchanges with gateway and order management, cut links to the controller and to the merchant host,
// and power cuts of every party with books. Each day ends with two hours of peace, in which the cashier takes what nobody
// has paid. Then all must be settled, once, and till, gateway, host and ledger must agree.
func TestEverySaleIsSettledOnce(t *testing.T) {
	want := salesOnce
	if s := os.Getenv("FORECOURT_SALES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("FORECOURT_SALES: %v", err)
		}
		want = n
	}
	sales, struck := 0, map[string]int{}
	for seed := uint64(1); sales < want && !t.Failed(); seed++ {
		sales += stormyDay(t, seed, struck)
	}
	for _, w := range woes {
		if struck[w.name] < 3 && want >= salesOnce {
			t.Errorf("%s: struck %d times", w.name, struck[w.name])
		}
	}
	t.Logf("%d sales, woes %v", sales, struck)
}

// stormyDay plays one day and returns how many sales the ledger has at its end.
func stormyDay(t *testing.T, seed uint64, struck map[string]int) int {
	t.Helper()
	s, err := station.Build(station.Options{Plan: mustOpen(t, "motorway"), Seed: seed, Mode: loop.Elided})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	evening := clock.Epoch.Add(24 * time.Hour)
	Send(s, Habits{PerDay: 12000, Outdoor: 60, Least: 2, Most: 10, Last: evening})
	s.Loop().Go(role, "woes", func(f *loop.Fiber) { storm(f, s, evening, struck) })
	s.Loop().Go(role, "cashier", func(f *loop.Fiber) {
		f.SleepUntil(evening.Add(time.Hour))
		for _, sale := range s.Till().Books().Sales {
			if sale.State == pos.Unpaid {
				_ = s.Do(station.POSRole, pos.Pay{Sale: sale.Sale, Tender: pos.Cash})
			}
		}
	})
	if err := s.Loop().Run(evening.Add(2 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.Loop().CheckInvariants()
	for _, i := range s.Loop().Tallies() {
		if len(i.Violations) > 0 {
			t.Errorf("seed %d, %s: %v: %v", seed, i.Name, i.Violations[0].At, i.Violations[0].Err)
		}
	}
	for i, open := range s.Unsettled() {
		if i < 10 {
			t.Errorf("seed %d: %s", seed, open)
		}
	}
	return len(s.OMS().Ledger())
}

// woe is one thing that goes wrong, and after a while does not any more.
type woe struct {
	name  string
	begin func(s *station.Station, c *chance.Source) (end func())
}

var woes = makeWoes()

func makeWoes() (all []woe) {
	for _, host := range []string{"gateway", "oms"} {
		for _, k := range loop.HTTPFaults {
			all = append(all, woe{host + " " + string(k.Fault), func(s *station.Station, c *chance.Source) func() {
				for range c.Between(1, 6) {
					_ = s.FaultHTTP(host, k.Fault)
				}
				return func() {}
			}})
		}
	}
	for _, r := range []forecourt.Role{station.POSRole, station.GatewayRole, station.HostRole, station.OMSRole, station.ControllerRole} {
		all = append(all, woe{r.String() + " off", func(s *station.Station, _ *chance.Source) func() {
			_ = s.PowerOff(r)
			return func() { _ = s.PowerOn(r) }
		}})
	}
	for _, l := range [][2]forecourt.Role{{station.POSRole, station.ControllerRole}, {station.GatewayRole, station.HostRole}} {
		all = append(all, woe{l[0].String() + " from " + l[1].String(), func(s *station.Station, _ *chance.Source) func() {
			_ = s.CutLink(l[0], l[1], true)
			return func() { _ = s.CutLink(l[0], l[1], false) }
		}})
	}
	for _, k := range []line.Fault{line.Drop, line.Duplicate, line.Delay} {
		all = append(all, woe{"host link " + string(k), func(s *station.Station, c *chance.Source) func() {
			_ = s.FaultLink(station.GatewayRole, station.HostRole, line.Planned{Fault: k, For: c.Within(time.Second, time.Minute), Delay: 40 * time.Second})
			return func() {}
		}})
	}
	return all
}

// storm lets one woe follow the other until the evening.
func storm(f *loop.Fiber, s *station.Station, until clock.Instant, struck map[string]int) {
	c := chance.New(s.Loop().Seed(), "woes")
	for f.Now() < until {
		f.Sleep(c.Within(20*time.Second, 5*time.Minute))
		w := woes[c.Below(int64(len(woes)))]
		end := w.begin(s, c)
		struck[w.name]++
		f.Sleep(c.Within(time.Second, 90*time.Second))
		end()
	}
}
