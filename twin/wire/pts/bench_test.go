package pts

import "testing"

// BenchmarkDecode reads a body of four packets, as a till polls.
func BenchmarkDecode(b *testing.B) {
	body := []byte(`{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}},{"Id":2,"Type":"PumpGetStatus","Data":{"Pump":2}},` +
		`{"Id":3,"Type":"PumpGetStatus","Data":{"Pump":3}},{"Id":4,"Type":"PumpAuthorize","Data":{"Pump":4,"Nozzle":1,"Type":"Amount","Dose":50.00}}]}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if got, err := Decode(body); err != nil || len(got.Packets) != 4 {
			b.Fatal(err)
		}
	}
}
