package machinetest

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
)

// counter is a counter line, either end of which may be the machine's.
type counter struct {
	scale   line.Scale
	train   line.Train
	compare int64
}

func (b *Bench) counter(p machine.Port) *counter {
	c := b.counters[p]
	if c == nil {
		c = &counter{scale: line.Scale{Num: 1, Den: 1}, train: line.Still(b.now, 0), compare: line.NoCompare}
		b.counters[p] = c
	}
	return c
}

// Scale sets the scale of a counter; without it a count is a microlitre.
func (b *Bench) Scale(p machine.Port, s line.Scale) { b.counter(p).scale = s }

// Pump makes the quantity behind a counter grow at a rate of microlitres a second from now on.
func (b *Bench) Pump(p machine.Port, rate int64) {
	t := line.Still(b.now, b.Volume(p))
	t.Rate, t.EndRate = rate, rate
	b.counter(p).train = t
}

// Pour adds microlitres at once.
func (b *Bench) Pour(p machine.Port, microlitres int64) {
	b.counter(p).train = line.Still(b.now, b.Volume(p)+microlitres)
	b.AdvanceTo(b.now)
}

// Volume returns the microlitres behind a counter.
func (b *Bench) Volume(p machine.Port) int64 { return b.counter(p).train.At(b.now) }

// Train returns what the machine, or Pump, made of a counter.
func (b *Bench) Train(p machine.Port) line.Train { return b.counter(p).train }

func (b *Bench) nextCount() (port machine.Port, at clock.Instant) {
	at = clock.Never
	for p, c := range b.counters {
		if c.compare == line.NoCompare {
			continue
		}
		due := max(c.train.When(c.scale.Volume(c.compare)), b.now)
		if due < at || due == at && p < port {
			port, at = p, due
		}
	}
	return port, at
}

func (b *Bench) counted(p machine.Port) {
	c := b.counter(p)
	c.compare = line.NoCompare
	b.Sense(forecourt.Counted{Port: p, Count: c.scale.Count(c.train.At(b.now))})
}
