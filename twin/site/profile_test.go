package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// with returns the kiosk with words put in place of others.
func with(t *testing.T, pairs ...string) []byte {
	t.Helper()
	src, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the plan has no '%s'", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return []byte(text)
}

func TestAPlanNamesProfiles(t *testing.T) {
	p, err := Load("plan.yaml", with(t, "dispenser: 1\n", "dispenser: 1\n    profile: udc-pump\n", "poll-cycle: 50 ms, ", "",
		"card-reader: 1, ", "card-reader: 1, profile: motorised, ",
		"pos: { ", "controller: { profile: field-master }\nhost: { profile: brisk }\ngateway: { profile: far-away }\ngauge: { profile: serial-1200 }\npos: { profile: hasty, "))
	if err != nil {
		t.Fatal(err)
	}
	if p.Dispensers[0].Profile != "udc-pump" || p.CardReaders[0].Profile != "motorised" || p.CardReaders[1].Profile != "" ||
		p.Controller.Profile != "field-master" || p.Host.Profile != "brisk" || p.Gateway.Profile != "far-away" ||
		p.Gauge.Profile != "serial-1200" || p.POS.Profile != "hasty" {
		t.Errorf("%+v", p)
	}
	if p.Buses[0].PollCycle != 215*time.Millisecond {
		t.Errorf("a bus that says no cycle is polled every %v", p.Buses[0].PollCycle)
	}
	if p, err = Load("plan.yaml", with(t, "pos: { ", "controller: { profile: field-master }\npos: { ")); err != nil || p.Buses[0].PollCycle != 50*time.Millisecond {
		t.Errorf("a bus that says its cycle is polled every %v, %v", p.Buses[0].PollCycle, err)
	}
}

func TestProfilesOfAPlanAreCheckedAtTheirPlace(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"good.yaml": "profile: good\nkind: dispenser\nname: Good\n",
		"bad.yaml":  "profile: bad\nkind: dispenser\nname: Bad\nno-flow: 3 s\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plan := filepath.Join(dir, "plan.yaml")
	p, err := Load(plan, with(t, "dispenser: 1\n", "dispenser: 1\n    profile: ./good.yaml\n"))
	if err != nil || p.Dispensers[0].Profile != filepath.Join(dir, "good.yaml") {
		t.Errorf("a file beside the plan: %v", err)
	}
	for name, c := range map[string]struct{ from, to, want string }{
		"misspelt":     {"dispenser: 1\n", "dispenser: 1\n    profile: udc-pmp\n", "plan.yaml:17:14: error: there is no dispenser profile 'udc-pmp'"},
		"of a reader":  {"card-reader: 1, ", "card-reader: 1, profile: motorized, ", "did you mean 'motorised'?"},
		"wrong inside": {"dispenser: 1\n", "dispenser: 1\n    profile: ./bad.yaml\n", "bad.yaml:4:10"},
		"wrong kind":   {"pos: { ", "host: { profile: ./good.yaml }\npos: { ", "a host is meant here"},
		"not there":    {"pos: { ", "host: { profile: ./none.yaml }\npos: { ", "cannot be read"},
	} {
		if _, err := Load(plan, with(t, c.from, c.to)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: expected %s:\n%v", name, c.want, err)
		}
	}
}
