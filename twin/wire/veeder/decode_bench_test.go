package veeder

import (
	"bytes"
	"testing"
)

// BenchmarkDecode reads a report of sixteen tanks, and takes a stream of replies apart with their check sums.
func BenchmarkDecode(b *testing.B) {
	c := codecOf(gallons)
	text := "i20100" + head
	for i := range 16 {
		text += string(rune('0'+i/10)) + string(rune('0'+i%10)) + "100000745A6880045A928004592D8004243E1480000000042158F5C00000000"
	}
	reply := appendCheckSum([]byte("\x01" + text))
	b.Run("inventory", func(b *testing.B) {
		b.SetBytes(int64(len(reply)))
		b.ReportAllocs()
		for b.Loop() {
			if r, _, wrong := c.parseReport(reply); wrong.reason != "" || len(r.Body.(Inventories)) != 16 {
				b.Fatal(wrong)
			}
		}
	})
	b.Run("cut and checked", func(b *testing.B) {
		var k cutter
		b.SetBytes(int64(len(reply)))
		b.ReportAllocs()
		for b.Loop() {
			for _, x := range reply {
				if got, _ := k.take(x); got != nil && !bytes.Equal(got, reply) {
					b.Fatal("cut wrong")
				}
			}
			if _, _, _, wrong := openReply(reply); wrong.reason != "" {
				b.Fatal(wrong)
			}
		}
	})
}
