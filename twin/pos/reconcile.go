package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// taken is one payment as the gateway has it.
type taken struct {
	intent, sale, site string // sale is the cover that it was asked for
	at                 clock.Instant
	amount             unit.Money
}

// ledger is who can say what was taken since an instant, and by whom the POS is held against the outside.
type ledger interface {
	takenSince(f *loop.Fiber, from clock.Instant) ([]taken, error)
}

// reconcile holds what the POS has in its books for a closing against what the gateway says it has taken. It waits until
// the gateway has answered: payment by payment for those of the closing, and any of the site's since the close before that
// the books do not know, or know as not taken.
func (p *POS) reconcile(f *loop.Fiber, x *closing) {
	says, has := p.gateway.(ledger)
	if !has {
		p.tell(CloseUnreconciled{x.ID, x.Captured, "the gateway's manner has no list of payments"})
		return
	}
	from := x.From
	mine := map[string]bool{} // intents of the closing
	for _, id := range p.books.order.covers {
		c := p.covers[id]
		if c.Shift >= x.First && c.Shift <= x.Last && c.Intent != "" {
			mine[c.Intent] = true
			from = min(from, c.AskedAt)
		}
	}
	all := p.listTaken(f, says, from)
	x.Gateway = p.none()
	for _, t := range all {
		if mine[t.intent] || t.site == p.cfg.Site && t.at.Add(time.Second) > x.From && p.unknown(t.sale) {
			x.Gateway = x.Gateway.Add(t.amount)
		}
	}
	if x.Gateway != x.Captured {
		p.tell(CloseMismatch{x.ID, x.Captured, x.Gateway, x.Captured.Sub(x.Gateway)})
		return
	}
	p.tell(CloseReconciled{x.ID, x.Captured})
}

// unknown says that nothing should have been taken for a cover: there is none, or it is over without.
func (p *POS) unknown(cover string) bool {
	c := p.covers[cover]
	return c == nil || c.Shift == 0 && (c.State == Closed || c.State == Stuck)
}

// listTaken asks until there is an answer.
func (p *POS) listTaken(f *loop.Fiber, says ledger, from clock.Instant) []taken {
	for try := 1; ; try++ {
		all, err := says.takenSince(f, from)
		if err == nil {
			return all
		}
		f.Sleep(p.pause(try))
	}
}
