package veeder

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
)

// MaxLines is how many pressure lines a console tests (C).
const MaxLines = 8

// The types of a pressure line's alarms, those that a test raises (A: two clients agree).
const (
	LineGrossFail    uint16 = 2
	LineAnnualFail   uint16 = 3
	LineShutdown     uint16 = 8
	LinePeriodicFail uint16 = 11
)

// lineAlarms are the texts of a console's reports (2, 8 and 11 B, from captures; the rest C).
var lineAlarms = [...]string{
	1: "PLLD SETUP DATA WARN", 2: "GROSS LINE FAIL", 3: "ANNUAL LINE FAIL", 4: "PERIODIC LINE WARN", 5: "PERIODIC LINE ALARM",
	6: "PLLD OPEN ALARM", 7: "HIGH PRESSURE ALARM", 8: "PLLD SHUTDOWN ALARM", 9: "HIGH PRESSURE WARN", 10: "CONT HANDLE ON WARN",
	11: "PERIODIC LINE FAIL", 12: "ANNUAL LINE WARN", 13: "ANNUAL LINE ALARM", 14: "LOW PRESSURE ALARM", 15: "PLLD SHORT ALARM",
	16: "CONT HANDLE ON ALARM", 17: "FUEL OUT", 18: "LINE EQUIPMENT ALARM",
}

// LineAlarm returns an alarm of a pressure line.
func LineAlarm(line uint8, kind uint16) Alarm {
	return Alarm{Category: PressureLine, Type: kind, Device: line}
}

// LineTest is when a line was tested, and what came of it: 1 passed, 2 failed, 0 it was never tested (B).
type LineTest struct {
	At     clock.Instant
	Result uint8
}

// LineReport is what a console knows of a pressure line's tests: the last one at 3.0 gallons an hour and how many of them
// were passed, and those at 0.2 and 0.1, newest first.
type LineReport struct {
	Line             uint8
	Label            string // only in the display format
	Gross            LineTest
	LastDay, Today   uint16 // in 24 hours, and since midnight
	Periodic, Annual []LineTest
}

// LineReports answers 373 and 385.
type LineReports []LineReport

func (LineReports) body() {}

// Lines is a Source that tests lines too; one that is none has no lines.
type Lines interface {
	// Lines lists them by number.
	Lines(at clock.Instant) []LineReport
}

func lineReports(src Source, at clock.Instant, device uint8) LineReports {
	list := LineReports{}
	lines, ok := src.(Lines)
	if !ok {
		return list
	}
	for _, l := range lines.Lines(at) {
		if device == 0 || device == l.Line {
			list = append(list, l)
		}
	}
	return list
}

// appendLine writes a line's tests: QQ, the last gross test and its counts, then the two lists (B: VR-950, function 385).
func (c *codec) appendLine(b []byte, l *LineReport) []byte {
	b = fmt.Appendf(b, "%02d", l.Line)
	b = c.appendDate(b, int64(l.Gross.At))
	b = fmt.Appendf(b, "%02X00%04X%04X", l.Gross.Result, l.LastDay, l.Today)
	for _, list := range [][]LineTest{l.Periodic, l.Annual} {
		list = list[:min(len(list), most)]
		b = fmt.Appendf(b, "%02X", len(list))
		for _, t := range list {
			b = c.appendDate(b, int64(t.At))
			b = fmt.Appendf(b, "%02X00", t.Result)
		}
	}
	return b
}

func (r *cursor) lineTest() (t LineTest) {
	t.At = r.date()
	n, _ := r.number(2, 16, "result")
	t.Result = uint8(n)
	r.take(2, "test type")
	return t
}

