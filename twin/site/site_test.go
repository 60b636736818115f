package site

import (
	"errors"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/strict"
)

func TestEveryReadyMadePlanLoads(t *testing.T) {
	for _, n := range Names() {
		p, err := Open(n)
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		if len(p.Points()) == 0 || p.Site != n {
			t.Errorf("%s: site %s with %d points", n, p.Site, len(p.Points()))
		}
	}
}

func TestPlansThatCannotExistAreRefusedWithTheirPlace(t *testing.T) {
	good, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"grade without a tank":  {"nozzle: 2, grade: super-95, tank: 2", "nozzle: 2, grade: super-59, tank: 2", "did you mean 'super-95'?"},
		"two on one address":    {"address: 0x51", "address: 0x50", "fuelling point 1 has this address on bus 1 already"},
		"overfull tank":         {"opening: 18000 L", "opening: 30001 L", "the tank opens with"},
		"price of zero":         {"price: 1.799 EUR/L", "price: 0.000 EUR/L", "a price must be over zero"},
		"credit price of zero":  {"price: 1.799 EUR/L", "price: 1.799 EUR/L, credit-price: 0.000 EUR/L", "a price must be over zero"},
		"foreign credit price":  {"price: 1.799 EUR/L", "price: 1.799 EUR/L, credit-price: 1.899 USD/L", "the site works in EUR"},
		"price per gallon":      {"price: 1.799 EUR/L", "price: 1.799 EUR/US gal", "the site counts in L"},
		"foreign currency":      {"price: 1.799 EUR/L", "price: 1.799 USD/L", "the site works in EUR"},
		"wrong product":         {"nozzle: 1, grade: diesel, tank: 1", "nozzle: 1, grade: diesel, tank: 2", "tank 2 holds super-95"},
		"no such tank":          {"nozzle: 1, grade: diesel, tank: 1", "nozzle: 1, grade: diesel, tank: 9", "there is no tank 9"},
		"nozzle out of order":   {"nozzle: 1, grade: diesel", "nozzle: 3, grade: diesel", "in order"},
		"reader without point":  {"card-reader: 2, fuelling-point: 2", "card-reader: 2, fuelling-point: 7", "no fuelling point 7"},
		"unknown silence":       {"dispenser: 1\n", "dispenser: 1\n    silence: sulk\n", "no manner of silence"},
		"unknown mode":          {"mode: postpay+prepay", "mode: sometimes+prepay", "is no service mode"},
		"mode twice":            {"mode: postpay+prepay+outdoor", "mode: prepay+prepay", "is there twice"},
		"modes that contradict": {"mode: postpay+prepay+outdoor", "mode: postpay+postpay-automatic", "contradicts itself"},
		"nobody to attend":      {"mode: postpay+prepay+outdoor", "mode: attendant", "is served by attendants, and there is none"},
		"attendant twice":       {"max-unpaid: 2", "max-unpaid: 2, attendants: [anna, anna]", "a name of his own"},
		"no such release":       {"max-unpaid: 2", "max-unpaid: 2, release: at-once", "nothing is released 'at-once'"},
		"too many tills":        {"max-unpaid: 2", "max-unpaid: 2, tills: 100", "1 to 99 tills"},
		"no such time zone":     {"currency: EUR", "currency: EUR\ntime-zone: Europe/Bonn", "there is no time zone 'Europe/Bonn'"},
		"no such time":          {"max-unpaid: 2", "max-unpaid: 2, schedule: [{ from: \"24:00\", mode: prepay }]", "is no time of day"},
		"schedule of nothing":   {"max-unpaid: 2", "max-unpaid: 2, schedule: [{ from: \"06:00\", mode: prepay, fuelling-points: [7] }]", "no fuelling point 7"},
		"schedule twice":        {"max-unpaid: 2", "max-unpaid: 2, schedule: [{ from: \"06:00\", mode: prepay }, { from: \"06:00\", mode: outdoor, fuelling-points: [2] }]", "fuelling point 2 changes at 06:00 already"},
		"sign of nothing":       {"ports:", "price-sign: { shows: [] }\nports:", "at least one grade"},
		"sign without grade":    {"ports:", "price-sign: { shows: [desel] }\nports:", "did you mean 'diesel'?"},
		"sign twice":            {"ports:", "price-sign: { shows: [diesel, diesel] }\nports:", "shows 'diesel' already"},
		"status before time":    {"poll-cycle: 50 ms", "poll-cycle: 50 ms, status-after: -2 s", "before they are silent"},
		"unknown key":           {"poll-cycle: 50 ms", "pol-cycle: 50 ms", "did you mean 'poll-cycle'?"},
		"bus that is not there": {"bus: 1\n        address: 0x51", "bus: 2\n        address: 0x51", "there is no bus 2"},
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(string(good), c.old, c.new, 1)
			if src == string(good) {
				t.Fatal("the mistake was not made")
			}
			_, err := Load("plan.yaml", []byte(src))
			var found strict.Errors
			if !errors.As(err, &found) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(err.Error(), c.want) || found[0].Line == 0 {
				t.Fatalf("%v", err)
			}
		})
	}
}

func TestMissingPlanSuggestsOne(t *testing.T) {
	_, err := Open("kiosc")
	if err == nil || !strings.Contains(err.Error(), "did you mean 'kiosk'?") {
		t.Fatal(err)
	}
}
