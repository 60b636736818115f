package udc

import "testing"

// BenchmarkDecode takes the longest request apart, and reads the answer with figures to quantities.
func BenchmarkDecode(b *testing.B) {
	c, err := newCodec(hundredths)
	if err != nil {
		b.Fatal(err)
	}
	release := a5(0xF0, 1859, 1859, 0)
	b.Run("authorise", func(b *testing.B) {
		var p parser
		b.SetBytes(int64(len(release)))
		b.ReportAllocs()
		for b.Loop() {
			if msg, _, wrong := p.take(release); len(msg) != len(release) || wrong.reason != "" {
				b.Fatal(wrong)
			}
		}
	})
	answer := double(0x59, 0x18, 0x59, 0x18, 0, 0, 0x10, 0, codeFast)
	b.Run("display", func(b *testing.B) {
		var plain [displaySize + 1]byte
		b.SetBytes(int64(len(answer)))
		b.ReportAllocs()
		for b.Loop() {
			if _, f, ok := c.display(appendHalf(plain[:0], answer)); !ok || f.Volume.Count == 0 {
				b.Fatal("not read")
			}
		}
	})
}
