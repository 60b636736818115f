package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
)

// plans are wrong about what a site plan says beyond points and nozzles: hoses of several grades, satellites, the country,
// a site without anybody.
var plans = []Machine{
	{
		Name: "button-stuck", Doc: "the button of a hose's third grade presses that of its second",
		Kills: []string{"PLN-001"}, Cause: "told 'started' with nozzle 2",
		Hooks: party(hydraulics.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if lift, ok := x.(forecourt.LiftNozzle); ok && lift.Nozzle == 3 {
					s.shows()
					lift.Nozzle = 2
					x = lift
				}
				pass(x)
			}
		}),
	},
	{
		Name: "satellite-ends-sale", Doc: "a sale ends when the first of two nozzles is hung",
		Kills: []string{"PLN-002"}, Cause: "told 'completed', and must not",
		Hooks: party(hydraulics.Kind, endWithFirst),
	},
	{
		Name: "coins-unrounded", Doc: "the till takes cash to the cent where there are no cents",
		Kills: []string{"PLN-003"}, Cause: "did not tell 'cash-rounded'",
		Hooks: party(posKind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				if _, ok := e.(pos.CashRounded); ok {
					s.shows()
					return
				}
				pass(e)
			}
		}),
	},
	{
		Name: "change-to-the-cent", Doc: "the till gives the change of a prepayment to the cent where there are no cents",
		Kills: []string{"PLN-006"}, Cause: "refunded 22.01 EUR",
		Hooks: party(posKind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				if x, ok := e.(pos.PrepaySettled); ok && x.Paid.Sub(x.Used) != x.Refunded {
					s.shows()
					x.Refunded = x.Paid.Sub(x.Used)
					e = x
				}
				pass(e)
			}
		}),
	},
	{
		Name: "sells-to-anybody", Doc: "an unmanned site releases whoever lifts a nozzle",
		Kills: []string{"PLN-004"}, Cause: "must not",
		Hooks: party(posKind, releaseAnybody),
	},
}

// endWithFirst hangs the satellite with the hose's own nozzle.
func endWithFirst(s *skin) {
	out := false
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		pass(x)
		switch x := x.(type) {
		case forecourt.LiftNozzle:
			out = out || x.Satellite
		case forecourt.HangNozzle:
			if out && !x.Satellite {
				s.shows()
				out = false
				pass(forecourt.HangNozzle{Satellite: true})
			}
		}
	}
}

// releaseAnybody answers every call of a point that nobody has paid for.
func releaseAnybody(s *skin) {
	s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		pass(x)
		r, _ := x.(forecourt.Received)
		if n, ok := r.Noun.(forecourt.PointChanged); ok && n.State == forecourt.Calling {
			s.shows()
			env.Send(pos.ToController, forecourt.Release{Point: n.Point})
		}
	}
}
