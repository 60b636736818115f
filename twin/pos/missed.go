package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// mostAsks bounds how often a delivery's sale is asked for: with AskWithin's default, an hour (design default).
const mostAsks = 60

// delivering notes that a point delivers for nobody whose money is here yet. Its sale is news that can get lost on the
// way, and nobody else would ask for it: the customer who pays at the till has gone when it is found missing.
func (p *POS) delivering(n forecourt.Point) {
	at := p.point(n)
	if at.owes != nil {
		return
	}
	owed := &missing{}
	at.owes = owed
	p.goes("watch delivery", func(f *loop.Fiber) {
		for range mostAsks {
			f.Sleep(p.cfg.AskWithin)
			if at.owes != owed {
				return
			}
			p.order(forecourt.ListUnpaid{})
			if !at.state.Delivering() { // what there was to tell comes with the answer
				break
			}
		}
		at.owes = nil
	})
}

// missing is a sale that must come.
type missing struct{ _ byte }

// delivered notes that the sale of a point has come.
func (p *POS) delivered(n forecourt.Point) { p.point(n).owes = nil }
