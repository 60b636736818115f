package wrong

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/pricesign"
	"github.com/forecourt/forecourt/twin/unit"
)

// orderWhen has the POS order something more of the controller when it tells an event; nil: nothing.
func orderWhen(more func(forecourt.Event) forecourt.Order) func(*skin) {
	return func(s *skin) {
		var order func(any)
		s.send = func(p machine.Port, noun any, pass func(any)) {
			if p == pos.ToController {
				order = pass
			}
			pass(noun)
		}
		s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
			pass(e)
			if o := more(e); o != nil && order != nil {
				s.shows()
				order(o)
			}
		}
	}
}

// obeyRefused orders a release of the point that a refused act was for.
func obeyRefused(s *skin) {
	point := forecourt.Point(0)
	s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		switch x := x.(type) {
		case pos.AuthorisePoint:
			point = x.Point
		case pos.Prepay:
			point = x.Point
		default:
			point = 0
		}
		pass(x)
	}
	orderWhen(func(e forecourt.Event) forecourt.Order {
		if _, ok := e.(pos.Refused); ok && point != 0 {
			return forecourt.Release{Point: point}
		}
		return nil
	})(s)
}

// unsaid keeps an event from being told.
func unsaid[E forecourt.Event](s *skin) {
	s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
		if _, ok := e.(E); ok {
			s.shows()
			return
		}
		pass(e)
	}
}

// withhold keeps an order from the controller once a mode was set.
func withhold[O forecourt.Order](s *skin) {
	set := false
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		_, now := x.(pos.SetMode)
		set = set || now
		pass(x)
	}
	s.send = func(_ machine.Port, noun any, pass func(any)) {
		if _, ok := noun.(O); ok && set {
			s.shows()
			return
		}
		pass(noun)
	}
}

// actBy changes who does what a hand does at the POS; change says whether it did.
func actBy(s *skin, change func(*pos.By) bool) {
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		changed := false
		switch y := x.(type) {
		case pos.AuthorisePoint:
			changed = change(&y.By)
			x = y
		case pos.Pay:
			changed = change(&y.By)
			x = y
		case pos.Prepay:
			changed = change(&y.By)
			x = y
		case pos.TakeSale:
			changed = change(&y.By)
			x = y
		case pos.WriteOff:
			changed = change(&y.By)
			x = y
		}
		if changed {
			s.shows()
		}
		pass(x)
	}
}

// signEarly tells the sign of a price as soon as the POS is told to change it.
func signEarly(s *skin) {
	s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if c, ok := x.(pos.ChangePrice); ok {
			s.shows()
			env.Send(pos.ToSign, forecourt.ShowPrice{Grade: c.Grade, Price: c.Price})
		}
		pass(x)
	}
}

// signEchoes answers with the price that the sign was told last.
func signEchoes(s *skin) {
	told := map[forecourt.Grade]unit.Price{}
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if r, ok := x.(forecourt.Received); ok {
			if o, ok := r.Noun.(forecourt.ShowPrice); ok {
				told[o.Grade] = o.Price
			}
		}
		pass(x)
	}
	s.send = func(p machine.Port, noun any, pass func(any)) {
		if a, ok := noun.(forecourt.SignShows); ok && p == pricesign.ToPOS && told[a.Grade] != a.Price {
			s.shows()
			a.Price = told[a.Grade]
			noun = a
		}
		pass(noun)
	}
}
