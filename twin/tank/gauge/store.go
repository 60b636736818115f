package gauge

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// memory is what the console remembers of a tank, newest first.
type memory struct {
	Deliveries []veeder.Delivery  `json:"deliveries,omitempty"`
	Alarms     []uint16           `json:"alarms,omitempty"` // that it has
	History    []veeder.PastAlarm `json:"history,omitempty"`
	Tests      []veeder.LeakTest  `json:"tests,omitempty"`  // the last of each kind
	Passed     []veeder.LeakTest  `json:"passed,omitempty"` // the last that passed, and the one with the fullest tank
	LeakFails  []uint16           `json:"leak-fails,omitempty"`
	Ledger     ledger             `json:"ledger"`
}

// kept is all that survives a power cut; the store holds one of it.
type kept struct {
	Offset  time.Duration                         `json:"offset"`
	Headers [veeder.HeaderLines]string            `json:"headers"`
	Shifts  [veeder.MaxShifts]veeder.Shift        `json:"shifts"`
	Code    string                                `json:"code"`
	Setups  [veeder.MaxTanks + 1]veeder.TankSetup `json:"setups"` // by number
	Tanks   map[uint8]memory                      `json:"tanks"`
	Lines   map[uint8]lineMemory                  `json:"lines,omitempty"`
	// Midnight is when the day under way ends, by the loop's clock.
	Midnight clock.Instant `json:"midnight,omitempty"`
}

// save writes everything.
func (g *Gauge) save() {
	k := kept{Offset: g.offset, Headers: g.setup.Headers, Shifts: g.setup.Shifts, Code: g.setup.Code, Tanks: map[uint8]memory{}, Midnight: g.midnight}
	for n := uint8(1); n <= veeder.MaxTanks; n++ {
		k.Setups[n] = *g.setup.Tank(n)
	}
	for _, t := range g.tanks {
		k.Tanks[t.Number] = t.memory
	}
	for _, l := range g.lines {
		if k.Lines == nil {
			k.Lines = map[uint8]lineMemory{}
		}
		k.Lines[l.Number] = l.lineMemory
	}
	b, err := json.Marshal(k)
	if err != nil {
		panic(fmt.Sprintf("gauge: %v", err)) // numbers and texts
	}
	g.env.Store().Replace(b)
}

// load reads the store back, where there is something in it.
func (g *Gauge) load() {
	var k *kept
	g.env.Store().Replay(func(record []byte) {
		var x kept
		if err := json.Unmarshal(record, &x); err != nil {
			g.env.Fault(fmt.Errorf("gauge: store: %w", err))
			return
		}
		k = &x
	})
	if k == nil {
		return
	}
	g.offset, g.setup.Headers, g.setup.Shifts, g.setup.Code = k.Offset, k.Headers, k.Shifts, k.Code
	for n := uint8(1); n <= veeder.MaxTanks; n++ {
		*g.setup.Tank(n) = k.Setups[n]
	}
	for _, t := range g.tanks {
		t.memory = k.Tanks[t.Number]
	}
	for _, l := range g.lines {
		l.lineMemory = k.Lines[l.Number]
	}
	g.midnight = k.Midnight
}
