package udc

import (
	"bytes"
	"slices"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

func TestOthersAreLeftAlone(t *testing.T) {
	d := device(t, state(forecourt.Idle))
	for _, b := range [][]byte{
		{0xF0, askStatus}, {0xF2, askDisplay}, {0xC0, askNozzle}, {0xF0}, {0xB0}, // another's status F0 and acknowledgement
	} {
		if said := d.asked(b...); said != nil || len(d.Faults) > 0 {
			t.Errorf("% X: said % X, faults %v", b, said, d.Faults)
		}
	}
	// The status F0 of another, and at once the request for us.
	if said := d.hear(double(0xF0, me, askStatus)...); !bytes.Equal(said, []byte{codeIdle}) {
		t.Errorf("after F0: % X", said)
	}
}

// TestResynchronises: whatever went before, a good request is answered.
func TestResynchronises(t *testing.T) {
	good := double(me, askStatus)
	cut := a5(me, 1799, 500, 0)
	spoilt := slices.Clone(cut)
	spoilt[9] ^= 4
	for name, before := range map[string][]byte{
		"a damaged request":        spoilt,
		"half a pair":              cut[:7],
		"one byte":                 {0x55},
		"one address":              {me},
		"one address and its pair": double(me),
		"a damaged address":        {me ^ 1, ^byte(me)},
		"an unknown command":       double(me, 0xA7),
		"an answer of another":     double(0x99, 0x17, 0x18, 0, 0, 0x10, 0, 0, 0xF0),
		"zeros":                    bytes.Repeat([]byte{0, 0xFF}, 50),
		"zeros out of phase":       bytes.Repeat([]byte{0xFF, 0}, 50),
	} {
		d := device(t, state(forecourt.Idle))
		if said := d.hear(append(slices.Clone(before), good...)...); !bytes.Equal(said, []byte{codeIdle}) {
			t.Errorf("%s: said % X", name, said)
		}
	}
	// Cut between two pairs, only the gap tells that it broke off.
	d := device(t, state(forecourt.Idle))
	d.hear(cut[:8]...)
	if said := d.hear(good...); !bytes.Equal(said, []byte{codeIdle}) || len(d.Faults) != 1 {
		t.Errorf("after a gap: said % X, faults %v", said, d.Faults)
	}
}

func TestMarksVoid(t *testing.T) {
	for _, mark := range []wire.Mark{wire.FramingError, wire.Break, wire.Collision} {
		d := device(t, state(forecourt.Idle))
		d.Session.Hear(wire.Chunk{Bytes: double(me, askStatus), Marks: mark})
		d.Session.Hear(wire.Chunk{Bytes: double(0xF2, askStatus), Marks: mark})
		if len(d.Said) > 0 || len(d.Faults) != 1 {
			t.Errorf("mark %d: said %v, faults %v", mark, d.Said, d.Faults)
		}
	}
}
