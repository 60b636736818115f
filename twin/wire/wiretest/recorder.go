package wiretest

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Delivery is a noun that a session heard.
type Delivery struct {
	Address byte
	Noun    wire.Noun
}

// Spoken is what a session said.
type Spoken struct {
	After time.Duration
	Bytes []byte
}

// Recorder is an Out for a session that stands alone.
type Recorder struct {
	Said   []Spoken
	Heards []Delivery
	Faults []*wire.FrameError
	WokeAt clock.Instant // what was last asked for
	Cycles int
}

// Say records bytes.
func (r *Recorder) Say(after time.Duration, b []byte) {
	r.Said = append(r.Said, Spoken{after, append([]byte(nil), b...)})
}

// WakeAt records the instant.
func (r *Recorder) WakeAt(at clock.Instant) { r.WokeAt = at }

// Heard records a noun.
func (r *Recorder) Heard(address byte, n wire.Noun) {
	r.Heards = append(r.Heards, Delivery{address, n})
}

// Fault records an error.
func (r *Recorder) Fault(e *wire.FrameError) { r.Faults = append(r.Faults, e) }

// Cycle counts.
func (r *Recorder) Cycle() { r.Cycles++ }

// Nouns lists what was heard.
func (r *Recorder) Nouns() []wire.Noun {
	nouns := make([]wire.Noun, len(r.Heards))
	for i, h := range r.Heards {
		nouns[i] = h.Noun
	}
	return nouns
}

// Reset forgets what was said, heard and refused.
func (r *Recorder) Reset() { r.Said, r.Heards, r.Faults = nil, nil, nil }

// Mute is an Out that keeps nothing, for benchmarks.
type Mute struct {
	Bytes int
	Wake  clock.Instant
}

// Say counts bytes.
func (m *Mute) Say(_ time.Duration, b []byte) { m.Bytes += len(b) }

// WakeAt keeps the instant.
func (m *Mute) WakeAt(at clock.Instant) { m.Wake = at }

// Heard does nothing.
func (m *Mute) Heard(byte, wire.Noun) {}

// Fault does nothing.
func (m *Mute) Fault(*wire.FrameError) {}

// Cycle does nothing.
func (m *Mute) Cycle() {}
