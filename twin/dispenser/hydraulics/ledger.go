package hydraulics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/unit"
)

// Ledger names where all that went through a hose's meter has gone, and what the meter made of it, in its whole life.
// Through = Delivered + Leaked + HoseFill - Reversed - SlippedBack, and Shown = Through + MeterError + PulsesAdded - PulsesLost, to the
// microlitre.
type Ledger struct {
	Through unit.Volume // the fuel's train

	Delivered   unit.Volume // out of the nozzle, through an open valve or one that closes
	Leaked      unit.Volume // out of the nozzle, through valves that were commanded shut and are faulty
	HoseFill    unit.Volume // into the hose, that came under pressure or had run back
	SlippedBack unit.Volume // out of the hose, back through the meter, as a flow came to rest
	Reversed    unit.Volume // out of the hose, back through the meter, past a faulty check valve

	Shown       unit.Volume // the pulser's train, channel A
	MeterError  unit.Volume // by the curve and the drift; the constant error is the line's scale
	PulsesAdded unit.Volume // that a faulty pulser gave too much, the meter's error among them
	PulsesLost  unit.Volume // that it did not give, or gave backward

	TurnedBack unit.Volume // of Shown, what the pulser gave backward, without its sign
	Astray     unit.Volume // of Shown, what it gave forward of fuel that leaked, filled the hose or ran back
	Episodes   int64       // how often fuel began to move otherwise than in a delivery: each may end a pulse that it did not begin
}

// Balance returns what the names do not explain: nothing and nothing, in a model that is right.
func (l Ledger) Balance() (fuel, shown unit.Volume) {
	return l.Through - l.Delivered - l.Leaked - l.HoseFill + l.SlippedBack + l.Reversed, l.Shown - l.Through - l.MeterError - l.PulsesAdded + l.PulsesLost
}

// cause is why the fuel of a hose moves.
type cause uint8

const (
	delivering cause = iota
	leaking
	filling
	slipping
	reversing
)

// because says why a flow would be.
func (h *Hydraulics) because(i int, want int64) cause {
	x := &h.hoses[i]
	if want > 0 && !x.slow && !x.fast {
		return leaking
	}
	if want == 0 && x.cause == leaking {
		return leaking // the rest of it
	}
	return delivering
}

// account books what has flowed since it last did, and says why it flows from here.
func (x *hose) account(now clock.Instant, next cause) {
	x.ledger = x.accounted(now)
	if next != delivering && next != x.cause {
		x.ledger.Episodes++
	}
	x.seen, x.gauged, x.cause = x.train.At(now), x.metered(now), next
}

func (x *hose) accounted(now clock.Instant) Ledger {
	l := x.ledger
	moved, shown := unit.Volume(x.train.At(now)-x.seen), unit.Volume(x.metered(now)-x.gauged)
	l.Through += moved
	switch x.cause {
	case delivering:
		fill := reckoning.Filled(moved, x.Dilation-(l.HoseFill-l.SlippedBack-l.Reversed)) // a hose that has room takes it first
		l.HoseFill, l.Delivered = l.HoseFill+fill, l.Delivered+moved-fill
	case leaking:
		l.Leaked += moved
	case filling:
		l.HoseFill += moved
	case slipping:
		l.SlippedBack -= moved
	case reversing:
		l.Reversed -= moved
	}
	l.Shown += shown
	l.TurnedBack += max(-shown, 0)
	if x.cause != delivering {
		l.Astray += max(shown, 0)
	}
	if f := &x.fault; f.lost != 0 || f.extra != 0 || f.backwards {
		l.PulsesAdded, l.PulsesLost = l.PulsesAdded+max(shown-moved, 0), l.PulsesLost+max(moved-shown, 0)
	} else {
		l.MeterError += shown - moved
	}
	return l
}

// LedgerOf returns where the fuel of hose i has gone until now.
func (h *Hydraulics) LedgerOf(i int) Ledger {
	if h.env == nil {
		return Ledger{}
	}
	return h.hoses[i].accounted(h.env.Now())
}

// inHose is how much more than when new the hose holds.
func (x *hose) inHose(now clock.Instant) unit.Volume {
	l := x.accounted(now)
	return l.HoseFill - l.SlippedBack - l.Reversed
}
