package pts

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestMain(m *testing.M) { wiretest.Main(m, Dialect{}) }

// Every packet that is written is read back as it was.
func TestEveryMessageTravels(t *testing.T) {
	for i, m := range (Dialect{}).Messages() {
		said := Body{Protocol: Name, Packets: []Packet{{ID: i + 1, Type: m.Name, Data: []byte(`{"Pump":1}`)}}}
		b := Encode(said)
		wiretest.Show(Dialect{}, m.Direction, b)
		heard, err := Decode(b)
		if diff := cmp.Diff(said.Packets, heard.Packets); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", m.Name, err, diff)
		}
	}
}
