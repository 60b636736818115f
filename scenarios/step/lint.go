package step

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
)

// Lint is what a step is checked with: the catalogue, what the steps before it keep, and where problems go.
type Lint struct {
	Catalogue *bench.Catalogue
	problems  strict.Errors
	kept      map[string]*keeping
	open      []*Bound // the steps being checked, the innermost last
	acted     bool     // a step before it does something
	judges    bool
	broken    bool // a step could not be read
}

// keeping is a kept event as far as it is known at load.
type keeping struct {
	fields []forecourt.Field // nil: the event itself was wrong
	kind   string            // of the role that told it
	node   *strict.Node
	used   bool
}

// NewLint returns a Lint for the steps of one scenario or session.
func NewLint(c *bench.Catalogue) *Lint {
	return &Lint{Catalogue: c, kept: map[string]*keeping{}}
}

// Add adds problems.
func (l *Lint) Add(e ...strict.Error) { l.problems = append(l.problems, e...) }

func (l *Lint) addError(n *strict.Node, err error) {
	var all strict.Errors
	if errors.As(err, &all) {
		l.Add(all...)
		return
	}
	l.Add(n.Errorf("%s", err))
}

// Warn adds a problem that does not keep the file from being used.
func (l *Lint) Warn(e strict.Error) {
	e.Warning = true
	l.Add(e)
}

// Take returns the problems since the last Take, and forgets them.
func (l *Lint) Take() strict.Errors {
	p := l.problems
	l.problems = nil
	return p
}

// Judges says whether a step so far can pass or fail; where one could not be read, it is taken for one that can.
func (l *Lint) Judges() bool { return l.judges || l.broken }

// Unused warns of every event that is kept and never referred to.
func (l *Lint) Unused() {
	for _, e := range l.problems {
		if !e.Warning {
			return // a reference may be among what is wrong
		}
	}
	for _, name := range l.names() {
		if k := l.kept[name]; !k.used && k.node != nil {
			l.Warn(k.node.Wrong("nothing refers to '$"+name+"'", "take the keep out"))
		}
	}
}

func (l *Lint) begin(b *Bound) { l.open = append(l.open, b) }

// use notes what the steps being checked use.
func (l *Lint) use(what string) {
	for _, b := range l.open {
		if !slices.Contains(b.Uses, what) {
			b.Uses = append(b.Uses, what)
		}
	}
}

func (l *Lint) end(b *Bound) {
	l.open = l.open[:len(l.open)-1]
	l.acted = l.acted || b.Info.Acts
}

// At returns the value of a key of the step being checked, or the step's name where the key is absent.
func (l *Lint) At(key string) *strict.Node {
	b := l.open[len(l.open)-1]
	if n := b.node.Get(key); n != nil {
		return n
	}
	return b.name
}

// has says whether the step being checked has a key.
func (l *Lint) has(key string) bool { return l.open[len(l.open)-1].node.Get(key) != nil }

// Wrong adds a problem at a key.
func (l *Lint) Wrong(key, message, fix string) { l.Add(l.At(key).Wrong(message, fix)) }

// Role checks a role.
func (l *Lint) Role(key string, r forecourt.Role) bool {
	l.use(r.String())
	if l.Catalogue.Has(r) {
		return true
	}
	n := l.At(key)
	if key == "" {
		l.Add(n.Wrong("this station has no "+r.String(), ""))
		return false
	}
	if numbers := l.Catalogue.Numbers(r.Kind); len(numbers) > 0 && n.Text() == r.String() {
		l.Add(n.Wrong("there is no role '"+r.String()+"'", "it is "+r.Kind+" "+strings.Join(numbers, " or ")))
		return false
	}
	if n.Kind() == strict.Seq {
		for _, item := range n.Items() {
			if item.Text() == r.String() {
				n = item
			}
		}
	}
	l.Add(n.Unknown("role", l.Catalogue.RoleNames()))
	return false
}

