package desk

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// Keepsake is something that a front end keeps in the desk's store. Its key begins with the front end's name.
type Keepsake struct {
	Key   string
	Value any // nil: it is kept no more
}

// kept is a keepsake as it is written.
type kept struct {
	Key   string
	Value json.RawMessage `json:",omitempty"`
}

func (d *Desk) put(k kept) {
	if k.Value == nil {
		delete(d.kept, k.Key)
	} else {
		d.kept[k.Key] = k.Value
	}
}

// Keep puts keepsakes in the store, all of them or none. They are safe from a power cut when it returns. The desk must be
// on.
func (d *Desk) Keep(all ...Keepsake) {
	var r record
	for _, x := range all {
		k := kept{Key: x.Key}
		if x.Value != nil {
			b, err := json.Marshal(x.Value)
			if err != nil {
				panic(fmt.Sprintf("desk: %s cannot be written: %v", x.Key, err)) // no value of a front end is unprintable
			}
			k.Value = b
		}
		d.put(k)
		r.Kept = append(r.Kept, k)
	}
	d.write(r)
}

// Kept calls f with every keepsake whose key begins with a prefix, in the order of the keys. read reads its value.
func (d *Desk) Kept(prefix string, f func(key string, read func(into any) error)) {
	for _, key := range sorted(d.kept) {
		if strings.HasPrefix(key, prefix) {
			f(key, func(into any) error { return json.Unmarshal(d.kept[key], into) })
		}
	}
}

// Tell puts an event on the timeline for a front end that has the desk's role; nothing is told while it is off.
func (d *Desk) Tell(e forecourt.Event) {
	if d.on {
		d.env.Tell(e)
	}
}
