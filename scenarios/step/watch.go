package step

import (
	"regexp"
	"slices"

	"github.com/forecourt/forecourt/twin/strict"
)

// splitKeys reads the keys of a step that looks for an event, and returns those that are fields of the event.
func splitKeys(n *strict.Node, l *Lint) (keys awaitKeys, fields []strict.Pair, ok bool) {
	if n.Kind() != strict.Map {
		l.Add(n.Wrong("expected a map with the keys 'role' and 'event'", ""))
		return keys, nil, false
	}
	problems := len(l.problems)
	read := map[string]any{
		"role": &keys.Role, "event": &keys.Event, "where": &keys.Where,
		"within": &keys.Within, "from": &keys.From, "keep": &keys.Keep,
	}
	for _, p := range n.Pairs() {
		into, isKey := read[p.Key.Text()]
		if !isKey {
			fields = append(fields, p)
			continue
		}
		if err := p.Value.Decode(into); err != nil {
			l.addError(p.Value, err)
		}
	}
	if w := n.Get("where"); w != nil && w.Kind() != strict.Map {
		l.Add(w.Wrong("'where' is a map of the event's fields", "write where: { field: value }"))
	}
	for _, key := range []string{"role", "event"} {
		if n.Get(key) == nil {
			l.Add(missing(n, key, fields))
		}
	}
	return keys, fields, len(l.problems) == problems
}

// missing is the problem of a key that is not there; one that looks like it may have been meant.
func missing(n *strict.Node, key string, fields []strict.Pair) strict.Error {
	for _, p := range fields {
		if strict.Suggest(p.Key.Text(), []string{key}) != "" {
			return p.Key.Unknown("key", reserved)
		}
	}
	return n.Wrong("the key '"+key+"' is missing", "")
}

var keepName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func keepable(l *Lint, n *strict.Node) bool {
	if keepName.MatchString(n.Text()) && !slices.Contains(reserved, n.Text()) {
		return true
	}
	l.Add(n.Wrong("'"+n.Text()+"' is no name to keep an event under", "use small letters, digits and hyphens"))
	return false
}
