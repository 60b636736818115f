package line

import "github.com/forecourt/forecourt/twin/clock"

// edgesPerPulse is how many changes of level the two channels of a quadrature pulser make for one pulse.
const edgesPerPulse = 4

// edges is a counter in its reference mode: two channels, a quarter of a pulse apart, whose every change of level is an
// event, and a decoder that sees nothing but the levels. It is what the closed form is held against.
type edges struct {
	scale Scale // four times the counter's
	place int64 // edges from the start of the line's life, as the pulser has turned

	a, b  bool  // the levels
	count int64 // of the decoder, in edges
	// Illegal is how often both channels changed at once, which no turning pulser does.
	illegal int
}

// EdgeByEdge puts the counter into its reference mode, in which every edge of both channels of the pulser is an event of
// the loop and is decoded from the levels. It answers as the closed form does; it is only slower. It is called before
// anything flows.
func (c *Counter) EdgeByEdge() {
	c.edges = &edges{scale: Scale{Num: edgesPerPulse * c.scale.Num, Den: c.scale.Den}}
}

// Edges returns how many edges the decoder has seen, forward less backward; 0 outside the reference mode.
func (c *Counter) Edges() int64 {
	if c.edges == nil {
		return 0
	}
	c.Count()
	return c.edges.count
}

// catchUp makes every edge until an instant, one after the other, and returns the decoder's count in pulses.
func (e *edges) catchUp(c *Counter, now clock.Instant) int64 {
	for there := e.scale.Count(c.train.At(now)); e.place != there; {
		if e.place < there {
			e.place++
		} else {
			e.place--
		}
		e.see(levels(e.place))
	}
	return floorMulDiv(e.count, 1, edgesPerPulse)
}

// next returns when the next edge comes, in whichever direction the pulser turns.
func (e *edges) next(c *Counter) clock.Instant {
	e.catchUp(c, c.now())
	at := clock.Never
	if c.train.Rate < 0 || c.train.EndRate < 0 {
		at = c.train.WhenDown(e.scale.Volume(e.place) - 1)
	} else {
		at = c.train.When(e.scale.Volume(e.place + 1))
	}
	if c.compare != NoCompare && floorMulDiv(e.count, 1, edgesPerPulse) >= c.compare {
		at = c.now()
	}
	if at == clock.Never {
		return at
	}
	return max(at, c.now())
}

// levels are what the two channels show at a place: channel A leads.
func levels(place int64) (a, b bool) {
	switch place & (edgesPerPulse - 1) {
	case 1:
		return true, false
	case 2:
		return true, true
	case 3:
		return false, true
	}
	return false, false
}

// see decodes a change of level: who changed, and what the other one showed, say in which direction the pulser turned.
func (e *edges) see(a, b bool) {
	switch {
	case a != e.a && b != e.b:
		e.illegal++
	case a != e.a && a != b, b != e.b && a == b:
		e.count++
	case a != e.a, b != e.b:
		e.count--
	}
	e.a, e.b = a, b
}
