package dart

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// wakes lets the controller's timer come, and returns what was said.
func (b *bench) wakes() []byte {
	b.now = b.WokeAt
	before := len(b.Said)
	b.Wake(b.now)
	var said []byte
	for _, s := range b.Said[before:] {
		said = append(said, s.Bytes...)
	}
	return said
}

// after hears bytes a span later, without a word on what was said.
func (b *bench) after(d time.Duration, bytes ...byte) {
	b.now = b.now.Add(d)
	b.Session.Hear(wire.Chunk{Bytes: bytes, First: b.now, Last: b.now})
}

func (b *bench) last() []byte { return b.Said[len(b.Said)-1].Bytes }

// answer does what an idle pump does: EOT to a poll, ACK to a block.
func (b *bench) answer(d time.Duration) {
	address, ctrl := b.last()[0], b.last()[1]
	if ctrl == ctrlPoll {
		b.after(d, address, ctrlEOT, sf)
	} else {
		b.after(d, address, ctrlACK|ctrl&0x0F, sf)
	}
}

func TestCycleGrid(t *testing.T) {
	m := open(t, wire.Controller, at(euros, 0x50, 0x51))
	start := m.now
	for cycle := range 30 {
		if m.last()[0] != 0x50 {
			t.Fatalf("cycle %d begins with % X", cycle, m.last())
		}
		m.answer(9 * time.Millisecond)
		if m.last()[0] != 0x51 || m.Said[len(m.Said)-1].After != masterGap {
			t.Fatalf("cycle %d goes on with % X after %s", cycle, m.last(), m.Said[len(m.Said)-1].After)
		}
		said := len(m.Said)
		m.answer(10 * time.Millisecond)
		if want := start.Add(time.Duration(cycle+1) * pollCycle); m.WokeAt != want || m.Cycles != cycle+1 || len(m.Said) != said {
			t.Fatalf("cycle %d: next at %s, want %s; %d cycles", cycle, m.WokeAt, want, m.Cycles)
		}
		m.wakes()
	}
}

func TestReplyTimeoutAndOverrun(t *testing.T) {
	m := open(t, wire.Controller, at(euros, 0x50, 0x51))
	timeout := slowest.Span(3) + replyTimeout
	if m.WokeAt != clock.Epoch.Add(timeout) {
		t.Fatalf("wakes at %s", m.WokeAt)
	}
	if said := m.wakes(); !bytes.Equal(said, []byte{0x51, ctrlPoll, sf}) || m.Said[1].After != 0 {
		t.Fatalf("after silence: % X", said)
	}
	if said := m.wakes(); !bytes.Equal(said, []byte{0x50, ctrlPoll, sf}) || m.Cycles != 2 {
		t.Fatalf("a cycle that overran: % X, %d cycles", said, m.Cycles)
	}
}

