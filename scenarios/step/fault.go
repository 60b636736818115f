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

// lintFault says whether a line has a fault of this name; what it has begins the sentence where not.
func lintFault(l *Lint, has string, fault line.Fault, names []string) bool {
	switch {
	case slices.Contains(names, string(fault)):
		return true
	case strict.Suggest(string(fault), names) != "":
		l.OneOf("fault", "fault", string(fault), names...)
	default:
		l.Wrong("fault", has+" no fault '"+string(fault)+"'", "one of: "+strings.Join(names, ", "))
	}
	return false
}

// lintFaultKeys checks that a fault has those of the keys that are given, and is given those that it needs.
func lintFaultKeys(l *Lint, fault line.Fault, keys ...string) {
	info := line.Info(fault)
	for _, key := range keys {
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

// lintFaultBytes checks which byte and bit are struck, and what is said.
func lintFaultBytes(l *Lint, fault line.Fault, number, bit int, said frameBytes) {
	if number < 0 {
		l.Wrong("byte", "the first byte is number 0", "")
	}
	if fault == line.Flip && (bit < 0 || bit > 7) {
		l.Wrong("bit", "a bit is 0 to 7", "")
	}
	if len(said) > mostFaultBytes {
		l.Wrong("bytes", fmt.Sprintf("at most %d bytes", mostFaultBytes), "")
	}
}

type faultSpan struct {
	key  string
	span time.Duration
}

func lintFaultSpans(l *Lint, spans ...faultSpan) {
	for _, s := range spans {
		if l.has(s.key) && s.span <= 0 {
			l.Wrong(s.key, "a span must be longer than nothing", "")
		}
	}
}

// plantFault plans a fault and, where within is over zero, waits until it has struck.
func (h *Hand) plantFault(p line.Planned, from forecourt.Role, within time.Duration, plan func(line.Planned) error) error {
	struck := false
	if from != (forecourt.Role{}) {
		p.From = from.String()
	}
	if within > 0 {
		p.Struck = func(clock.Instant) { struck = true; h.wake() }
	}
	if err := plan(p); err != nil || within == 0 {
		return err
	}
	if h.Await(h.Begin().Add(within), func() bool { return struck }) || h.Over() {
		return nil
	}
	return &Finding{
		Verdict: verdict.Inconclusive, Fault: verdict.Scenario,
		Text: fmt.Sprintf("the fault %s did not strike within %s", p, unit.FormatDuration(within)),
	}
}
