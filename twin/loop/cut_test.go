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
