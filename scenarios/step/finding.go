package step

import (
	"errors"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

// Finding is a verdict other than pass, and why.
type Finding struct {
	Verdict  verdict.Verdict
	Fault    verdict.Fault
	Text     string // one line
	Expected string
	Actual   string
}

// Error implements error.
func (f *Finding) Error() string { return f.Text }

// Failed returns a fail of the device.
func Failed(text, expected, actual string) *Finding {
	return &Finding{Verdict: verdict.Fail, Fault: verdict.Device, Text: text, Expected: expected, Actual: actual}
}

// Wrong returns an error of the scenario: it asks for what cannot be.
func Wrong(text string) *Finding {
	return &Finding{Verdict: verdict.Error, Fault: verdict.Scenario, Text: text}
}

// findingOf turns what a step returned into a finding.
func findingOf(err error) *Finding {
	var f *Finding
	var t *bench.Trouble
	var d *bench.Doubt
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &d):
		return &Finding{Verdict: verdict.Inconclusive, Fault: verdict.Bench, Text: d.Text}
	case errors.As(err, &t):
		return &Finding{Verdict: verdict.Error, Fault: verdict.Bench, Text: t.Err.Error()}
	}
	return Wrong(err.Error())
}

func (f *Finding) cause(place string, at int64) *verdict.Cause {
	return &verdict.Cause{Fault: f.Fault, Text: f.Text, Place: place, Expected: f.Expected, Actual: f.Actual, AtNS: at}
}
