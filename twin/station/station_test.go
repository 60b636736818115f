package station

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func kiosk(t *testing.T) *site.Plan {
	t.Helper()
	p, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sell plays one postpay sale of 5.00 on point 1 and returns what was recorded.
func sell(t *testing.T, seed uint64, pacer loop.Pacer) ([]string, []byte) {
	t.Helper()
	var out bytes.Buffer
	j := journal.New(&out)
	s, err := Build(Options{Plan: kiosk(t), Seed: seed, Journal: j, Pacer: pacer})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.LiftNozzle{Nozzle: 2}))
		f.Sleep(time.Second)
		must(t, s.Do(POSRole, pos.AuthorisePoint{Point: 1}))
		f.Sleep(3 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.Squeeze{Until: unit.Indicated{Count: 500, Decimals: 2, Unit: unit.L}}))
		f.Sleep(20 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.HangNozzle{}))
		f.Sleep(3 * time.Second)
		must(t, s.Do(POSRole, pos.Pay{Point: 1, Tender: pos.Cash}))
		f.Sleep(3 * time.Second)
	})
	if err := s.Loop().Run(clock.Epoch.Add(40 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := len(s.OMS().Ledger()); got != 1 {
		t.Fatalf("%d sales in the ledger", got)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Digests(), out.Bytes()
}

func TestLockstepSeesTheSameTraceAsVirtualTime(t *testing.T) {
	virtual, a := sell(t, 7, nil)
	lockstep, b := sell(t, 7, loop.NewLockstep(clock.Epoch))
	if !reflect.DeepEqual(virtual, lockstep) || !bytes.Equal(a, b) {
		t.Fatalf("%v in virtual time, %v in lockstep", virtual, lockstep)
	}
}

func TestRecordingChangesNothing(t *testing.T) {
	recorded, _ := sell(t, 7, nil)
	s, err := Build(Options{Plan: kiosk(t), Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	if err := s.Loop().Run(clock.Epoch.Add(3 * time.Second)); err != nil {
		t.Fatal(err)
	}
	idle := s.Digests()
	again, err := Build(Options{Plan: kiosk(t), Seed: 7, Journal: journal.New(&bytes.Buffer{})})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Loop().Close()
	if err := again.Loop().Run(clock.Epoch.Add(3 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(idle, again.Digests()) || reflect.DeepEqual(idle, recorded) {
		t.Fatalf("%v without a journal, %v with one, %v after a sale", idle, again.Digests(), recorded)
	}
}

func TestTracingChangesNothing(t *testing.T) {
	run := func(trace func(int, string, wire.Chunk, string)) []string {
		s, err := Build(Options{Plan: kiosk(t), Seed: 7, Trace: trace})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Loop().Close()
		if err := s.Loop().Run(clock.Epoch.Add(3 * time.Second)); err != nil {
			t.Fatal(err)
		}
		return s.Digests()
	}
	said := map[string]int{}
	traced := run(func(bus int, from string, _ wire.Chunk, words string) { said[from+": "+words]++ })
	if plain := run(nil); !reflect.DeepEqual(plain, traced) {
		t.Errorf("%v without a trace, %v with one", plain, traced)
	}
	if said["controller: 50h POLL"] < 30 || said["fuelling-point 2: 51h EOT"] < 30 {
		t.Errorf("the trace told %v", said)
	}
}

func TestOutsideRolesAreNotBuilt(t *testing.T) {
	s, err := Build(Options{Plan: kiosk(t), Outside: []forecourt.Role{ControllerRole, forecourt.PointRole(2)}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	for _, r := range []forecourt.Role{ControllerRole, POSRole, forecourt.PointRole(2)} {
		if s.Loop().Has(r) {
			t.Errorf("%s was built", r)
		}
	}
	if err := s.Loop().Run(clock.Epoch.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
}

func TestReadingsAreThere(t *testing.T) {
	plan := kiosk(t)
	plan.Loyalty = payment.Loyalty{Scheme: "club", Tiers: []payment.Tier{{Tier: "one"}}}
	s, err := Build(Options{Plan: plan, ReadGauge: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	if err := s.Loop().Run(clock.Epoch.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, r := range Readings() {
		role := forecourt.Role{Kind: r.Kind}
		if r.Kind == "fuelling-point" || r.Kind == "tank" {
			role.Number = 1
		}
		v, err := s.Reading(role, r.Name)
		if err != nil || reflect.TypeOf(v) != r.Type {
			t.Errorf("%s of %s: %T %v, want %v", r.Name, role, v, err, r.Type)
		}
	}
	if _, err := s.Reading(forecourt.Role{Kind: "tank", Number: 9}, "stock"); err == nil {
		t.Error("a tank that is not there was read")
	}
}
