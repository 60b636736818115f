package reckoning

import (
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// CurvePoint is the error of a meter at a flow, in parts per million of what flows; positive: it counts too much.
type CurvePoint struct {
	Flow unit.FlowRate
	PPM  int64
}

// Error is what a meter is wrong by beside the scale of its pulser.
type Error struct {
	PPM         int64        // at every flow: what the second meter of a blend adds
	Curve       []CurvePoint // by rising flow: evenly between the points, that of the nearest one beyond them
	PerThousand int64        // how much more it counts for every 1,000 L that it has measured
}

// None says that there is no such error: the meter turns with the fuel.
func (e *Error) None() bool { return e.PPM == 0 && len(e.Curve) == 0 && e.PerThousand == 0 }

const (
	million       = 1_000_000
	thousandLitre = 1000 * int64(unit.Litre)
)

// At is the error in parts per million at a flow, of a meter that has measured so many microlitres.
func (e *Error) At(flow, measured int64) int64 {
	return e.PPM + e.curve(max(flow, -flow)) + e.PerThousand*measured/thousandLitre
}

func (e *Error) curve(flow int64) int64 {
	c := e.Curve
	for i := range c {
		if flow > int64(c[i].Flow) {
			continue
		}
		if i == 0 || c[i].Flow == c[i-1].Flow {
			return c[i].PPM
		}
		return c[i-1].PPM + (c[i].PPM-c[i-1].PPM)*(flow-int64(c[i-1].Flow))/int64(c[i].Flow-c[i-1].Flow)
	}
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].PPM
}

// Turned is a flow as a meter shows it that errs by some parts per million.
func Turned(flow, ppm int64) int64 { return flow * (million + ppm) / million }

// Turn is the train of a meter that has come to before, beside the fuel's new one.
func (e *Error) Turn(fuel, before line.Train) line.Train {
	t := fuel
	t.Base = before.At(t.From)
	t.Rate, t.EndRate = Turned(fuel.Rate, e.At(fuel.Rate, fuel.Base)), Turned(fuel.EndRate, e.At(fuel.EndRate, fuel.Base))
	return t
}
