package fdcfront

import (
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// asked returns the points that a request names, all of them for "*" or where a query names none; false: there is no
// such point.
func (s *Session) asked(r *fdc.ServiceRequest, query bool) (points []forecourt.Point, ok bool) {
	all := s.front.cfg.Desk.Points()
	if len(r.POSdata.DeviceClass) == 0 {
		return all, query
	}
	for _, d := range r.POSdata.DeviceClass {
		if d.DeviceID == "*" {
			return all, true
		}
		n, found := s.point(d)
		if !found {
			return nil, false
		}
		if !slices.Contains(points, n) {
			points = append(points, n)
		}
	}
	return points, true
}

// point returns the point of a device.
func (s *Session) point(d fdc.DeviceClass) (forecourt.Point, bool) {
	n, err := strconv.Atoi(d.DeviceID)
	if err != nil || d.Type != "FP" && d.Type != "" {
		return 0, false
	}
	_, ok := s.front.cfg.Desk.Point(forecourt.Point(n))
	return forecourt.Point(n), ok
}

// one returns the only device of a request.
func one(r *fdc.ServiceRequest) (d fdc.DeviceClass, ok bool) {
	if len(r.POSdata.DeviceClass) != 1 {
		return d, false
	}
	return r.POSdata.DeviceClass[0], true
}

func (s *Session) states(r *fdc.ServiceRequest) {
	points, ok := s.asked(r, true)
	if !ok {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	var data fdc.FDCData
	for _, n := range points {
		data.DeviceClass = append(data.DeviceClass, s.front.state(n))
	}
	s.answer(r, fdc.OK, data)
}

// device begins what is said of a point.
func device(n forecourt.Point) fdc.DeviceClass {
	id := strconv.Itoa(int(n))
	return fdc.DeviceClass{Type: "FP", DeviceID: id, PumpNo: id, ErrorCode: fdc.OK}
}

// state is a point as GetFPState and FPStateChange tell it.
func (f *Front) state(n forecourt.Point) fdc.DeviceClass {
	d := device(n)
	v, _ := f.cfg.Desk.Point(n)
	word := fdc.DeviceState(v.State)
	if v.Closed && v.State.Releasable() {
		word = fdc.Closed
	}
	d.DeviceState, d.LockingApplicationSender = fdc.Text(word), fdc.Text(desk.Shown(v.Holder))
	for _, z := range v.Nozzles {
		up := "NozzleDown"
		if z.Nozzle == v.Out {
			up = "NozzleUp"
		}
		d.Nozzle = append(d.Nozzle, fdc.Nozzle{
			NozzleNo: strconv.Itoa(int(z.Nozzle)), LogicalNozzle: up, LogicalState: "Unlocked", TankLogicalState: "Unlocked",
			ErrorCode: fdc.OK,
		})
	}
	return d
}

// authorise releases a point.
func (s *Session) authorise(r *fdc.ServiceRequest) {
	d, ok := one(r)
	if !ok {
		s.answer(r, fdc.BadValue, echo(r, fdc.BadValue))
		return
	}
	n, ok := s.point(d)
	if !ok {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	ask, why := s.release(n, d)
	if why != nil {
		s.finish(r, why)
		return
	}
	s.client.Release(ask, func(why *desk.Refusal) { s.finish(r, why) })
}

// release reads what a point is to be released for.
func (s *Session) release(n forecourt.Point, d fdc.DeviceClass) (ask desk.Release, why *desk.Refusal) {
	ask = desk.Release{Point: n, Token: fdc.Read(d.ReleaseToken)}
	if len(ask.Token) > 64 {
		return ask, &desk.Refusal{Reason: desk.BadValue, Why: "the token is too long"}
	}
	if ask.LimitAmount, why = s.front.cfg.Desk.Money(fdc.Read(d.MaxTrxAmount)); why != nil {
		return ask, why
	}
	if ask.LimitVolume, why = s.front.cfg.Desk.Volume(fdc.Read(d.MaxTrxVolume)); why != nil {
		return ask, why
	}
	if d.FuelMode != nil {
		if ask.Level, why = levelOf(d.FuelMode.ModeNo); why != nil {
			return ask, why
		}
	}
	switch fdc.Read(d.LockFuelSaleTrx) {
	case "true", "True", "1":
		ask.LockSale = true
	case "", "false", "False", "0":
	default:
		return ask, &desk.Refusal{Reason: desk.BadValue, Why: "LockFuelSaleTrx is true or false"}
	}
	if d.ReleasedProducts == nil || len(d.ReleasedProducts.Product) == 0 {
		return ask, nil
	}
	v, _ := s.front.cfg.Desk.Point(n)
	for _, z := range v.Nozzles {
		for _, p := range d.ReleasedProducts.Product {
			if p.Number() == strconv.Itoa(z.Grade.Number) {
				ask.Nozzles = append(ask.Nozzles, z.Nozzle)
				break
			}
		}
	}
	if len(ask.Nozzles) == 0 {
		return ask, &desk.Refusal{Reason: desk.NoNozzle, Why: "the point sells none of the products"}
	}
	return ask, nil
}

// each does something to every point that a request names, and answers with the first refusal.
func (s *Session) each(r *fdc.ServiceRequest, do func(forecourt.Point) *desk.Refusal) {
	points, ok := s.asked(r, false)
	if !ok {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	var first *desk.Refusal
	for _, n := range points {
		if why := do(n); why != nil && first == nil {
			first = why
		}
	}
	s.finish(r, first)
}

// terminate stops points. Of several, those that do nothing are no failure.
func (s *Session) terminate(r *fdc.ServiceRequest) {
	points, _ := s.asked(r, false)
	s.each(r, func(n forecourt.Point) *desk.Refusal {
		why := s.client.Stop(n)
		if why != nil && why.Reason == desk.WrongState && len(points) > 1 {
			return nil
		}
		return why
	})
}

func (s *Session) openDevice(r *fdc.ServiceRequest) {
	s.each(r, func(n forecourt.Point) *desk.Refusal { return s.client.SetClosed(n, false) })
}

func (s *Session) closeDevice(r *fdc.ServiceRequest) {
	s.each(r, func(n forecourt.Point) *desk.Refusal { return s.client.SetClosed(n, true) })
}

func (s *Session) startForecourt(r *fdc.ServiceRequest) { s.finish(r, s.client.SetClosed(0, false)) }

func (s *Session) stopForecourt(r *fdc.ServiceRequest) {
	why := s.client.EmergencyStop(0)
	if why == nil {
		why = s.client.SetClosed(0, true)
	}
	s.finish(r, why)
}
