package desk

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// lock is who alone may touch something, and until when if they are not there.
type lock struct {
	Holder string
	until  clock.Instant // Never while the holder is logged on, or there is none
}

var free = lock{until: clock.Never}

// against says that a lock keeps a client out.
func (l lock) against(client string) bool { return l.Holder != "" && l.Holder != client }

// taken returns the lock of a client, from now on.
func (d *Desk) taken(client string) lock {
	if client == "" {
		return free
	}
	if d.client(client) != nil {
		return lock{Holder: client, until: clock.Never}
	}
	return lock{Holder: client, until: d.env.Now().Add(d.cfg.LockFor)}
}

// locks calls f with every lock; f says what it becomes.
func (d *Desk) locks(f func(l lock) lock, changed func(was lock, p *point, s *sale)) {
	for i := range d.points {
		p := &d.points[i]
		if was := p.lock; f(was) != was {
			p.lock = f(was)
			changed(was, p, nil)
		}
	}
	for _, s := range d.sales {
		if was := s.lock; f(was) != was {
			s.lock = f(was)
			changed(was, d.find(s.Point), s)
		}
	}
}

// adopt gives a client that is back the locks that waited for it.
func (d *Desk) adopt(client string) {
	d.locks(func(l lock) lock {
		if l.Holder == client {
			l.until = clock.Never
		}
		return l
	}, func(lock, *point, *sale) {})
}

// orphan lets the locks of a client wait for it.
func (d *Desk) orphan(client string, until clock.Instant) {
	d.locks(func(l lock) lock {
		if l.Holder == client {
			l.until = until
		}
		return l
	}, func(lock, *point, *sale) {})
}

// free gives back every lock of a client.
func (d *Desk) free(client string, expired bool) {
	d.locks(func(l lock) lock {
		if l.Holder == client {
			return free
		}
		return l
	}, d.freed(expired))
}

func (d *Desk) expireLocks(now clock.Instant) {
	d.locks(func(l lock) lock {
		if l.until <= now {
			return free
		}
		return l
	}, d.freed(true))
}

func (d *Desk) freed(expired bool) func(lock, *point, *sale) {
	return func(was lock, p *point, s *sale) {
		e := LockExpired{Client: was.Holder}
		if s != nil {
			e.Point, e.Sale = s.Point, s.ID
		} else {
			e.Point = p.Point.Point
		}
		if expired {
			d.env.Tell(e)
		} else {
			d.env.Tell(Unlocked(e))
		}
		d.lockChanged(p, s)
	}
}

// lockChanged writes a lock down and tells the front ends.
func (d *Desk) lockChanged(p *point, s *sale) {
	if s != nil {
		d.saveSale(s)
		d.notify(SaleNotice{Sale: d.saleView(s)})
		return
	}
	d.savePoint(p)
	d.notify(PointNotice{p.Point.Point})
}

// LockSale keeps a sale from other clients. Locking what one has locked is no mistake.
func (c *Client) LockSale(number int) *Refusal {
	s, r := c.sale(number, "lock")
	if r != nil || s.lock.Holder == c.name {
		return r
	}
	d := c.desk
	s.lock = d.taken(c.name)
	d.env.Tell(Locked{Client: c.name, Point: s.Point, Sale: s.ID})
	d.lockChanged(nil, s)
	return nil
}

// UnlockSale gives it back.
func (c *Client) UnlockSale(number int) *Refusal {
	s, r := c.sale(number, "unlock")
	switch {
	case r != nil:
		return r
	case s.lock.Holder != c.name:
		return c.refused("unlock", s.Point, refuse(NotLocked, "sale %d is not locked", number))
	case s.clearing:
		return c.refused("unlock", s.Point, refuse(Busy, "sale %d is being cleared", number))
	}
	d := c.desk
	s.lock = free
	d.freed(false)(lock{Holder: c.name}, nil, s)
	return nil
}

// LockPoint keeps a point, and the sales made there, from other clients.
func (c *Client) LockPoint(n forecourt.Point) *Refusal {
	p, r := c.point(n, "lock")
	if r != nil || p.lock.Holder == c.name {
		return r
	}
	d := c.desk
	p.lock = d.taken(c.name)
	d.env.Tell(Locked{Client: c.name, Point: n})
	d.lockChanged(p, nil)
	return nil
}

// UnlockPoint gives it back.
func (c *Client) UnlockPoint(n forecourt.Point) *Refusal {
	p, r := c.point(n, "unlock")
	if r != nil {
		return r
	}
	if p.lock.Holder != c.name {
		return c.refused("unlock", n, refuse(NotLocked, "point %d is not locked", n))
	}
	p.lock = free
	c.desk.freed(false)(lock{Holder: c.name}, p, nil)
	return nil
}
