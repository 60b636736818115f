package controller_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// nouns is a protocol that carries nouns by their number in a table which both ends share. Like DART it is polled, and
// each end repeats a block until the other has acknowledged it.
type nouns struct {
	table  []wire.Noun
	blocks uint16
}

func (d *nouns) Name() string                                                  { return "nouns" }
func (d *nouns) Ends() [2]wire.End                                             { return [2]wire.End{wire.Controller, wire.Dispenser} }
func (d *nouns) Ports() []wire.Kind                                            { return nil }
func (d *nouns) Messages() []wire.MessageInfo                                  { return nil }
func (d *nouns) Secrets([]byte) []wire.Span                                    { return nil }
func (d *nouns) Describe(wire.Direction, []byte, wire.Options) (string, error) { return "", nil }
func (d *nouns) Open(e wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	if e == wire.Dispenser {
		return &nounPump{d: d, out: out, address: o.Addresses[0]}, nil
	}
	return &nounMaster{d: d, out: out, ends: make([]nounEnd, len(o.Addresses)), addresses: o.Addresses}, nil
}

const (
	tick  = 50 * time.Millisecond
	limit = 3 * time.Second
)

// nounEnd is one direction's sender and the other's receiver.
type nounEnd struct {
	waiting []wire.Noun
	block   []wire.Noun
	seq     uint16 // of block
	seen    uint16 // last one accepted
	online  bool
	lost    bool
	heardAt clock.Instant
}

func (e *nounEnd) frame(d *nouns, address byte) []byte {
	if len(e.block) == 0 && len(e.waiting) > 0 {
		e.block, e.waiting = e.waiting, nil
		d.blocks++ // no two blocks have the same number, whatever is restarted
		e.seq = d.blocks
	}
	b := []byte{address, byte(e.seen >> 8), byte(e.seen), byte(e.seq >> 8), byte(e.seq), byte(len(e.block))}
	for _, n := range e.block {
		i := len(d.table)
		d.table = append(d.table, n)
		b = append(b, byte(i>>16), byte(i>>8), byte(i))
	}
	return b
}

func (e *nounEnd) take(d *nouns, b []byte) (fresh []wire.Noun) {
	seen, seq, n := uint16(b[1])<<8|uint16(b[2]), uint16(b[3])<<8|uint16(b[4]), int(b[5])
	if seen == e.seq {
		e.block = nil
	}
	if n == 0 || seq == e.seen {
		return nil
	}
	e.seen = seq
	for i := range n {
		x := b[6+3*i:]
		fresh = append(fresh, d.table[int(x[0])<<16|int(x[1])<<8|int(x[2])])
	}
	return fresh
}

type nounMaster struct {
	d         *nouns
	out       wire.Out
	addresses []byte
	ends      []nounEnd
}

func (m *nounMaster) Start(at clock.Instant) {
	for i := range m.ends {
		m.ends[i].heardAt = at
	}
	m.Wake(at)
}

func (m *nounMaster) Wake(at clock.Instant) {
	m.out.WakeAt(at.Add(tick))
	for i := range m.ends {
		e := &m.ends[i]
		if !e.lost && at.Sub(e.heardAt) > limit {
			e.online, e.lost = false, true
			m.out.Heard(m.addresses[i], forecourt.Reachable{})
		}
		if e.lost {
			refused := append(e.block, e.waiting...)
			e.block, e.waiting = nil, nil
			for _, n := range refused {
				m.out.Heard(m.addresses[i], forecourt.Refused{Command: n.(forecourt.Command), Why: "no answer"})
			}
		}
		m.out.Say(0, e.frame(m.d, m.addresses[i]))
	}
}

func (m *nounMaster) Hear(c wire.Chunk) {
	for i := range m.ends {
		if m.addresses[i] != c.Bytes[0] {
			continue
		}
		e := &m.ends[i]
		e.heardAt = c.Last
		if !e.online {
			e.online, e.lost = true, false
			m.out.Heard(m.addresses[i], forecourt.Reachable{Yes: true})
		}
		for _, n := range e.take(m.d, c.Bytes) {
			m.out.Heard(m.addresses[i], n)
		}
	}
}

func (m *nounMaster) Do(_ clock.Instant, address byte, n wire.Noun) error {
	for i := range m.ends {
		if m.addresses[i] == address {
			m.ends[i].waiting = append(m.ends[i].waiting, n)
			return nil
		}
	}
	return fmt.Errorf("nouns: no address %d", address)
}

type nounPump struct {
	d       *nouns
	out     wire.Out
	address byte
	end     nounEnd
}

func (p *nounPump) Start(clock.Instant) {}
func (p *nounPump) Wake(clock.Instant)  {}
func (p *nounPump) Hear(c wire.Chunk) {
	if c.Bytes[0] != p.address {
		return
	}
	for _, n := range p.end.take(p.d, c.Bytes) {
		p.out.Heard(p.address, n)
	}
	p.out.Say(0, p.end.frame(p.d, p.address))
}

func (p *nounPump) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	p.end.waiting = append(p.end.waiting, n)
	return nil
}
