package line

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
)

// socket joins a session to an end of a bus.
type socket struct {
	bus     *Bus
	end     int
	session wire.Session
	last    *clock.Instant // when the last byte of anybody ended
	gaps    []time.Duration
}

func (s *socket) Say(after time.Duration, b []byte) { s.bus.Say(s.end, after, b) }
func (s *socket) WakeAt(clock.Instant)              {}
func (s *socket) Heard(byte, wire.Noun)             {}
func (s *socket) Fault(*wire.FrameError)            {}
func (s *socket) Cycle()                            {}
func (s *socket) Hear(c wire.Chunk) {
	s.gaps = append(s.gaps, c.First.Sub(*s.last))
	*s.last = c.Last
	s.session.Hear(c)
}

func TestTurnAroundIsKeptOnTheLine(t *testing.T) {
	b := NewBus(rs485, nil)
	run := newBench(b)
	last := run.now
	open := func(end wire.End) *socket {
		s := &socket{bus: b, last: &last}
		s.end = b.Join(s)
		var err error
		if s.session, err = dart.New().Open(end, wire.Options{Currency: "EUR", Lenient: true, PollCycle: time.Millisecond}.DefaultDecimals(), s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	controller, pump := open(wire.Controller), open(wire.Dispenser)
	pump.session.Start(run.now)
	controller.session.Start(run.now)
	for range 50 {
		run.until(run.now.Add(time.Millisecond))
		controller.session.Wake(run.now)
	}
	if len(controller.gaps) < 4 || len(pump.gaps) < 4 {
		t.Fatalf("%d answers, %d polls", len(controller.gaps), len(pump.gaps))
	}
	for i, gap := range controller.gaps {
		if gap < 2*time.Millisecond {
			t.Errorf("answer %d begins %v after the poll, the pump's turn-around is 2 ms", i, gap)
		}
	}
	for i, gap := range pump.gaps[1:] {
		if gap < time.Millisecond {
			t.Errorf("poll %d begins %v after the answer, the gap is 1 ms", i+1, gap)
		}
	}
}
