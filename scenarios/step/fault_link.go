package step

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
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
	names := line.StreamFaultNames()
	if slices.Contains(names, string(s.Fault)) {
		s.lintKeys(l)
	} else if strict.Suggest(string(s.Fault), names) != "" {
		l.OneOf("fault", "fault", string(s.Fault), names...)
	} else {
		l.Wrong("fault", "a link has no fault '"+string(s.Fault)+"'", "one of: "+strings.Join(names, ", "))
	}
	if l.has("frame") && s.Frame == 0 {
		l.Wrong("frame", "the next write is number 1", "")
	}
	if s.Byte < 0 {
		l.Wrong("byte", "the first byte is number 0", "")
	}
	if s.Fault == line.Flip && (s.Bit < 0 || s.Bit > 7) {
		l.Wrong("bit", "a bit is 0 to 7", "")
	}
	if len(s.Bytes) > mostFaultBytes {
		l.Wrong("bytes", fmt.Sprintf("at most %d bytes", mostFaultBytes), "")
	}
	for _, key := range []struct {
		name string
		span time.Duration
	}{{"after", s.After}, {"for", s.For}, {"delay", s.Delay}, {"within", s.Within}} {
		if l.has(key.name) && key.span <= 0 {
			l.Wrong(key.name, "a span must be longer than nothing", "")
		}
	}
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

// lintKeys checks that the fault has the keys that are given, and is given those that it needs.
func (s *FaultLink) lintKeys(l *Lint) {
	info := line.Info(s.Fault)
	for _, key := range []string{"byte", "bit", "delay", "bytes"} {
		if l.has(key) && !slices.Contains(info.Keys, key) {
			l.Wrong(key, "only "+havers(key)+" a "+key, "")
		}
	}
	for _, key := range info.Needs {
		if !l.has(key) {
			l.Wrong("fault", fmt.Sprintf("%s needs '%s'", info.Name, key), "for example "+needed[key])
		}
	}
}

// Run implements Step.
func (s *FaultLink) Run(h *Hand) error {
	faulter, ok := h.Station.(bench.LinkFaulter)
	if !ok {
		return Wrong("the links of this bench cannot be made to suffer")
	}
	struck := false
	p := line.Planned{
		Fault: s.Fault, Frame: s.Frame, Match: s.Matches, After: s.After, For: s.For, Byte: s.Byte, Bit: s.Bit, Delay: s.Delay, Bytes: s.Bytes,
	}
	if s.From != (forecourt.Role{}) {
		p.From = s.From.String()
	}
	if s.Within > 0 {
		p.Struck = func(clock.Instant) { struck = true; h.wake() }
	}
	if err := faulter.FaultLink(s.Between[0], s.Between[1], p); err != nil || s.Within == 0 {
		return err
	}
	if h.Await(h.Begin().Add(s.Within), func() bool { return struck }) || h.Over() {
		return nil
	}
	return &Finding{
		Verdict: verdict.Inconclusive, Fault: verdict.Scenario,
		Text: fmt.Sprintf("the fault %s did not strike within %s", p, unit.FormatDuration(s.Within)),
	}
}
