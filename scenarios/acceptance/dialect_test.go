package acceptance_test

import (
	"testing"

	"github.com/forecourt/forecourt/scenarios/acceptance"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire"
)

// speaking is a site with pumps of a dialect, from its first address on.
func speaking(t *testing.T, plan, dialect string, first, buses int) *site.Plan {
	t.Helper()
	p, err := site.Open(plan)
	if err != nil {
		t.Fatal(err)
	}
	p.Buses, buses = p.Buses[:1], min(buses, len(p.Points()))
	p.Buses[0].Dialect = dialect
	for p.Buses[0].TCP = 0; len(p.Buses) < buses; {
		b := p.Buses[0]
		b.Bus = len(p.Buses) + 1
		p.Buses = append(p.Buses, b)
	}
	n := 0
	for d := range p.Dispensers {
		for i := range p.Dispensers[d].Sides {
			s := &p.Dispensers[d].Sides[i]
			s.Address, s.Bus = first+n, min(n+1, buses)
			n++
		}
	}
	return p
}

// TestEveryDialectIsAcceptable: what a dialect cannot say is not asked for, and what it says is judged.
func TestEveryDialectIsAcceptable(t *testing.T) {
	for _, c := range []struct {
		dialect      string
		first, buses int
	}{{"dart", 0x50, 1}, {"twowire", 1, 1}, {"udc", 0xF0, 1}, {"ifsf", 0x21, 4}} {
		for _, name := range []string{"kiosk", "unmanned"} {
			t.Run(c.dialect+"/"+name, func(t *testing.T) {
				if _, ok := wire.Lookup(c.dialect); !ok {
					t.Fatal("there is no such dialect")
				}
				plan := speaking(t, name, c.dialect, c.first, c.buses)
				cat, err := twin.Catalogue(plan)
				if err != nil {
					t.Fatal(err)
				}
				files, err := acceptance.Files(plan, "acceptance")
				if err != nil {
					t.Fatal(err)
				}
				s, err := acceptance.Suite(files, cat)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range play(plan, s) {
					if r.Verdict != verdict.Pass || r.Judged == 0 {
						t.Errorf("%s: %s, %d judged: %+v", r.ID, r.Verdict, r.Judged, r.Cause)
					}
				}
			})
		}
	}
}
