package iso8583

import (
	"bytes"
	"testing"

	"github.com/forecourt/forecourt/twin/wire"
)

func FuzzDecode(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []*Profile{US87, IFSF93} {
			decodes(t, p, b)
		}
	})
}

// decodes holds that what a profile reads it writes, and reads again as the same.
func decodes(t *testing.T, p *Profile, b []byte) {
	m, err := p.Decode(b)
	if err != nil {
		if ResponseTo(err) == "" {
			t.Fatalf("%v has no response code", err)
		}
		_ = p.Answer(m, ResponseTo(err))
		return
	}
	_ = p.Check(m)
	_ = p.Answer(m, CodeApproved)
	first, err := p.Encode(m)
	if err != nil {
		t.Fatalf("%s: %q is read but not written: %v", p.name, b, err)
	}
	back, err := p.Decode(first)
	if err != nil {
		t.Fatalf("%s: %q: %v", p.name, first, err)
	}
	if second, err := p.Encode(back); err != nil || !bytes.Equal(first, second) {
		t.Fatalf("%s: %q came back as %q, %v", p.name, first, second, err)
	}
}

func FuzzProfile(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.bytes)
		framed, _ := AppendFrame(nil, nil, s.bytes)
		f.Add(append(framed, framed...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []*Profile{US87, IFSF93} {
			_, _ = p.Describe(wire.FromController, b, wire.Options{})
			last := -1
			for _, s := range p.Secrets(b) {
				if s.From <= last || s.To <= s.From || s.To > len(b) {
					t.Fatalf("span %v in %d bytes", s, len(b))
				}
				last = s.To
			}
			m, err := p.Unpack(b)
			if err != nil {
				continue
			}
			if again, err := m.Pack(); err == nil && !bytes.Equal(b, again) {
				// The only freedom is a second bitmap without fields.
				if len(again)+bitmapLength != len(b) {
					t.Fatalf("%q repacks as %q", b, again)
				}
			}
		}
	})
}

func FuzzFramer(f *testing.F) {
	framed, _ := AppendFrame(nil, nil, []byte("0800"))
	f.Add(framed, uint8(1), uint8(0))
	f.Add([]byte("00040800"), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, b []byte, size, kind uint8) {
		framing := Framing(kind % 4)
		whole, pieces := Framer{Framing: framing}, Framer{Framing: framing}
		var a, c []byte
		errWhole := whole.Hear(b, func(_ TPDU, m []byte) { a = append(a, m...) })
		var errPieces error
		for rest := b; len(rest) > 0 && errPieces == nil; {
			n := min(int(size)%7+1, len(rest))
			errPieces = pieces.Hear(rest[:n], func(_ TPDU, m []byte) { c = append(c, m...) })
			rest = rest[n:]
		}
		if !bytes.Equal(a, c) || (errWhole == nil) != (errPieces == nil) {
			t.Fatalf("%q, %v in one piece, %q, %v in several", a, errWhole, c, errPieces)
		}
	})
}

func FuzzProducts(f *testing.F) {
	f.Add("S01001U000011003000003827000000004211T")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseProducts(text)
		if err != nil {
			return
		}
		if back, err := p.Text(); err != nil || back != text {
			t.Fatalf("%q came back as %q, %v", text, back, err)
		}
	})
}
