package stock

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// history is what was in the console's lists of deliveries when they were read last, by tank; nil: they were never read.
// A list has at most 99 deliveries, and there are at most 99 tanks.
type history map[uint8][]veeder.Delivery

// delivered tells what has come into the lists. What was there when they were read for the first time is not news.
func (r *Reader) delivered(all veeder.Deliveries) {
	first := r.history == nil
	now := history{}
	changed := first
	for _, t := range all {
		known := r.history[t.Tank]
		now[t.Tank] = t.Deliveries
		for _, d := range slices.Backward(t.Deliveries) { // the newest stands first
			if first || slices.Contains(known, d) {
				continue
			}
			changed = true
			r.env.Tell(DeliveryReported{
				Tank: int(t.Tank), Product: r.product(t.Tank, t.Label), Volume: d.End.Volume - d.Start.Volume,
				TCVolume: d.End.TCVolume - d.Start.TCVolume, Before: d.Start.Volume, After: d.End.Volume,
				StartedAt: d.StartAt, EndedAt: d.EndAt,
			})
		}
		changed = changed || len(known) != len(t.Deliveries)
	}
	changed = changed || len(now) != len(r.history)
	r.history = now
	if changed {
		r.save()
	}
}

// save keeps the history; the store holds one of it.
func (r *Reader) save() {
	b, err := json.Marshal(r.history)
	if err != nil {
		panic(fmt.Sprintf("stock: %v", err)) // numbers only
	}
	r.env.Store().Replace(b)
}

// load reads it back.
func (r *Reader) load() {
	r.env.Store().Replay(func(record []byte) {
		var h history
		if err := json.Unmarshal(record, &h); err != nil {
			r.env.Fault(fmt.Errorf("stock: store: %w", err))
			return
		}
		r.history = h
	})
}
