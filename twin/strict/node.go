package strict

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// Kind is what a node is.
type Kind uint8

// The kinds of node.
const (
	Null   Kind = iota // nothing, null or ~
	Scalar             // text, a number, true or false
	Seq                // a list
	Map
)

// Pos is a place in a file; Line and Column count from 1, Column in runes.
type Pos struct {
	File   string
	Line   int
	Column int
}

// String returns "file:line:column".
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Node is a value in a file together with its place. The zero Node is null and
// has no place. As a struct field it is filled with whatever stands there.
type Node struct {
	yaml    *yaml.Node
	source  *source
	refused map[place]bool
}

// Pair is one key of a map and its value.
type Pair struct{ Key, Value *Node }

// Unmarshaler is implemented by a type that reads itself from a node. An Error
// or Errors it returns is kept as it is; any other error is placed at n. It must
// not call n.Decode on itself, which would call it again.
type Unmarshaler interface {
	UnmarshalStrict(n *Node) error
}

// UnmarshalStrict keeps from, so that a field of type Node has its place.
func (n *Node) UnmarshalStrict(from *Node) error {
	*n = *from
	return nil
}

// Kind returns what the node is.
func (n *Node) Kind() Kind {
	switch {
	case n.yaml == nil || isNull(n.yaml):
		return Null
	case n.yaml.Kind == yaml.ScalarNode:
		return Scalar
	case n.yaml.Kind == yaml.SequenceNode:
		return Seq
	case n.yaml.Kind == yaml.MappingNode:
		return Map
	}
	return Null // an alias, refused already
}

// Text returns a scalar as written, its quotes taken away: 0x1F stays "0x1F". It
// is "" for other kinds.
func (n *Node) Text() string {
	if n.Kind() != Scalar {
		return ""
	}
	return n.yaml.Value
}

// IsString reports a scalar that is quoted or a block of text, and so is never a
// number, a boolean or null.
func (n *Node) IsString() bool { return n.Kind() == Scalar && isQuoted(n.yaml) }

// Pos returns where the node starts; a block map starts at its first key.
func (n *Node) Pos() Pos {
	if n.yaml == nil {
		return Pos{}
	}
	return Pos{File: n.source.name, Line: n.yaml.Line, Column: n.yaml.Column}
}

// Pairs returns the keys and values of a map in the order of the file, nil for
// other kinds.
func (n *Node) Pairs() []Pair {
	if n.Kind() != Map {
		return nil
	}
	pairs := make([]Pair, 0, len(n.yaml.Content)/2)
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		pairs = append(pairs, Pair{n.child(i), n.child(i + 1)})
	}
	return pairs
}

// Get returns the value of a key, nil when the map has none or n is no map.
func (n *Node) Get(key string) *Node {
	for _, p := range n.Pairs() {
		if p.Key.yaml.Value == key {
			return p.Value
		}
	}
	return nil
}

// Items returns the items of a list, nil for other kinds.
func (n *Node) Items() []*Node {
	if n.Kind() != Seq {
		return nil
	}
	items := make([]*Node, len(n.yaml.Content))
	for i := range items {
		items[i] = n.child(i)
	}
	return items
}

func (n *Node) child(i int) *Node {
	return &Node{yaml: n.yaml.Content[i], source: n.source, refused: n.refused}
}

// Errorf returns a problem placed at n.
func (n *Node) Errorf(format string, args ...any) Error {
	return n.Wrong(fmt.Sprintf(format, args...), "")
}

// Wrong returns a problem placed at n with the way out, which is printed behind
// the underline: "did you mean 'dart'?".
func (n *Node) Wrong(message, fix string) Error {
	if n.yaml == nil {
		return Error{Message: message, Fix: fix}
	}
	return n.source.errorAt(n.yaml.Line, n.yaml.Column, n.source.span(n.yaml), message, fix)
}

// Unknown returns the problem of a word that is none of known: "there is no step
// 'lift-nole'", with a suggestion, or the words themselves when they are few.
func (n *Node) Unknown(noun string, known []string) Error {
	fix := didYouMean(Suggest(n.Text(), known))
	if fix == "" {
		fix = choices(known)
	}
	return n.Wrong("there is no "+noun+" "+quote(n.Text()), fix)
}

// describe names what a node is, for "expected a list, found ...".
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a map"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	case isQuoted(n):
		return "the quoted text " + quote(n.Value)
	case n.Tag == "!!int" || n.Tag == "!!float":
		return "the number " + quote(n.Value)
	case n.Tag == "!!bool":
		return quote(n.Value)
	}
	return "the text " + quote(n.Value)
}
