package loop

import (
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

type idle struct{}

func (idle) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (idle) Sense(*machine.Env, forecourt.Stimulus)      {}
func (idle) Wake(*machine.Env, machine.Timer)            {}

func TestWhoeverWatchesHearsOfEveryPowerCut(t *testing.T) {
	l := New(Options{})
	defer l.Close()
	a, b := forecourt.Role{Kind: "a"}, forecourt.Role{Kind: "b"}
	l.Add(a, idle{}, 0)
	l.Add(b, idle{}, 0)
	var cut []forecourt.Role
	l.WatchCuts(func(r forecourt.Role) {
		if !l.Off(r) {
			t.Errorf("%s is on", r)
		}
		cut = append(cut, r)
	})
	l.Start()
	if l.Off(a) || l.Off(forecourt.Role{Kind: "nobody"}) {
		t.Error("what has power is called off")
	}
	for range 2 {
		_ = l.PowerOff(a) // the second time, it is off already
	}
	_ = l.PowerOn(a)
	_ = l.PowerOff(b)
	if len(cut) != 2 || cut[0] != a || cut[1] != b {
		t.Errorf("told of %v", cut)
	}
}

// counts notes how often a machine was told that it has power.
type counts struct {
	idle
	on int
}

func (c *counts) Sense(_ *machine.Env, s forecourt.Stimulus) {
	if _, ok := s.(forecourt.PowerOn); ok {
		c.on++
	}
}

func TestWhatHasPowerDoesNotNoticeMoreOfIt(t *testing.T) {
	l, c, a := New(Options{}), &counts{}, forecourt.Role{Kind: "a"}
	defer l.Close()
	l.Add(a, c, 0)
	l.Start()
	for _, want := range []int{1, 1} {
		if err := l.PowerOn(a); err != nil || c.on != want {
			t.Errorf("told %d times, want %d: %v", c.on, want, err)
		}
	}
	_ = l.PowerOff(a)
	if err := l.PowerOn(a); err != nil || c.on != 2 {
		t.Errorf("told %d times, want 2: %v", c.on, err)
	}
}
