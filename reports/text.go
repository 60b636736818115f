package reports

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// words for a verdict where columns are narrow.
var shortNames = map[verdict.Verdict]string{
	verdict.None: "none", verdict.Pass: "pass", verdict.Inconclusive: "inc", verdict.Fail: "FAIL", verdict.Error: "ERR",
}

var colours = map[verdict.Verdict]string{
	verdict.Pass: "32", verdict.Inconclusive: "33", verdict.Fail: "1;31", verdict.Error: "1;35",
}

type printer struct {
	w     io.Writer
	color bool
	err   error
}

func (p *printer) printf(format string, a ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, a...)
	}
}

// verdict pads first, so that colour does not shift columns.
func (p *printer) verdict(v verdict.Verdict, width int) string {
	s := fmt.Sprintf("%-*s", width, shortNames[v])
	if !p.color || colours[v] == "" {
		return s
	}
	return "\x1b[" + colours[v] + "m" + s + "\x1b[0m"
}

// Text writes a run for people: one line a scenario, then limits, invariants, a block for each scenario that did not
// pass, and the totals with the exit code.
func Text(w io.Writer, run Run, color bool) error {
	run = settled(run)
	p := &printer{w: w, color: color}
	result := Summary(run)
	p.printf("seed %s   rig %s   %d selected, %d not applicable", plain(run.Seed), plain(run.Rig), run.Selected, len(run.NotApplicable))
	if len(run.NotApplicable) > 0 {
		p.printf(" (%s)", plain(strings.Join(append([]string{"forecourt list --why"}, run.Where...), " ")))
	}
	p.printf("\n\n")
	p.scenarios(run)
	p.limits(run)
	p.invariants(result)
	for _, r := range run.Records {
		if r.Verdict > verdict.Pass {
			p.block(run, r)
		}
	}
	p.totals(run, result)
	return p.err
}

func (p *printer) scenarios(run Run) {
	id, name := 0, 0
	for _, r := range run.Records {
		id, name = max(id, len([]rune(plain(r.ID)))), max(name, len([]rune(plain(r.Name))))
	}
	name = min(name, 60)
	for _, r := range run.Records {
		p.printf("  %s  %-*s  %-*s  %9s v", p.verdict(r.Verdict, 4), id, plain(r.ID), name, plain(r.Name), span(r.VirtualNS))
		if r.RealMS > 0 {
			p.printf("  %9s r", span(int64(r.RealMS*1e6)))
		}
		p.printf("\n")
	}
	if n := run.Selected - len(run.Records); n > 0 {
		p.printf("  %s  %d selected without a record: judged by nobody\n", p.verdict(verdict.None, 4), n)
	}
}

func (p *printer) limits(run Run) {
	label := "LIMITS"
	for _, l := range run.Limits {
		said := "ok"
		if l.Verdict != verdict.Pass {
			said = p.verdict(l.Verdict, 0)
		}
		p.printf("%-11s %-32s %12s   %s\n", label, plain(l.Name+" "+l.Limits), plain(l.Value), said)
		label = ""
	}
}

func (p *printer) invariants(r Result) {
	if len(r.Invariants) == 0 {
		return
	}
	var said []string
	for _, v := range r.Invariants {
		switch {
		case v.Violations > 0:
			said = append(said, fmt.Sprintf("%s %s %s", plain(v.Name), p.verdict(verdict.Fail, 0), count(v.Violations, "violation")))
		case v.Checks == 0:
			said = append(said, plain(v.Name)+" not checked")
		default:
			said = append(said, fmt.Sprintf("%s ok (%s, %s)", plain(v.Name), count(v.Scenarios, "run"), count(v.Checks, "check")))
		}
	}
	p.printf("INVARIANTS  %s\n", strings.Join(said, "   "))
	for _, v := range r.Invariants {
		if v.LeftOut != "" {
			p.printf("  left out  %s: %s\n", plain(v.Name), plain(v.LeftOut))
		}
	}
}

func (p *printer) block(run Run, r verdict.Record) {
	c := r.Cause
	p.printf("\n%s %s", p.verdict(r.Verdict, 0), plain(r.ID))
	place := c.Place
	if place == "" {
		place = r.File
	}
	for _, s := range append([]string{place}, strings.Join(r.Covers, ", ")) {
		if s != "" {
			p.printf("   %s", plain(s))
		}
	}
	p.printf("\n")
	p.line("expected", c.Expected)
	p.line("actual", c.Actual)
	p.line("first cause", causeLine(c))
	p.line("again", run.again(r))
	p.line("look", run.look()+"#"+r.ID)
}

func (p *printer) line(label, text string) {
	if text != "" {
		p.printf("  %-11s  %s\n", label, plain(text))
	}
}

func causeLine(c *verdict.Cause) string {
	s := c.Text
	if c.AtNS > 0 {
		s += " at " + string(seconds(c.AtNS)) + " s v"
	}
	if c.Fault != "" {
		s += "   (" + string(c.Fault) + ")"
	}
	return s
}

func (p *printer) totals(run Run, r Result) {
	v := r.Verdicts
	p.printf("\n%d judged: %d pass, %d fail, %d inconclusive, %d error", r.Judged, v.Pass, v.Fail, v.Inconclusive, v.Error)
	if v.None > 0 {
		p.printf(", %d none", v.None)
	}
	p.printf("      %s v", span(run.virtualNS()))
	if run.RealMS > 0 {
		p.printf(" in %s r", span(int64(run.RealMS*1e6)))
	}
	p.printf("      exit %d\n", r.Exit)
}

func (run Run) look() string {
	if run.Look == "" {
		return "report.html"
	}
	return run.Look
}

// plain keeps what came from a device from moving the cursor or breaking a line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// span prints a duration to three or four digits: "3 ms", "41.2 s", "5 m 03 s", "1 h 22 m".
func span(ns int64) string {
	switch s := ns / 1e9; {
	case ns < 0:
		return "-" + span(max(-ns, 0))
	case ns < 1e6:
		return fmt.Sprintf("%d us", ns/1e3)
	case ns < 1e9:
		return fmt.Sprintf("%d ms", ns/1e6)
	case s < 100:
		return fmt.Sprintf("%d.%d s", s, ns%1e9/1e8)
	case s < 3600:
		return fmt.Sprintf("%d m %02d s", s/60, s%60)
	default:
		return fmt.Sprintf("%s h %02d m", grouped(s/3600), s%3600/60)
	}
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(int64(n)) + " " + noun
}

// grouped prints 41208 as 41,208.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
