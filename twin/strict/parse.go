package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxDepth is how deep lists and maps may be nested.
const maxDepth = 64

var tooDeep = fmt.Sprintf("more than %d lists and maps inside each other", maxDepth)

// Parse reads a file into nodes. It refuses what the package comment lists,
// unknown keys excepted, and returns Errors with all of it. file is only the
// name that the errors show.
func Parse(file string, src []byte) (*Node, error) {
	root, errs := parse(file, src)
	if err := errs.sorted(); err != nil {
		return nil, err
	}
	return root, nil
}

// parse returns the root node as far as it could be read, nil when not at all,
// beside the problems: Decode goes on with what there is.
func parse(file string, src []byte) (*Node, Errors) {
	s := newSource(file, src)
	if errs := s.precheck(); errs != nil {
		return nil, errs
	}
	documents, err := load(s.text)
	if err != nil {
		return nil, Errors{s.syntaxError(err)}
	}
	if len(documents) == 0 || isNull(documents[0].Content[0]) {
		return nil, Errors{s.errorAt(1, 1, 1, "the file holds nothing", "")}
	}
	if len(documents) > 1 {
		second := documents[1]
		return nil, Errors{s.errorAt(second.Line, second.Column, 3, "a second document starts here", "one file holds one document")}
	}
	r := refuser{source: s, at: map[place]bool{}}
	r.walk(documents[0].Content[0], 1)
	return &Node{yaml: documents[0].Content[0], source: s, refused: r.at}, r.errs
}

// load runs the YAML parser over at most two documents; its panics, of which
// fuzzing has found some over the years, become errors.
func load(text []byte) (documents []*yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for len(documents) < 2 {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return nil, err
		}
		if len(document.Content) != 1 {
			return documents, nil // nothing but comments
		}
		documents = append(documents, &document)
	}
	return documents, nil
}

// place is a line and a column.
type place struct{ line, column int }

// refuser walks a tree, collects what is refused in it, and cuts out what the
// decoder would stumble over.
type refuser struct {
	source *source
	errs   Errors
	at     map[place]bool // where the decoder has nothing more to say
}

func (r *refuser) refuse(n *yaml.Node, length int, message, fix string) {
	r.errs = append(r.errs, r.source.errorAt(n.Line, n.Column, length, message, fix))
	r.at[place{n.Line, n.Column}] = true
}

func (r *refuser) walk(n *yaml.Node, depth int) {
	if len(r.errs) > maxErrors {
		return
	}
	if depth > maxDepth {
		r.refuse(n, 1, tooDeep, "")
		n.Content = nil
		return
	}
	rest := r.source.rest(n.Line, n.Column)
	switch {
	case n.Kind == yaml.AliasNode:
		r.refuse(n, r.source.span(n), "the alias "+quote("*"+n.Value)+" is not used here", "write the value out")
		return
	case n.Anchor != "":
		r.refuse(n, r.source.span(n), "the anchor "+quote("&"+n.Anchor)+" is not used here", "take it out")
	case n.Style&yaml.TaggedStyle != 0 || strings.HasPrefix(rest, "!"):
		r.refuse(n, r.source.span(n), "the tag "+quote(firstWord(rest))+" is not used here", "take it out")
	}
	switch n.Kind {
	case yaml.ScalarNode:
		r.number(n)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			r.walk(item, depth+1)
		}
	case yaml.MappingNode:
		r.mapping(n, depth)
	}
}

// leadingZero is a number that one program takes for octal and the next for
// decimal. Times and dates are none.
var leadingZero = regexp.MustCompile(`^[-+]?0[0-9_]+(\.[0-9_]*)?$`)

func (r *refuser) number(n *yaml.Node) {
	if isQuoted(n) || !leadingZero.MatchString(n.Value) {
		return
	}
	digits := strings.TrimLeft(n.Value, "-+0_")
	if digits == "" || digits[0] == '.' {
		digits = "0" + digits
	}
	if n.Value[0] == '-' {
		digits = "-" + digits
	}
	fix := fmt.Sprintf("write %s, or \"%s\" if it is text", digits, n.Value)
	r.refuse(n, r.source.span(n), "the number "+quote(n.Value)+" has leading zeros", fix)
}

// mapping checks the keys of a map and takes out those that are refused, with
// their values.
func (r *refuser) mapping(n *yaml.Node, depth int) {
	first := map[string]int{}
	kept := n.Content[:0:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if r.key(key, first, depth) {
			kept = append(kept, key, value)
		}
		r.walk(value, depth+1)
	}
	n.Content = kept
}

func (r *refuser) key(key *yaml.Node, first map[string]int, depth int) bool {
	switch {
	case key.Kind == yaml.AliasNode:
		r.walk(key, depth+1)
		return false
	case key.Kind != yaml.ScalarNode:
		r.refuse(key, r.source.span(key), "a key must be text, found "+describe(key), "")
		return false
	case isNull(key):
		r.refuse(key, r.source.span(key), "a key is missing here", "")
		return false
	case key.Value == "<<" && !isQuoted(key):
		r.refuse(key, 2, "the merge key '<<' is not used here", "write the keys out")
		return false
	}
	if line, again := first[key.Value]; again {
		message := fmt.Sprintf("the key %s is given twice", quote(key.Value))
		r.refuse(key, r.source.span(key), message, fmt.Sprintf("it stands in line %d already", line))
		return false
	}
	first[key.Value] = key.Line
	r.walk(key, depth+1)
	return true
}

func isQuoted(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}
