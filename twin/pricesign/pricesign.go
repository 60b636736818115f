// Package pricesign is the price sign at the road, role "price-sign": it shows the cash price of each grade in digits of
// seven segments, and answers the POS with what its segments show. It draws how long a change takes anew each time, and
// keeps what it shows over a power cut, as signs of flip segments do and others from their memory.
//
//	pricesign.go  the machine          segment.go  digits, and a segment that is stuck
//
// Port 0 is a link of nouns to the POS: forecourt.ShowPrice in, forecourt.SignShows out. Which protocol a sign speaks is
// left out, as are credit prices, brightness and text.
package pricesign

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Kind is the kind of role that a price sign plays.
const Kind = "price-sign"

// Role is the role the sign plays.
var Role = forecourt.Role{Kind: Kind}

// ToPOS is the port of the link to the POS. Timers is how many timers the loop gives the sign.
const (
	ToPOS  machine.Port = 0
	Timers              = 1
)

// Config is what differs from sign to sign.
type Config struct {
	Prices map[forecourt.Grade]unit.Price // what it shows when it is new
	Change chance.Distribution            // how long it takes to show another price
}

// Fault breaks the sign, or repairs it.
type Fault struct {
	Grade    forecourt.Grade // of StuckSegment
	Fault    FaultKind
	Repaired bool
}

// FaultKind is what is broken.
type FaultKind string

// The faults.
const (
	StuckSegment FaultKind = "stuck-segment" // the upper left segment of the last digit stays dark
	NoAnswer     FaultKind = "no-answer"     // it shows what it is told, and says nothing
	Dead         FaultKind = "dead"          // it hears nothing: what it shows stays
)

// String says what is broken, or repaired.
func (f Fault) String() string {
	text := string(f.Fault)
	if f.Grade != "" {
		text += " of " + string(f.Grade)
	}
	if f.Repaired {
		text += " repaired"
	}
	return text
}

// Faults lists what can break.
func Faults() []string { return []string{string(StuckSegment), string(NoAnswer), string(Dead)} }

// Stimulus implements forecourt.Stimulus.
func (Fault) Stimulus() string { return "fault-sign" }

// PriceShown says what can be read off the sign from now on.
type PriceShown struct {
	Grade forecourt.Grade `event:"grade"`
	Price unit.Price      `event:"price"`
}

// Event implements forecourt.Event.
func (PriceShown) Event() string { return "price-shown" }

func init() { forecourt.DefineEvent(Kind, PriceShown{}, "the sign shows another price of a grade") }

// Sign is the machine.
type Sign struct {
	cfg    Config
	told   map[forecourt.Grade]unit.Price // on the disk: what it is to show
	shown  map[forecourt.Grade]unit.Price // what can be read off it
	orders []forecourt.ShowPrice          // that it works on, one after the other
	broken map[FaultKind]bool
	stuck  map[forecourt.Grade]bool
}

var _ machine.Machine = (*Sign)(nil)

// New returns a sign. The station adds it to the loop under Role.
func New(cfg Config) *Sign {
	return &Sign{
		cfg: cfg, told: maps.Clone(cfg.Prices), shown: maps.Clone(cfg.Prices), broken: map[FaultKind]bool{}, stuck: map[forecourt.Grade]bool{},
	}
}

// Shows returns what can be read off the sign; false where it has no such grade.
func (s *Sign) Shows(g forecourt.Grade) (unit.Price, bool) {
	p, ok := s.shown[g]
	return p, ok
}

// Hear implements machine.Machine; a sign is told in nouns.
func (s *Sign) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Sense implements machine.Machine.
func (s *Sign) Sense(env *machine.Env, x forecourt.Stimulus) {
	switch x := x.(type) {
	case forecourt.PowerOn:
		s.start(env)
	case forecourt.PowerOff:
		s.orders = nil
	case forecourt.Received:
		if o, ok := x.Noun.(forecourt.ShowPrice); ok && !s.broken[Dead] {
			s.take(env, o)
		}
	case Fault:
		if x.Fault == StuckSegment {
			s.stuck[x.Grade] = !x.Repaired
			s.show(env, x.Grade)
			return
		}
		s.broken[x.Fault] = !x.Repaired
	default:
		env.Fault(fmt.Errorf("pricesign: a sign knows nothing of %s", x.Stimulus()))
	}
}

// start reads what it is to show.
func (s *Sign) start(env *machine.Env) {
	s.told = maps.Clone(s.cfg.Prices)
	env.Store().Replay(func(record []byte) {
		var o forecourt.ShowPrice
		if err := json.Unmarshal(record, &o); err != nil {
			env.Fault(fmt.Errorf("pricesign: a record of the store cannot be read: %w", err))
			return
		}
		s.told[o.Grade] = o.Price
	})
	for _, g := range slices.Sorted(maps.Keys(s.told)) {
		s.show(env, g)
	}
}

func (s *Sign) take(env *machine.Env, o forecourt.ShowPrice) {
	if _, known := s.told[o.Grade]; !known || o.Price.E4 <= 0 {
		env.Fault(fmt.Errorf("pricesign: %s for %s cannot be shown here", o.Price, o.Grade))
		return
	}
	s.orders = append(s.orders, o)
	if len(s.orders) == 1 {
		env.After(0, time.Duration(s.cfg.Change.Draw(env.Chance())))
	}
}

// Wake implements machine.Machine: the segments have turned.
func (s *Sign) Wake(env *machine.Env, _ machine.Timer) {
	o := s.orders[0]
	s.orders = s.orders[1:]
	record, err := json.Marshal(o)
	if err != nil {
		panic("pricesign: " + err.Error())
	}
	env.Store().Append(record)
	env.Store().Flush()
	s.told[o.Grade] = o.Price
	s.show(env, o.Grade)
	if !s.broken[NoAnswer] {
		env.Send(ToPOS, forecourt.SignShows{Number: o.Number, Grade: o.Grade, Price: s.shown[o.Grade]})
	}
	if len(s.orders) > 0 {
		env.After(0, time.Duration(s.cfg.Change.Draw(env.Chance())))
	}
}

// show brings the segments of a grade to what it is told, as far as they turn.
func (s *Sign) show(env *machine.Env, g forecourt.Grade) {
	p, known := s.told[g]
	if !known {
		return
	}
	if s.stuck[g] {
		p.E4 = darkened(p.E4)
	}
	if s.shown[g] != p {
		s.shown[g] = p
		env.Tell(PriceShown{g, p})
	}
}
