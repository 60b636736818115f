package controller_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
)

func TestRestarts(t *testing.T) {
	steps := []struct {
		name string
		do   func(*rig)
	}{
		{"asked", func(r *rig) {
			_ = r.loop.Sense(roleController, forecourt.Received{Noun: forecourt.Release{Point: 1, Reference: "A"}})
			r.run(10 * time.Millisecond)
		}},
		{"authorised", func(r *rig) { r.run(time.Second) }},
		{"started", func(r *rig) { r.hand(forecourt.LiftNozzle{Nozzle: 1}); r.run(300 * time.Millisecond) }},
		{"fuelling", func(r *rig) { r.hand(flow{400}); r.run(300 * time.Millisecond) }},
		{"ended unread", func(r *rig) { r.hand(flow{400}); r.hand(forecourt.HangNozzle{}); r.run(60 * time.Millisecond) }},
		{"ended, read, not cleared", func(r *rig) { r.run(3 * time.Second) }},
	}
	for cut := range steps {
		for _, away := range []time.Duration{0, 20 * time.Second} {
			t.Run(steps[cut].name+" "+away.String(), func(t *testing.T) {
				r := ready(t)
				for i, s := range steps {
					if i != cut {
						s.do(r)
						continue
					}
					s.do(r)
					r.off()
					r.run(away)
					r.on()
					if n := heard[forecourt.ReleaseRefused](r); i == 0 && len(n) > 0 {
						// It was not taken before the power went: that is an answer too. Nothing is delivered.
						return
					}
				}
				r.run(5 * time.Second)
				s := one[forecourt.SaleFinished](r).Sale
				if s.Reference != "A" || s.Volume != litres(800) || s.Amount != eur(1439) {
					t.Fatalf("%+v", s)
				}
				none[forecourt.SaleRecovered](r)
				none[forecourt.ReleaseEnded](r)
				if len(r.ctl.Unpaid()) != 1 || r.pump.code != 1 {
					t.Fatalf("unpaid %v, pump %d", r.ctl.Unpaid(), r.pump.code)
				}
				r.balanced()
			})
		}
	}
}

func TestTheSaleThatEndsWhileTheControllerIsOff(t *testing.T) {
	r := ready(t)
	r.release("A")
	r.fill(1, 400)
	r.off()
	r.hand(flow{600})
	r.hand(forecourt.HangNozzle{})
	r.run(time.Minute)
	r.on()
	if s := one[forecourt.SaleFinished](r).Sale; s.Reference != "A" || s.Volume != litres(1000) || s.Amount != eur(1799) || s.Recovered {
		t.Fatalf("%+v", s)
	}
	none[forecourt.SaleRecovered](r)
	r.balanced()
}

func standAlone(r *rig, n forecourt.Nozzle, counts int64) {
	r.pump.standAlone = true
	if r.pump.code == 5 {
		r.pump.code = 1
	}
	r.fill(n, counts)
	r.hang()
	r.pump.standAlone = false
}

func TestSalesMadeWhileTheControllerIsOffAreRecovered(t *testing.T) {
	r := ready(t)
	r.off()
	standAlone(r, 1, 300)
	standAlone(r, 1, 200)
	standAlone(r, 2, 1000)
	r.on()
	got := heard[forecourt.SaleRecovered](r)
	if len(got) != 2 || got[0].Sale.Volume != litres(500) || got[0].Sale.Amount != eur(900) ||
		got[1].Sale.Volume != litres(1000) || got[1].Sale.Amount != eur(1849) || !got[1].Sale.Recovered {
		t.Fatalf("%+v", got)
	}
	none[forecourt.SaleFinished](r)
	r.restart()
	if len(heard[forecourt.SaleRecovered](r)) != 2 {
		t.Fatal("recovered again")
	}
	r.balanced()
}

func TestAnotherSaleAfterTheOpenOneWhileAway(t *testing.T) {
	for _, second := range []forecourt.Nozzle{1, 2} {
		r := ready(t)
		r.release("A")
		r.fill(1, 400)
		r.off()
		r.hang()
		standAlone(r, second, 250)
		r.on()
		a := one[forecourt.SaleFinished](r).Sale
		b := one[forecourt.SaleRecovered](r).Sale
		if a.Reference != "A" || a.Volume != litres(400) || a.Nozzle != 1 || b.Volume != litres(250) || b.Nozzle != second {
			t.Fatalf("%+v\n%+v", a, b)
		}
		r.balanced()
	}
}

func TestAReleaseByAnotherHandIsAdopted(t *testing.T) {
	r := ready(t)
	r.off()
	r.pump.standAlone = true
	r.hand(forecourt.LiftNozzle{Nozzle: 2})
	r.on()
	if got := events[controller.Adopted](r); len(got) != 1 || got[0].State != forecourt.Started {
		t.Fatalf("%+v", got)
	}
	r.hand(flow{600})
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Volume != litres(600) || s.Reference != "" {
		t.Fatalf("%+v", s)
	}
	r.balanced()
}

