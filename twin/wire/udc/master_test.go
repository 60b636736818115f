package udc

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// master is a controller's end that stands alone, and what its pump would say.
type master struct {
	*bench
	code   byte // status
	nozzle byte
	shown  []byte // price, money and volume; nil: zero
	total  []byte // nil: zero
}

func newMaster(t testing.TB, o wire.Options) *master {
	return &master{bench: open(t, wire.Controller, o), nozzle: 1}
}

// online brings a controller to where it polls one address whose pump has a status.
func online(t testing.TB, o wire.Options, address, code byte) *master {
	t.Helper()
	m := newMaster(t, at(o, address))
	m.code = code
	for range 8 {
		m.obey()
	}
	m.Reset()
	return m
}

func (m *master) core() *controller { return wiretest.Core(m.Session).(*controller) }
func (m *master) slave() *slave     { return &m.core().slaves[0] }
func (m *master) last() []byte      { return m.Said[len(m.Said)-1].Bytes }

// wakes lets the timer come, and returns what was said.
func (m *master) wakes() []byte {
	m.now = m.WokeAt
	before := len(m.Said)
	m.Wake(m.now)
	var said []byte
	for _, s := range m.Said[before:] {
		said = append(said, s.Bytes...)
	}
	return said
}

// raw answers 10 ms after the question has ended.
func (m *master) raw(b ...byte) {
	m.now = max(m.now, m.core().spoken).Add(10 * time.Millisecond)
	first := m.now
	m.now = m.now.Add(settings.Span(len(b)))
	m.Session.Hear(wire.Chunk{Bytes: b, First: first, Last: m.now})
}

func (m *master) answer(b ...byte) { m.raw(double(b...)...) }

// asked is the command that waits for an answer; 0: none. Cx commands have 0 in the high nibble.
func (m *master) asked() byte {
	c := m.core()
	switch {
	case !c.asks:
		return 0
	case isAux(c.address):
		return c.command & 0x0F
	}
	return c.command
}

// obey answers what is asked as the pump would, or lets the timer come.
func (m *master) obey() {
	display := m.shown
	if display == nil {
		display = make([]byte, displaySize)
	}
	total := m.total
	if total == nil {
		total = make([]byte, 2*totalSize)
	}
	switch m.asked() {
	case 0:
		m.wakes()
	case askNozzle & 0x0F:
		m.answer(m.nozzle)
	case doReturned & 0x0F, doPrices & 0x0F:
		m.answer(acknowledged)
	case askIdentity:
		m.answer(0x42)
	case askDisplay:
		m.answer(append(slices.Clone(display), m.code)...)
	case askTotals:
		m.answer(append(slices.Clone(total), m.code)...)
	default:
		m.answer(m.code)
	}
}

// until goes on until a command is asked.
func (m *master) until(t testing.TB, code, command byte) {
	t.Helper()
	m.code = code
	for range 50 {
		if m.asked() == command {
			return
		}
		m.obey()
	}
	t.Fatalf("%02X is never asked", command)
}

// goes lets the pump answer with a status for a while, and returns what was told.
func (m *master) goes(code byte) []wire.Noun {
	m.code = code
	for range 12 {
		m.obey()
	}
	return m.heard()
}

func (m *master) wants(t testing.TB, what string, got []wire.Noun, want ...wire.Noun) {
	t.Helper()
	if diff := cmp.Diff(append([]wire.Noun{}, want...), got); diff != "" {
		t.Errorf("%s (-want +told):\n%s", what, diff)
	}
}
