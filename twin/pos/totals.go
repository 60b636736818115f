package pos

import (
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// dimensions are what the sales of a close are added up by: each names a sale's line, or none.
var dimensions = []struct {
	by string
	of func(*sale) string
}{
	{"tender", func(s *sale) string { return string(s.Tender) }},
	{"grade", func(s *sale) string { return string(s.Grade) }},
	{"scheme", func(s *sale) string { return s.Card.Brand }},
	{"point", func(s *sale) string { return itoa(int(s.Point)) }},
	{"settled-by", func(s *sale) string { return s.By.String() }}, // a till, an attendant, or a terminal
}

// byKind are the lines of what a sale or a payback is: "sale", "loss" for one that nobody pays, "void" and "refund".
const byKind = "kind"

// totals adds up what belongs to shifts, in the order of dimension and key. What sales have taken and what has gone back of
// them meet in the lines of tender, grade, scheme, point and who settled it; litres are those of all sales, lost ones too.
func (p *POS) totals(first, last int) []forecourt.Total {
	sums := map[[2]string]*forecourt.Total{}
	add := func(by, key string, v unit.Indicated, m unit.Money) {
		if key == "" {
			return
		}
		line := sums[[2]string{by, key}]
		if line == nil {
			line = &forecourt.Total{By: by, Key: key, Volume: unit.Indicated{Decimals: v.Decimals, Unit: v.Unit}, Amount: p.none()}
			sums[[2]string{by, key}] = line
		}
		line.Count++
		line.Volume, line.Amount = line.Volume.Add(v), line.Amount.Add(m)
	}
	for _, id := range p.books.order.sales {
		s := p.sales[id]
		if s.Shift < first || s.Shift > last {
			continue
		}
		for _, d := range dimensions {
			add(d.by, d.of(s), s.Volume, s.Paid)
		}
		if s.State == WrittenOff {
			add(byKind, "loss", s.Volume, s.Amount)
		} else {
			add(byKind, "sale", s.Volume, s.Paid)
		}
	}
	for _, id := range p.books.order.paybacks {
		x := p.paybacks[id]
		if x.Shift < first || x.Shift > last {
			continue
		}
		s := p.sales[x.Sale]
		nothing := unit.Indicated{Decimals: s.Volume.Decimals, Unit: s.Volume.Unit}
		for _, d := range dimensions {
			add(d.by, d.of(s), nothing, x.Amount.Neg())
		}
		add(byKind, string(x.Kind), nothing, x.Amount.Neg())
	}
	var lines []forecourt.Total
	for _, line := range sums {
		lines = append(lines, *line)
	}
	slices.SortFunc(lines, func(a, b forecourt.Total) int { return strings.Compare(a.By+"\x00"+a.Key, b.By+"\x00"+b.Key) })
	return lines
}

// captured adds up what was taken at the gateway in shifts, whatever went back of it later.
func (p *POS) captured(first, last int) unit.Money {
	sum := p.none()
	for _, id := range p.books.order.covers {
		if c := p.covers[id]; c.Shift >= first && c.Shift <= last && c.Tender == Card {
			sum = sum.Add(c.Captured)
		}
	}
	return sum
}

// took books what a cover has taken at the gateway, in the shift that is open.
func (p *POS) took(c *cover, m unit.Money) {
	c.Captured, c.Shift = m, p.shift()
}
