package site

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// checkCapacity refuses a bus whose points cannot all be polled in its cycle. A dialect that does not know what a poll
// costs is let through.
func (c *checker) checkCapacity() {
	points := map[int]int{}
	for _, s := range c.plan.Points() {
		points[s.Bus]++
	}
	for i, b := range c.plan.Buses {
		d, _ := wire.Lookup(b.Dialect)
		budget, ok := d.(wire.Budget)
		n := points[b.Bus]
		if !ok || n == 0 {
			continue
		}
		o := wire.Options{Lenient: b.Lenient, PollCycle: b.PollCycle, Nozzles: 1}
		each := budget.PollBudget(o)
		whole := time.Duration(n) * each
		if each <= 0 || whole <= b.PollCycle {
			continue
		}
		words := unit.FormatDuration(each)
		if w, ok := d.(wire.BudgetWords); ok {
			words = "(" + w.PollWords(o) + ")"
		}
		message := fmt.Sprintf("bus %d: %d points x %s = %s a cycle%s, the plan asks for %s",
			b.Bus, n, words, unit.FormatDuration(whole), at(d), unit.FormatDuration(b.PollCycle))
		fix := fmt.Sprintf("ask for a poll-cycle of %s or more", unit.FormatDuration(roundUp(whole)))
		if fits := int(b.PollCycle / each); fits > 0 {
			fix += fmt.Sprintf(", or put at most %d points on a bus", fits)
		}
		c.wrong(message, fix, "buses", i, "poll-cycle")
	}
}

// at says how a dialect's line is set, " at 9600 8O1".
func at(d wire.Dialect) string {
	if ports := d.Ports(); len(ports) > 0 && ports[0].Carrier == "serial" {
		return " at " + ports[0].Settings.String()
	}
	return ""
}

// roundUp rounds to the next whole millisecond.
func roundUp(d time.Duration) time.Duration {
	return (d + time.Millisecond - 1).Truncate(time.Millisecond)
}
