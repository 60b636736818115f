package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Country is what a site does as its country wants it. The unit and the decimals may stand here or at the plan itself, not
// at both.
type Country struct {
	Country  string       // for people, as in DE
	Unit     unit.Measure // as the plan's
	Decimals Decimals     // as the plan's
	// Rounding makes money of volume and price: half-up (default), half-even, down, up. Pumps and controller use it.
	Rounding unit.Rounding
	Taxes    []Tax
	// PricesWithTax says whether the prices of the plan have the tax in them, which is the default. Where they have not,
	// the pumps show and sell at the price with tax, rounded half up to the site's decimals of a price.
	PricesWithTax bool
	// CashRounding is the smallest coin: what is paid in cash is rounded to it, half up, and the difference is named.
	CashRounding unit.Money
	Receipt      Receipt
}

// Tax is a rate and the grades that have it.
type Tax struct {
	Tax    string            `yaml:",required"` // code on the receipt, as in A
	Name   string            // as in VAT; default: tax
	Rate   Rate              `yaml:",required"`
	Grades []forecourt.Grade // none: all that no other tax names
}

// Receipt are lines around a sale's own.
type Receipt struct{ Header, Footer []string }

// Rate is a share in ten-thousandths: "19 %" is 1900.
type Rate int64

// wholeRate is 100 %.
const wholeRate Rate = 10_000

// mostTax bounds a rate; more than twice the price is a slip of the pen.
const mostTax = 2 * wholeRate

// UnmarshalText reads "19 %" or "7.7 %", with at most two decimals.
func (r *Rate) UnmarshalText(text []byte) error {
	number, ok := strings.CutSuffix(string(text), "%")
	whole, part, _ := strings.Cut(strings.TrimSpace(number), ".")
	digits := whole + (part + "00")[:max(2, len(part))]
	var n int64
	for _, c := range []byte(digits) {
		ok = ok && c >= '0' && c <= '9' && n < 1_000_000
		n = n*10 + int64(c-'0')
	}
	if !ok || whole == "" || len(part) > 2 {
		return fmt.Errorf("'%s' is no rate: write it as in 19 %% or 7.7 %%", text)
	}
	*r = Rate(n)
	return nil
}

// String returns the rate as in "19 %".
func (r Rate) String() string {
	text := fmt.Sprintf("%d.%02d", r/100, r%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + " %"
}

// TaxOf returns the tax of a grade; false where it has none.
func (p *Plan) TaxOf(g forecourt.Grade) (Tax, bool) {
	rest := -1
	for i, t := range p.Country.Taxes {
		if slices.Contains(t.Grades, g) {
			return t, true
		}
		if len(t.Grades) == 0 {
			rest = i
		}
	}
	if rest < 0 {
		return Tax{}, false
	}
	return p.Country.Taxes[rest], true
}

// settleCountry takes the unit and the decimals from where they stand.
func (p *Plan) settleCountry(root *strict.Node) (found strict.Errors) {
	country := root.Get("country")
	if country == nil {
		return nil
	}
	for _, k := range []struct {
		key  string
		take func()
	}{
		{"unit", func() { p.Unit = p.Country.Unit }},
		{"decimals", func() { p.Decimals = p.Country.Decimals }},
	} {
		at := country.Get(k.key)
		switch {
		case at == nil:
		case root.Get(k.key) != nil:
			found = append(found, at.Wrong("the plan says '"+k.key+"' already, outside of the country", "leave out one of them"))
		default:
			k.take()
		}
	}
	return found
}

func (c *checker) checkCountry() {
	country := c.plan.Country
	step := country.CashRounding
	if step != (unit.Money{}) && (step.Currency != c.plan.Currency || step.Minor < 1) {
		c.wrong("the smallest coin is over zero and in the site's currency", "for example 0.05 "+string(c.plan.Currency), "country", "cash-rounding")
	}
	codes, named, rest := map[string]bool{}, map[forecourt.Grade]string{}, ""
	for i, t := range country.Taxes {
		at := func(key ...any) []any { return append([]any{"country", "taxes", i}, key...) }
		if codes[t.Tax] || t.Tax == "" {
			c.wrong(fmt.Sprintf("tax '%s' is there twice, or has no code", t.Tax), "", at("tax")...)
		}
		codes[t.Tax] = true
		if t.Rate > mostTax {
			c.wrong(fmt.Sprintf("a tax of %s is more than %s", t.Rate, mostTax), "", at("rate")...)
		}
		if len(t.Grades) == 0 {
			if rest != "" {
				c.wrong("tax '"+rest+"' is for all other grades already", "name the grades of one of them", at("tax")...)
			}
			rest = t.Tax
		}
		for k, g := range t.Grades {
			if !c.grades[g] {
				c.wrong(fmt.Sprintf("there is no grade '%s' on this site", g), c.gradeLike(g), at("grades", k)...)
			} else if other, twice := named[g]; twice {
				c.wrong(fmt.Sprintf("%s has the tax '%s' already", g, other), "", at("grades", k)...)
			}
			named[g] = t.Tax
		}
	}
	c.checkReceipt()
}

// widest is the longest line of a receipt.
const widest = 48

func (c *checker) checkReceipt() {
	for _, part := range []struct {
		key   string
		lines []string
	}{{"header", c.plan.Country.Receipt.Header}, {"footer", c.plan.Country.Receipt.Footer}} {
		for i, line := range part.lines {
			if len([]rune(line)) > widest || strings.ContainsAny(line, "\n\r\t") {
				c.wrong(fmt.Sprintf("a line of a receipt has at most %d characters", widest), "", "country", "receipt", part.key, i)
			}
		}
	}
}

// addTax puts the tax into the prices, where the plan's are without it. The plan has been found right.
func (p *Plan) addTax() {
	if p.Country.PricesWithTax {
		return
	}
	step := pow10(4 - min(p.Decimals.Price, 4))
	for i := range p.Grades {
		g := &p.Grades[i]
		t, _ := p.TaxOf(g.Grade)
		for _, price := range []*unit.Price{&g.Price, &g.CreditPrice} {
			gross := price.E4 * int64(wholeRate+t.Rate)
			whole := int64(wholeRate) * step
			price.E4 = (gross + whole/2) / whole * step
		}
	}
}
