package veeder

import "testing"

// TestEveryAlarmReadsBack: what a display prints of an alarm of any category and type is read as the same alarm.
func TestEveryAlarmReadsBack(t *testing.T) {
	for c := Category(1); c < 100; c++ {
		for kind := range uint16(100) {
			for _, device := range []uint8{0, 2, 16} {
				a := Alarm{Category: c, Type: kind, Device: device}
				if got := parseAlarm(a.String()); got != a {
					t.Fatalf("%+v is printed %q and read %+v", a, a.String(), got)
				}
			}
		}
	}
	for _, text := range []string{"SOMETHING NEW", "Z 1:WHAT", "CATEGORY X 1:WHAT", "::"} {
		if a := parseAlarm(text); a.Text != text || a.Category != NoAlarm || a.String() != text {
			t.Errorf("%q is read %+v", text, a)
		}
	}
}
