package schema

import (
	"reflect"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// Kind is a kind of file.
type Kind string

// The kinds.
const (
	Plan     Kind = "plan"
	Rig      Kind = "rig"
	Scenario Kind = "scenario"
)

// Kinds lists them.
var Kinds = []Kind{Plan, Rig, Scenario}

// draft is the newest that all editors know.
const draft = "http://json-schema.org/draft-07/schema#"

// Of returns the schema of a kind of file.
func Of(k Kind) strict.Schema {
	var s strict.Schema
	switch k {
	case Plan:
		s = planSchema()
	case Rig:
		s = rigSchema()
	default:
		s = scenarioSchema()
	}
	s["$schema"], s["title"] = draft, "Forecourt "+string(k)
	return s
}

func planSchema() strict.Schema {
	d := describe()
	words := site.Words()
	d.Key = func(owner reflect.Type, field, key string, s strict.Schema) {
		comment(owner, field, key, s)
		choose(s, words[owner.Name()+"."+key])
	}
	s := strict.SchemaOf(reflect.TypeFor[site.Plan](), d)
	hose := strict.SchemaOf(reflect.TypeFor[site.Hose](), d)
	pick, several := copied(hose), copied(hose)
	drop(pick, "hose", "satellite")
	drop(several, "nozzle", "grade", "tank")
	hose["required"], pick["required"], several["required"] = logical, logical, []string{"grades"}
	several["properties"].(strict.Schema)["grades"] = strict.Schema{"type": "array", "minItems": 1, "items": pick}
	s["definitions"] = strict.Schema{"hoses": strict.Schema{"type": "array", "minItems": 1, "items": strict.Schema{
		"if": strict.Schema{"required": []string{"grades"}}, "then": several, "else": hose,
	}}}
	return s
}

// logical are the keys that each logical nozzle has.
var logical = []string{"nozzle", "grade", "tank"}

func copied(s strict.Schema) strict.Schema {
	keys, c := strict.Schema{}, strict.Schema{}
	for k, v := range s {
		c[k] = v
	}
	for k, v := range s["properties"].(strict.Schema) {
		keys[k] = v
	}
	c["properties"] = keys
	return c
}

func drop(s strict.Schema, keys ...string) {
	for _, k := range keys {
		delete(s["properties"].(strict.Schema), k)
	}
}

// choose says that a text is one of some words.
func choose(s strict.Schema, words []string) {
	if len(words) == 0 {
		return
	}
	delete(s, "type")
	s["enum"] = words
}

func rigSchema() strict.Schema {
	d := describe()
	d.Key = comment
	text := strict.Schema{"type": "string"}
	player := strict.Schema{"enum": rigs.Players()}
	seat := strict.Schema{
		"type": "object", "properties": strict.Schema{"player": player}, "required": []string{"player"}, "additionalProperties": false,
	}
	known := d.Type
	d.Type = func(t reflect.Type) strict.Schema {
		switch t {
		case reflect.TypeFor[rigs.Clock]():
			return strict.Schema{"enum": []rigs.Clock{rigs.Virtual, rigs.Lockstep, rigs.Wall}}
		case reflect.TypeFor[rigs.Roles]():
			return keyed(role, strict.Schema{"anyOf": []any{player, seat}})
		case reflect.TypeFor[rigs.Lines]():
			return keyed(`^bus [1-9][0-9]*$`, strict.SchemaOf(rigs.LineKeys(), d))
		case reflect.TypeFor[rigs.Ports]():
			return keyed(`^[^=/\\ ]+$`, text)
		case reflect.TypeFor[rigs.Addition]():
			return strict.Schema{"type": "string", "pattern": `^\+`, "examples": []string{"+40 ms"}}
		}
		return known(t)
	}
	return strict.SchemaOf(reflect.TypeFor[rigs.Rig](), d)
}

// keyed is a map whose keys look alike.
func keyed(pattern string, value strict.Schema) strict.Schema {
	return strict.Schema{"type": "object", "patternProperties": strict.Schema{pattern: value}, "additionalProperties": false}
}
