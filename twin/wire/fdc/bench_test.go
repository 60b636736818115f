package fdc

import "testing"

// BenchmarkDecode reads one request to its elements.
func BenchmarkDecode(b *testing.B) {
	b.SetBytes(int64(len(authorise)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode([]byte(authorise)); err != nil {
			b.Fatal(err)
		}
	}
}