func TestReachable(t *testing.T) {
	m := open(t, wire.Controller, at(euros, 0x50))
	m.after(5*time.Millisecond, 0x50, ctrlEOT, sf)
	if diff := cmp.Diff([]wire.Noun{forecourt.Reachable{Yes: true}}, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	lost := m.now.Add(offlineAfter)
	m.do(t, 0x50, forecourt.Authorise{})
	polls := 0
	for m.now < lost.Add(4*time.Second) {
		if said := m.wakes(); said != nil && m.now > lost.Add(100*time.Millisecond) {
			polls++
		}
	}
	want := []wire.Noun{forecourt.Reachable{}, forecourt.Refused{Command: forecourt.Authorise{}, Why: "the address does not answer"}}
	if diff := cmp.Diff(want, m.heard()); diff != "" {
		t.Fatal(diff)
	}
	if polls < 15 || polls > 25 {
		t.Errorf("%d polls in 4 s to an address that is offline", polls)
	}
	m.do(t, 0x50, forecourt.Stop{})
	for range 10 {
		m.wakes()
	}
	if n := m.heard(); len(n) != 1 {
		t.Errorf("a command to an address that is offline: %v", n)
	}
	for m.wakes() == nil {
	}
	m.after(5*time.Millisecond, 0x50, ctrlEOT, sf)
	if diff := cmp.Diff([]wire.Noun{forecourt.Reachable{Yes: true}}, m.heard()); diff != "" {
		t.Fatal(diff)
	}
}

// online brings a controller to where it polls one address that has nothing to say.
func online(t *testing.T) *bench { return onlineWith(t, at(euros, 0x50)) }

func onlineWith(t *testing.T, o wire.Options) *bench {
	m := open(t, wire.Controller, o)
	m.after(5*time.Millisecond, 0x50, ctrlEOT, sf)
	if said := m.wakes(); !bytes.Equal(said, appendBlock(nil, 0x50, 0, []byte{1, 1, 0})) {
		t.Fatalf("first of all the status is asked for, not % X", said)
	}
	m.after(5*time.Millisecond, 0x50, ctrlACK, sf)
	m.Reset()
	return m
}

func TestCommandsOfOneInstantShareABlock(t *testing.T) {
	m := online(t)
	m.do(t, 0x50, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.Authorise{})
	m.now++
	m.do(t, 0x50, forecourt.Stop{})
	for i, want := range [][]byte{{2, 1, 1, 1, 1, 6}, {1, 1, 8}} {
		tx := byte(i + 1)
		if said := m.wakes(); !bytes.Equal(said, appendBlock(nil, 0x50, tx, want)) {
			t.Errorf("said % X", said)
		}
		m.after(time.Millisecond, 0x50, ctrlACK|tx, sf)
	}
}

func TestSilenceIsTriedAgain(t *testing.T) {
	m := online(t)
	m.do(t, 0x50, forecourt.Stop{})
	block := appendBlock(nil, 0x50, 1, []byte{1, 1, 8})
	for range maxTries {
		if said := m.wakes(); !bytes.Equal(said, block) {
			t.Fatalf("said % X", said)
		}
	}
	for range 3 {
		if said := m.wakes(); !bytes.Equal(said, []byte{0x50, ctrlPoll, sf}) {
			t.Fatalf("after four tries: % X", said)
		}
	}
	m.after(time.Millisecond, 0x50, ctrlEOT, sf)
	if !bytes.Equal(m.last(), block) {
		m.wakes()
	}
	if !bytes.Equal(m.last(), block) {
		t.Fatalf("it answers again: % X", m.last())
	}
}

func TestNAKs(t *testing.T) {
	m := online(t)
	m.do(t, 0x50, forecourt.Stop{})
	for i, tx := range []byte{1, 1, 1, 0} {
		if said := m.wakes(); !bytes.Equal(said, appendBlock(nil, 0x50, tx, []byte{1, 1, 8})) {
			t.Fatalf("try %d: % X", i, said)
		}
		m.after(time.Millisecond, 0x50, ctrlNAK|tx, sf)
	}
	got := m.heard()
	if len(got) != 1 || got[0].(forecourt.Refused).Command != (forecourt.Stop{}) {
		t.Errorf("heard %v", got)
	}
	if said := m.wakes(); !bytes.Equal(said, []byte{0x50, ctrlPoll, sf}) {
		t.Errorf("then % X", said)
	}
}

func TestStatusIsAskedForWhenQuiet(t *testing.T) {
	for given, after := range map[time.Duration]time.Duration{0: statusAfter, time.Minute: time.Minute} {
		o := at(euros, 0x50)
		o.StatusAfter = given
		m := onlineWith(t, o)
		asked := m.now
		for said := m.wakes(); said[1] == ctrlPoll; said = m.wakes() {
			m.after(time.Millisecond, 0x50, ctrlEOT, sf)
		}
		if wait := m.now.Sub(asked); wait < after-pollCycle || wait > after+pollCycle {
			t.Errorf("with %s it is asked after %s", given, wait)
		}
	}
}

func TestBlocksAreToldOnce(t *testing.T) {
	m := online(t)
	a, b := []byte{5, 1, 6}, []byte{5, 1, 9}
	alarm := func(x forecourt.Alarm) wire.Noun { return forecourt.AlarmReport{Alarm: x} }
	for i, c := range []struct {
		tx      byte
		payload []byte
		want    []wire.Noun
	}{
		{0, a, []wire.Noun{alarm(6)}}, {0, a, []wire.Noun{}}, {0, b, []wire.Noun{alarm(9)}}, {1, b, []wire.Noun{alarm(9)}},
		{1, b, []wire.Noun{}}, {9, a, []wire.Noun{alarm(6)}},
	} {
		m.wakes()
		m.Said = nil
		m.after(5*time.Millisecond, appendBlock(nil, 0x50, c.tx, c.payload)...)
		if len(m.Said) == 0 || !bytes.Equal(m.Said[0].Bytes, []byte{0x50, ctrlACK | c.tx, sf}) {
			t.Errorf("step %d: said %v", i, m.Said)
		}
		if diff := cmp.Diff(c.want, m.heard()); diff != "" {
			t.Errorf("step %d: %s", i, diff)
		}
	}
}

func TestNozzleAloneMovesTheState(t *testing.T) {
	m := online(t)
	for i, c := range []struct {
		payload []byte
		want    forecourt.State
	}{
		{[]byte{3, 4, 0, 0x17, 0x99, 1, 1, 1, 1}, forecourt.Idle},
		{[]byte{3, 4, 0, 0x17, 0x99, 0x11}, forecourt.Calling},
		{[]byte{1, 1, 2}, forecourt.Started},
		{[]byte{1, 1, 8, 3, 4, 0, 0x17, 0x99, 0x11}, forecourt.SuspendedStarted},
	} {
		m.wakes()
		m.after(5*time.Millisecond, appendBlock(nil, 0x50, byte(i), c.payload)...)
		var states []forecourt.State
		for _, n := range m.heard() {
			if s, ok := n.(forecourt.StatusReport); ok {
				states = append(states, s.Status.State)
			}
		}
		if diff := cmp.Diff([]forecourt.State{c.want}, states); diff != "" {
			t.Errorf("step %d: %s", i, diff)
		}
	}
}

// TestLearnsPatience: an Out that is no Listener hands over a long frame after the time-out.
func TestLearnsPatience(t *testing.T) {
	m := online(t)
	long := appendBlock(nil, 0x50, 0, bytes.Repeat([]byte{5, 1, 6}, 60))
	m.wakes()
	polled := m.now
	m.wakes() // gives up, and polls again
	first := polled.Add(10 * time.Millisecond)
	m.now = first.Add(slowest.Span(len(long)))
	m.Session.Hear(wire.Chunk{Bytes: long, First: first, Last: m.now})
	m.Heards = nil
	m.wakes()
	if wait := m.WokeAt.Sub(m.now); wait < slowest.Span(len(long)) {
		t.Errorf("waits %s only", wait)
	}
}

// TestMarkedAnswersCountAsSilence: short frames have no check sum, so only the marks protect them.
func TestMarkedAnswersCountAsSilence(t *testing.T) {
	for _, mark := range []wire.Mark{wire.ParityError, wire.FramingError, wire.Break, wire.Collision} {
		m := online(t)
		m.wakes()
		said := len(m.Said)
		for _, b := range [][]byte{{0x50, ctrlEOT, sf}, appendBlock(nil, 0x50, 0, []byte{5, 1, 6})} {
			m.Session.Hear(wire.Chunk{Bytes: b, First: m.now, Last: m.now, Marks: mark})
		}
		if len(m.Said) != said || len(m.Heards) > 0 || len(m.Faults) != 2 {
			t.Errorf("mark %d: said %v, heard %v, faults %v", mark, m.Said[said:], m.Nouns(), m.Faults)
		}
	}
}
