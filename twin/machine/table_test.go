package machine

import (
	"strings"
	"testing"
)

func TestATableTakesItsArrowsAndRefusesTheRestByName(t *testing.T) {
	table := NewTable("door", Row[string, string]{"shut", "push", "open"}, Row[string, string]{"open", "pull", "shut"})
	if to, ok := table.Next("shut", "push"); !ok || to != "open" {
		t.Errorf("%s, %v", to, ok)
	}
	if _, ok := table.Next("open", "push"); ok {
		t.Error("an arrow that is not there was taken")
	}
	if err := table.Refusal("open", "push"); !strings.Contains(err.Error(), "door: push is not valid while open") {
		t.Error(err)
	}
}

func TestTwoArrowsFromOneStateOnOneEventPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	NewTable("door", Row[string, string]{"a", "x", "b"}, Row[string, string]{"a", "x", "c"})
}
