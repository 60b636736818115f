package demand

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// checker finds what cannot be.
type checker struct {
	root  *strict.Node
	p     *Profile
	found strict.Errors
}

func (c *checker) wrong(message, fix string, keys ...string) {
	n := c.root
	for _, k := range keys {
		next := n.Get(k)
		if next == nil {
			break
		}
		n = next
	}
	c.found = append(c.found, n.Wrong(message, fix))
}

// mostLift is what a nozzle may take to be lifted after a release, and to flow after that: a dispenser takes a release back
// after 120 s, the legal most (facts: tanks-and-metrology.md section 4).
const mostLift = 110 * time.Second

func (c *checker) check() {
	p := c.p
	c.arrivals()
	c.shares(p.Grades.Shares, p.Grades.Others, "grades", "shares")
	for name := range p.Payments.Shares {
		if _, ok := tenderOf(name); !ok {
			c.wrong(fmt.Sprintf("nobody pays by '%s'", name), suggestion(name, tenderNames[:]), "payments", "shares", name)
		}
	}
	total(c, p.Payments.Shares, "payments", "shares")
	for name := range p.Cards.Shares {
		if _, ok := payment.LookupCard(name); !ok {
			c.wrong(fmt.Sprintf("there is no test card '%s'", name), suggestion(name, payment.CardNames()), "cards", "shares", name)
		}
	}
	total(c, p.Cards.Shares, "cards", "shares")
	for _, s := range p.spreads() {
		if _, err := s.spread.table(); err != nil {
			c.wrong(strings.TrimPrefix(err.Error(), "chance: "), "give a mean between least and most", s.keys...)
		}
	}
	for _, s := range []namedSpread{{p.Phases.ToTheNozzle, []string{"phases", "to-the-nozzle"}}, {p.Phases.Trigger, []string{"phases", "trigger"}}} {
		if s.spread.Most > mostLift {
			c.wrong("a dispenser takes a release back that waits so long", "at most "+unit.FormatDuration(mostLift), append(s.keys, "most")...)
		}
	}
	if p.Phases.Dribble.Least < time.Second {
		c.wrong("the valves need a moment before the nozzle goes home", "at least 1 s", "phases", "dribble", "least")
	}
	c.vehicles()
	c.deliveries()
	for key, n := range map[string]int64{
		"drive-off": p.Mistakes.DriveOff, "nozzle-left-out": p.Mistakes.NozzleLeftOut,
		"card-forgotten": p.Mistakes.CardForgotten, "wrong-grade": p.Mistakes.WrongGrade,
	} {
		if n < 0 || n > 1000 {
			c.wrong("a mistake is made by 0 to 1000 per mille", "", "mistakes", key)
		}
	}
	if p.RoundMoney.Step < 1 || p.RoundMoney.Share < 0 || p.RoundMoney.Share > 1000 {
		c.wrong("round sums need a step of 1 or more and a share of 0 to 1000", "", "round-money")
	}
	if p.Prices.Most < 0 || p.Prices.Bound < p.Prices.Most || p.Prices.Bound > 500 {
		c.wrong("prices walk by 0 to 'bound' per mille, and no further than 500", "", "prices")
	}
}

func suggestion(word string, from []string) string {
	if meant := strict.Suggest(word, from); meant != "" {
		return "did you mean '" + meant + "'?"
	}
	return "there is: " + strings.Join(from, ", ")
}

func (c *checker) arrivals() {
	a := c.p.Arrivals
	if a.ADayPerPoint < 0 || a.ADayPerPoint > 10_000 {
		c.wrong("0 to 10000 customers a day come to a point", "", "arrivals", "a-day-per-point")
	}
	sum := int64(0)
	for _, n := range a.ByHour {
		if n < 0 || n > 1_000_000 {
			c.wrong("an hour has 0 to 1000000", "", "arrivals", "by-hour")
			return
		}
		sum += n
	}
	if len(a.ByHour) != 24 || sum == 0 {
		c.wrong("a day has 24 hours, and somebody comes in one of them", "", "arrivals", "by-hour")
	}
	if len(a.ByWeekday) != 7 {
		c.wrong("a week has 7 days", "", "arrivals", "by-weekday")
	}
	for _, n := range a.ByWeekday {
		if n < 0 || n > 1000 {
			c.wrong("a weekday has 0 to 1000 per cent", "", "arrivals", "by-weekday")
		}
	}
}

func (c *checker) shares(m map[forecourt.Grade]int64, others int64, keys ...string) {
	for g, n := range m {
		if n < 0 || n > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", append(keys, string(g))...)
		}
	}
	if others < 0 || others > 1_000_000 {
		c.wrong("a share is 0 to 1000000", "", "grades", "others")
	}
}

func total(c *checker, m map[string]int64, keys ...string) {
	sum := int64(0)
	for k, n := range m {
		if n < 0 || n > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", append(keys, k)...)
			return
		}
		sum += n
	}
	if sum == 0 {
		c.wrong("one share must be over zero", "", keys...)
	}
}

func (c *checker) vehicles() {
	sum := int64(0)
	for _, v := range c.p.Vehicles {
		if _, err := v.table(); err != nil || v.Least <= 0 || v.Most > 1_000_000*unit.Litre {
			c.wrong("the volumes of '"+v.Vehicle+"' are no distribution over zero", "give a mean between least and most", "vehicles")
		}
		if v.Share < 0 || v.Share > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", "vehicles")
			return
		}
		sum += v.Share
	}
	if sum == 0 {
		c.wrong("one vehicle must have a share over zero", "", "vehicles")
	}
}

func (c *checker) deliveries() {
	d := c.p.Deliveries
	switch {
	case d.ReorderBelow < 0 || d.FillTo > 100 || d.ReorderBelow >= d.FillTo:
		c.wrong("a tank is filled from below 'reorder-below' to 'fill-to', 0 to 100 per cent", "", "deliveries")
	case d.Load <= 0 || d.DeadStock < 0:
		c.wrong("a load is over zero, a dead stock not below", "", "deliveries")
	case d.From < 0 || d.Until <= d.From || d.Until > 24*time.Hour:
		c.wrong("lorries come between two hours of a day", "for example from 5 h until 21 h", "deliveries")
	}
}
