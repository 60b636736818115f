package app

import (
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// TestAPhoneReadsAStreamAsFarAsItCame gives it a stream of which the last event was cut off before its data.
func TestAPhoneReadsAStreamAsFarAsItCame(t *testing.T) {
	a := New(loop.New(loop.Options{}), Config{Number: 1})
	got := a.events([]byte("retry: 0\n\nid: 1\nevent: reserved\ndata: {\"id\":\"fs_1\",\"state\":\"reserved\",\"version\":1}\n\nid: 2\nevent: unl"))
	if len(got) != 1 || got[0].ID != "fs_1" || got[0].State != "reserved" || got[0].Version != 1 {
		t.Errorf("%+v", got)
	}
}

// TestEveryStateIsShown holds that a phone has an event of its own for each state, and knows which of them are the last.
func TestEveryStateIsShown(t *testing.T) {
	seen := map[string]bool{}
	for state, last := range map[string]bool{
		"reserved": false, "pre-authorised": false, "unlocked": false, "fuelling": false, "completed": false,
		"receipt": true, "cancelled": true, "expired": true, "declined": true, "failed": true,
	} {
		e := told(state, SessionTold{})
		if e == nil || seen[e.Event()] || over(state) != last {
			t.Errorf("%s is shown as %v", state, e)
			continue
		}
		seen[e.Event()] = true
		if _, known := forecourt.LookupEvent(Kind, e.Event()); !known {
			t.Errorf("%s is not defined", e.Event())
		}
	}
	if told("elsewhere", SessionTold{}) != nil {
		t.Error("a state that no phone knows is shown")
	}
}
