package tank

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

// Siphon joins tanks of one product, laid at one depth: their levels are one, at once (C: a siphon takes minutes), and
// water stays where it is. What a tank gets from the others another loses: nothing comes of it, to the microlitre.
type Siphon struct {
	tanks  []*Tank
	broken bool

	gross  unit.Volume // for which shares is
	shares []unit.Volume
	own    []unit.Volume
}

// Join puts a siphon between tanks that are not switched on yet.
func Join(tanks ...*Tank) (*Siphon, error) {
	s := &Siphon{tanks: tanks, gross: -1, shares: make([]unit.Volume, len(tanks)), own: make([]unit.Volume, len(tanks))}
	if len(tanks) < 2 {
		return nil, fmt.Errorf("tank: a siphon joins two tanks or more")
	}
	for i, t := range tanks {
		switch {
		case t.group != nil:
			return nil, fmt.Errorf("tank: a tank has one siphon")
		case t.config.Vessel == nil:
			return nil, fmt.Errorf("tank: a siphon needs tanks whose shape is known")
		case t.config.Grade != tanks[0].config.Grade:
			return nil, fmt.Errorf("tank: a siphon between %s and %s", tanks[0].config.Grade, t.config.Grade)
		}
		for _, other := range tanks[:i] {
			if other == t {
				return nil, fmt.Errorf("tank: a siphon from a tank to itself")
			}
		}
	}
	for _, t := range tanks {
		t.group = s
	}
	return s, nil
}

// level computes how the product of all is shared out: own, then shares, by tank.
func (s *Siphon) level() {
	var gross unit.Volume
	for i, t := range s.tanks {
		s.own[i] = t.own()
		gross += s.own[i] + t.WaterVolume()
	}
	if gross == s.gross {
		return
	}
	s.gross = gross
	h, left := s.height(gross), gross
	for i, t := range s.tanks {
		s.shares[i] = left
		if i < len(s.tanks)-1 {
			s.shares[i] = t.config.Vessel.Volume(h)
		}
		left -= s.shares[i]
	}
}

// height is the lowest one at which the tanks together hold so much.
func (s *Siphon) height(gross unit.Volume) unit.Level {
	low, high := unit.Level(0), unit.Level(0)
	for _, t := range s.tanks {
		high = max(high, t.config.Vessel.Shape().Diameter)
	}
	for low < high {
		mid := low + (high-low)/2
		var sum unit.Volume
		for _, t := range s.tanks {
			sum += t.config.Vessel.Volume(mid)
		}
		if sum >= gross {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// moved returns what a tank got since the books were settled.
func (s *Siphon) moved(t *Tank) unit.Volume {
	if s.broken {
		return 0
	}
	s.level()
	for i, x := range s.tanks {
		if x == t {
			return s.shares[i] - t.WaterVolume() - s.own[i]
		}
	}
	panic("tank: a tank that its siphon does not know")
}

// settle writes into the books of all.
func (s *Siphon) settle() {
	moved := make([]unit.Volume, len(s.tanks))
	for i, t := range s.tanks {
		moved[i] = s.moved(t)
	}
	for i, t := range s.tanks {
		t.fold(t.since(), moved[i])
	}
}

// Broken says whether the siphon has lost its vacuum.
func (s *Siphon) Broken() bool { return s.broken }

func (t *Tank) cut(broken bool) error {
	if t.group == nil {
		return fmt.Errorf("tank: there is no siphon")
	}
	if t.group.broken == broken {
		return fmt.Errorf("tank: the siphon is that already")
	}
	t.settle()
	t.group.broken = broken
	if broken {
		t.env.Tell(SiphonBroken{})
		return nil
	}
	t.settle()
	t.env.Tell(SiphonJoined{})
	return nil
}
