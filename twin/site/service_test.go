package site

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/service"
)

func TestAScheduleIsReadInThePlansZone(t *testing.T) {
	_, src, err := Source("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(src), "max-unpaid: 2", `max-unpaid: 2, tills: 2, release: after-lift, schedule: [
  { from: "06:00", mode: postpay }, { from: "22:00", mode: prepay, fuelling-points: [2] } ]`, 1)
	p, err := Load("plan.yaml", []byte("time-zone: America/New_York\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	// The epoch is 19:00 of the day before in New York.
	if one := p.Opening(1); one != service.Of(service.Postpay) {
		t.Errorf("point 1 opens with %s", one)
	}
	if two, _ := p.Modes().At(2, clock.Epoch.Add(4*3600e9)); two != service.Of(service.Prepay) {
		t.Errorf("point 2 offers %s at 23:00", two)
	}
	if p.Unmanned() || p.POS.Tills != 2 || p.POS.Release != AfterLift {
		t.Errorf("%+v", p.POS)
	}
	if unmanned, err := Open("unmanned"); err != nil || !unmanned.Unmanned() {
		t.Errorf("the unmanned plan: %v", err)
	}
}
