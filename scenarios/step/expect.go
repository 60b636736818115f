package step

import (
	"errors"
	"strings"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "expect", Judges: true, New: func() Step { return &Expect{} },
		Doc:     "judges fields of kept events ($name.field) and readings of roles (role.reading) by relations",
		Example: "expect: { $sale.volume: { equals: pulses, within: 1 interval }, pos.unpaid: 0 }",
	})
}

// Expect judges values.
type Expect struct {
	node   *strict.Node
	judged []judged
}

// judged is one value and what is wanted of it.
type judged struct {
	text        string
	name, field string         // of a kept event
	role        forecourt.Role // of a reading
	reading     string
	relation    *expect.Relation
}

// UnmarshalStrict implements strict.Unmarshaler.
func (s *Expect) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Map || len(n.Pairs()) == 0 {
		return n.Wrong("expected a map of values and what is wanted of them", "write expect: { $sale.volume: 32.50 L }")
	}
	s.node = n
	return nil
}

// Lint implements Step.
func (s *Expect) Lint(l *Lint) {
	for _, p := range s.node.Pairs() {
		if strings.HasPrefix(p.Key.Text(), "$") {
			s.lintField(l, p)
		} else {
			s.lintReading(l, p)
		}
	}
}

func (s *Expect) lintField(l *Lint, p strict.Pair) {
	name, field, t, errs := expect.Reference(p.Key, l.Scope("", nil))
	l.Add(errs...)
	if errs != nil || t == nil {
		return
	}
	k := l.kept[name]
	rel, errs := expect.Compile(p.Value, t, l.Scope(k.kind, k.fields))
	l.Add(errs...)
	s.judged = append(s.judged, judged{text: p.Key.Text(), name: name, field: field, relation: rel})
}

func (s *Expect) lintReading(l *Lint, p strict.Pair) {
	text := p.Key.Text()
	who, what, found := strings.Cut(text, ".")
	role, err := forecourt.ParseRole(who)
	if !found || err != nil {
		l.Add(p.Key.Wrong("'"+text+"' is neither $name.field nor role.reading", ""))
		return
	}
	l.use(role.String())
	if !l.Catalogue.Has(role) {
		fix := "one of: " + strings.Join(l.Catalogue.RoleNames(), ", ")
		if meant := strict.Suggest(who, l.Catalogue.RoleNames()); meant != "" {
			fix = "did you mean '" + meant + "." + what + "'?"
		}
		l.Add(p.Key.Wrong("there is no role '"+who+"'", fix))
		return
	}
	readings := l.Catalogue.ReadingsOf(role.Kind)
	t, ok := readings[what]
	if !ok {
		var known []string
		for _, r := range l.Catalogue.Readings {
			if r.Kind == role.Kind {
				known = append(known, r.Name)
			}
		}
		fix := "it has: " + strings.Join(known, ", ")
		if len(known) == 0 {
			fix = "it has none"
		}
		l.Add(p.Key.Wrong("a "+role.Kind+" has no reading '"+what+"'", fix))
		return
	}
	rel, errs := expect.Compile(p.Value, t, l.Scope(role.Kind, nil))
	l.Add(errs...)
	s.judged = append(s.judged, judged{text: text, role: role, reading: what, relation: rel})
}

// Run implements Step.
func (s *Expect) Run(h *Hand) error {
	var all []verdict.Measurement
	for _, j := range s.judged {
		m, err := j.judge(h)
		if err != nil {
			h.Measured(all...)
			return err
		}
		all = append(all, m)
	}
	h.Measured(all...)
	if f := mismatchOf(all); f != nil {
		return f
	}
	return nil
}

func (j judged) judge(h *Hand) (verdict.Measurement, error) {
	if j.name != "" {
		v, err := h.Kept(j.name, j.field)
		if err != nil {
			return verdict.Measurement{}, err
		}
		return j.relation.Judge(j.text, v, facts{h.Stage, h.kept[j.name]})
	}
	v, err := h.Station.Reading(j.role, j.reading)
	if err != nil {
		return verdict.Measurement{}, err
	}
	return j.relation.Judge(j.text, v, roleFacts{h.Stage, j.role})
}

// roleFacts is what relations on a reading refer to.
type roleFacts struct {
	*Stage
	role forecourt.Role
}

// Reading reads something else off the same role.
func (f roleFacts) Reading(name string) (any, error) { return f.Station.Reading(f.role, name) }

// Sibling is never asked for: a reading has no fields beside it.
func (f roleFacts) Sibling(string) (any, error) { return nil, errors.New("a reading has no fields") }

// mismatchOf is the finding of values that are not as wanted, the first one told.
func mismatchOf(m []verdict.Measurement) *Finding {
	for _, x := range m {
		if x.Verdict == verdict.Fail {
			return Failed(x.Name+" is not as expected", x.Limits, x.Value)
		}
	}
	return nil
}
