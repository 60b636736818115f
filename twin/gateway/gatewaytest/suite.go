package gatewaytest

import (
	"errors"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// Role is the gateway's on every rig.
var Role = forecourt.Role{Kind: "gateway"}

var client = forecourt.Role{Kind: "pos"}

// Run checks a gateway. newRig makes a fresh one each time; its currency is USD.
func Run(t *testing.T, newRig func(t *testing.T) Rig) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { play(t, newRig(t), c.story) })
	}
}

// story is what a client does, on a fiber.
type story func(s *scene)

type scene struct {
	t   *testing.T
	rig Rig
	f   *loop.Fiber
	Client
}

var cases = []struct {
	name  string
	story story
}{
	{"an authorisation holds what was asked", holdsWhatWasAsked},
	{"a capture below the hold takes that and frees the rest", capturesLess},
	{"a second capture is refused", refusesSecondCapture},
	{"a capture above the hold is refused and the hold stays", refusesTooMuch},
	{"a capture may take all that the hold covers", takesAllOfTheCover},
	{"a cancelled hold is given back", givesBack},
	{"a cancelled payment cannot be captured", refusesCaptureAfterCancel},
	{"a captured payment cannot be cancelled", refusesCancelAfterCapture},
	{"the same key gets the same payment", replays},
	{"the same key with another amount is refused", refusesOtherAmount},
	{"a lost answer is found again by its key", findsLostAnswer},
	{"a declined card says why and holds nothing", declines},
	{"a partial approval grants less than was asked", grantsLess},
	{"a host that does not answer leaves no hold", leavesNoHold},
	{"a request that the network doubles is granted once", grantsOnce},
	{"a refund that the network doubles is given once", refundsOnce},
	{"a capture is advised until the host answers", advisesAgain},
	{"a refund gives back part of what was captured", refunds},
	{"a power cut loses nothing that was answered", survivesPowerCut},
	{"a power cut during an authorisation leaves no hold", survivesPowerCutInFlight},
}

func play(t *testing.T, rig Rig, tell story) {
	ended := false
	rig.Loop.Go(client, t.Name(), func(f *loop.Fiber) {
		tell(&scene{t, rig, f, rig.NewClient(f)})
		ended = true
	})
	if err := rig.Loop.Run(rig.Loop.Now().Add(24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if !ended {
		t.Fatal("the client waits for ever")
	}
	for _, a := range rig.Gateway.Books() {
		if a.Pending != 0 {
			t.Errorf("%s still has %d messages for the host after a day", a.Intent, a.Pending)
		}
		if a.Captured.Minor > a.Cover.Minor || a.Refunded.Minor > a.Captured.Minor {
			t.Errorf("the books are wrong: %+v", a)
		}
	}
	rig.Loop.Close()
}

func usd(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "USD"} }

// must reports an error; it does not end the story, because Fatal would unwind a fiber behind the loop's back.
func (s *scene) must(p Payment, err error) Payment {
	s.t.Helper()
	if err != nil {
		s.t.Errorf("refused: %v", err)
	}
	return p
}

// most is how much may be captured of a hold.
func (s *scene) most(held int64) int64 {
	if s.rig.Most == nil {
		return held
	}
	return s.rig.Most(held)
}

func (s *scene) held(amount int64) Payment {
	s.t.Helper()
	return s.must(s.Authorise("hold", usd(amount), "visa-credit"))
}

func (s *scene) want(p Payment, state gateway.State, capturable, captured int64) {
	s.t.Helper()
	if p.State != state || p.Capturable.Minor != capturable || p.Captured.Minor != captured {
		s.t.Errorf("payment is %+v, want %s, capturable %d, captured %d", p, state, capturable, captured)
	}
}

func (s *scene) refused(err error) *Refusal {
	s.t.Helper()
	var r *Refusal
	if !errors.As(err, &r) {
		s.t.Errorf("got %v, want a refusal", err)
		return &Refusal{}
	}
	return r
}

// issuer checks what the issuer holds or has booked, once everything has been said.
func (s *scene) issuer(minor int64) {
	s.t.Helper()
	s.f.Sleep(time.Hour)
	if got := s.rig.HeldByIssuer(); got != minor {
		s.t.Errorf("the issuer holds or has booked %d, want %d", got, minor)
	}
}

func (s *scene) power(after, off time.Duration) {
	s.rig.Loop.Go(client, "power", func(f *loop.Fiber) {
		f.Sleep(after)
		if err := s.rig.Loop.PowerOff(Role); err != nil {
			s.t.Error(err)
		}
		f.Sleep(off)
		if err := s.rig.Loop.PowerOn(Role); err != nil {
			s.t.Error(err)
		}
	})
}

// account returns what the books.say of a payment.
func (s *scene) account(id string) gateway.Account {
	for _, a := range s.rig.Gateway.Books() {
		if a.Intent == id {
			return a
		}
	}
	s.t.Errorf("the books do not know %s", id)
	return gateway.Account{}
}
