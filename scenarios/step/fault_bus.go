package step

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
)

func init() {
	Register(Info{
		Name: "fault-bus", Acts: true, New: func() Step { return new(FaultBus) },
		Doc:     faultBusDoc(),
		Example: "fault-bus: { bus: 1, fault: flip, from: fuelling-point 1, matches: 50 3x, frame: 2, byte: 4, bit: 5 }",
	})
}

func faultBusDoc() string {
	var b strings.Builder
	b.WriteString("plans a fault on a bus. Its place is a frame by its number, 1 being the next (default), or frames: [from, to], " +
		"of which the seed draws one; from: only frames of this role; matches: only frames that begin so, in hexadecimal with x for " +
		"a digit that may be any; after: not before this span has passed; a device's state: await its event first. With for, a " +
		"fault of a frame strikes every such frame for so long. Within: wait until it has struck, and be inconclusive when it has " +
		"not. The faults:")
	for i, f := range line.Faults() {
		sep := ";"
		if i == 0 {
			sep = ""
		}
		fmt.Fprintf(&b, "%s %s", sep, f.Name)
		if len(f.Keys) > 0 {
			fmt.Fprintf(&b, " (%s)", strings.Join(f.Keys, ", "))
		}
		b.WriteString(", " + strings.ReplaceAll(f.What, ";", ","))
	}
	return b.String()
}

// FaultBus plans a fault.
type FaultBus struct {
	Bus     int        `yaml:",required"`
	Fault   line.Fault `yaml:",required"`
	Frame   uint64
	Frames  []uint64
	From    forecourt.Role
	Matches line.Mask
	After   time.Duration
	For     time.Duration
	Byte    int
	Bit     int
	Delay   time.Duration
	Bytes   frameBytes
	Every   time.Duration
	Within  time.Duration
}

// Lint implements Step.
func (s *FaultBus) Lint(l *Lint) {
	l.Bus("bus", s.Bus)
	l.use(fmt.Sprintf("faults on bus %d", s.Bus))
	if lintFault(l, "there is", s.Fault, line.FaultNames()) {
		lintFaultKeys(l, s.Fault, "byte", "bit", "delay", "bytes", "every")
		if s.Fault == line.Truncate && l.has("byte") && s.Byte == 0 {
			l.Wrong("byte", "nothing would be left before byte 0", "use drop to lose the frame")
		}
	}
	s.lintPlace(l)
	lintFaultBytes(l, s.Fault, s.Byte, s.Bit, s.Bytes)
}

func (s *FaultBus) lintPlace(l *Lint) {
	switch {
	case l.has("frame") && s.Frame == 0:
		l.Wrong("frame", "the next frame is number 1", "")
	case l.has("frame") && l.has("frames"):
		l.Wrong("frames", "the frame is given already", "leave one of them out")
	case l.has("frames") && (len(s.Frames) != 2 || s.Frames[0] < 1 || s.Frames[0] >= s.Frames[1] || s.Frames[1] > 1<<40):
		l.Wrong("frames", "a range of frames has a first and a later last one", "write frames: [1, 8]")
	}
	if l.has("from") && l.Role("from", s.From) {
		switch controller := s.From.Kind == "controller"; {
		case !controller && s.From.Kind != "fuelling-point":
			l.Wrong("from", "no "+s.From.Kind+" speaks on a bus", "it is the controller or a fuelling point")
		case controller && s.Fault == line.Stale:
			l.Wrong("from", "a reply is not the controller's", "name a fuelling point")
		}
	}
	lintFaultSpans(l, faultSpan{"after", s.After}, faultSpan{"for", s.For}, faultSpan{"delay", s.Delay}, faultSpan{"every", s.Every}, faultSpan{"within", s.Within})
}

// Run implements Step.
func (s *FaultBus) Run(h *Hand) error {
	p := line.Planned{
		Fault: s.Fault, Frame: s.Frame, Match: s.Matches, After: s.After, For: s.For, Byte: s.Byte, Bit: s.Bit, Delay: s.Delay,
		Bytes: s.Bytes, Every: s.Every,
	}
	if len(s.Frames) == 2 {
		p.Frame, p.To = s.Frames[0], s.Frames[1]
	}
	return h.plantFault(p, s.From, s.Within, func(p line.Planned) error { return h.Station.FaultBus(s.Bus, p) })
}
