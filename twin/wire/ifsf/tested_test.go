package ifsf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestMain(m *testing.M) { wiretest.Main(m, New()) }

// A controller of somebody else's reads every Data_Id that the table has: each is answered, with its value or with none, or
// refused because we do not have it.
func TestEveryDataIDIsAnsweredOrRefused(t *testing.T) {
	d := pump(t, nozzle(1, true), status(forecourt.Started), status(forecourt.Fuelling), filling(500, 900))
	for _, f := range fields {
		if isNews(f.place, f.id) {
			continue
		}
		db := fmt.Sprintf("%X", address{place: f.place, number: 1, value: 1, point: FirstAddress}.append(nil))
		said := d.reads(t, db, fmt.Sprintf("%02X", f.id))
		switch {
		case len(said) != 1 || !strings.HasPrefix(said[0][16:], db):
			t.Errorf("%s at %s: %v", f.name, db, said)
		case said[0][10:12] == "25" && !strings.HasPrefix(said[0][16+len(db):], fmt.Sprintf("%02X", f.id)):
			t.Errorf("%s at %s is answered with another: %s", f.name, db, said[0])
		case said[0][10:12] != "25" && said[0][10:12] != "E5":
			t.Errorf("%s at %s is neither answered nor refused: %s", f.name, db, said[0])
		}
	}
}

// Heartbeats go both ways: a node's, and a controller's.
func TestHeartbeatsAreHeartbeatsEitherWay(t *testing.T) {
	for from, node := range map[wire.Direction]Node{wire.FromDispenser: {1, 1}, wire.FromController: {2, 1}} {
		b, err := beat(node.Subnet, node.Number, 4001).Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		wiretest.Show(New(), from, b)
		if h, err := ReadHeartbeat(b); err != nil || h.Node != node {
			t.Errorf("%v: %v", h, err)
		}
	}
}
