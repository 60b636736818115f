package strict

import (
	"reflect"
	"time"
)

// Schema is a JSON Schema, draft 7, as encoding/json writes it.
type Schema = map[string]any

// Describe says what is to be known of types and keys beyond their Go types.
type Describe struct {
	// Type returns the schema of a type that reads itself, or of any other that has one of its own; nil: none is known.
	Type func(reflect.Type) Schema
	// Key adds to the schema of a field of a struct; it may be nil.
	Key func(owner reflect.Type, field, key string, s Schema)
}

// SchemaOf returns the schema of what Decode reads into a type. Keys that it would refuse are refused. A type that reads
// itself and of which nothing is known may be anything.
func SchemaOf(t reflect.Type, d Describe) Schema {
	if d.Type != nil {
		if s := d.Type(t); s != nil {
			return s
		}
	}
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return Schema{"type": "string"}
	case t == reflect.TypeFor[Node]() || readsItself(t):
		return Schema{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		s := SchemaOf(t.Elem(), d)
		return Schema{"anyOf": []any{s, Schema{"type": "null"}}}
	case reflect.Struct:
		return structSchema(t, d)
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": SchemaOf(t.Elem(), d)}
	case reflect.Slice:
		return Schema{"type": "array", "items": SchemaOf(t.Elem(), d)}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.String:
		return Schema{"type": []string{"string", "number", "boolean"}} // taken as written
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Schema{"type": "integer", "minimum": 0}
	}
	return Schema{"type": "integer"}
}

func structSchema(t reflect.Type, d Describe) Schema {
	f := fieldsOf(t)
	keys := Schema{}
	var required []string
	for _, key := range f.keys {
		field := f.byKey[key]
		sf := t.FieldByIndex(field.index)
		s := SchemaOf(sf.Type, d)
		if d.Key != nil {
			d.Key(ownerOf(t, field.index), sf.Name, key, s)
		}
		keys[key] = s
		if field.required {
			required = append(required, key)
		}
	}
	s := Schema{"type": "object", "properties": keys, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// ownerOf is the struct in which a field is declared.
func ownerOf(t reflect.Type, index []int) reflect.Type {
	for _, i := range index[:len(index)-1] {
		t = t.Field(i).Type
	}
	return t
}
