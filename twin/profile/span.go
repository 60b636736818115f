package profile

import (
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// longest bounds every span of a profile, so that no sum of them leaves the loop's time.
const longest = 400 * 24 * time.Hour

// Latency is a span that is drawn anew each time. The zero Latency is none: the device's own.
type Latency struct {
	Of     chance.Distribution
	Source Source
	words  string
}

// Delay is a span that a device draws when it is switched on, or each time where it says so. The zero Delay is none.
type Delay struct {
	Of     chance.Delay
	Source Source
	words  string
}

// Span is one span, of every device of the model: a setting. The zero Span is none.
type Span struct {
	Is     time.Duration `yaml:",required"`
	Source Source        `yaml:",required"`
}

// cut are the ends of a distribution.
type cut struct {
	From time.Duration `yaml:",required"`
	To   time.Duration `yaml:",required"`
}

// drawn are the keys of a distribution, of which a file gives one.
type drawn struct {
	Constant *time.Duration
	Uniform  *struct{ cut }
	Normal   *struct {
		Mean time.Duration `yaml:",required"`
		SD   time.Duration `yaml:"sd,required"`
		cut
	}
	LogNormal *struct {
		Median time.Duration `yaml:",required"`
		P90    time.Duration `yaml:"p90,required"`
		cut
	}
	Exponential *struct {
		Mean time.Duration `yaml:",required"`
		cut
	}
	Table []time.Duration
}

var shapes = []string{"constant", "uniform", "normal", "log-normal", "exponential", "table"}

// mostMeasured bounds a table.
const mostMeasured = 10_000

// distribution returns the one that is given, and its words.
func (d *drawn) distribution(n *strict.Node) (of chance.Distribution, words string, err error) {
	given := slices.DeleteFunc(slices.Clone(shapes), func(s string) bool { return n.Get(s) == nil })
	if len(given) != 1 {
		return of, "", n.Wrong("one distribution is expected here", "it is one of "+strings.Join(shapes, ", "))
	}
	at, span := n.Get(given[0]), unit.FormatDuration
	ends := func(c cut) string { return span(c.From) + " to " + span(c.To) }
	switch {
	case d.Constant != nil:
		of, words = chance.Constant(int64(*d.Constant)), span(*d.Constant)
	case d.Uniform != nil:
		of, words = chance.Uniform(int64(d.Uniform.From), int64(d.Uniform.To)), ends(d.Uniform.cut)
	case d.Normal != nil:
		x := d.Normal
		of = chance.Normal(int64(x.Mean), int64(x.SD), int64(x.From), int64(x.To))
		words = "normal, " + span(x.Mean) + ", sd " + span(x.SD) + ", in " + ends(x.cut)
	case d.LogNormal != nil:
		x := d.LogNormal
		of = chance.LogNormal(int64(x.Median), int64(x.P90), int64(x.From), int64(x.To))
		words = "log-normal, median " + span(x.Median) + ", p90 " + span(x.P90) + ", in " + ends(x.cut)
	case d.Exponential != nil:
		x := d.Exponential
		of = chance.Exponential(int64(x.Mean), int64(x.From), int64(x.To))
		words = "exponential, mean " + span(x.Mean) + ", in " + ends(x.cut)
	case len(d.Table) > mostMeasured:
		return of, "", at.Errorf("a table has at most %d values", mostMeasured)
	default:
		of, words = measured(d.Table)
	}
	if err := of.Check(); err != nil {
		return of, "", at.Wrong(err.Error(), "")
	}
	if _, to := of.Bounds(); to > int64(longest) {
		return of, "", at.Wrong("this is longer than any device waits", "the longest span is "+span(longest))
	}
	return of, words, nil
}

func measured(table []time.Duration) (chance.Distribution, string) {
	all := make([]int64, len(table))
	for i, v := range table {
		all[i] = int64(v)
	}
	of := chance.Table(all...)
	from, to := of.Bounds()
	return of, "table, " + unit.FormatDuration(time.Duration(from)) + " to " + unit.FormatDuration(time.Duration(to))
}

// UnmarshalStrict implements strict.Unmarshaler.
func (l *Latency) UnmarshalStrict(n *strict.Node) (err error) {
	var v struct {
		drawn
		Source Source `yaml:",required"`
	}
	if err := n.Decode(&v); err != nil {
		return err
	}
	l.Source = v.Source
	l.Of, l.words, err = v.distribution(n)
	return err
}

// UnmarshalStrict implements strict.Unmarshaler.
func (d *Delay) UnmarshalStrict(n *strict.Node) (err error) {
	var v struct {
		drawn
		Each   bool
		Source Source `yaml:",required"`
	}
	if err := n.Decode(&v); err != nil {
		return err
	}
	d.Source, d.Of.Each = v.Source, v.Each
	d.Of.Distribution, d.words, err = v.distribution(n)
	if v.Each {
		d.words += ", each time"
	}
	return err
}

// UnmarshalStrict implements strict.Unmarshaler.
func (s *Span) UnmarshalStrict(n *strict.Node) error {
	type plain Span
	if err := n.Decode((*plain)(s)); err != nil {
		return err
	}
	if s.Is <= 0 || s.Is > longest {
		return n.Get("is").Wrong("a span is over 0, and at most "+unit.FormatDuration(longest), "")
	}
	return nil
}
