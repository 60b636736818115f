package gatewaytest

import (
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
)

func holdsWhatWasAsked(s *scene) {
	p := s.held(17500)
	s.want(p, gateway.StateHeld, 17500, 0)
	s.want(s.must(s.Retrieve(p.ID)), gateway.StateHeld, 17500, 0)
	if p.Asked != usd(17500) {
		s.t.Errorf("asked %s", p.Asked)
	}
	s.issuer(17500)
}

func capturesLess(s *scene) {
	p := s.held(17500)
	s.want(s.must(s.Capture("take", p.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	s.want(s.must(s.Retrieve(p.ID)), gateway.StateCaptured, 0, 4211)
	s.issuer(4211)
}

func refusesSecondCapture(s *scene) {
	p := s.held(17500)
	s.must(s.Capture("take", p.ID, usd(4211)))
	_, err := s.Capture("take again", p.ID, usd(100))
	s.refused(err)
	s.issuer(4211)
}

func refusesTooMuch(s *scene) {
	p := s.held(5000)
	_, err := s.Capture("take", p.ID, usd(s.most(5000)+1))
	s.refused(err)
	s.want(s.must(s.Retrieve(p.ID)), gateway.StateHeld, 5000, 0)
	s.issuer(5000)
}

func takesAllOfTheCover(s *scene) {
	p := s.held(5000)
	if a := s.account(p.ID); a.Cover != usd(s.most(5000)) || a.Granted != usd(5000) {
		s.t.Errorf("the books say %+v", a)
	}
	s.want(s.must(s.Capture("take", p.ID, usd(s.most(5000)))), gateway.StateCaptured, 0, s.most(5000))
	s.issuer(s.most(5000))
}

func givesBack(s *scene) {
	p := s.held(17500)
	s.want(s.must(s.Cancel("drop", p.ID)), gateway.StateCancelled, 0, 0)
	s.issuer(0)
	if a := s.account(p.ID); !a.Reversed || a.State != gateway.StateCancelled {
		s.t.Errorf("the books say %+v", a)
	}
}

func refusesCaptureAfterCancel(s *scene) {
	p := s.held(17500)
	s.must(s.Cancel("drop", p.ID))
	_, err := s.Capture("take", p.ID, usd(100))
	s.refused(err)
	s.issuer(0)
}

func refusesCancelAfterCapture(s *scene) {
	p := s.held(17500)
	s.must(s.Capture("take", p.ID, usd(4211)))
	_, err := s.Cancel("drop", p.ID)
	s.refused(err)
	s.issuer(4211)
}

func replays(s *scene) {
	first := s.held(17500)
	s.must(s.Capture("take", first.ID, usd(4211)))
	if again := s.held(17500); again != first {
		s.t.Errorf("answered %+v, then %+v", first, again)
	}
	s.want(s.must(s.Capture("take", first.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	s.issuer(4211)
}

func refusesOtherAmount(s *scene) {
	s.held(17500)
	_, err := s.Authorise("hold", usd(10000), "visa-credit")
	s.refused(err)
	s.issuer(17500)
}

func findsLostAnswer(s *scene) {
	s.rig.LoseAnswer()
	if _, err := s.Authorise("hold", usd(17500), "visa-credit"); err == nil {
		s.t.Error("the answer was not lost")
	}
	s.want(s.held(17500), gateway.StateHeld, 17500, 0)
	if n := len(s.rig.Gateway.Books()); n != 1 {
		s.t.Errorf("there are %d payments", n)
	}
	s.issuer(17500)
}

func declines(s *scene) {
	_, err := s.Authorise("hold", usd(17500), "visa-insufficient-funds")
	r := s.refused(err)
	if r.Decline == "" || r.Status >= 500 {
		s.t.Errorf("declined with %+v", r)
	}
	if r.ID != "" {
		s.want(s.must(s.Retrieve(r.ID)), gateway.StateOpen, 0, 0)
	}
	s.issuer(0)
}

func grantsLess(s *scene) {
	p := s.must(s.Authorise("hold", usd(17500), "mastercard-prepaid"))
	s.want(p, gateway.StateHeld, 5000, 0)
	if p.Asked != usd(17500) {
		s.t.Errorf("asked %s", p.Asked)
	}
	_, err := s.Capture("take", p.ID, usd(s.most(5000)+1))
	s.refused(err)
	s.want(s.must(s.Capture("take less", p.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	s.issuer(4211)
}

func leavesNoHold(s *scene) {
	s.rig.Silence(1)
	_, err := s.Authorise("hold", usd(17500), "visa-credit")
	s.refused(err)
	s.issuer(0)
	s.want(s.must(s.Authorise("hold again", usd(17500), "visa-credit")), gateway.StateHeld, 17500, 0)
	s.issuer(17500)
}

func grantsOnce(s *scene) {
	s.rig.Double()
	s.want(s.must(s.Authorise("hold", usd(17500), "visa-credit")), gateway.StateHeld, 17500, 0)
	s.issuer(17500)
}

func refundsOnce(s *scene) {
	p := s.held(17500)
	s.want(s.must(s.Capture("take", p.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	s.rig.Double()
	if err := s.Refund("back", p.ID, usd(1000)); err != nil {
		s.t.Error(err)
	}
	s.issuer(3211)
}

func advisesAgain(s *scene) {
	p := s.held(17500)
	s.rig.Silence(3)
	s.want(s.must(s.Capture("take", p.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	s.issuer(4211)
	if a := s.account(p.ID); a.Pending != 0 {
		s.t.Errorf("the books say %+v", a)
	}
}

func refunds(s *scene) {
	p := s.held(17500)
	s.refused(s.Refund("too early", p.ID, usd(100)))
	s.must(s.Capture("take", p.ID, usd(4211)))
	if err := s.Refund("back", p.ID, usd(1000)); err != nil {
		s.t.Error(err)
	}
	if err := s.Refund("back", p.ID, usd(1000)); err != nil {
		s.t.Error(err)
	}
	s.refused(s.Refund("too much", p.ID, usd(3212)))
	if a := s.account(p.ID); a.Refunded != usd(1000) {
		s.t.Errorf("the books say %+v", a)
	}
	s.issuer(3211)
}

func survivesPowerCut(s *scene) {
	p := s.held(17500)
	s.rig.Silence(1)
	s.must(s.Capture("take", p.ID, usd(4211)))
	s.power(0, time.Minute)
	s.f.Sleep(2 * time.Minute)
	s.want(s.must(s.Retrieve(p.ID)), gateway.StateCaptured, 0, 4211)
	s.want(s.must(s.Capture("take", p.ID, usd(4211))), gateway.StateCaptured, 0, 4211)
	if again := s.held(17500); again.ID != p.ID {
		s.t.Errorf("the key now means %s", again.ID)
	}
	s.issuer(4211)
}

func survivesPowerCutInFlight(s *scene) {
	s.rig.Silence(1) // it has heard the request, and nobody hears it
	s.power(time.Second, time.Minute)
	if _, err := s.Authorise("hold", usd(17500), "visa-credit"); err == nil {
		s.t.Error("answered by a machine without power")
	}
	s.f.Sleep(2 * time.Minute)
	s.issuer(0)
	for _, a := range s.rig.Gateway.Books() {
		if a.State != gateway.StateOpen {
			s.t.Errorf("the books say %+v", a)
		}
	}
	s.want(s.held(17500), gateway.StateHeld, 17500, 0)
	s.issuer(17500)
}
