package site

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func TestTheGatewaysManner(t *testing.T) {
	plan, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	with := func(more string) (*Plan, error) { return Load("plan.yaml", []byte(string(plan)+more)) }
	if p, err := with(""); err != nil || p.Gateway.Manner != payment.StripeManner || p.Gateway.Model() != "" {
		t.Errorf("%+v, %v", p.Gateway, err)
	}
	if p, err := with("gateway: { manner: paypal }\n"); err != nil || p.Gateway.Model() != "paypal" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := with("gateway: { manner: paypal, profile: far-away }\n"); err != nil || p.Gateway.Model() != "far-away" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := with("gateway: { manner: paypall }\n"); err == nil || !strings.Contains(err.Error(), "paypal'") {
		t.Errorf("%v", err)
	}
	krona := strings.ReplaceAll(string(plan), "EUR", "ISK") + "gateway: { manner: paypal }\n"
	krona = strings.NewReplacer("1.799 ISK", "179 ISK", "1.859 ISK", "185 ISK", "150.00 ISK", "150 ISK").Replace(krona)
	if _, err := Load("plan.yaml", []byte(krona)); err == nil || !strings.Contains(err.Error(), "does not take amounts in ISK") {
		t.Errorf("%v", err)
	}
	mocked := strings.Replace(string(plan), "pos: { ", "pos: { mock-response: INSTRUMENT_DECLINED, ", 1)
	if _, err := Load("plan.yaml", []byte(mocked)); err == nil || !strings.Contains(err.Error(), "only a gateway in the manner of paypal") {
		t.Errorf("%v", err)
	}
}
