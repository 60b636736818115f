package tap

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// candidate is a dialect that reads along until it is known which one is spoken.
type candidate struct {
	dialect     wire.Dialect
	cutter      *cutter
	good, total int     // bytes
	evidence    float64 // bytes, weighed
	scratch     []byte
}

const (
	enough  = 24  // bytes of evidence
	mostly  = 0.6 // of what was heard is read
	ahead   = 2   // times the evidence of the next one
	changes = 16  // that are tried on a frame
)

func newCandidate(d wire.Dialect, o wire.Options, s wire.Settings) *candidate {
	c := &candidate{dialect: d}
	c.cutter = newCutter(d, o, s, c.take)
	return c
}

func (c *candidate) take(p *piece) {
	c.total += len(p.bytes)
	if p.good() {
		c.good += len(p.bytes)
		if c.evidence < 8*enough { // more is not needed, and each costs some readings
			c.evidence += c.strength(p) * float64(len(p.bytes))
		}
	}
}

// strength is the share of changes to a frame that the dialect notices.
func (c *candidate) strength(p *piece) float64 {
	side := wire.FromController
	if !p.readings[side].ok {
		side = wire.FromDispenser
	}
	c.scratch = append(c.scratch[:0], p.bytes...)
	noticed, tried := 0, min(changes, len(p.bytes))
	for i := range tried {
		at := i * len(p.bytes) / tried
		c.scratch[at] ^= 1
		if _, err := c.dialect.Describe(side, c.scratch, c.cutter.options); err != nil {
			noticed++
		}
		c.scratch[at] ^= 1
	}
	return float64(noticed) / float64(tried)
}

func (c *candidate) reads() float64 {
	if c.total == 0 {
		return 0
	}
	return float64(c.good) / float64(c.total)
}

// likeliest is the candidate with the most evidence, and that of the next one.
func likeliest(all []*candidate) (best *candidate, next float64) {
	for _, c := range all {
		switch {
		case best == nil:
			best = c
		case c.evidence > best.evidence:
			best, next = c, best.evidence
		default:
			next = max(next, c.evidence)
		}
	}
	return best, next
}

// remembered is a chunk that was heard while it was not known what it says.
type remembered struct {
	from, to    int // in bytes
	first, last clock.Instant
	marks       wire.Mark
	side        int8
}

const (
	maxMemory = 16 << 10 // bytes
	maxChunks = 4096
)

// memory keeps what was heard, within bounds.
type memory struct {
	bytes  []byte
	chunks []remembered
}

func (m *memory) isFull(n int) bool {
	return len(m.bytes)+n > maxMemory || len(m.chunks) >= maxChunks
}

func (m *memory) add(c wire.Chunk, side int8) {
	from := len(m.bytes)
	m.bytes = append(m.bytes, c.Bytes...)
	m.chunks = append(m.chunks, remembered{from, len(m.bytes), c.First, c.Last, c.Marks, side})
}

// replay hands everything to a cutter, and forgets it.
func (m *memory) replay(k *cutter) {
	for _, c := range m.chunks {
		k.hear(wire.Chunk{Bytes: m.bytes[c.from:c.to], First: c.first, Last: c.last, Marks: c.marks}, c.side)
	}
	m.bytes, m.chunks = m.bytes[:0], m.chunks[:0]
}

// serialDialects lists the registered dialects that travel on serial lines, or the one that is named.
func serialDialects(protocol string) (all []wire.Dialect, err error) {
	if protocol != "" {
		d, ok := wire.Lookup(protocol)
		if !ok {
			return nil, fmt.Errorf("there is no protocol '%s', expected one of %v", protocol, wire.Names())
		}
		return []wire.Dialect{d}, nil
	}
	for _, name := range wire.Names() {
		if d, _ := wire.Lookup(name); len(serialSettings(d)) > 0 {
			all = append(all, d)
		}
	}
	return all, nil
}

// serialSettings lists the settings of the dialects, each once, in the order of the dialects.
func serialSettings(dialects ...wire.Dialect) (all []wire.Settings) {
	seen := map[wire.Settings]bool{}
	for _, d := range dialects {
		for _, k := range d.Ports() {
			if k.Carrier == "serial" && k.Settings.Baud > 0 && !seen[k.Settings] {
				seen[k.Settings] = true
				all = append(all, k.Settings)
			}
		}
	}
	return all
}
