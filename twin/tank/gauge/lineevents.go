package gauge

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// The events of lines.
type (
	// LineTestStarted says that a line is being tested.
	LineTestStarted struct {
		Line int          `event:"line"`
		Kind LeakTestKind `event:"kind"`
	}
	// LineTestEnded says what the test found.
	LineTestEnded struct {
		Line   int            `event:"line"`
		Kind   LeakTestKind   `event:"kind"`
		Result LeakTestResult `event:"result"`
		Hourly unit.Volume    `event:"hourly"` // lost in an hour
		Reason string         `event:"reason"` // why it is invalid
	}
	// LineAlarmRaised and LineAlarmCleared say that a line has an alarm, and that it has it no more.
	LineAlarmRaised struct {
		Line  int    `event:"line"`
		Alarm string `event:"alarm"`
	}
	LineAlarmCleared struct {
		Line  int    `event:"line"`
		Alarm string `event:"alarm"`
	}
)

// Event names.
func (LineTestStarted) Event() string  { return "line-test-started" }
func (LineTestEnded) Event() string    { return "line-test-ended" }
func (LineAlarmRaised) Event() string  { return "line-alarm-raised" }
func (LineAlarmCleared) Event() string { return "line-alarm-cleared" }

func init() {
	forecourt.DefineEvent(Kind, LineTestStarted{}, "a pressure line is being tested")
	forecourt.DefineEvent(Kind, LineTestEnded{}, "the test of a pressure line has ended")
	forecourt.DefineEvent(Kind, LineAlarmRaised{}, "a pressure line has an alarm")
	forecourt.DefineEvent(Kind, LineAlarmCleared{}, "a pressure line has an alarm no more")
}

// StartLineTest tests a line now, whose pump rests: also one that the console has shut down.
type StartLineTest struct {
	Line uint8
	Kind LeakTestKind
}

// Stimulus implements forecourt.Stimulus.
func (StartLineTest) Stimulus() string { return "start-line-test" }

func (g *Gauge) testLine(s StartLineTest) error {
	for i, l := range g.lines {
		if l.Number != s.Line {
			continue
		}
		switch {
		case l.runs:
			return fmt.Errorf("gauge: line %d cannot be tested while its pump runs", s.Line)
		case l.trial != nil:
			return fmt.Errorf("gauge: a test of line %d is under way", s.Line)
		}
		for _, std := range lineStandards {
			if std.kind == s.Kind {
				g.startLineTest(i, std)
				return nil
			}
		}
		return fmt.Errorf("gauge: there is no line test '%s'", s.Kind)
	}
	return fmt.Errorf("gauge: there is no line %d", s.Line)
}

// alarmText is how events call an alarm.
func alarmText(a veeder.Alarm) string { return strings.ToLower(a.Words()) }
