package fdc

import (
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// FuzzDecode: no document stops the decoder, and what was read can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{authorise, stateChange, fusLogOn, "<POSMessage/>", "<!DOCTYPE a>", "<a><b/>", "<ServiceResponse a:b='c'/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 4096 {
			return
		}
		d, err := Decode(b)
		if err != nil {
			return
		}
		again, err := Encode(d)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", b, err)
		}
		if _, err := Decode(again); err != nil {
			t.Fatalf("%q was written as %q: %v", b, again, err)
		}
		_ = say(d)
	})
}

// FuzzStream: no bytes, in whatever pieces, stop a session or make it hold more than a document.
func FuzzStream(f *testing.F) {
	f.Add(AppendFrame(nil, []byte(authorise), ""), uint8(7))
	f.Add([]byte{0, 0, 0, 5, 0, 1}, uint8(1))
	f.Add(append(AppendFrame(nil, []byte("<a"), ""), AppendFrame(nil, []byte("<POSMessage/>"), "x")...), uint8(200))
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		const most = 2048
		s, p := open(t, Dialect{Max: most, Unchecked: size&1 == 0}, wire.Controller)
		step := int(size) + 1
		for i := 0; i < len(b); i += step {
			hear(s, clock.Epoch, b[i:min(i+step, len(b))])
			if held := len(wiretest.Core(s).(*Session).reader.held); held > most+HeaderSize+2*step+HeaderSize {
				t.Fatalf("%d bytes are held", held)
			}
		}
		for _, e := range p.faults {
			if len(e.Raw) > 64 {
				t.Fatalf("a fault keeps %d bytes", len(e.Raw))
			}
		}
	})
}
