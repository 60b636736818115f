package iso8583

import (
	"reflect"
	"strings"
	"testing"
)

func TestFleetDataComeBack(t *testing.T) {
	f := Fleet{Odometer: "123456", Vehicle: "TRUCK7", Driver: "4711", Products: []string{"020", "001"}}
	text, err := f.Text()
	if err != nil || text != "OD06123456VE06TRUCK7DR044711PR06020001" {
		t.Fatalf("%q, %v", text, err)
	}
	if back, err := ParseFleet(text); err != nil || !reflect.DeepEqual(back, f) {
		t.Errorf("%+v, %v", back, err)
	}
	if back, err := ParseFleet("XX03abc" + text); err != nil || !reflect.DeepEqual(back, f) {
		t.Errorf("with an entry that nobody knows: %+v, %v", back, err)
	}
	for _, bad := range []Fleet{{Vehicle: strings.Repeat("1", 100)}, {Products: []string{"20"}}, {Products: []string{"2a0"}}} {
		if _, err := bad.Text(); err == nil {
			t.Errorf("%+v was written", bad)
		}
	}
	for _, bad := range []string{"OD", "OD05123", "ODxx123", "PR0402011", "PR0302a"} {
		if _, err := ParseFleet(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzParseFleet(f *testing.F) {
	f.Add("OD06123456VE06TRUCK7DR044711PR06020001")
	f.Add("PR00OD00")
	f.Fuzz(func(t *testing.T, s string) {
		data, err := ParseFleet(s)
		if err != nil {
			return
		}
		text, err := data.Text()
		if err != nil {
			return // a value of characters that no field carries
		}
		if back, err := ParseFleet(text); err != nil || !reflect.DeepEqual(back, data) {
			t.Fatalf("%q: %+v came back as %+v, %v", s, data, back, err)
		}
	})
}
