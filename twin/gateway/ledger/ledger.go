// Package ledger writes a gateway's books into its store and reads them back: one record of JSON for each change, all of
// which or nothing survives a power cut.
package ledger

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/machine"
)

// Append makes a record safe.
func Append(s journal.Store, record any) {
	s.Append(line(record))
	s.Flush()
}

// Replace makes records the whole log, at once and safely.
func Replace[R any](s journal.Store, records []R) {
	lines := make([][]byte, len(records))
	for i := range records {
		lines[i] = line(&records[i])
	}
	s.Replace(lines...)
}

// line panics where a record does not marshal: its type is wrong, whatever is in it.
func line(record any) []byte {
	b, err := json.Marshal(record)
	if err != nil {
		panic(fmt.Sprintf("gateway: a record does not marshal: %v", err))
	}
	return b
}

// Replay gives every record of the store to apply, in order, and returns how many there were. One that does not read is
// a fault of the machine and is passed over.
func Replay[R any](env *machine.Env, apply func(*R)) (count int) {
	env.Store().Replay(func(b []byte) {
		var r R
		if err := json.Unmarshal(b, &r); err != nil {
			env.Fault(fmt.Errorf("gateway: a record of the store does not read: %w", err))
			return
		}
		apply(&r)
		count++
	})
	return count
}

// Sorted lists the values of a map in the order of its keys.
func Sorted[T any](m map[string]T) []T {
	all := make([]T, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[k])
	}
	return all
}
