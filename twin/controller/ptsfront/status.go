package ptsfront

import (
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// status tells what was asked for before, or how the pump is.
func (c *call) status() pts.Packet {
	if waiting := c.front.later[c.user][c.pump]; len(waiting) > 0 {
		c.front.later[c.user][c.pump] = waiting[1:]
		return c.packet.Answer(waiting[0])
	}
	v := c.view
	switch {
	case v.State == 0 || v.State == forecourt.Inoperative || v.State == forecourt.Closed:
		return c.packet.Answer(pts.Offline{Pump: int(v.Point), Request: request(v), User: user(v)})
	case v.State == forecourt.Authorised || v.State.Delivering():
		return c.packet.Answer(c.filling())
	}
	if unpaid := c.front.cfg.Desk.Sales(v.Point); len(unpaid) > 0 {
		return c.packet.Answer(c.ended(unpaid[0]))
	}
	return c.packet.Answer(c.idle())
}

// request is what holds the pump.
func request(v desk.View) string {
	switch {
	case v.Asked:
		return pts.PumpAuthorize
	case v.Holder != "":
		return pts.PumpLock
	}
	return ""
}

// user is who has locked the pump, or released it.
func user(v desk.View) string {
	if v.Holder != "" {
		return desk.Shown(v.Holder)
	}
	return desk.Shown(v.Released)
}

func (c *call) idle() pts.Idle {
	v := c.view
	i := pts.Idle{Pump: int(v.Point), NozzleUp: int(v.Out), Nozzle: int(v.Out), Request: request(v), User: user(v)}
	if s := v.Last; s != nil {
		i.LastNozzle, i.LastTransaction = int(s.Nozzle), v.LastNumber
		i.LastVolume, i.LastPrice, i.LastAmount = pts.Plain(s.Volume), pts.Plain(s.Price), pts.Plain(s.Amount)
		i.LastDateTime, i.LastTotalVolume = c.front.stamp(s.EndedAt), pts.Plain(s.After)
	}
	return i
}

func (c *call) filling() pts.Filling {
	v := c.view
	f := pts.Filling{
		Pump: int(v.Point), Nozzle: int(v.Nozzle), Transaction: v.Release, User: user(v),
		Volume: pts.Plain(v.Shown.Volume), TCVolume: "0", Amount: pts.Plain(v.Shown.Amount),
	}
	if z, ok := v.Find(v.Nozzle); ok {
		f.Price, f.FuelGradeID, f.FuelGradeName = pts.Plain(z.Price), z.Grade.Number, z.Grade.Name
	}
	return f
}

func (c *call) ended(s desk.Sale) pts.Ended {
	grade := c.front.cfg.Desk.GradeOf(s.Grade)
	who := s.Holder
	if who == "" {
		who = s.Client
	}
	return pts.Ended{
		Filling: pts.Filling{
			Pump: int(s.Point), Nozzle: int(s.Nozzle), Transaction: s.Number, User: desk.Shown(who),
			Volume: pts.Plain(s.Volume), TCVolume: net(s.Sale), Price: pts.Plain(s.Price), Amount: pts.Plain(s.Amount),
			FuelGradeID: grade.Number, FuelGradeName: grade.Name, DateTimeStart: c.front.stamp(s.StartedAt),
		},
		TotalVolume: pts.Plain(s.After), DateTime: c.front.stamp(s.EndedAt),
	}
}

// net is a sale's volume at the reference temperature, where it is known.
func net(s forecourt.Sale) pts.Number {
	if s.Compensation.Net == (unit.Indicated{}) {
		return "0"
	}
	return pts.Plain(s.Compensation.Net)
}

// keep puts data where the till's next PumpGetStatus of the pump finds it; one of a kind, the latest.
func (c *call) keep(d pts.Data) pts.Packet {
	mine := c.front.later[c.user]
	if mine == nil {
		mine = map[forecourt.Point][]pts.Data{}
		c.front.later[c.user] = mine
	}
	const most = 8
	if waiting := mine[c.pump]; len(waiting) < most {
		mine[c.pump] = append(waiting, d)
	} else {
		waiting[most-1] = d
	}
	return c.packet.OK()
}

func (c *call) getPrices() pts.Packet {
	p := pts.Prices{Pump: int(c.pump), User: user(c.view)}
	for _, z := range c.view.Nozzles {
		for len(p.Prices) < int(z.Nozzle) {
			p.Prices = append(p.Prices, "0")
		}
		p.Prices[z.Nozzle-1] = pts.Plain(z.Price)
	}
	return c.keep(p)
}

func (c *call) getTotals() pts.Packet {
	if c.ask.Nozzle == nil {
		return c.packet.Refuse(pts.NoNozzleNumber)
	}
	z, ok := c.view.Find(forecourt.Nozzle(*c.ask.Nozzle))
	if !ok || *c.ask.Nozzle != int(z.Nozzle) {
		return c.packet.Refuse(pts.NozzleOutOfRange)
	}
	t, ok := c.front.cfg.Desk.Totals(c.pump, z.Nozzle)
	if !ok {
		return c.packet.Refuse(pts.NoDataForResponse)
	}
	return c.keep(pts.Totals{
		Pump: int(c.pump), Nozzle: int(z.Nozzle), Volume: pts.Plain(t), Transaction: c.view.LastNumber, User: user(c.view),
	})
}

// getDisplay tells what the pump shows: the sale under way, or the last one.
func (c *call) getDisplay() pts.Packet {
	f := c.filling()
	d := pts.Display{Pump: f.Pump, Nozzle: f.Nozzle, Volume: f.Volume, Price: f.Price, Amount: f.Amount, User: f.User}
	if s := c.view.Last; s != nil && !c.view.State.Delivering() {
		d.Nozzle, d.Volume, d.Price, d.Amount = int(s.Nozzle), pts.Plain(s.Volume), pts.Plain(s.Price), pts.Plain(s.Amount)
	}
	return c.keep(d)
}
