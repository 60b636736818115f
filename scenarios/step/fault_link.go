package step

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
)

func init() {
	Register(Info{
		Name: "fault-link", Acts: true, New: func() Step { return new(FaultLink) },
		Doc: "plans a fault on a link that carries bytes, as fault-bus does on a bus. Its place is a write by its number, 1 being the " +
			"next (default); from: only what this role says; matches: only what begins so, in hexadecimal with x for a digit that " +
			"may be any; after: not before this span has passed. With for, every such write suffers for so long. Within: wait until " +
			"it has struck, and be inconclusive when it has not. The faults: " + strings.Join(line.StreamFaultNames(), ", "),
		Example: "fault-link: { between: [gauge-reader, gauge], fault: flip, from: gauge, byte: 24, bit: 2 }",
	})
}

// FaultLink plans a fault on a link of bytes.
type FaultLink struct {
	Between []forecourt.Role `yaml:",required"`
	Fault   line.Fault       `yaml:",required"`
	Frame   uint64
	From    forecourt.Role
	Matches line.Mask
	After   time.Duration
	For     time.Duration
	Byte    int
	Bit     int
	Delay   time.Duration
	Bytes   frameBytes
	Within  time.Duration
}

// Lint implements Step.
func (s *FaultLink) Lint(l *Lint) {
	if s.lintBetween(l); l.has("from") && l.Role("from", s.From) && !slices.Contains(s.Between, s.From) {
		l.Wrong("from", s.From.String()+" is at no end of this link", "")
	}
	if lintFault(l, "a link has", s.Fault, line.StreamFaultNames()) {
		lintFaultKeys(l, s.Fault, "byte", "bit", "delay", "bytes")
	}
	if l.has("frame") && s.Frame == 0 {
		l.Wrong("frame", "the next write is number 1", "")
	}
	lintFaultBytes(l, s.Fault, s.Byte, s.Bit, s.Bytes)
	lintFaultSpans(l, faultSpan{"after", s.After}, faultSpan{"for", s.For}, faultSpan{"delay", s.Delay}, faultSpan{"within", s.Within})
}

func (s *FaultLink) lintBetween(l *Lint) {
	if len(s.Between) != 2 {
		l.Wrong("between", "a link is between two roles", "write between: [gauge-reader, gauge]")
		return
	}
	for _, r := range s.Between {
		if !l.Catalogue.Has(r) {
			l.Role("between", r)
			return
		}
	}
	known := []string{}
	for _, k := range l.Catalogue.ByteLinks {
		if k[0] == s.Between[0] && k[1] == s.Between[1] || k[1] == s.Between[0] && k[0] == s.Between[1] {
			return
		}
		known = append(known, fmt.Sprintf("[%s, %s]", k[0], k[1]))
	}
	fix := "this station has none"
	if len(known) > 0 {
		fix = "one of: " + strings.Join(known, ", ")
	}
	l.Wrong("between", fmt.Sprintf("there is no link of bytes between %s and %s", s.Between[0], s.Between[1]), fix)
}

// Run implements Step.
func (s *FaultLink) Run(h *Hand) error {
	faulter, ok := h.Station.(bench.LinkFaulter)
	if !ok {
		return Wrong("the links of this bench cannot be made to suffer")
	}
	p := line.Planned{
		Fault: s.Fault, Frame: s.Frame, Match: s.Matches, After: s.After, For: s.For, Byte: s.Byte, Bit: s.Bit, Delay: s.Delay, Bytes: s.Bytes,
	}
	return h.plantFault(p, s.From, s.Within, func(p line.Planned) error { return faulter.FaultLink(s.Between[0], s.Between[1], p) })
}
