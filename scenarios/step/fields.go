package step

import (
	"slices"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

// wanted is what is wanted of one field of an event.
type wanted struct {
	field    forecourt.Field
	relation *expect.Relation
}

// compileWanted types what is wanted of an event's field. keys are those that may stand beside the fields.
func compileWanted(l *Lint, p strict.Pair, info forecourt.EventInfo, kind string, keys ...string) (wanted, bool) {
	i := slices.IndexFunc(info.Fields, func(f forecourt.Field) bool { return f.Name == p.Key.Text() })
	if i < 0 {
		known := fieldNames(info.Fields)
		if meant := strict.Suggest(p.Key.Text(), keys); meant != "" && strict.Suggest(p.Key.Text(), known) == "" {
			l.Add(p.Key.Unknown("key", keys))
			return wanted{}, false
		}
		e := p.Key.Unknown("field", known)
		e.Message += " in the event '" + info.Name + "' of " + kind
		l.Add(e)
		return wanted{}, false
	}
	rel, errs := expect.Compile(p.Value, info.Fields[i].Type, l.Scope(kind, info.Fields))
	l.Add(errs...)
	return wanted{info.Fields[i], rel}, len(errs) == 0
}

func fieldNames(fields []forecourt.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// lookupEvent finds an event of a kind of role, or adds a problem at a node.
func lookupEvent(l *Lint, n *strict.Node, kind, name string) (forecourt.EventInfo, bool) {
	if info, ok := forecourt.LookupEvent(kind, name); ok {
		return info, true
	}
	var known []string
	teller := ""
	for _, e := range forecourt.Events() {
		if e.Role == kind {
			known = append(known, e.Name)
		} else if e.Name == name && len(l.Catalogue.Numbers(e.Role)) > 0 {
			teller = e.Role
		}
	}
	e := n.Unknown("event", known)
	e.Message += " of " + kind
	if teller != "" {
		e.Fix = teller + " tells it"
	}
	l.Add(e)
	return forecourt.EventInfo{}, false
}

// judge judges fields of an event; ok is false when one of them is not as wanted.
func (st *Stage) judge(t forecourt.Told, all []wanted) (m []verdict.Measurement, ok bool, err error) {
	ok = true
	for _, w := range all {
		x, err := w.relation.Judge(w.field.Name, w.field.Of(t.Event), facts{st, t})
		if err != nil {
			return m, false, err
		}
		m = append(m, x)
		ok = ok && x.Verdict == verdict.Pass
	}
	return m, ok, nil
}
