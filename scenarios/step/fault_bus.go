package step

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
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

// frameBytes are bytes in hexadecimal, spaces ignored.
type frameBytes []byte

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *frameBytes) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil || len(b) == 0 {
		return fmt.Errorf("'%s' is not bytes: write two hexadecimal digits for each, as in 50 20 FA", text)
	}
	*f = b
	return nil
}

// mostFaultBytes bounds what is said or added at once.
const mostFaultBytes = 256

// Lint implements Step.
func (s *FaultBus) Lint(l *Lint) {
	l.Bus("bus", s.Bus)
	l.use(fmt.Sprintf("faults on bus %d", s.Bus))
	names := line.FaultNames()
	if info := line.Info(s.Fault); info.Name != "" {
		s.lintKeys(l, info)
	} else if strict.Suggest(string(s.Fault), names) != "" {
		l.OneOf("fault", "fault", string(s.Fault), names...)
	} else {
		l.Wrong("fault", "there is no fault '"+string(s.Fault)+"'", "one of: "+strings.Join(names, ", "))
	}
	s.lintPlace(l)
	if s.Byte < 0 {
		l.Wrong("byte", "the first byte is number 0", "")
	}
	if s.Fault == line.Flip && (s.Bit < 0 || s.Bit > 7) {
		l.Wrong("bit", "a bit is 0 to 7", "")
	}
	if len(s.Bytes) > mostFaultBytes {
		l.Wrong("bytes", fmt.Sprintf("at most %d bytes", mostFaultBytes), "")
	}
}

// lintKeys checks that the fault has the keys that are given, and is given those that it needs.
func (s *FaultBus) lintKeys(l *Lint, info line.FaultInfo) {
	for _, key := range []string{"byte", "bit", "delay", "bytes", "every"} {
		if l.has(key) && !slices.Contains(info.Keys, key) {
			l.Wrong(key, "only "+havers(key)+" a "+key, "")
		}
	}
	for _, key := range info.Needs {
		if !l.has(key) {
			l.Wrong("fault", fmt.Sprintf("%s needs '%s'", info.Name, key), "for example "+needed[key])
		}
	}
	if s.Fault == line.Truncate && l.has("byte") && s.Byte == 0 {
		l.Wrong("byte", "nothing would be left before byte 0", "use drop to lose the frame")
	}
}

var needed = map[string]string{
	"for": "for: 2 s", "delay": "delay: 60 ms", "byte": "byte: 2", "from": "from: fuelling-point 1", "bytes": "bytes: 50 20 FA",
}

// havers says which faults have a key: "a flip has", "flip and truncate have".
func havers(key string) string {
	var all []string
	for _, f := range line.Faults() {
		if slices.Contains(f.Keys, key) {
			all = append(all, string(f.Name))
		}
	}
	if len(all) == 1 {
		return "a " + all[0] + " has"
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1] + " have"
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
	for _, key := range []struct {
		name string
		span time.Duration
	}{{"after", s.After}, {"for", s.For}, {"delay", s.Delay}, {"every", s.Every}, {"within", s.Within}} {
		if l.has(key.name) && key.span <= 0 {
			l.Wrong(key.name, "a span must be longer than nothing", "")
		}
	}
}

// Run implements Step.
func (s *FaultBus) Run(h *Hand) error {
	struck := false
	p := line.Planned{
		Fault: s.Fault, Frame: s.Frame, Match: s.Matches, After: s.After, For: s.For, Byte: s.Byte, Bit: s.Bit, Delay: s.Delay,
		Bytes: s.Bytes, Every: s.Every,
	}
	if len(s.Frames) == 2 {
		p.Frame, p.To = s.Frames[0], s.Frames[1]
	}
	if s.From != (forecourt.Role{}) {
		p.From = s.From.String()
	}
	if s.Within > 0 {
		p.Struck = func(clock.Instant) { struck = true; h.wake() }
	}
	if err := h.Station.FaultBus(s.Bus, p); err != nil || s.Within == 0 {
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
