package desk

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// Client is a till that is logged on. One that is lost or has logged off refuses everything.
type Client struct {
	desk   *Desk
	name   string
	within time.Duration
	heard  clock.Instant
	gone   bool
}

// LogOn takes a till in under a name, and finds it its locks again. A till is given up when Touch was not called for a
// span; zero: never. One that logs on while it still stands as logged on takes its own place: the earlier Client is lost.
func (d *Desk) LogOn(name string, within time.Duration) (*Client, *Refusal) {
	if !d.on {
		return nil, refuse(Off, "the controller is off")
	}
	if old := d.client(name); old != nil {
		d.lose(old, "it has logged on again")
	}
	if len(d.clients) >= d.cfg.MaxClients {
		r := refuse(TooMany, "%d tills are logged on", len(d.clients))
		d.env.Tell(Refused{Client: name, Request: "log-on", Why: r.Why})
		return nil, r
	}
	c := &Client{desk: d, name: name, within: within, heard: d.env.Now()}
	d.clients = append(d.clients, c)
	d.adopt(name)
	d.env.Tell(ClientLoggedOn{Client: name})
	d.arm()
	return c, nil
}

// Name returns the name it has logged on with.
func (c *Client) Name() string { return c.name }

// Gone says that the client is none any more.
func (c *Client) Gone() bool { return c.gone || !c.desk.on }

// Touch says that the till has shown a sign of life.
func (c *Client) Touch() {
	if !c.Gone() {
		c.heard = c.desk.env.Now()
	}
}

// LogOff lets the till go, and gives back its locks.
func (c *Client) LogOff() {
	if c.Gone() {
		return
	}
	c.leave()
	c.desk.env.Tell(ClientLoggedOff{Client: c.name})
	c.desk.free(c.name, false)
	c.desk.arm()
}

// Disconnect says that the till's connection is gone. Its locks wait as long as it would have been waited for.
func (c *Client) Disconnect(why string) {
	if !c.Gone() {
		c.desk.lose(c, why)
		c.desk.arm()
	}
}

func (d *Desk) lose(c *Client, why string) {
	c.leave()
	d.env.Tell(ClientLost{Client: c.name, Why: why})
	until := d.env.Now().Add(d.cfg.LockFor)
	if c.within > 0 {
		until = c.due()
	}
	d.orphan(c.name, until)
	d.notify(LostNotice{c})
}

func (c *Client) leave() {
	c.gone = true
	for i, x := range c.desk.clients {
		if x == c {
			c.desk.clients = append(c.desk.clients[:i:i], c.desk.clients[i+1:]...)
			return
		}
	}
}

func (c *Client) due() clock.Instant {
	if c.within <= 0 {
		return clock.Never
	}
	return c.heard.Add(c.within)
}

func (d *Desk) client(name string) *Client {
	for _, c := range d.clients {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (d *Desk) expireClients(now clock.Instant) {
	for _, c := range append([]*Client(nil), d.clients...) {
		if c.due() <= now {
			d.lose(c, "nothing was heard for "+c.within.String())
		}
	}
}

// refused tells that a client was refused something.
func (c *Client) refused(what string, p forecourt.Point, r *Refusal) *Refusal {
	if c.desk.on {
		c.desk.env.Tell(Refused{Client: c.name, Request: what, Point: p, Why: r.Why})
	}
	return r
}

// here says whether the client may ask for anything at all.
func (c *Client) here(what string) *Refusal {
	switch {
	case !c.desk.on:
		return refuse(Off, "the controller is off")
	case c.gone:
		return c.refused(what, 0, refuse(NotLoggedOn, "not logged on"))
	}
	return nil
}

// point returns a point that the client may touch.
func (c *Client) point(n forecourt.Point, what string) (*point, *Refusal) {
	if r := c.here(what); r != nil {
		return nil, r
	}
	p := c.desk.find(n)
	switch {
	case p == nil:
		return nil, c.refused(what, n, refuse(NoPoint, "there is no point %d", n))
	case p.lock.against(c.name):
		return nil, c.refused(what, n, refuse(PointLocked, "point %d is locked by %s", n, p.lock.Holder))
	}
	return p, nil
}

// sale returns a sale that the client may touch.
func (c *Client) sale(number int, what string) (*sale, *Refusal) {
	if r := c.here(what); r != nil {
		return nil, r
	}
	s := c.desk.saleOf(number)
	if s == nil {
		return nil, c.refused(what, 0, refuse(NoSale, "there is no unpaid sale %d", number))
	}
	p := c.desk.find(s.Point)
	switch {
	case s.lock.against(c.name):
		return nil, c.refused(what, s.Point, refuse(SaleLocked, "sale %d is locked by %s", number, s.lock.Holder))
	case p != nil && p.lock.against(c.name):
		return nil, c.refused(what, s.Point, refuse(PointLocked, "point %d is locked by %s", s.Point, p.lock.Holder))
	}
	return s, nil
}
