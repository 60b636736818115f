package line

import (
	"fmt"
	"testing"
	"time"
)

// linked is a listener that wants to know of its connection.
type linked struct{ listener }

func (l *linked) Linked(up bool) { l.heard = append(l.heard, fmt.Sprint(up)) }

func TestATrunkIsSharedByTheEndsOfOneSide(t *testing.T) {
	s := NewTrunk(time.Millisecond, nil)
	hub, one, two := &listener{}, &linked{}, &listener{}
	for i, e := range []Ear{hub, one, two} {
		if end := s.Join(e); end != i {
			t.Fatalf("end %d, want %d", end, i)
		}
	}
	run := newBench(s)
	say := func(from int, b byte) {
		s.Say(from, 0, []byte{b})
		run.until(run.now.Add(time.Second))
	}
	say(0, 1)
	say(1, 2)
	say(2, 3)
	s.Lose(2, 1) // of the side
	say(1, 4)
	s.Link(false)
	say(0, 5)
	s.Link(true)
	say(0, 6)
	short := func(heard []string) (all string) {
		for _, h := range heard {
			all += h[:2] + " "
		}
		return all
	}
	if got := short(hub.heard) + "/ " + short(one.heard) + "/ " + short(two.heard); got != "02 03 / 01 fa tr 06 / 01 06 " {
		t.Error(got)
	}
}