func TestALineCutInMidSale(t *testing.T) {
	for _, away := range []time.Duration{time.Second, time.Minute} {
		for _, ends := range []bool{false, true} {
			r := ready(t)
			r.release("A")
			r.fill(1, 400)
			r.stream.Cut(true)
			r.run(away / 2)
			r.hand(flow{100})
			if ends {
				r.hand(forecourt.HangNozzle{})
			}
			r.run(away / 2)
			r.stream.Cut(false)
			r.run(5 * time.Second)
			if !ends {
				r.hang()
			}
			if s := one[forecourt.SaleFinished](r).Sale; s.Reference != "A" || s.Volume != litres(500) {
				t.Fatalf("%+v", s)
			}
			none[forecourt.SaleRecovered](r)
			if lost, found := heard[forecourt.PointLost](r), heard[forecourt.PointFound](r); away == time.Minute && (len(lost) != 1 || len(found) != 1) {
				t.Fatalf("%v %v", lost, found)
			}
			r.balanced()
		}
	}
}

func TestALineCutWhileTheReleaseIsUnderWay(t *testing.T) {
	r := ready(t)
	_ = r.loop.Sense(roleController, forecourt.Received{Noun: forecourt.Release{Point: 1, Reference: "A"}})
	for r.pump.code != 2 {
		r.run(time.Millisecond)
	}
	r.stream.Cut(true) // the pump has obeyed, and nobody knows
	r.fill(1, 450)
	r.hang()
	r.run(time.Minute)
	r.stream.Cut(false)
	r.run(5 * time.Second)
	if s := one[forecourt.SaleFinished](r).Sale; s.Reference != "A" || s.Volume != litres(450) {
		t.Fatalf("%+v", s)
	}
	none[forecourt.ReleaseRefused](r)
	r.balanced()
}

func TestTotalsThatRollOver(t *testing.T) {
	r := newRig(t)
	r.pump.totals[1] = modulus - 100
	r.run(3 * time.Second)
	r.release("A")
	r.fill(1, 300)
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Before.Count != modulus-100 || s.After.Count != 200 {
		t.Fatalf("%+v", s)
	}
}

func TestTotalsThatJumpBackAreNoSale(t *testing.T) {
	r := ready(t)
	r.off()
	r.pump.totals[1] = 5
	r.on()
	if got := events[controller.TotalsJumped](r); len(got) != 1 || got[0].From != litres(1000) || got[0].To != litres(5) {
		t.Fatalf("%+v", got)
	}
	none[forecourt.SaleRecovered](r)
	r.release("A")
	r.fill(1, 300)
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Before != litres(5) || s.After != litres(305) {
		t.Fatalf("%+v", s)
	}
}

func TestTotalsThatDisagreeWithTheDisplay(t *testing.T) {
	for moved, recovered := range map[int64]int{50: 1, -50: 0} {
		r := ready(t)
		r.release("A")
		r.fill(1, 300)
		r.pump.totals[1] += moved
		r.hang()
		if s := one[forecourt.SaleFinished](r).Sale; s.Volume != litres(300) || s.After.Count != 1300+moved {
			t.Fatalf("%+v", s)
		}
		if got := events[controller.TotalsMismatch](r); len(got) != 1 || got[0].Totalled.Count != 300+moved {
			t.Fatalf("%+v", got)
		}
		if got := heard[forecourt.SaleRecovered](r); len(got) != recovered {
			t.Fatalf("%+v", got)
		}
	}
}

func TestTotalsThatAreNeverAnswered(t *testing.T) {
	r := ready(t)
	r.pump.mute = true
	r.release("A")
	r.fill(1, 300)
	r.hang()
	r.run(time.Minute)
	if s := one[forecourt.SaleFinished](r).Sale; s.Volume != litres(300) || s.Before != litres(1000) || s.After != litres(1300) {
		t.Fatalf("%+v", s)
	}
	if len(events[controller.TotalsUnread](r)) == 0 {
		t.Fatal("not told")
	}
	r.pump.mute = false
	r.restart()
	none[forecourt.SaleRecovered](r)
	r.balanced()
}

func TestTheLogIsCompacted(t *testing.T) {
	r := ready(t)
	for range 80 {
		r.release("A")
		r.fill(1, 300)
		r.hang()
		r.order(forecourt.ClearSale{Sale: r.ctl.Unpaid()[0].ID})
	}
	r.release("open")
	r.fill(2, 200)
	r.restart()
	r.hang()
	if got := r.ctl.Unpaid(); len(got) != 1 || got[0].ID != "S000081" || got[0].Reference != "open" {
		t.Fatalf("%+v", got)
	}
	r.balanced()
}
