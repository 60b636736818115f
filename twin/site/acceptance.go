package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// checkCards refuses rules that no card meets, that name what is not there, or that a pump cannot obey.
func (c *checker) checkCards() {
	a := c.plan.Cards
	for i, g := range c.plan.Grades {
		if code := g.PaymentProduct; code != "" && (len(code) != 3 || strings.Trim(code, "0123456789") != "") {
			c.wrong("a code of card payments has three digits", `as in "020"`, "grades", i, "payment-product")
		}
	}
	for name, bins := range a.BINs {
		if len(bins) == 0 {
			c.wrong(fmt.Sprintf("the BIN name '%s' stands for no card", name), `as in "4242"`, "cards", "bins", name)
		}
		for i, b := range bins {
			if b == "" || len(b) > 8 || strings.Trim(b, "0123456789") != "" {
				c.wrong(fmt.Sprintf("'%s' is no BIN: it has 1 to 8 digits", b), "", "cards", "bins", name, i)
			}
		}
	}
	for i, r := range a.Rules {
		at := func(key ...any) []any { return append([]any{"cards", "rules", i}, key...) }
		if i > 0 && a.Rules[i-1].Match == (payment.Match{}) {
			c.wrong("the rule before this one is for every card: this one is never met", "put the rule for every card last", at()...)
		}
		c.checkMatch(r.Match, at)
		c.checkRule(r, at)
	}
	c.checkCutOffs()
	c.checkOffline()
}

func (c *checker) checkMatch(m payment.Match, at func(...any) []any) {
	if _, known := payment.LookupCard(m.Card); m.Card != "" && !known {
		c.wrong(fmt.Sprintf("there is no test card '%s'", m.Card), suggestion(strict.Suggest(m.Card, payment.CardNames())), at("card")...)
	}
	c.checkBIN(m.BIN, at("bin")...)
	checkWord(c, "card scheme", m.Scheme, payment.Schemes, at("scheme")...)
	checkWord(c, "kind of card", m.Product, payment.Products, at("product")...)
}

func (c *checker) checkBIN(name string, path ...any) {
	if _, known := c.plan.Cards.BINs[name]; name != "" && !known {
		var names []string
		for n := range c.plan.Cards.BINs {
			names = append(names, n)
		}
		slices.Sort(names)
		c.wrong(fmt.Sprintf("there is no BIN name '%s'", name), suggestion(strict.Suggest(name, names)), path...)
	}
}

func checkWord[T ~string](c *checker, noun string, word T, known []T, path ...any) {
	if word == "" || slices.Contains(known, word) {
		return
	}
	var words []string
	for _, w := range known {
		words = append(words, string(w))
	}
	c.wrong(fmt.Sprintf("there is no %s '%s'", noun, word), "it is one of "+strings.Join(words, ", "), path...)
}

func (c *checker) checkRule(r payment.Rule, at func(...any) []any) {
	c.checkDiscount(r.Discount, r.Grades, c.highestTier(), at("discount")...)
	for i, g := range r.Grades {
		if !c.grades[g] {
			c.wrong(fmt.Sprintf("there is no grade '%s' on this site", g), c.gradeLike(g), at("grades", i)...)
		}
	}
	c.checkAmount(r.MostAmount, at("most-amount")...)
	c.checkAmount(r.FloorLimit, at("floor-limit")...)
	if v := r.MostVolume; v != (unit.Indicated{}) && (v.Count <= 0 || v.Unit != c.plan.Unit) {
		c.wrong("the most volume of a fill is over zero and in the site's unit", "for example 60.00 "+c.plan.Unit.String(), at("most-volume")...)
	}
	for i, p := range r.Prompts {
		if slices.Contains(r.Prompts[:i], p) {
			c.wrong(fmt.Sprintf("the %s is asked for twice", p), "", at("prompts", i)...)
		}
	}
}

// checkAmount takes zero, which means none.
func (c *checker) checkAmount(m unit.Money, path ...any) {
	if m != (unit.Money{}) && (m.Minor <= 0 || m.Currency != c.plan.Currency) {
		c.wrong("an amount here is over zero and in the site's currency", "for example 60.00 "+string(c.plan.Currency), path...)
	}
}

