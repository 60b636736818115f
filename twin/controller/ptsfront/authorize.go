package ptsfront

import (
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// authorize releases one nozzle of a pump.
func (c *call) authorize() pts.Packet {
	r, code := c.release()
	if code != 0 {
		return c.packet.Refuse(code)
	}
	if c.view.Release != 0 && c.view.Asked && c.view.Released == c.client.Name() {
		return c.packet.Refuse(pts.DuplicateAuthorize)
	}
	number := 0
	why := c.wait(func(done func(*desk.Refusal)) { number = c.client.Release(r, done) })
	if why != nil {
		return c.refuse(why)
	}
	return c.packet.Answer(pts.Confirmation{Pump: int(c.pump), Transaction: number})
}

// release reads what is asked for.
func (c *call) release() (r desk.Release, code pts.Code) {
	r.Point = c.pump
	if c.ask.Nozzle == nil {
		return r, pts.NoNozzleNumber
	}
	z, ok := c.view.Find(forecourt.Nozzle(*c.ask.Nozzle))
	if !ok || *c.ask.Nozzle != int(z.Nozzle) {
		return r, pts.NozzleOutOfRange
	}
	r.Nozzles = []forecourt.Nozzle{z.Nozzle}
	if c.ask.Price != nil {
		p, why := c.front.cfg.Desk.Price(c.ask.Price.String())
		if why != nil {
			return r, pts.NoPrice
		}
		if p != z.Price {
			return r, pts.PriceDifferent
		}
	}
	return r, c.limit(&r)
}

// limit reads the dose. A tank is filled without one.
func (c *call) limit(r *desk.Release) pts.Code {
	dose := ""
	if c.ask.Dose != nil {
		dose = c.ask.Dose.String()
	}
	var why *desk.Refusal
	switch c.ask.Type {
	case "":
		return pts.NoType
	case pts.FullTank:
		return 0
	case pts.ByAmount:
		if r.LimitAmount, why = c.front.cfg.Desk.Money(dose); why != nil || r.LimitAmount.Minor <= 0 {
			return pts.NoDose
		}
	case pts.ByVolume:
		if r.LimitVolume, why = c.front.cfg.Desk.Volume(dose); why != nil || r.LimitVolume.Count <= 0 {
			return pts.NoDose
		}
	default:
		return pts.TypeOutOfRange
	}
	return 0
}

// setPrices changes the prices of the grades that the pump sells, by nozzle from 1; 0 leaves a nozzle as it is.
func (c *call) setPrices() pts.Packet {
	if len(c.ask.Prices) == 0 {
		return c.packet.Refuse(pts.NoPrice)
	}
	if c.view.Holder != "" && c.view.Holder != c.client.Name() {
		return c.packet.Refuse(pts.BusyOtherUser)
	}
	wanted := map[forecourt.Grade]unit.Price{}
	var order []forecourt.Grade
	for i, text := range c.ask.Prices {
		p, why := c.front.cfg.Desk.Price(text.String())
		if why != nil {
			return c.packet.Refuse(pts.NoPrice)
		}
		if p.E4 == 0 {
			continue
		}
		z, ok := c.view.Find(forecourt.Nozzle(i + 1))
		if !ok || int(z.Nozzle) != i+1 {
			return c.packet.Refuse(pts.NozzleOutOfRange)
		}
		before, twice := wanted[z.Grade.Grade]
		if twice && before != p {
			return c.packet.Refuse(pts.NoPrice) // one grade, two prices
		}
		if !twice {
			order = append(order, z.Grade.Grade)
		}
		wanted[z.Grade.Grade] = p
	}
	for _, g := range order {
		if c.front.cfg.Desk.Prices()[g] == wanted[g] {
			continue
		}
		if why := c.wait(func(done func(*desk.Refusal)) { c.client.ChangePrice(g, wanted[g], done) }); why != nil {
			return c.refuse(why)
		}
	}
	return c.packet.OK()
}
