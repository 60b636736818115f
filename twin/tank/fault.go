package tank

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// leak is a hole in the tank: it loses evenly, as long as there is something to lose.
type leak struct{ rate unit.FlowRate }

func (l leak) lost(from, to clock.Instant, there unit.Volume) unit.Volume {
	if l.rate == 0 || to <= from {
		return 0
	}
	return min(unit.Volume(mulDiv(int64(l.rate), int64(to-from), int64(time.Second))), max(there, 0))
}

// lineLeak is a hole between the tank and the meters. It loses while the line has pressure, which it has while fuel is
// drawn: of what is drawn, as much as it loses in the time that a car's pump takes to draw it (38 L/min, facts section 4).
type lineLeak struct{ rate unit.FlowRate }

var carFlow = unit.LitresPerMinute(38)

func (l lineLeak) lost(drawn unit.Volume) unit.Volume {
	if l.rate == 0 || drawn <= 0 {
		return 0
	}
	return unit.Volume(mulDiv(int64(drawn), int64(l.rate), int64(carFlow)))
}

// LineLeak returns what the line to the pumps' meters loses under pressure.
func (t *Tank) LineLeak() unit.FlowRate { return t.line.rate }

// mostLeak bounds a leak: what is faster is a burst.
const mostLeak = 1000 // litres a minute

func (t *Tank) spring(s Leak) error {
	if s.Rate < 0 || s.Rate > unit.LitresPerMinute(mostLeak) {
		return fmt.Errorf("tank: nothing leaks at %s", s.Rate)
	}
	t.settle()
	switch s.From {
	case TankLeak:
		t.leak.rate = s.Rate
	case LineLeak:
		t.line.rate = s.Rate
	default:
		return fmt.Errorf("tank: '%s' is no place of a leak: tank or line", s.From)
	}
	if s.Rate > 0 {
		t.env.Tell(LeakBegan{s.From, s.Rate})
	} else {
		t.env.Tell(LeakEnded{s.From})
	}
	return nil
}

// water is what stands below the product. It comes evenly until it is all in.
type water struct {
	from   clock.Instant
	before unit.Volume
	coming unit.Volume
	rate   unit.FlowRate // 0: it is all in
}

func (w water) at(now clock.Instant) unit.Volume {
	if w.rate == 0 || w.coming == 0 {
		return w.before + w.coming
	}
	return w.before + min(unit.Volume(mulDiv(int64(w.rate), max(int64(now-w.from), 0), int64(time.Second))), w.coming)
}

// WaterVolume returns the water in the tank now.
func (t *Tank) WaterVolume() unit.Volume { return t.water.at(t.now()) }

func (t *Tank) waterIn(s WaterIn) error {
	t.settle()
	gross := t.Volume() + t.water.before + t.water.coming
	switch {
	case s.Volume == 0 || s.Rate < 0 || s.Volume < 0 && s.Rate != 0:
		return fmt.Errorf("tank: %s of water at %s cannot come in", s.Volume, s.Rate)
	case s.Volume < -t.WaterVolume():
		return fmt.Errorf("tank: there are only %s of water to pump out", t.WaterVolume())
	case t.config.Capacity > 0 && gross+s.Volume > t.config.Capacity:
		return fmt.Errorf("tank: %s of water do not fit: the tank holds %s of %s", s.Volume, gross, t.config.Capacity)
	}
	t.water = water{t.at, t.WaterVolume(), s.Volume, s.Rate}
	t.settle() // a siphon levels what the water has lifted
	if t.drop.running {
		t.guard()
	}
	t.env.Tell(WaterEntered{s.Volume, s.Rate})
	return nil
}
