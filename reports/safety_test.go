package reports

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

func TestNothingFromADeviceRunsInThePage(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>` + "\x1b[31m"
	run := goldenRun(t)
	run.Rig, run.Suite, run.Command, run.Build = evil, evil, evil, evil
	var out bytes.Buffer
	j := journal.New(&out)
	j.Event(forecourt.Told{At: ms(1), Role: forecourt.Role{Kind: evil}, Event: news{evil}})
	j.Event(forecourt.Told{At: ms(2), Role: forecourt.PointRole(1), Event: news{evil}})
	j.Exchange(ms(3), evil, journal.Exchange{Method: evil, Path: evil, Request: evil, Response: evil})
	j.Recorder(evil, end(evil, evil), nil).Frame(0, wire.Chunk{Bytes: []byte(evil)}, false)
	_ = j.Close()
	run.Describers = map[string]Describer{"": func(string, []byte) string { return evil }}
	c := &verdict.Cause{Fault: evil, Text: evil, Place: evil, Expected: evil, Actual: evil}
	run.Records = []verdict.Record{{ID: evil, Name: evil, File: evil, Seed: evil, Covers: []string{evil}, Labels: []string{evil},
		Verdict: verdict.Fail, Cause: c, Digests: []string{evil}, StartNS: int64(ms(0)), VirtualNS: 1e9,
		Steps:      []verdict.Step{{Text: evil, Place: evil, Cause: c, Measured: measuredAs(evil, evil, evil)}},
		Invariants: []verdict.Invariant{{Name: evil, Violations: 1, First: evil}}}}
	run.Journals = []Journal{{Scenario: evil, Data: out.Bytes()}}
	page, err := Page(run)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(page, []byte("<script")); n != 1 || bytes.Contains(page, []byte("<img")) {
		t.Errorf("%d scripts in the page", n)
	}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		t.Error("the template refused a value")
	}
	junit, err := JUnit(run)
	if err != nil || xml.Unmarshal(junit, new(junitSuites)) != nil {
		t.Errorf("junit: %v", err)
	}
	var text bytes.Buffer
	_ = Text(&text, run, false)
	if bytes.ContainsRune(text.Bytes(), 0x1b) {
		t.Error("an escape sequence reached the terminal")
	}
}

func TestNoCardNumberLeaves(t *testing.T) {
	card, _ := payment.LookupCard("mastercard-credit")
	pan := card.PAN.Reveal()
	run := goldenRun(t)
	run.Limits[0].Value, run.NotApplicable[0].Why = pan, pan
	for i := range run.Records {
		r := &run.Records[i]
		r.Name = "card " + pan
		if r.Cause != nil {
			r.Cause = &verdict.Cause{Text: pan, Expected: pan, Actual: pan}
		}
	}
	run.Records[0].Steps[0].Text = pan
	run.Describers = map[string]Describer{"host": func(string, []byte) string { return "2 " + pan }}
	parts, err := Parts(run)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	_ = Text(&text, run, true)
	digits := regexp.MustCompile(`[0-9]{13,19}`)
	for _, p := range append(parts, Part{"text", text.Bytes()}) {
		for _, name := range payment.CardNames() {
			c, _ := payment.LookupCard(name)
			if bytes.Contains(p.Data, []byte(c.PAN.Reveal())) {
				t.Errorf("%s holds the number of %s", p.Name, name)
			}
		}
		if strings.HasSuffix(p.Name, ".html") || strings.HasSuffix(p.Name, ".xml") || p.Name == "text" {
			for _, n := range digits.FindAllString(string(p.Data), -1) {
				if payment.Luhn(n) {
					t.Errorf("%s holds %s", p.Name, n)
				}
			}
		}
	}
}

func TestAPageStaysSmall(t *testing.T) {
	var b bytes.Buffer
	j := journal.New(&b)
	r := j.Recorder("bus 1", end("controller", "fuelling-point 1"), nil)
	for i := range 5000 {
		r.Frame(0, wire.Chunk{Bytes: []byte{byte(i), byte(i >> 8)}, Last: ms(int64(i))}, false)
		j.Event(forecourt.Told{At: ms(int64(i)), Role: forecourt.Role{Kind: "pos"}, Event: news{"paid"}})
	}
	rec := verdict.Record{ID: "x", Verdict: verdict.Fail, Cause: &verdict.Cause{AtNS: 2500e6}, StartNS: int64(clock.Epoch), VirtualNS: 5e9}
	page, err := Page(Run{Records: []verdict.Record{rec}, Journals: []Journal{{Scenario: "x", Data: b.Bytes()}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(page) > 300_000 || !bytes.Contains(page, []byte("4,600 more records in journal/x.jsonl")) {
		t.Errorf("%d bytes", len(page))
	}
	if !bytes.Contains(page, []byte(`<td class="num">2.500</td>`)) {
		t.Error("what surrounds the cause is not shown")
	}
}

func FuzzJournalToPage(f *testing.F) {
	data, long := recorded(f)
	lines := bytes.SplitAfter(data, []byte("\n"))
	f.Add(bytes.Join(lines[:12], nil), int64(clock.Epoch), long, int64(1))
	f.Add(bytes.Join(lines[len(lines)-12:], nil), int64(clock.Epoch), long, int64(1))
	f.Add([]byte(`{"at":-9223372036854775808,"kind":"cycle","count":9223372036854775807,"every":-1,"cycle":[{"after":1,"from":"a","hex":"zz"}]}`),
		int64(9223372036854775807), int64(-1), int64(-9223372036854775808))
	f.Add([]byte(`{"at":1,"kind":"event","role":"fuelling-point 1","name":"counted","data":{"volume":"9223372036854.75 L","amount":"92233720368547758.07 EUR"}}
{"at":9223372036854775807,"kind":"event","role":"fuelling-point 1","name":"counted","data":{"volume":"1 L"}}`), int64(1), int64(9223372036854775807), int64(5))
	f.Fuzz(func(t *testing.T, data []byte, start, long, at int64) {
		r := verdict.Record{ID: "x", Verdict: verdict.Fail, Cause: &verdict.Cause{AtNS: at}, StartNS: start, VirtualNS: long,
			Steps: []verdict.Step{{StartNS: at, EndNS: long}}}
		run := Run{Records: []verdict.Record{r}, Journals: []Journal{{Scenario: "x", Data: data, Lines: []Line{LineOf("", "dart", euros)}}}}
		if _, err := Page(run); err != nil {
			t.Fatal(err)
		}
	})
}
