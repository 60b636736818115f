package step

import "github.com/forecourt/forecourt/twin/line"

func init() {
	Register(Info{
		Name: "fault-bus", Acts: true, New: func() Step { return &FaultBus{Frame: 1} },
		Doc: "plans a fault at a frame of a bus, 1 being the next: flip inverts one bit (0 to 7) of one byte (from 0), drop " +
			"loses the frame, duplicate lets it be heard twice",
		Example: "fault-bus: { bus: 1, frame: 3, fault: flip, byte: 2, bit: 5 }",
	})
}

// FaultBus plans a fault at a frame.
type FaultBus struct {
	Bus   int        `yaml:",required"`
	Fault line.Fault `yaml:",required"`
	Frame uint64
	Byte  int
	Bit   int
}

// Lint implements Step.
func (s *FaultBus) Lint(l *Lint) {
	l.Bus("bus", s.Bus)
	l.OneOf("fault", "fault", string(s.Fault), string(line.Flip), string(line.Drop), string(line.Duplicate))
	if s.Frame == 0 {
		l.Wrong("frame", "the next frame is number 1", "")
	}
	if s.Byte < 0 {
		l.Wrong("byte", "the first byte is number 0", "")
	}
	if s.Fault == line.Flip && (s.Bit < 0 || s.Bit > 7) {
		l.Wrong("bit", "a bit is 0 to 7", "")
	}
	if s.Fault == line.Drop || s.Fault == line.Duplicate {
		for _, key := range []string{"byte", "bit"} {
			if l.has(key) {
				l.Wrong(key, "only a flip has a "+key, "")
			}
		}
	}
}

// Run implements Step.
func (s *FaultBus) Run(h *Hand) error {
	return h.Station.FaultBus(s.Bus, line.Planned{Frame: s.Frame, Fault: s.Fault, Byte: s.Byte, Bit: s.Bit})
}
