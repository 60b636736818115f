package stock

import (
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
)

// Counts are how questions went since the power came on.
type Counts struct {
	Asked      int `json:"asked"`
	Answered   int `json:"answered"`
	Unanswered int `json:"unanswered"` // after all tries
	Damaged    int `json:"damaged"`    // answers with a wrong check sum, or that answer nothing; each try is one
}

// View is what the reader knows now.
type View struct {
	State  string          `json:"state"`      // seeking, found, lost
	ReadAt clock.Instant   `json:"read_at_ns"` // 0: never
	Tanks  []TankRead      `json:"tanks"`      // as they were read last, by number
	Alarms []AlarmReported `json:"alarms"`
	Counts Counts          `json:"counts"`
}

// View returns what the reader knows now; the slices are the caller's.
func (r *Reader) View() View {
	v := View{State: string(r.state), ReadAt: r.readAt, Tanks: []TankRead{}, Alarms: []AlarmReported{}, Counts: r.counts}
	for _, n := range slices.Sorted(maps.Keys(r.tanks)) {
		v.Tanks = append(v.Tanks, r.tanks[n])
	}
	for _, a := range r.alarms {
		v.Alarms = append(v.Alarms, reported(a))
	}
	return v
}

// Counts returns how questions went.
func (r *Reader) Counts() Counts { return r.counts }
