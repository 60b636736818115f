package ptsfront

import (
	"errors"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// exchange is one HTTP request.
type exchange struct {
	front *Front
	fiber *loop.Fiber // nil outside the loop: what the controller decides is then not waited for
	user  string
}

// call is one packet with what it asks for.
type call struct {
	*exchange
	packet pts.Packet
	ask    pts.Ask
	client *desk.Client
	pump   forecourt.Point // 0: all, for those who may
	view   desk.View
}

var requests map[string]func(*call) pts.Packet

func init() { // a table of functions that refer to the table
	requests = map[string]func(*call) pts.Packet{
		pts.PumpGetStatus:        (*call).status,
		pts.PumpAuthorize:        (*call).authorize,
		pts.PumpStop:             (*call).stop,
		pts.PumpEmergencyStop:    (*call).emergencyStop,
		pts.PumpLock:             (*call).lock,
		pts.PumpUnlock:           (*call).unlock,
		pts.PumpCloseTransaction: (*call).closeTransaction,
		pts.PumpGetPrices:        (*call).getPrices,
		pts.PumpSetPrices:        (*call).setPrices,
		pts.PumpGetTotals:        (*call).getTotals,
		pts.PumpGetDisplayData:   (*call).getDisplay,
		pts.PumpGetTransaction:   (*call).information,
	}
}

func (x *exchange) answer(p pts.Packet) pts.Packet {
	do := requests[p.Type]
	if do == nil {
		return p.Refuse(pts.NotFound)
	}
	c := &call{exchange: x, packet: p}
	if err := p.Get(&c.ask); err != nil {
		var r *pts.Refusal
		errors.As(err, &r)
		return p.Refuse(r.Code)
	}
	if c.ask.Pump == nil {
		return p.Refuse(pts.NoPumpNumber)
	}
	c.pump = forecourt.Point(*c.ask.Pump)
	view, known := x.front.cfg.Desk.Point(c.pump)
	if !known && (c.pump != 0 || p.Type != pts.PumpEmergencyStop) {
		return p.Refuse(pts.PumpOutOfRange)
	}
	c.view = view
	var why *desk.Refusal
	if c.client, why = x.front.client(x.user); why != nil {
		return c.refuse(why)
	}
	return do(c)
}

// codes are the protocol's numbers for the desk's reasons.
var codes = map[desk.Reason]pts.Code{
	desk.Off: pts.NoDataForResponse, desk.NotLoggedOn: pts.NoPermissions, desk.TooMany: pts.NoPermissions,
	desk.NoPoint: pts.PumpOutOfRange, desk.NoNozzle: pts.NozzleOutOfRange, desk.NoGrade: pts.NoPrice,
	desk.NoSale: pts.TransactionNotFound, desk.PointLocked: pts.BusyOtherUser, desk.SaleLocked: pts.BusyOtherUser,
	desk.NotLocked: pts.UserNotMatch, desk.Closed: pts.BusyOtherRequest, desk.WrongState: pts.BusyFilling,
	desk.Busy: pts.BusyOtherRequest, desk.StackFull: pts.BusyOtherRequest, desk.BadValue: pts.NoDose,
	desk.Unreachable: pts.NoDataForResponse, desk.NoAnswer: pts.NoDataForResponse, desk.ByController: pts.BusyOtherRequest,
}

func (c *call) refuse(why *desk.Refusal) pts.Packet { return c.packet.Refuse(codes[why.Reason]) }

// finish answers OK, or why not.
func (c *call) finish(why *desk.Refusal) pts.Packet {
	if why != nil {
		return c.refuse(why)
	}
	return c.packet.OK()
}

// wait asks the desk for something and waits for what became of it.
func (x *exchange) wait(ask func(done func(*desk.Refusal))) (why *desk.Refusal) {
	answered, waiting := false, false
	ask(func(r *desk.Refusal) {
		answered, why = true, r
		if waiting {
			x.fiber.Wake()
		}
	})
	if !answered && x.fiber != nil {
		waiting = true
		x.fiber.Await(clock.Never, func() bool { return answered }) // the desk answers everything
	}
	return why
}

func (c *call) stop() pts.Packet {
	why := c.client.Stop(c.pump)
	if why != nil && why.Reason == desk.WrongState {
		return c.packet.Refuse(pts.NotFilling)
	}
	return c.finish(why)
}

func (c *call) emergencyStop() pts.Packet { return c.finish(c.client.EmergencyStop(c.pump)) }

func (c *call) lock() pts.Packet { return c.finish(c.client.LockPoint(c.pump)) }

func (c *call) unlock() pts.Packet {
	if c.view.Holder == "" {
		return c.packet.OK() // it is
	}
	why := c.client.UnlockPoint(c.pump)
	if why != nil && why.Reason == desk.PointLocked {
		return c.packet.Refuse(pts.UserNotMatch)
	}
	return c.finish(why)
}

// closeTransaction clears the sale with the number, which must be the pump's.
func (c *call) closeTransaction() pts.Packet {
	if c.ask.Transaction == nil {
		return c.packet.Refuse(pts.NoTransactionNumber)
	}
	s, ok := c.front.cfg.Desk.Sale(*c.ask.Transaction)
	switch {
	case c.view.Unpaid == 0:
		return c.packet.Refuse(pts.NotEndOfTransaction)
	case !ok || s.Point != c.pump:
		return c.packet.Refuse(pts.TransactionNoMatch)
	}
	return c.finish(c.wait(func(done func(*desk.Refusal)) { c.client.Clear(s.Number, done) }))
}

// information tells what became of a transaction of the pump.
func (c *call) information() pts.Packet {
	if c.ask.Transaction == nil {
		return c.packet.Refuse(pts.NoTransactionNumber)
	}
	n := *c.ask.Transaction
	i := pts.Information{Pump: int(c.pump), Transaction: n}
	s, unpaid := c.front.cfg.Desk.Sale(n)
	switch {
	case unpaid && s.Point == c.pump:
		i.State = "Finished"
		c.fill(&i, s.Sale)
	case n != 0 && n == c.view.Release:
		i.State = "Filling"
	case c.view.Last != nil && n == c.view.LastNumber:
		i.State = "Closed"
		c.fill(&i, *c.view.Last)
	default:
		return c.packet.Refuse(pts.TransactionNotFound)
	}
	return c.packet.Answer(i)
}

func (c *call) fill(i *pts.Information, s forecourt.Sale) {
	i.Nozzle, i.Volume, i.Price, i.Amount = int(s.Nozzle), pts.Plain(s.Volume), pts.Plain(s.Price), pts.Plain(s.Amount)
	i.DateTimeStart, i.DateTime = c.front.stamp(s.StartedAt), c.front.stamp(s.EndedAt)
}
