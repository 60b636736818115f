package forecourt

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"sync"

	"github.com/forecourt/forecourt/twin/clock"
)

// Event is something a party says it has done. It is a struct whose fields carry `event:"name"` tags; a struct field
// tagged `event:",inline"` contributes its own fields, untagged ones under their hyphenated names.
type Event interface{ Event() string }

// Told is an event with who said it and when.
type Told struct {
	At    clock.Instant
	Role  Role
	Event Event
}

// Field is one named value of an event.
type Field struct {
	Name string
	Type reflect.Type
	path []int
}

// EventInfo describes a kind of event: which kind of role tells it, its name, what it means, its fields.
type EventInfo struct {
	Role, Name, Doc string
	Fields          []Field
	typ             reflect.Type
}

var registry struct {
	sync.RWMutex
	byKey  map[[2]string]*EventInfo
	byType map[reflect.Type][]Field
}

// DefineEvent registers an event that a kind of role tells; parties call it at start. A second one of the same role
// and name is a programmer's mistake and panics.
func DefineEvent(role string, e Event, doc string) {
	registry.Lock()
	defer registry.Unlock()
	if registry.byKey == nil {
		registry.byKey, registry.byType = map[[2]string]*EventInfo{}, map[reflect.Type][]Field{}
	}
	key := [2]string{role, e.Event()}
	if registry.byKey[key] != nil {
		panic(fmt.Sprintf("forecourt: event %s of %s is defined twice", e.Event(), role))
	}
	t := reflect.TypeOf(e)
	if _, ok := registry.byType[t]; !ok {
		registry.byType[t] = fieldsOf(t, nil)
	}
	registry.byKey[key] = &EventInfo{Role: role, Name: e.Event(), Doc: doc, Fields: registry.byType[t], typ: t}
}

// LookupEvent returns the event that a kind of role tells under a name.
func LookupEvent(role, name string) (EventInfo, bool) {
	registry.RLock()
	defer registry.RUnlock()
	if i := registry.byKey[[2]string{role, name}]; i != nil {
		return *i, true
	}
	return EventInfo{}, false
}

// Events lists every event, by role and name.
func Events() []EventInfo {
	registry.RLock()
	defer registry.RUnlock()
	all := make([]EventInfo, 0, len(registry.byKey))
	for _, i := range registry.byKey {
		all = append(all, *i)
	}
	sort.Slice(all, func(a, b int) bool {
		if all[a].Role != all[b].Role {
			return all[a].Role < all[b].Role
		}
		return all[a].Name < all[b].Name
	})
	return all
}

// FieldsOf lists the fields of an event, in the order of its struct.
func FieldsOf(e Event) []Field {
	t := reflect.TypeOf(e)
	registry.RLock()
	f, ok := registry.byType[t]
	registry.RUnlock()
	if ok {
		return f
	}
	return fieldsOf(t, nil)
}

// Value returns the named field of an event.
func Value(e Event, name string) (any, bool) {
	for _, f := range FieldsOf(e) {
		if f.Name == name {
			return f.Of(e), true
		}
	}
	return nil, false
}

// Of returns the field's value in an event of the field's kind.
func (f Field) Of(e Event) any { return reflect.ValueOf(e).FieldByIndex(f.path).Interface() }

func fieldsOf(t reflect.Type, path []int) []Field {
	var fields []Field
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		sf := t.Field(i)
		if !sf.IsExported() {
			continue
		}
		at := append(append([]int(nil), path...), i)
		name, option, _ := strings.Cut(sf.Tag.Get("event"), ",")
		if option == "inline" {
			fields = append(fields, fieldsOf(sf.Type, at)...)
			continue
		}
		if name == "-" {
			continue
		}
		if name == "" {
			name = hyphenate(sf.Name)
		}
		fields = append(fields, Field{Name: name, Type: sf.Type, path: at})
	}
	return fields
}

// hyphenate turns StartedAt into started-at and ID into id.
func hyphenate(s string) string {
	var b strings.Builder
	for i, r := range s {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && !(s[i-1] >= 'A' && s[i-1] <= 'Z') {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
