package station

import (
	"github.com/forecourt/forecourt/twin/app"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
)

// MobileHost is the host name under which the till serves phones.
const MobileHost = "mobile"

// phones puts into the till's configuration who may unlock points from a phone.
func (s *Station) phones(c *pos.Config) {
	if m := s.plan.Mobile; m.Has() {
		c.Mobile = pos.Mobile{Users: payment.AppUsers()[:m.Phones], ReserveWithin: m.ReserveWithin, Several: m.Several}
	}
}

// buildPhones serves phones, and adds those that are there.
func (s *Station) buildPhones() {
	if !s.plan.Mobile.Has() {
		return
	}
	s.serve(MobileHost, POSRole, httpLatency, s.pos.MobileHandler(), payment.Mask)
	for i, u := range payment.AppUsers()[:s.plan.Mobile.Phones] {
		phone := app.New(s.loop, app.Config{Number: i + 1, Site: s.plan.Site, URL: "http://" + MobileHost, User: u})
		s.add(phone.Role(), phone, app.Timers)
	}
}
