package wire

import (
	"fmt"
	"sort"
)

var dialects = map[string]Dialect{}

// Register adds a dialect under its name; dialect packages call it at start. A second one of the same name is a
// programmer's mistake and panics.
func Register(d Dialect) {
	if dialects[d.Name()] != nil {
		panic(fmt.Sprintf("wire: dialect %s is registered twice", d.Name()))
	}
	dialects[d.Name()] = d
}

// Lookup returns the dialect of a name.
func Lookup(name string) (Dialect, bool) {
	d, ok := dialects[name]
	return d, ok
}

// Names lists the registered dialects in order.
func Names() []string {
	names := make([]string, 0, len(dialects))
	for n := range dialects {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
