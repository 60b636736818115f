package iso8583

import "testing"

// BenchmarkDecode cuts a framed authorisation out of a stream, and reads it.
func BenchmarkDecode(b *testing.B) {
	framed, err := AppendFrame(nil, nil, samples(b)["0100"].bytes)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("cut and walked", func(b *testing.B) {
		var f Framer
		b.SetBytes(int64(len(framed)))
		b.ReportAllocs()
		for b.Loop() {
			err := f.Hear(framed, func(_ TPDU, m []byte) {
				if _, wrong := US87.walk(m); wrong != nil {
					b.Fatal(wrong)
				}
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("to quantities", func(b *testing.B) {
		b.SetBytes(int64(len(framed)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Decode(framed[lengthSize:]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
