package station

import (
	"bytes"
	"os"
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
)

func TestSmoke(t *testing.T) {
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	j := journal.New(&out)
	s, err := Build(Options{Plan: plan, Seed: 1, Journal: j})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	s.Loop().Go(forecourt.Role{Kind: "scenario"}, "x", func(f *loop.Fiber) {
		do := func(r forecourt.Role, st forecourt.Stimulus) {
			if err := s.Do(r, st); err != nil {
				t.Error(err)
			}
		}
		f.Sleep(3 * time.Second)
		do(forecourt.PointRole(1), forecourt.LiftNozzle{Nozzle: 1})
		f.Sleep(time.Second)
		do(POSRole, pos.AuthorisePoint{Point: 1})
		f.Sleep(3 * time.Second)
		until, _ := unit.ParseIndicated("20.00 L")
		do(forecourt.PointRole(1), forecourt.Squeeze{Until: until})
		f.Sleep(60 * time.Second)
		do(forecourt.PointRole(1), forecourt.HangNozzle{})
		f.Sleep(3 * time.Second)
		do(POSRole, pos.Pay{Point: 1, Tender: pos.Cash})
		f.Sleep(5 * time.Second)
		do(forecourt.Role{Kind: "card-reader", Number: 2}, payment.InsertCard{Card: "visa-credit", Entry: payment.ContactChip, PIN: payment.PINCorrect})
		f.Sleep(10 * time.Second)
		do(forecourt.PointRole(2), forecourt.LiftNozzle{Nozzle: 2})
		f.Sleep(3 * time.Second)
		do(forecourt.PointRole(2), forecourt.Squeeze{Until: until})
		f.Sleep(60 * time.Second)
		do(forecourt.PointRole(2), forecourt.HangNozzle{})
		f.Sleep(30 * time.Second)
	})
	if err := s.Loop().Run(clock.Epoch.Add(5 * time.Minute)); err != nil {
		t.Error(err)
	}
	s.Loop().CheckInvariants()
	for _, v := range s.Loop().Tallies() {
		t.Log(v.Name, v.Checks, v.Violations)
	}
	j.Close()
	os.WriteFile("/tmp/smoke.jsonl", out.Bytes(), 0o644)
	t.Log(s.Digests())
}
