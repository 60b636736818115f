package schema

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/wire"
)

// filled is a text that a matrix fills, or a field of a kept event.
var filled = strict.Schema{"type": "string", "pattern": `\$`}

// orFilled lets the matrix fill a value.
func orFilled(s strict.Schema) strict.Schema {
	if len(s) == 0 || s["type"] == "object" || s["type"] == "array" || s["anyOf"] != nil || s["$ref"] != nil {
		return s
	}
	return strict.Schema{"anyOf": []any{s, filled}}
}

// describeSteps knows the types of steps and of `given`.
func describeSteps() strict.Describe {
	d := describe()
	known := d.Type
	d.Type = func(t reflect.Type) strict.Schema {
		switch t {
		case reflect.TypeFor[bench.Given]():
			return given(d)
		case reflect.TypeFor[bench.Site]():
			return orFilled(strict.Schema{"enum": site.Names()})
		case reflect.TypeFor[bench.Silence]():
			return orFilled(strict.Schema{"enum": site.Words()["Dispenser.silence"]})
		case reflect.TypeFor[bench.Gauge]():
			return strict.SchemaOf(reflect.TypeFor[site.Gauge](), d)
		case reflect.TypeFor[bench.Host]():
			rule := orFilled(strict.Schema{"type": "string", "pattern": `^(approve( products( [0-9]{3})+| wrong-arpc| script)?|decline [0-9A-Z]{2,3}|partial .+|no-answer)$`})
			return strict.Schema{"type": "object", "additionalProperties": rule}
		case reflect.TypeFor[step.Await]():
			return awaited()
		case reflect.TypeFor[step.Wait]():
			return strict.SchemaOf(t.Field(0).Type, d)
		case reflect.TypeFor[step.Expect]():
			return strict.Schema{"type": "object", "minProperties": 1, "patternProperties": strict.Schema{`^\$|\.`: strict.Schema{}}, "additionalProperties": false}
		case reflect.TypeFor[step.Together]():
			return strict.Schema{"type": "array", "minItems": 1, "items": steps}
		}
		if s := known(t); s != nil {
			return orFilled(s)
		}
		switch t.Kind() {
		case reflect.Bool, reflect.String, reflect.Int, reflect.Int64, reflect.Uint8, reflect.Uint64, reflect.Int8, reflect.Uint32:
			return orFilled(strict.SchemaOf(t, describe()))
		}
		return nil
	}
	d.Key = comment
	return d
}

// steps is a list of steps.
var steps = strict.Schema{"type": "array", "minItems": 1, "items": strict.Schema{"$ref": "#/definitions/step"}}

func scenarioSchema() strict.Schema {
	d := describeSteps()
	kinds := strict.Schema{}
	for _, i := range step.All() {
		s := maps.Clone(strict.SchemaOf(reflect.TypeOf(i.New()).Elem(), d))
		s["description"] = i.Doc
		s["examples"] = []string{i.Example}
		kinds[i.Name] = s
	}
	s := strict.SchemaOf(scenarios.Keys(), d)
	keys := s["properties"].(strict.Schema)
	keys["steps"] = steps
	keys["needs"] = strict.Schema{"type": "array", "items": strict.Schema{"enum": twin.Abilities()}}
	keys["matrix"] = strict.Schema{"type": "object", "additionalProperties": strict.Schema{"type": "array", "minItems": 1}}
	s["definitions"] = strict.Schema{"step": strict.Schema{
		"type": "object", "properties": kinds, "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
	}}
	keysOf(kinds["insert-card"])["card"] = orFilled(strict.Schema{"enum": payment.CardNames()})
	return s
}

func keysOf(s any) strict.Schema { return s.(strict.Schema)["properties"].(strict.Schema) }

// given has the sections that are registered.
func given(d strict.Describe) strict.Schema {
	keys := strict.Schema{}
	for _, sec := range bench.Sections() {
		s := maps.Clone(strict.SchemaOf(reflect.TypeOf(sec.New()).Elem(), d))
		s["description"] = sec.Doc
		keys[sec.Key] = s
	}
	if s, ok := keys["controller"].(strict.Schema); ok {
		keysOf(s)["dialect"] = orFilled(strict.Schema{"enum": wire.Names()})
	}
	return strict.Schema{"type": "object", "properties": keys, "additionalProperties": false}
}

// awaited has the keys of await, and for each event the fields that it has, whoever tells it.
func awaited() strict.Schema {
	fields := map[string][]string{}
	for _, e := range forecourt.Events() {
		for _, f := range e.Fields {
			fields[e.Name] = append(fields[e.Name], f.Name)
		}
	}
	names := slices.Sorted(maps.Keys(fields))
	for _, e := range forecourt.Events() {
		if len(e.Fields) == 0 && !slices.Contains(names, e.Name) {
			names = append(names, e.Name)
		}
	}
	d := describe()
	own := strict.Schema{
		"role": orFilled(strict.SchemaOf(reflect.TypeFor[forecourt.Role](), d)), "event": orFilled(strict.Schema{"enum": names}),
		"where": strict.Schema{"type": "object"}, "within": orFilled(strict.SchemaOf(reflect.TypeFor[time.Duration](), d)),
		"from": strict.Schema{"const": "now"}, "keep": strict.Schema{"type": "string"},
	}
	reserved := slices.Sorted(maps.Keys(own))
	var rules []any
	for _, name := range names {
		known := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(fields[name]), reserved...))))
		rules = append(rules, strict.Schema{
			"if":   strict.Schema{"properties": strict.Schema{"event": strict.Schema{"const": name}}, "required": []string{"event"}},
			"then": strict.Schema{"propertyNames": strict.Schema{"enum": known}, "properties": strict.Schema{"where": whereOf(fields[name])}},
		})
	}
	return strict.Schema{"type": "object", "properties": own, "required": []string{"role", "event"}, "allOf": rules}
}

// whereOf is a map whose keys are fields of an event.
func whereOf(fields []string) strict.Schema {
	if len(fields) == 0 {
		return strict.Schema{"maxProperties": 0}
	}
	return strict.Schema{"propertyNames": strict.Schema{"enum": slices.Compact(slices.Sorted(slices.Values(fields)))}}
}
