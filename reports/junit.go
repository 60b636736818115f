package reports

import (
	"bytes"
	"encoding/xml"
	"path"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// The JUnit elements. Times are virtual seconds.
type (
	junitSuites struct {
		XMLName  xml.Name      `xml:"testsuites"`
		Name     string        `xml:"name,attr"`
		Tests    int           `xml:"tests,attr"`
		Failures int           `xml:"failures,attr"`
		Errors   int           `xml:"errors,attr"`
		Skipped  int           `xml:"skipped,attr"`
		Time     string        `xml:"time,attr"`
		Suites   []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		ns         int64
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string       `xml:"classname,attr"`
		Name    string       `xml:"name,attr"`
		File    string       `xml:"file,attr,omitempty"`
		Time    string       `xml:"time,attr"`
		Failure *junitReason `xml:"failure"`
		Error   *junitReason `xml:"error"`
		Skipped *junitReason `xml:"skipped"`
		Out     string       `xml:"system-out,omitempty"`
	}
	junitReason struct {
		Type    string `xml:"type,attr,omitempty"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit returns the run as JUnit XML, one testsuite a folder. JUnit knows three ways not to pass and we know more: a
// fail is a failure (its type says whose fault it is); an error is an error of type "error"; an inconclusive is an error
// of type "inconclusive", because it must not be green and the device has not been shown to fail; a scenario without a
// record is an error of type "none"; one that is not applicable is skipped, with the reason.
func JUnit(run Run) ([]byte, error) {
	run = settled(run)
	top := junitSuites{Name: run.Suite}
	if top.Name == "" {
		top.Name = "forecourt"
	}
	suite := func(file string) *junitSuite {
		name := path.Dir(file)
		for _, s := range top.Suites {
			if s.Name == name {
				return s
			}
		}
		s := &junitSuite{Name: name, Properties: []junitProperty{{"seed", run.Seed}, {"rig", run.Rig}, {"build", run.Build}}}
		top.Suites = append(top.Suites, s)
		return s
	}
	for _, r := range run.Records {
		s := suite(r.File)
		c := junitCase{Class: class(r.File), Name: r.ID + " " + r.Name, File: r.File, Time: string(seconds(r.VirtualNS))}
		switch r.Verdict {
		case verdict.Fail:
			c.Failure = reason(string(r.Cause.Fault), r.Cause)
		case verdict.Inconclusive, verdict.Error:
			c.Error = reason(r.Verdict.String(), r.Cause)
		}
		if r.Verdict > verdict.Pass {
			c.Out = "again: " + run.again(r)
		}
		s.add(c, r.VirtualNS)
	}
	for range run.Selected - len(run.Records) {
		suite("").add(junitCase{Class: "forecourt", Name: "a scenario without a record", Time: "0",
			Error: &junitReason{Type: "none", Message: "judged by nobody"}}, 0)
	}
	for _, n := range run.NotApplicable {
		suite(n.File).add(junitCase{Class: class(n.File), Name: n.ID + " " + n.Name, File: n.File, Time: "0",
			Skipped: &junitReason{Message: "not applicable: " + n.Why}}, 0)
	}
	return top.encode()
}

func class(file string) string {
	if file == "" {
		return "forecourt"
	}
	return strings.ReplaceAll(strings.Trim(path.Dir(file), "./"), "/", ".")
}

func reason(kind string, c *verdict.Cause) *junitReason {
	var text strings.Builder
	for _, l := range [][2]string{{"place", c.Place}, {"expected", c.Expected}, {"actual", c.Actual}, {"first cause", causeLine(c)}} {
		if l[1] != "" {
			text.WriteString("\n" + l[0] + ": " + plain(l[1]))
		}
	}
	return &junitReason{Type: kind, Message: plain(c.Text), Text: text.String() + "\n"}
}

func (s *junitSuite) add(c junitCase, ns int64) {
	s.Tests++
	s.ns += ns
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

func (top junitSuites) encode() ([]byte, error) {
	var sum int64
	for _, s := range top.Suites {
		s.Time = string(seconds(s.ns))
		sum += s.ns
		top.Tests += s.Tests
		top.Failures += s.Failures
		top.Errors += s.Errors
		top.Skipped += s.Skipped
	}
	top.Time = string(seconds(sum))
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(top); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
