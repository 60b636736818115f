package tank

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Siphon joins tanks of one product, laid at one depth: their levels are one, at once (C: a siphon takes minutes), and
// water stays where it is. What a tank gets from the others another loses: nothing comes of it, to the microlitre.
//
// It draws through a foot in each tank, all at the greatest of their Foot. When the level has fallen to it the siphon takes
// air and breaks; it works again, at once, when the product covers it in every tank. That a pump has to run to prime it is
// left out.
type Siphon struct {
	tanks  basin
	foot   unit.Level
	broken bool // by hand
	parted bool // by its level

	gross  unit.Volume // for which shares is
	water  unit.Volume
	shares []unit.Volume
	own    []unit.Volume
}

// Join puts a siphon between tanks that are not switched on yet.
func Join(tanks ...*Tank) (*Siphon, error) {
	s := &Siphon{tanks: basin(tanks), gross: -1, shares: make([]unit.Volume, len(tanks)), own: make([]unit.Volume, len(tanks))}
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
		s.foot = max(s.foot, t.config.Foot)
	}
	s.parted = !s.covered(0)
	return s, nil
}

// covered says whether the product stands above the foot in every tank, by so much.
func (s *Siphon) covered(by unit.Level) bool {
	for _, t := range s.tanks {
		if s.foot > 0 && t.own()+t.WaterVolume() < t.below(s.foot+by) {
			return false
		}
	}
	return true
}

// part breaks the siphon whose foot stands in air; the books are settled.
func (s *Siphon) part() {
	s.parted = true
	s.tanks[0].env.Tell(SiphonBroken{FootInAir})
}

// prime joins what the level had parted, where it has risen.
func (s *Siphon) prime() {
	if !s.parted || s.broken || !s.covered(coveredBy) {
		return
	}
	s.parted = false
	s.settle()
	s.tanks[0].env.Tell(SiphonJoined{})
}

// primes is when a delivery may have brought the level above the foot in all tanks.
func (s *Siphon) primes() clock.Instant {
	at := clock.Never
	if !s.parted || s.broken {
		return at
	}
	for _, t := range s.tanks {
		if missing := t.below(s.foot+coveredBy) - t.own() - t.WaterVolume(); missing > 0 {
			at = min(at, t.self.rises(missing))
		}
	}
	return at
}

// level computes how the product of all is shared out, by tank: what it has of its own, and what is its share.
func (s *Siphon) level() {
	var gross, water unit.Volume
	for i, t := range s.tanks {
		s.own[i] = t.own()
		water += t.WaterVolume()
		gross += s.own[i] + t.WaterVolume()
	}
	if gross == s.gross && water == s.water {
		return
	}
	s.gross, s.water = gross, water
	h, left := s.height(gross), gross-water
	for i, t := range s.tanks {
		s.shares[i] = left
		if i < len(s.tanks)-1 {
			s.shares[i] = min(max(t.below(h)-t.WaterVolume(), 0), left)
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
		if s.tanks.holds(mid) >= gross {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// moved returns what a tank got since the books were settled.
func (s *Siphon) moved(t *Tank) unit.Volume {
	if s.Broken() {
		return 0
	}
	s.level()
	for i, x := range s.tanks {
		if x == t {
			return s.shares[i] - s.own[i]
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
func (s *Siphon) Broken() bool { return s.broken || s.parted }

func (t *Tank) cut(broken bool) error {
	if t.group == nil {
		return fmt.Errorf("tank: there is no siphon")
	}
	if t.group.broken == broken {
		return fmt.Errorf("tank: the siphon is that already")
	}
	t.settle()
	if !broken && !t.group.covered(0) {
		return fmt.Errorf("tank: the siphon cannot be primed while its foot stands in air")
	}
	t.group.broken = broken
	if broken {
		t.env.Tell(SiphonBroken{AirLetIn})
		return nil
	}
	t.group.parted = false
	t.settle()
	t.env.Tell(SiphonJoined{})
	return nil
}
