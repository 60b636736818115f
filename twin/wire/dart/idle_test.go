package dart

import (
	"testing"

	"github.com/forecourt/forecourt/twin/wire"
)

// bare opens an end without the wrapping of the test package, which hides what else a session is.
func bare(t *testing.T, end wire.End, o wire.Options) *bench {
	b := open(t, end, o)
	var err error
	if b.Session, err = (dialect{}).Open(end, o, b); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAPollThatWasLeftOutCounts is TestLenientSameBlockAfterAPollIsNew with the poll left out.
func TestAPollThatWasLeftOutCounts(t *testing.T) {
	o := at(euros, me)
	o.Lenient = true
	d := bare(t, wire.Dispenser, o)
	d.hear(told(0, 1)...)
	d.heard()
	d.Session.(wire.Polled).Skip()
	if d.hear(told(0, 1)...); len(d.heard()) != 1 {
		t.Error("the same block after a poll that was left out is taken for a duplicate")
	}
}

// TestAnAddresseeIsThatOfOneWholeFrame: whatever else is said concerns all.
func TestAnAddresseeIsThatOfOneWholeFrame(t *testing.T) {
	m := bare(t, wire.Controller, at(euros, me)).Session.(wire.Poller)
	for name, c := range map[string]struct {
		bytes []byte
		one   bool
	}{
		"poll":            {[]byte{me, ctrlPoll, sf}, true},
		"block":           {told(3, 1), true},
		"two polls":       {[]byte{me, ctrlPoll, sf, me, ctrlPoll, sf}, false},
		"half":            {[]byte{me, ctrlPoll}, false},
		"two stop flags":  {[]byte{me, sf, sf}, false},
		"stuffed at end":  {[]byte{me, ctrlPoll, dle, sf}, false},
		"stop flag first": {[]byte{sf, ctrlPoll, sf}, false},
		"nothing":         {nil, false},
	} {
		address, one := m.Addressee(c.bytes)
		if one != c.one || one && address != me {
			t.Errorf("%s: %#x, %v", name, address, one)
		}
	}
}
