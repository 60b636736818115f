package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/forecourt/forecourt/twin/strict"
)

// A matrix makes one scenario for each combination of its values. `${name}` is replaced in the text of the file, so that
// what results is read and checked as if it had been written; the places of problems are those of the file all the same.

// axis is one name of a matrix and its values.
type axis struct {
	name   string
	values []string
}

// choice is a value for each name.
type choice map[string]string

const (
	mostCombinations = 1000
	open, shut       = "\u2983", "\u2984" // stand for { and } while the file is read without values: YAML keeps those
)

var placeholder = regexp.MustCompile(`\$\{([^{}\n]*)\}`)

// veil hides the braces of placeholders from YAML; no column moves.
func veil(src []byte) []byte {
	return placeholder.ReplaceAll(src, []byte("$$"+open+"$1"+shut))
}

var unveiler = strings.NewReplacer("$"+open, "${", shut, "}")

func unveil(e strict.Error) strict.Error {
	e.Message, e.Fix, e.Source = unveiler.Replace(e.Message), unveiler.Replace(e.Fix), unveiler.Replace(e.Source)
	return e
}

// readMatrix reads the axes of a veiled file and checks that every placeholder in it has one.
func readMatrix(root *strict.Node) (axes []axis, errs strict.Errors) {
	matrix := root.Get("matrix")
	if matrix == nil {
		matrix = &strict.Node{}
	} else {
		axes, errs = readAxes(matrix)
	}
	used := map[string]bool{}
	for _, p := range root.Pairs() {
		if p.Key.Text() != "matrix" {
			errs = append(errs, placeholders(p.Value, axes, used)...)
		}
	}
	for _, p := range matrix.Pairs() {
		if name := p.Key.Text(); !used[name] && len(errs) == 0 {
			errs = append(errs, p.Key.Wrong("nothing uses '${"+name+"}'", "its scenarios would all be the same"))
		}
	}
	return axes, errs
}

var (
	axisName  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	axisValue = regexp.MustCompile(`^[\pL\pN][\pL\pN ./_+%-]*$`)
)

func readAxes(n *strict.Node) (axes []axis, errs strict.Errors) {
	if n.Kind() != strict.Map || len(n.Pairs()) == 0 {
		return nil, strict.Errors{n.Wrong("a matrix is a map of lists", "write matrix: { dialect: [dart, twowire] }")}
	}
	count := 1
	for _, p := range n.Pairs() {
		a := axis{name: p.Key.Text()}
		if !axisName.MatchString(a.name) {
			errs = append(errs, p.Key.Wrong("'"+a.name+"' is no name for a matrix", "use small letters, digits and hyphens"))
		}
		if p.Value.Kind() != strict.Seq || len(p.Value.Items()) == 0 {
			errs = append(errs, p.Value.Wrong("a list of values is expected here", "write "+a.name+": [one, another]"))
			axes = append(axes, a)
			continue
		}
		for _, item := range p.Value.Items() {
			switch v := item.Text(); {
			case !axisValue.MatchString(v):
				errs = append(errs, item.Wrong("this is no value for a matrix", "use a word, or a number with its unit"))
			case slices.Contains(a.values, v):
				errs = append(errs, item.Wrong("the value '"+v+"' is given twice", ""))
			default:
				a.values = append(a.values, v)
			}
		}
		axes = append(axes, a)
		count *= max(len(a.values), 1)
		if count > mostCombinations {
			return nil, append(errs, n.Errorf("this matrix makes more than %d scenarios", mostCombinations))
		}
	}
	return axes, errs
}

var veiled = regexp.MustCompile(`\$` + open + `([^` + shut + `]*)` + shut)

// placeholders checks those in a node's text, and notes the names that are used.
func placeholders(n *strict.Node, axes []axis, used map[string]bool) (errs strict.Errors) {
	for _, p := range n.Pairs() {
		errs = append(errs, placeholders(p.Key, axes, used)...)
		errs = append(errs, placeholders(p.Value, axes, used)...)
	}
	for _, item := range n.Items() {
		errs = append(errs, placeholders(item, axes, used)...)
	}
	var names []string
	for _, a := range axes {
		names = append(names, a.name)
	}
	for _, m := range veiled.FindAllStringSubmatch(n.Text(), -1) {
		used[m[1]] = true
		if slices.Contains(names, m[1]) {
			continue
		}
		fix := "give its values: matrix: { name: [one, another] }"
		if meant := strict.Suggest(m[1], names); meant != "" {
			fix = "did you mean '${" + meant + "}'?"
		} else if len(names) > 0 {
			fix = "it has: " + strings.Join(names, ", ")
		}
		errs = append(errs, n.Wrong("the matrix has no '"+m[1]+"'", fix))
	}
	return errs
}

// combinations returns every choice, the last name varying fastest.
func combinations(axes []axis) []choice {
	all := []choice{{}}
	for _, a := range axes {
		var next []choice
		for _, c := range all {
			for _, v := range a.values {
				d := choice{a.name: v}
				for k, w := range c {
					d[k] = w
				}
				next = append(next, d)
			}
		}
		all = next
	}
	return all
}

// suffix is what a choice adds to an id: "/dart/5-L".
func (c choice) suffix(axes []axis) string {
	var b strings.Builder
	for _, a := range axes {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer(" ", "-", "/", "-").Replace(c[a.name]))
	}
	return b.String()
}

// fill puts a choice into the text of a file.
func (c choice) fill(src []byte) []byte {
	return placeholder.ReplaceAllFunc(src, func(b []byte) []byte {
		if v, ok := c[string(b[2:len(b)-1])]; ok {
			return []byte(v)
		}
		return b
	})
}

// unfill moves a problem found in a filled file to where it stands in the file as written.
func (c choice) unfill(e strict.Error, lines []string) strict.Error {
	if e.Line < 1 || e.Line > len(lines) {
		return e
	}
	line := lines[e.Line-1]
	e.Column, e.Length = c.span(line, e.Column-1, e.Length)
	e.Column++
	e.Source = line
	return e
}

// span maps runes of a filled line to those of the line as written.
func (c choice) span(line string, from, length int) (int, int) {
	to := from + max(length, 1)
	shift, start, end := 0, -1, -1
	for _, m := range placeholder.FindAllStringSubmatchIndex(line, -1) {
		v, ok := c[line[m[2]:m[3]]]
		if !ok {
			continue
		}
		written := utf8.RuneCountInString(line[:m[0]])
		width, wide := utf8.RuneCountInString(line[m[0]:m[1]]), utf8.RuneCountInString(v)
		at := written - shift // where the value starts in the filled line
		if start < 0 && from < at+wide {
			start = min(from+shift, written)
		}
		if end < 0 && to <= at {
			end = to + shift
		} else if end < 0 && to <= at+wide {
			end = written + width
		}
		shift += width - wide
	}
	if start < 0 {
		start = from + shift
	}
	if end < 0 {
		end = to + shift
	}
	return start, max(end-start, 1)
}
