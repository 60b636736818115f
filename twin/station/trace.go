package station

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/wire"
)

// tracer says the frames of a bus in words and hands them on to the tap behind it.
type tracer struct {
	next    line.Tap // nil: none
	bus     int
	end     func(int) string
	dialect wire.Dialect
	options wire.Options
	tell    func(bus int, from string, c wire.Chunk, words string)
}

// Frame implements line.Tap.
func (t *tracer) Frame(from int, c wire.Chunk, lost bool) {
	if t.next != nil {
		t.next.Frame(from, c, lost)
	}
	who, direction := t.end(from), wire.FromDispenser
	if who == ControllerRole.String() {
		direction = wire.FromController
	}
	words, err := t.dialect.Describe(direction, c.Bytes, t.options)
	if err != nil && who == "outside" { // it may be either
		words, err = t.dialect.Describe(wire.FromController, c.Bytes, t.options)
	}
	if err != nil {
		words = err.Error()
	}
	if lost {
		words += " (heard by nobody)"
	}
	t.tell(t.bus, who, c, words)
}

// Cycle implements line.Tap.
func (t *tracer) Cycle(at clock.Instant) {
	if t.next != nil {
		t.next.Cycle(at)
	}
}
