package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// start reads the books and goes on with every story that a power cut ended.
func (p *POS) start() {
	p.forget()
	p.replay()
	started := Started{}
	for _, key := range p.books.order.tasks {
		if !p.tasks[key].Done {
			started.OpenTasks++
		}
	}
	for _, id := range p.books.order.covers {
		if s := p.covers[id].State; s != Closed && s != Stuck {
			started.OpenCovers++
		}
	}
	p.tell(started)
	for _, n := range p.cfg.Points {
		p.points[n].offers = p.due(n)
	}
	if len(p.cfg.Modes.Changes) > 0 {
		p.goes("schedule", p.keepSchedule)
	}
	p.order(forecourt.ListUnpaid{})
	p.listen()
	p.order(forecourt.ListPoints{})
	p.resumePrices()
	for _, id := range p.books.order.covers {
		p.resume(p.covers[id])
	}
	for _, id := range p.books.order.sessions {
		p.resumeSession(p.sessions[id])
	}
	for _, id := range p.books.order.paybacks {
		p.resumePayback(p.paybacks[id])
	}
	for _, id := range p.books.order.closings {
		if x := p.closings[id]; !x.Checked || x.Posting == postingDue {
			p.goes("close", func(f *loop.Fiber) { p.conclude(f, x) })
		}
	}
	for _, id := range p.books.order.sales {
		p.reward(p.sales[id])
		switch s := p.sales[id]; {
		case s.Posting == postingDue:
			p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
		case s.State == Paying && !p.payingStill(s):
			p.unpaidAgain(s)
		}
	}
}

// resume goes on with a cover.
func (p *POS) resume(c *cover) {
	switch c.State {
	case Asking:
		if c.Kind == Till { // the sale is there, and the same key cannot charge it twice
			p.goes("pay", func(f *loop.Fiber) { p.payAgain(f, c) })
			return
		}
		if c.Kind == Phone && p.askAgain(c) {
			return
		}
		c.Why = "the POS lost its power"
		c.turn(givenUp)
		p.keep(c)
		p.prompt(c.Reader, "not possible now, try again", true)
		p.goes("undo", func(f *loop.Fiber) { p.undo(f, c) })
	case Abandoned:
		p.goes("undo", func(f *loop.Fiber) { p.undo(f, c) })
	case Open:
		if c.Kind == Till {
			p.goes("pay", func(f *loop.Fiber) { p.paidByCard(f, p.sales[c.Sale], c) })
			return
		}
		p.occupy(c)
		p.goes("release", func(f *loop.Fiber) { p.fulfil(f, c) })
	case Used:
		p.goes("settle", func(f *loop.Fiber) { p.settle(f, c) })
	case Ending:
		p.goes("give back", func(f *loop.Fiber) { p.giveBack(f, c) })
	}
}

// payAgain finds out what became of a card payment that a power cut interrupted.
func (p *POS) payAgain(f *loop.Fiber, c *cover) {
	s, t := p.sales[c.Sale], c.task(&p.books, charge)
	if p.answered(c, t, p.deliver(f, t), payment.PAN{}) {
		p.paidByCard(f, s, c)
		return
	}
	p.unpaidAgain(s)
}

// payingStill says whether the card payment of a sale was asked for and is not known to be over.
func (p *POS) payingStill(s *sale) bool {
	c := p.covers[s.ID+"/pay-"+itoa(s.Attempts)]
	return c != nil && (c.State == Asking || c.State == Open)
}
