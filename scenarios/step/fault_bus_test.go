package step_test

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/scenarios/bench/benchtest"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/strict"
)

func TestFaultsAreHandedToTheBusAsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"fault: drop":                 "drop",
		"fault: drop, frames: [2, 9]": "drop at frame 2 to 9",
		"fault: drop, from: fuelling-point 2, matches: 51 3x 02":                    "drop from fuelling-point 2 that begins 51 3x 02",
		`fault: drop, matches: "5? c0", after: 200 ms, for: 2 s`:                    "drop that begins 5x C0, after 200 ms, for 2 s",
		"fault: truncate, byte: 4":                                                  "truncate, byte 4",
		"fault: extra-byte, bytes: FF 00":                                           "extra-byte, byte 0, FF 00",
		"fault: delay, delay: 60 ms":                                                "delay, late by 60 ms",
		"fault: stale-reply, from: fuelling-point 1, frame: 3":                      "stale-reply at frame 3 from fuelling-point 1",
		"fault: break, for: 1.5 s":                                                  "break, for 1.5 s",
		"fault: babble, from: fuelling-point 2, for: 1 s":                           "babble from fuelling-point 2, for 1 s",
		"fault: second-master, bytes: 50 20 FA, every: 40 ms, for: 3 s, after: 1 s": "second-master, after 1 s, for 3 s, every 40 ms, 50 20 FA",
	} {
		if got := act(t, "fault-bus: { bus: 1, "+text+" }"); got != "bus 1 faults ["+want+"]" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestFaultsThatMakeNoSenseAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"fault: brek":                                "did you mean 'break'?",
		"fault: short-circuit":                       "one of: flip, drop, ",
		"fault: flip, frame: 0":                      "the next frame is number 1",
		"fault: flip, frame: 1, frames: [1, 2]":      "the frame is given already",
		"fault: flip, frames: [4, 2]":                "write frames: [1, 8]",
		"fault: flip, frames: [4]":                   "write frames: [1, 8]",
		"fault: flip, bit: 8":                        "a bit is 0 to 7",
		"fault: flip, byte: -1":                      "the first byte is number 0",
		"fault: flip, delay: 1 s":                    "only a delay has a delay",
		"fault: drop, byte: 2":                       "only flip, drop-byte, extra-byte and truncate have a byte",
		"fault: drop, form: controller":              "did you mean 'from'?",
		"fault: drop, from: pos":                     "no pos speaks on a bus",
		"fault: drop, from: fuelling-point 9":        "it is fuelling-point 1 or 2",
		"fault: drop, matches: 5":                    "half a byte at its end",
		"fault: drop, matches: 5g":                   "neither a hexadecimal digit nor x",
		"fault: drop, for: 0 s":                      "a span must be longer than nothing",
		"fault: break":                               "break needs 'for'",
		"fault: delay":                               "for example delay: 60 ms",
		"fault: truncate":                            "truncate needs 'byte'",
		"fault: truncate, byte: 0":                   "use drop to lose the frame",
		"fault: stale-reply":                         "for example from: fuelling-point 1",
		"fault: stale-reply, from: pos":              "no pos speaks on a bus",
		"fault: second-master, for: 1 s":             "second-master needs 'bytes'",
		"fault: extra-byte, bytes: 5":                "write two hexadecimal digits for each",
		"fault: drop, within: 0 s":                   "a span must be longer than nothing",
		"fault: babble, for: 1 s, bytes: 55, bit: 1": "only a flip has a bit",
	} {
		n, err := strict.Parse("t.yaml", []byte("fault-bus: { bus: 1, "+text+" }"))
		if err != nil {
			t.Fatal(err)
		}
		cat := benchtest.Catalogue()
		l := step.NewLint(&cat)
		step.Parse(n, l)
		if errs := l.Take(); errs == nil || !strings.Contains(errs.Error(), want) {
			t.Errorf("%s: %v, want %s", text, errs, want)
		}
	}
}

func TestTheFaultsAreDocumented(t *testing.T) {
	for _, i := range step.All() {
		if i.Name != "fault-bus" {
			continue
		}
		for _, f := range line.FaultNames() {
			if !strings.Contains(i.Doc, " "+f) {
				t.Errorf("its text does not say what %s is", f)
			}
		}
	}
}
