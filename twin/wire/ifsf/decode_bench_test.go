package ifsf

import "testing"

// BenchmarkDecode cuts a running transaction's message out of a stream and reads its items to quantities.
func BenchmarkDecode(b *testing.B) {
	c, err := newCodec(euros)
	if err != nil {
		b.Fatal(err)
	}
	volume, err1 := c.appendVolume(nil, c.Volume(3250), 4)
	amount, err2 := c.appendAmount(nil, c.noAmount(), 4)
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	body := appendItem(nil, idRunningMessage)
	body = appendItem(body, idCurrentNozzle, 1)
	body = appendItem(body, idCurrentAmount, amount...)
	body = appendItem(body, idCurrentVolume, volume...)
	raw := append([]byte{2, 1, 1, 1, 0, 0x80, 0, byte(2 + len(body)), 1, 0x21}, body...)
	var p parser
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		got, _, _, wrong := p.take(raw)
		m, broken := open(got)
		if wrong.reason != "" || broken.reason != "" || m.whole().reason != "" {
			b.Fatal(wrong, broken)
		}
		for rest := m.body; len(rest) > 0; {
			id, data, after, _ := nextItem(rest)
			if id == idCurrentVolume {
				if v, ok := c.volume(data, 4); !ok || v.Count != 3250 {
					b.Fatal(v)
				}
			}
			rest = after
		}
	}
}