// checkDiscount refuses a discount that would leave nothing of a price, together with another that may come with it.
func (c *checker) checkDiscount(d unit.Price, grades []forecourt.Grade, beside unit.Price, path ...any) {
	if d == (unit.Price{}) {
		return
	}
	if d.E4 <= 0 || d.Currency != c.plan.Currency || d.Unit != c.plan.Unit {
		c.wrong("a discount is over zero, and per unit as the prices are", "for example 0.030 "+string(c.plan.Currency)+"/"+c.plan.Unit.String(), path...)
		return
	}
	for _, g := range c.plan.Grades {
		if len(grades) > 0 && !slices.Contains(grades, g.Grade) {
			continue
		}
		for _, price := range []unit.Price{g.Price, g.CreditPrice} {
			if price.E4 > 0 && d.E4+beside.E4 >= price.E4 {
				c.wrong(fmt.Sprintf("with this discount %s costs nothing", g.Grade), "", path...)
				return
			}
		}
	}
}

func (c *checker) highestTier() (most unit.Price) {
	for _, t := range c.plan.Loyalty.Tiers {
		if t.Discount.E4 > most.E4 {
			most = t.Discount
		}
	}
	return most
}

func (c *checker) checkCutOffs() {
	a := c.plan.Cards
	if currency := a.Region.Currency(); a.Region != "" && currency != c.plan.Currency {
		c.wrong(fmt.Sprintf("the cut-off amounts of this region are in %s, the site works in %s", currency, c.plan.Currency),
			"leave the region out and give cut-offs of your own", "cards", "region")
	}
	for i, x := range a.CutOffs {
		at := func(key ...any) []any { return append([]any{"cards", "cut-offs", i}, key...) }
		c.checkMatch(x.Match, at)
		c.checkAmount(x.Chip, at("chip")...)
		c.checkAmount(x.Stripe, at("stripe")...)
	}
}

func (c *checker) checkOffline() {
	o := c.plan.Cards.Offline
	for i, name := range o.BINs {
		c.checkBIN(name, "cards", "offline", "bins", i)
	}
	c.checkAmount(o.MostAmount, "cards", "offline", "most-amount")
	if len(o.BINs) > 0 && (o.MostSales < 1 || o.MostAmount.Minor < 1) {
		c.wrong("who takes cards offline has a bound on the number and on the amount", "as in most-sales: 5, most-amount: 200.00 "+string(c.plan.Currency),
			"cards", "offline")
	}
	if c.plan.Cards.Duplicates.Within < 0 {
		c.wrong("nobody looks into the future for duplicates", "for example 10 min", "cards", "duplicates", "within")
	}
}

// mostPoints bounds what a tier earns by a unit of volume.
const mostPoints = 1000

func (c *checker) checkLoyalty() {
	l := c.plan.Loyalty
	seen := map[string]bool{}
	for i, t := range l.Tiers {
		at := func(key string) []any { return []any{"loyalty", "tiers", i, key} }
		if seen[t.Tier] || t.Tier == "" {
			c.wrong(fmt.Sprintf("tier '%s' is there twice, or has no name", t.Tier), "", at("tier")...)
		}
		seen[t.Tier] = true
		c.checkDiscount(t.Discount, nil, unit.Price{}, at("discount")...)
		if t.Points < 0 || t.Points > mostPoints {
			c.wrong(fmt.Sprintf("a tier earns 0 to %d points by a unit", mostPoints), "", at("points")...)
		}
	}
	for name, tier := range l.Members {
		if _, known := payment.LookupMembership(name); !known {
			c.wrong(fmt.Sprintf("there is no test membership '%s'", name), "one of "+strings.Join(payment.MembershipNames(), ", "), "loyalty", "members", name)
		}
		if !seen[tier] {
			c.wrong(fmt.Sprintf("there is no tier '%s'", tier), "", "loyalty", "members", name)
		}
	}
	if l.Within < 0 {
		c.wrong("the loyalty service is waited for over some time", "for example 3 s", "loyalty", "within")
	}
}
