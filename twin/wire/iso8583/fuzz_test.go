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
		m, err := Decode(b)
		if err != nil {
			if ResponseTo(err) == "" {
				t.Fatalf("%v has no response code", err)
			}
			_ = m.Answer(ResponseTo(err))
			return
		}
		_ = m.Check()
		_ = m.Answer(CodeApproved)
		first, err := Encode(m)
		if err != nil {
			t.Fatalf("%q is read but not written: %v", b, err)
		}
		back, err := Decode(first)
		if err != nil {
			t.Fatalf("%q: %v", first, err)
		}
		if second, err := Encode(back); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%q came back as %q, %v", first, second, err)
		}
	})
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
	f.Add(framed, uint8(1), false)
	f.Fuzz(func(t *testing.T, b []byte, size uint8, tpdu bool) {
		whole, pieces := Framer{WithTPDU: tpdu}, Framer{WithTPDU: tpdu}
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
