package day

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/wire"
)

// Whatever the pumps speak, the day is the same: the plan does not know it.
func TestEveryDialectSellsThePlannedDay(t *testing.T) {
	for _, c := range []struct {
		dialect string
		first   int // address
		buses   int
	}{{"dart", 0x50, 1}, {"twowire", 1, 1}, {"udc", 0xF0, 1}, {"ifsf", 0x21, 2}} {
		t.Run(c.dialect, func(t *testing.T) {
			_, ok := wire.Lookup(c.dialect)
			if !ok {
				t.Fatal("there is no such dialect")
			}
			p := open(t, "kiosk")
			p.Buses = nil
			for i := range c.buses {
				p.Buses = append(p.Buses, site.Bus{Bus: i + 1, Dialect: c.dialect, Lenient: true, PollCycle: 400 * time.Millisecond})
			}
			for i := range p.Dispensers[0].Sides {
				s := &p.Dispensers[0].Sides[i]
				s.Address, s.Bus = c.first+i, min(i+1, c.buses)
			}
			same(t, Options{Demand: demand.Options{Plan: p, Profile: usual(t), Seed: 1, ArrivalsADay: 150}, Days: 1})
		})
	}
}
