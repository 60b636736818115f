package site

import (
	"strings"
	"testing"
	"time"
)

func withGauge(t *testing.T, block string) (*Plan, error) {
	t.Helper()
	src, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return Load("t.yaml", append(src, "gauge: "+block+"\n"...))
}

func TestAGaugeBlockIsRead(t *testing.T) {
	p, err := withGauge(t, `{ read: true, every: 90 s, deliveries-every: 10 min, retry-every: 5 s, reply-within: 3 s, tries: 2,
  security: "314159", format: display, terminator: crlf, zone: Europe/Berlin }`)
	if err != nil {
		t.Fatal(err)
	}
	g := p.Gauge
	if !g.Read || g.Every != 90*time.Second || g.DeliveriesEvery != 10*time.Minute || g.Tries != 2 || g.Sent() != "314159" ||
		g.Location().String() != "Europe/Berlin" || GaugeTerminators[g.Terminator] != "\r\n" {
		t.Errorf("%+v", g)
	}
	if p, err = withGauge(t, `{ security: "314159", sends: "" }`); err != nil || p.Gauge.Sent() != "" || p.Gauge.Read || p.Gauge.Location() != time.UTC {
		t.Errorf("%v %+v", err, p)
	}
}

func TestEveryMistakeInAGaugeBlockHasItsPlace(t *testing.T) {
	for block, want := range map[string]string{
		`{ reed: true }`:                  "did you mean 'read'?",
		`{ every: 100 ms }`:               "a console is asked every 1 s at most",
		`{ tries: 0 }`:                    "a question is asked 1 to 20 times",
		`{ reply-within: 0 s }`:           "a limit must be longer than nothing",
		`{ security: "12345" }`:           "a security code has six characters",
		`{ sends: "1234567" }`:            "a security code has six characters",
		`{ format: dispaly }`:             "did you mean 'display'?",
		`{ terminator: lfcr }`:            "crlf",
		`{ zone: Europe/Berlim }`:         "there is no time zone 'Europe/Berlim'",
		`{ retry-every: 0 s, every: 0 s}`: "a console is asked every",
	} {
		_, err := withGauge(t, block)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "t.yaml:") {
			t.Errorf("%s: %v, want %s", block, err, want)
		}
	}
}
