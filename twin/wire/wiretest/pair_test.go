package wiretest_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// parrot is a dialect of one-byte frames: each end says what it is told to do, at once, and hears every byte.
type parrot struct{ wire.Dialect }

func (parrot) Ends() [2]wire.End { return [2]wire.End{wire.Controller, wire.Dispenser} }

func (parrot) Open(_ wire.End, _ wire.Options, out wire.Out) (wire.Session, error) {
	return &bird{out}, nil
}

type bird struct{ out wire.Out }

func (b *bird) Start(clock.Instant) {}
func (b *bird) Hear(c wire.Chunk)   { b.out.Heard(byte(c.Marks), string(c.Bytes)) }
func (b *bird) Wake(clock.Instant)  {}
func (b *bird) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	b.out.Say(0, []byte(n.(string)))
	return nil
}

func pair(t *testing.T, l wiretest.Line) *wiretest.Pair {
	t.Helper()
	p, err := wiretest.NewPair(parrot{}, wire.Options{}, l)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func say(t *testing.T, p *wiretest.Pair, s *wiretest.Side, text string) {
	t.Helper()
	if err := s.Session.Do(p.Now(), 0, text); err != nil {
		t.Fatal(err)
	}
}

func TestBytesTakeTheirTime(t *testing.T) {
	p := pair(t, wiretest.Line{})
	say(t, p, p.Master, "abc")
	span := p.Line.Settings.Span(3)
	p.RunFor(span - time.Nanosecond)
	if until, yes := p.Slave.Arriving(); len(p.Slave.Heards) > 0 || !yes || until != clock.Epoch.Add(span) {
		t.Errorf("heard %v early; arriving until %s, %t", p.Slave.Heards, until, yes)
	}
	p.RunFor(time.Nanosecond)
	if len(p.Slave.Heards) != 1 || p.Slave.Heards[0] != (wiretest.Delivery{Noun: "abc"}) {
		t.Errorf("heard %v", p.Slave.Heards)
	}
}

func TestTwoAtOnceCollide(t *testing.T) {
	p := pair(t, wiretest.Line{})
	say(t, p, p.Master, "abc")
	p.RunFor(time.Millisecond)
	say(t, p, p.Slave, "x")
	p.RunFor(time.Second)
	for _, s := range []*wiretest.Side{p.Master, p.Slave} {
		if len(s.Heards) != 1 || wire.Mark(s.Heards[0].Address) != wire.Collision {
			t.Errorf("heard %v", s.Heards)
		}
	}
	say(t, p, p.Slave, "x")
	p.RunFor(time.Second)
	if last := p.Master.Heards[1]; last.Address != 0 {
		t.Errorf("marked after the collision: %v", last)
	}
}

func TestByteByByte(t *testing.T) {
	p := pair(t, wiretest.Line{ByteByByte: true})
	say(t, p, p.Master, "abc")
	p.RunFor(time.Second)
	if len(p.Slave.Heards) != 3 || p.Slave.Heards[2].Noun != "c" {
		t.Errorf("heard %v", p.Slave.Heards)
	}
}
