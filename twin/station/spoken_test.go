package station

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/site"
)

// TestWhatADialectCannotSayIsRefusedAtItsPlace is here and not beside the check because here are the dialects.
func TestWhatADialectCannotSayIsRefusedAtItsPlace(t *testing.T) {
	_, kiosk, err := site.Source("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	_, node, err := site.Source("kiosk-ifsf")
	if err != nil {
		t.Fatal(err)
	}
	const nozzle = "          - { nozzle: 2, grade: super-95, tank: 2 }\n"
	nine := nozzle
	for _, n := range "3456789" {
		nine += strings.Replace(nozzle, "nozzle: 2", "nozzle: "+string(n), 1)
	}
	for name, c := range map[string]struct{ src, old, new, want string }{
		"address of DART":          {string(kiosk), "0x51", "0x10", "plan.yaml:26:18: error: dart: address 10h, expected 50h to CFh"},
		"address of the two-wire":  {string(kiosk), "dialect: dart", "dialect: twowire", "plan.yaml:20:18: error: twowire: address 80, expected 1 to 16"},
		"address on IFSF":          {string(node), "0x22", "0x42", "address 42h, expected 21h to 24h"},
		"nine nozzles on IFSF":     {string(node), nozzle, nine, "plan.yaml:23:11: error: ifsf: 9 nozzles"},
		"decimals beyond the wire": {string(kiosk), "volume: 2", "volume: 9", "plan.yaml:14:24: error: this bus cannot carry the site"},
		"dialect of no pump":       {string(kiosk), "dialect: dart", "dialect: veeder", "not with pumps"},
	} {
		src := strings.Replace(c.src, c.old, c.new, 1)
		if src == c.src {
			t.Fatalf("%s: the mistake was not made", name)
		}
		if _, err := site.Load("plan.yaml", []byte(src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
