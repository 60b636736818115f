package site

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/payment"
)

// Mobile is the site's interface for phones, and the phones that are there.
type Mobile struct {
	Phones        int           // 0: the site has no such interface
	ReserveWithin time.Duration // for what is paid with to be named, default 60 s
	Several       bool          // a user may have sessions at several points at once
}

// Has says that phones can unlock points.
func (m Mobile) Has() bool { return m.Phones > 0 }

func (c *checker) checkMobile() {
	m := c.plan.Mobile
	if users := len(payment.AppUsers()); m.Phones < 0 || m.Phones > users {
		c.wrong(fmt.Sprintf("each phone is a test user's, and there are %d", users), "", "mobile", "phones")
	}
	if m.ReserveWithin < 0 {
		c.wrong("a point is reserved for some time", "for example 60 s", "mobile", "reserve-within")
	}
}
