package bench

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/forecourt/forecourt/twin/strict"
)

// Given is what a scenario starts from: its sections, each under its key as the type it was registered with.
type Given struct {
	sections map[reflect.Type]any
	nodes    map[string]*strict.Node
}

// Section is a key of `given`.
type Section struct {
	Key string
	Doc string
	New func() any // a pointer to the section's type, with its defaults
}

// Linter is implemented by a section that is checked against the catalogue.
type Linter interface {
	Lint(n *strict.Node, c *Catalogue) strict.Errors
}

var sections = map[string]Section{}

// RegisterSection adds a key to `given`; it is called at start. A key or a type that is there already is a programmer's
// mistake and panics.
func RegisterSection(s Section) {
	for _, other := range sections {
		if other.Key == s.Key || reflect.TypeOf(other.New()) == reflect.TypeOf(s.New()) {
			panic(fmt.Sprintf("bench: the section %s of given is registered twice", s.Key))
		}
	}
	sections[s.Key] = s
}

func sectionKeys() []string {
	keys := make([]string, 0, len(sections))
	for k := range sections {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Get returns a section, or its defaults and false where the scenario does not have it.
func Get[T any](g Given) (T, bool) {
	var zero T
	t := reflect.TypeOf(&zero)
	if v, ok := g.sections[t]; ok {
		return *v.(*T), true
	}
	for _, s := range sections {
		if v, ok := s.New().(*T); ok {
			return *v, false
		}
	}
	return zero, false
}

// UnmarshalStrict implements strict.Unmarshaler.
func (g *Given) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Map {
		return n.Wrong("'given' is a map", "write given: { prices: { ... } }")
	}
	*g = Given{sections: map[reflect.Type]any{}, nodes: map[string]*strict.Node{}}
	var errs strict.Errors
	for _, p := range n.Pairs() {
		s, ok := sections[p.Key.Text()]
		if !ok {
			errs = append(errs, p.Key.Unknown("key", sectionKeys()))
			continue
		}
		v := s.New()
		if err := p.Value.Decode(v); err != nil {
			var all strict.Errors
			errors.As(err, &all)
			errs = append(errs, all...)
			continue
		}
		g.sections[reflect.TypeOf(v)], g.nodes[s.Key] = v, p.Value
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// Keys lists the sections that a scenario gives, in order.
func (g Given) Keys() []string {
	keys := make([]string, 0, len(g.nodes))
	for k := range g.nodes {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Lint checks the sections against a catalogue, or against that of the site plan that they name.
func (g Given) Lint(c *Catalogue) strict.Errors {
	var errs strict.Errors
	named := c
	if name, ok := Get[Site](g); ok && c.Plans[string(name)] != nil {
		named = c.Plans[string(name)]
	}
	for _, key := range sectionKeys() {
		n := g.nodes[key]
		if n == nil {
			continue
		}
		if l, ok := g.sections[reflect.TypeOf(sections[key].New())].(Linter); ok {
			if _, isSite := l.(*Site); isSite {
				errs = append(errs, l.Lint(n, c)...)
			} else {
				errs = append(errs, l.Lint(n, named)...)
			}
		}
	}
	return errs
}
