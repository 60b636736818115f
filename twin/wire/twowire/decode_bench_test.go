package twowire

import (
	"testing"
)

// BenchmarkDecode reads the two blocks that carry figures, with their check sums, to quantities.
func BenchmarkDecode(b *testing.B) {
	c, err := newCodec(euros, 5)
	if err != nil {
		b.Fatal(err)
	}
	sale := words("FF F1 F8 EB E1 E0 E0 E2 F6 E2 F4 F7 E0 E7 E0 E1 F9 E0 E6 E3 E3 E2 E0 FA E0 E0 E0 E5 E2 E0 FB EC F0")
	b.Run("transaction", func(b *testing.B) {
		b.SetBytes(int64(len(sale)))
		b.ReportAllocs()
		for b.Loop() {
			s, wrong := readSale(sale)
			if wrong.reason != "" || c.Volume(s.volume).Count == 0 || c.amount(s.money).Minor == 0 || c.price(s.price).E4 == 0 {
				b.Fatal(wrong)
			}
		}
	})
	totals := appendTotals(nil, []gradeTotals{{1, 2151257, 2434083, 1440, 0}, {2, 12, 34, 1500, 0}, {3, 0, 0, 1600, 0}})
	b.Run("totals", func(b *testing.B) {
		b.SetBytes(int64(len(totals)))
		b.ReportAllocs()
		var all []gradeTotals
		for b.Loop() {
			var wrong defect
			if all, wrong = readTotals(all[:0], totals); wrong.reason != "" || len(all) != 3 {
				b.Fatal(wrong)
			}
		}
	})
}