func (r *cursor) lineReport() (l LineReport) {
	l.Line, l.Gross = r.device("line"), r.lineTest()
	day, _ := r.number(4, 16, "passed tests")
	today, _ := r.number(4, 16, "passed tests")
	l.LastDay, l.Today = uint16(day), uint16(today)
	for _, list := range []*[]LineTest{&l.Periodic, &l.Annual} {
		n, _ := r.number(2, 16, "count")
		for ; n > 0 && r.wrong.reason == ""; n-- {
			*list = append(*list, r.lineTest())
		}
	}
	return l
}

// The words of the display report (B: function 373).
const (
	grossTitle    = "3.0 GAL/HR RESULTS:"
	periodicTitle = "0.20 GAL/HR RESULTS:"
	annualTitle   = "0.10 GAL/HR RESULTS:"
	lastDayWords  = "PREV 24 HOURS :"
	todayWords    = "SINCE MIDNIGHT :"
	noLineTest    = "NO TEST DATA AVAILABLE"
)

var lineResults = [...]string{0: "", 1: "PASS", 2: "FAIL"}

func (c *codec) printLineTest(b *strings.Builder, t LineTest) {
	words := fmt.Sprintf("RESULT %02X", t.Result)
	if int(t.Result) < len(lineResults) {
		words = lineResults[t.Result]
	}
	fmt.Fprintf(b, "%s %s\n", c.displayDate(t.At), words)
}

func (c *codec) printLines(b *strings.Builder, list LineReports) {
	for _, l := range list {
		fmt.Fprintf(b, "Q%2d:%s\n %s\nLAST TEST:\n", l.Line, l.Label, grossTitle)
		if l.Gross.At == 0 {
			b.WriteString(noLineTest + "\n")
		} else {
			c.printLineTest(b, l.Gross)
		}
		fmt.Fprintf(b, "NUMBER OF TESTS PASSED\n%s%6d\n%s%5d\n", lastDayWords, l.LastDay, todayWords, l.Today)
		for i, tests := range [][]LineTest{l.Periodic, l.Annual} {
			b.WriteString([]string{periodicTitle, annualTitle}[i] + "\n")
			for _, t := range tests {
				c.printLineTest(b, t)
			}
			if len(tests) == 0 {
				b.WriteString(noLineTest + "\n")
			}
		}
		b.WriteString("\n")
	}
}

func (c *codec) displayedLineTest(line string) (t LineTest, ok bool) {
	at, words, ok := c.dateIn(line)
	t.At = at
	for i, w := range lineResults {
		if w != "" && words == w {
			t.Result = uint8(i)
		}
	}
	if digits, found := strings.CutPrefix(words, "RESULT "); found {
		n, _ := strconv.ParseUint(digits, 16, 8)
		t.Result = uint8(n)
	}
	return t, ok
}

func (c *codec) displayedLines(lines []string) LineReports {
	list := LineReports{}
	block := ""
	for _, text := range lines {
		text = strings.TrimSpace(text)
		if head, label, found := strings.Cut(text, ":"); found && strings.HasPrefix(head, "Q") {
			if n, err := strconv.ParseUint(strings.TrimSpace(head[1:]), 10, 8); err == nil {
				list, block = append(list, LineReport{Line: uint8(n), Label: strings.TrimSpace(label)}), ""
				continue
			}
		}
		if len(list) == 0 {
			continue
		}
		l := &list[len(list)-1]
		number := func(after string) uint16 {
			n, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimPrefix(text, after)), 10, 16)
			return uint16(n)
		}
		switch {
		case text == grossTitle, text == periodicTitle, text == annualTitle:
			block = text
			continue
		case strings.HasPrefix(text, lastDayWords):
			l.LastDay = number(lastDayWords)
			continue
		case strings.HasPrefix(text, todayWords):
			l.Today = number(todayWords)
			continue
		}
		t, ok := c.displayedLineTest(text)
		switch {
		case !ok:
		case block == grossTitle:
			l.Gross = t
		case block == periodicTitle:
			l.Periodic = append(l.Periodic, t)
		case block == annualTitle:
			l.Annual = append(l.Annual, t)
		}
	}
	return list
}
