package stock

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// question is one of the things that a console is asked, in the order of the table.
type question struct {
	function veeder.Function
	instead  veeder.Function // asked where the console does not know the first; 0: nothing
	every    func(c *Config) time.Duration
}

// The questions. Those without a period are asked once for each time a console is found.
var questions = [...]question{
	revision:   {function: veeder.RevisionLevel},
	labels:     {function: veeder.LabelSetup},
	inventory:  {function: veeder.InTankInventory, every: func(c *Config) time.Duration { return c.Every }},
	status:     {function: veeder.SystemStatus, instead: veeder.Status, every: func(c *Config) time.Duration { return c.Every }},
	deliveries: {function: veeder.DeliveryHistory, every: func(c *Config) time.Duration { return c.DeliveriesEvery }},
}

const (
	revision = iota
	labels
	inventory
	status
	deliveries
	none = -1
)

// round is when each question is due, and which one is under way.
type round struct {
	due     [len(questions)]clock.Instant
	refused [len(questions)]int // how often its functions were refused: 0 asks the first, 1 the one instead
	doubted int                 // a question that failed, until an inventory shows whether the console is there; none
	why     veeder.Reason       // it failed
	doubts  [len(questions)]int // times in a row that it failed, and an inventory was answered
	asked   int                 // none: nothing is under way
}

// mostDoubts is how often a question may fail at a console that answers others, before it is given up.
const mostDoubts = 3

// newRound is the round of a reader that knows of no console: it asks for the inventory, which every console has.
func newRound() round {
	r := round{asked: none, doubted: none}
	for q := range r.due {
		r.due[q] = clock.Never
	}
	r.due[inventory] = 0
	return r
}

// anew makes everything due, as when a console is found.
func (r *Reader) anew() {
	r.round = newRound()
	for q := range r.round.due {
		r.round.due[q] = r.env.Now()
	}
}

// function is what is asked for a question; 0: nothing any more.
func (r *round) function(q int) veeder.Function {
	switch x := questions[q]; r.refused[q] {
	case 0:
		return x.function
	case 1:
		return x.instead
	}
	return 0
}

// goOn asks the first question that is due, or waits for the next one.
func (r *Reader) goOn() {
	if r.session == nil || r.round.asked != none {
		return
	}
	if r.round.doubted != none {
		r.ask(inventory)
		return
	}
	next := clock.Never
	for q, due := range r.round.due {
		if due <= r.env.Now() {
			r.ask(q)
			return
		}
		next = min(next, due)
	}
	r.env.Set(timerRound, next)
}

func (r *Reader) ask(q int) {
	r.round.asked = q
	r.counts.Asked++
	r.env.Clear(timerRound)
	err := r.session.Do(r.env.Now(), 0, veeder.Ask{Function: r.round.function(q), Format: r.cfg.Format})
	if err != nil { // only a queue that is full refuses, and one question is under way
		panic(err)
	}
}

// done ends the question that is under way and returns it; it is due again after its period, counted from now.
func (r *Reader) done() (q int) {
	q = r.round.asked
	r.round.asked = none
	if q == none {
		return q
	}
	r.round.due[q] = clock.Never
	if every := questions[q].every; every != nil && r.round.function(q) != 0 {
		r.round.due[q] = r.env.Now().Add(every(&r.cfg))
	}
	return q
}

// failed is told that a question stayed without an answer that can be used.
func (r *Reader) failed(f veeder.Failed) {
	q := r.done()
	if f.Reason != veeder.NotUnderstood {
		r.counts.Unanswered++
	}
	switch {
	case q == inventory && f.Reason == veeder.NotUnderstood:
		if r.here(0) {
			r.env.Tell(QuestionRefused{f.Function.String(), string(f.Reason)})
		}
	case q == inventory:
		r.away(f.Reason)
	case q != none && f.Reason == veeder.NotUnderstood:
		r.refuse(q, f.Reason)
	case q != none:
		r.round.doubted, r.round.why = q, f.Reason
	}
}

// refuse gives a function up until a console is found again.
func (r *Reader) refuse(q int, why veeder.Reason) {
	r.env.Tell(QuestionRefused{r.round.function(q).String(), string(why)})
	r.round.refused[q]++
	r.round.doubts[q] = 0
	r.round.due[q] = clock.Never
	if r.round.function(q) != 0 {
		r.round.due[q] = r.env.Now()
	}
}

// here is told that the console answers an inventory, and returns whether it is found by that.
func (r *Reader) here(tanks int) (anew bool) {
	if r.saw(answered) {
		r.env.Tell(GaugeFound{tanks})
		r.anew()
		return true
	}
	q := r.round.doubted
	r.round.doubted = none
	if q == none {
		return false
	}
	r.round.doubts[q]++
	if r.round.doubts[q] >= mostDoubts {
		r.refuse(q, r.round.why)
	} else if r.round.due[q] == clock.Never { // one that is asked once
		r.round.due[q] = r.env.Now().Add(r.cfg.Every)
	}
	return false
}

// away is told that it does not.
func (r *Reader) away(why veeder.Reason) {
	if r.saw(silent) {
		r.env.Tell(GaugeLost{string(why)})
	}
	r.round = newRound()
	r.round.due[inventory] = r.env.Now().Add(r.cfg.RetryEvery)
}