// Numbered returns the role of a kind and a number, checked.
func (l *Lint) Numbered(key, kind string, number int) forecourt.Role {
	r, ok := l.Catalogue.Role(kind, number)
	if ok {
		l.use(r.String())
		return r
	}
	numbers := l.Catalogue.Numbers(kind)
	if len(numbers) == 0 {
		l.Wrong(key, "this station has no "+kind, "")
		return r
	}
	l.Wrong(key, fmt.Sprintf("there is no %s %d", kind, number), "one of: "+strings.Join(numbers, ", "))
	return r
}

// Point checks a fuelling point that the step acts at or looks at.
func (l *Lint) Point(key string, n forecourt.Point) (bench.Point, bool) {
	l.use(forecourt.PointRole(n).String())
	return l.PointNamed(key, n)
}

// PointNamed checks a fuelling point that the step only names to another role.
func (l *Lint) PointNamed(key string, n forecourt.Point) (bench.Point, bool) {
	p, ok := l.Catalogue.Point(n)
	if !ok {
		var all []string
		for _, p := range l.Catalogue.Points {
			all = append(all, strconv.Itoa(int(p.Number)))
		}
		l.Wrong(key, fmt.Sprintf("there is no fuelling-point %d", n), "one of: "+strings.Join(all, ", "))
	}
	return p, ok
}

// Card checks the name of a test card; none is allowed.
func (l *Lint) Card(key, name string) {
	if name != "" && !slices.Contains(l.Catalogue.Cards, name) {
		l.Add(l.At(key).Unknown("card", l.Catalogue.Cards))
	}
}

// Membership checks the name of a test membership; none is allowed.
func (l *Lint) Membership(key, name string) {
	if name != "" && !slices.Contains(payment.MembershipNames(), name) {
		l.Add(l.At(key).Unknown("membership", payment.MembershipNames()))
	}
}

// Grade checks a grade.
func (l *Lint) Grade(key string, g forecourt.Grade) {
	if !slices.Contains(l.Catalogue.Grades, g) {
		l.Add(l.At(key).Unknown("grade", l.Catalogue.GradeNames()))
	}
}

// Bus checks the number of a bus.
func (l *Lint) Bus(key string, bus int) {
	if !slices.Contains(l.Catalogue.Buses, bus) {
		l.Wrong(key, fmt.Sprintf("there is no bus %d", bus), "one of: "+strings.Trim(fmt.Sprint(l.Catalogue.Buses), "[]"))
	}
}

// Host checks the name of an HTTP host.
func (l *Lint) Host(key, host string) {
	if !slices.Contains(l.Catalogue.Hosts, host) {
		l.Add(l.At(key).Unknown("host", l.Catalogue.Hosts))
	}
}

// OneOf checks a word against a list.
func (l *Lint) OneOf(key, noun, word string, known ...string) {
	if !slices.Contains(known, word) {
		l.Add(l.At(key).Unknown(noun, known))
	}
}

// Keep notes that the step keeps an event.
func (l *Lint) Keep(n *strict.Node, name string, kind string, fields []forecourt.Field) {
	if before := l.kept[name]; before != nil && before.node != nil && !before.used {
		l.Warn(n.Wrong("'"+name+"' is kept before and was not used", fmt.Sprintf("it stands in line %d", before.node.Pos().Line)))
	}
	l.kept[name] = &keeping{fields: fields, kind: kind, node: n}
}

func (l *Lint) names() []string {
	all := make([]string, 0, len(l.kept))
	for n := range l.kept {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// Scope returns what relations on an event's fields may refer to; kind is that of the role that tells it.
func (l *Lint) Scope(kind string, event []forecourt.Field) *expect.Scope {
	for _, f := range event {
		if f.Type == pointType {
			kind = "fuelling-point"
		}
	}
	return &expect.Scope{
		Reads: func(string) { l.use(kind) },
		Names: l.names(), Event: event, Readings: l.Catalogue.ReadingsOf(kind),
		Kept: func(name string) ([]forecourt.Field, bool) {
			k := l.kept[name]
			if k == nil {
				return nil, false
			}
			k.used = true
			return k.fields, true
		},
	}
}

var pointType = reflect.TypeFor[forecourt.Point]()
