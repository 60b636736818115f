package site

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/wire/pts"
)

func withPTS(t *testing.T, block string) (*Plan, error) {
	t.Helper()
	good, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return Load("plan.yaml", append(good, []byte("pts: "+block+"\n")...))
}

func TestThePTSBlock(t *testing.T) {
	p, err := Open("kiosk")
	if err != nil || !reflect.DeepEqual(p.PTS, PTS{Scheme: "none"}) {
		t.Errorf("%+v, %v", p.PTS, err)
	}
	p, err = withPTS(t, `{ scheme: digest, user: till, password: "secret", upload: "http://box:pw@127.0.0.1:9000/jsonPTS", `+
		`pts-id: 003A003A3435510938393730, tank-measurements: 1 min, in-tank-deliveries: true, status: 30 s, alert-codes: { low-product: 7 } }`)
	if err != nil {
		t.Fatal(err)
	}
	want := PTS{"digest", "till", "secret", "http://box:pw@127.0.0.1:9000/jsonPTS", "003A003A3435510938393730", time.Minute, true, 30 * time.Second, map[string]int{"low-product": 7}}
	if !reflect.DeepEqual(p.PTS, want) {
		t.Errorf("%+v", p.PTS)
	}
	if code, ok := p.PTS.AlertCode("LowProduct"); code != 7 || !ok {
		t.Errorf("low product has code %d", code)
	}
	if _, ok := p.PTS.AlertCode("HighProduct"); ok {
		t.Error("an alarm that was given no code has one")
	}
	for _, word := range pts.TankAlarms {
		if alarmKeys[word] == "" {
			t.Errorf("a plan cannot name %s", word)
		}
	}
}

func TestPTSBlocksThatCannotWorkAreRefused(t *testing.T) {
	for block, want := range map[string]string{
		"{ scheme: digets, user: a, password: b }":               "did you mean 'digest'?",
		"{ scheme: basic }":                                      "without a user and a password",
		"{ scheme: basic, user: a }":                             "without a user and a password",
		"{ user: a, password: b }":                               "nobody is asked",
		"{ scheme: basic, user: \"a:b\", password: c }":          "no colon",
		"{ upload: \"127.0.0.1:9000\" }":                         "cannot be read",
		"{ upload: \"ftp://127.0.0.1/\" }":                       "must begin with http://",
		"{ upload: \"http:///jsonPTS\" }":                        "name a host",
		"{ upload: \"http://a/#b\" }":                            "behind #",
		"{ pts-id: 12AB }":                                       "24 digits",
		"{ status: 10 ms }":                                      "once a second",
		"{ tank-measurements: 10 ms }":                           "once a second",
		"{ alert-codes: { low-produkt: 1 } }":                    "did you mean 'low-product'?",
		"{ alert-codes: { low-product: 70000 } }":                "0 to 65535",
		"{ passwort: x }":                                        "did you mean 'password'?",
		"{ upload: \"http://box:hush%zz@127.0.0.1/jsonPTS\" }":   "cannot be read",
		"{ upload: \"http://box:hush@127.0.0.1:port/jsonPTS\" }": "cannot be read",
	} {
		_, err := withPTS(t, block)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "plan.yaml:35:") {
			t.Errorf("%s: %v, want %q", block, err, want)
		}
	}
}
