package expect

import (
	"reflect"
	"strings"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// Relation is what is wanted of a value, typed and ready to be judged.
type Relation struct{ parts []part }

// part is one relation; a value must satisfy all of them.
type part struct {
	key      string
	operands []*Operand
	within   *tolerance
	rule     *agreement
	by       string
}

// relations are the keys a relation can have; the last two belong to others.
var relations = []string{"is", "equals", "not", "one-of", "at-least", "at-most", "contains", "agrees", "within", "by"}

// Compile types a relation for values of type t.
func Compile(n *strict.Node, t reflect.Type, s *Scope) (*Relation, strict.Errors) {
	if n.Kind() != strict.Map {
		o, errs := CompileOperand(n, t, s)
		return &Relation{[]part{{key: "is", operands: []*Operand{o}}}}, errs
	}
	c := compiler{t: t, scope: s, rel: &Relation{}}
	for _, p := range n.Pairs() {
		c.pair(p)
	}
	c.modifiers(n)
	if len(c.rel.parts) == 0 && len(c.errs) == 0 {
		c.errs = append(c.errs, n.Wrong("there is no relation in it", "write for example { is: ... } or { at-least: ... }"))
	}
	return c.rel, c.errs
}

type compiler struct {
	t     reflect.Type
	scope *Scope
	rel   *Relation
	errs  strict.Errors
}

func (c *compiler) add(errs ...strict.Error) { c.errs = append(c.errs, errs...) }

func (c *compiler) pair(p strict.Pair) {
	key := p.Key.Text()
	switch key {
	case "is", "equals", "not":
		c.operands(key, p.Value)
	case "at-least", "at-most":
		if dimension(c.t) == "" {
			c.add(p.Key.Wrong("'"+key+"' needs something that has an order, and this is "+noun(c.t), ""))
			return
		}
		c.operands(key, p.Value)
	case "one-of":
		if p.Value.Kind() != strict.Seq || len(p.Value.Items()) == 0 {
			c.add(p.Value.Wrong("'one-of' needs a list of values", ""))
			return
		}
		c.operands(key, p.Value.Items()...)
	case "contains":
		if c.t.Kind() != reflect.String {
			c.add(p.Key.Wrong("'contains' needs a text, and this is "+noun(c.t), ""))
			return
		}
		o, errs := CompileOperand(p.Value, reflect.TypeFor[string](), c.scope)
		c.add(errs...)
		c.rel.parts = append(c.rel.parts, part{key: key, operands: []*Operand{o}})
	case "agrees":
		rule, errs := compileAgreement(p.Value, c.t, c.scope)
		c.add(errs...)
		c.rel.parts = append(c.rel.parts, part{key: key, rule: rule})
	case "within", "by":
	default:
		c.add(p.Key.Unknown("relation", relations))
	}
}

func (c *compiler) operands(key string, nodes ...*strict.Node) {
	x := part{key: key}
	for _, n := range nodes {
		o, errs := CompileOperand(n, c.t, c.scope)
		c.add(errs...)
		x.operands = append(x.operands, o)
	}
	c.rel.parts = append(c.rel.parts, x)
}

// modifiers gives 'within' and 'by' to the relation they belong to.
func (c *compiler) modifiers(n *strict.Node) {
	if w := n.Get("within"); w != nil {
		tol, errs := compileTolerance(w, c.t)
		c.add(errs...)
		used := false
		for i, p := range c.rel.parts {
			if p.key == "is" || p.key == "equals" {
				c.rel.parts[i].within, used = tol, true
			}
		}
		if !used && len(errs) == 0 {
			c.add(w.Wrong("'within' belongs to 'is' or 'equals', and neither is here", ""))
		}
	}
	if b := n.Get("by"); b != nil {
		used := false
		for i, p := range c.rel.parts {
			if p.key == "agrees" && p.rule != nil {
				c.rel.parts[i].by, used = b.Text(), true
				if !p.rule.has(b.Text()) {
					c.add(b.Unknown("rule", p.rule.names()))
				}
			}
		}
		if !used && len(c.errs) == 0 {
			c.add(b.Wrong("'by' belongs to 'agrees', which is not here", ""))
		}
	}
}

// Judge judges a value. An error means that what the relation refers to is not there.
func (r *Relation) Judge(name string, actual any, f Facts) (verdict.Measurement, error) {
	m := verdict.Measurement{Name: name, Value: Text(actual), Verdict: verdict.Pass}
	var limits []string
	for _, p := range r.parts {
		want, text, err := p.matcher(f)
		if err != nil {
			return m, err
		}
		limits = append(limits, text)
		ok, err := want.Match(actual)
		if err != nil {
			return m, err
		}
		if !ok {
			m.Verdict = verdict.Fail
		}
	}
	m.Limits = strings.Join(limits, ", ")
	return m, nil
}

// Matches says whether a value satisfies the relation.
func (r *Relation) Matches(actual any, f Facts) (bool, error) {
	m, err := r.Judge("", actual, f)
	return m.Verdict == verdict.Pass, err
}

// matcher returns the Gomega matcher of a part and its limits in words.
func (p part) matcher(f Facts) (types.GomegaMatcher, string, error) {
	if p.rule != nil {
		return p.rule.matcher(p.by, f)
	}
	var texts []string
	var values []any
	for _, o := range p.operands {
		v, err := o.Get(f)
		if err != nil {
			return nil, "", err
		}
		values, texts = append(values, v), append(texts, o.show(v))
	}
	text := strings.Join(texts, " or ")
	switch p.key {
	case "not":
		return gomega.Not(equal(values[0], nil, text)), "not " + text, nil
	case "one-of":
		any := make([]types.GomegaMatcher, len(values))
		for i, v := range values {
			any[i] = equal(v, nil, texts[i])
		}
		return gomega.SatisfyAny(any...), text, nil
	case "at-least":
		return bound(values[0], 1, text), "at least " + text, nil
	case "at-most":
		return bound(values[0], -1, text), "at most " + text, nil
	case "contains":
		return containing(values[0]), "contains " + text, nil
	}
	return equal(values[0], p.within, text), text + p.within.suffix(), nil
}

func containing(part any) types.GomegaMatcher {
	text := func(v any) string { return reflect.ValueOf(v).String() }
	return gomega.WithTransform(text, gomega.ContainSubstring(text(part)))
}
