package fdcfront

import (
	"strconv"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// available lists unpaid sales in short.
func (s *Session) available(r *fdc.ServiceRequest) {
	points, ok := s.asked(r, true)
	if !ok {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	var data fdc.FDCData
	for _, n := range points {
		for _, x := range s.front.cfg.Desk.Sales(n) {
			full := s.front.sale(x, state(x))
			d := device(n)
			d.NozzleNo, d.TransactionSeqNo, d.FusionSaleID = full.NozzleNo, full.TransactionSeqNo, full.FusionSaleID
			d.State, d.ReleaseToken, d.LockingApplicationSender = full.State, full.ReleaseToken, full.LockingApplicationSender
			data.DeviceClass = append(data.DeviceClass, d)
		}
	}
	s.answer(r, fdc.OK, data)
}

// named returns the sale that a request names.
func (s *Session) named(r *fdc.ServiceRequest) (desk.Sale, string) {
	d, ok := one(r)
	number, err := strconv.Atoi(d.TransactionSeqNo)
	if !ok || err != nil {
		return desk.Sale{}, fdc.BadValue
	}
	x, ok := s.front.cfg.Desk.Sale(number)
	if !ok {
		return x, fdc.NoTransaction
	}
	if d.DeviceID != "*" && d.DeviceID != strconv.Itoa(int(x.Point)) {
		return x, fdc.BadDevice
	}
	return x, fdc.OK
}

func (s *Session) details(r *fdc.ServiceRequest) {
	x, code := s.named(r)
	if code != fdc.OK {
		s.answer(r, code, echo(r, code))
		return
	}
	s.answer(r, fdc.OK, fdc.FDCData{DeviceClass: []fdc.DeviceClass{s.front.sale(x, state(x))}})
}

func (s *Session) lockSale(r *fdc.ServiceRequest) {
	s.withSale(r, func(x desk.Sale) { s.finish(r, s.client.LockSale(x.Number)) })
}

func (s *Session) unlockSale(r *fdc.ServiceRequest) {
	s.withSale(r, func(x desk.Sale) { s.finish(r, s.client.UnlockSale(x.Number)) })
}

func (s *Session) clearSale(r *fdc.ServiceRequest) {
	s.withSale(r, func(x desk.Sale) {
		if x.Holder == "" && !s.front.cfg.ClearUnlocked {
			s.answer(r, fdc.SaleUnlocked, echo(r, fdc.SaleUnlocked))
			return
		}
		s.client.Clear(x.Number, func(why *desk.Refusal) { s.finish(r, why) })
	})
}

func (s *Session) withSale(r *fdc.ServiceRequest, do func(desk.Sale)) {
	x, code := s.named(r)
	if code != fdc.OK {
		s.answer(r, code, echo(r, code))
		return
	}
	do(x)
}

func state(x desk.Sale) string {
	if x.Holder != "" {
		return fdc.Locked
	}
	return fdc.Payable
}

// sale is a sale in full, with every element of the samples: clients look for them blindly.
func (f *Front) sale(x desk.Sale, state string) fdc.DeviceClass {
	d := device(x.Point)
	grade := f.cfg.Desk.GradeOf(x.Grade)
	product := fdc.Text(strconv.Itoa(grade.Number))
	d.NozzleNo, d.TransactionSeqNo, d.FusionSaleID = strconv.Itoa(int(x.Nozzle)), strconv.Itoa(x.Number), x.ID
	d.State, d.ReleaseToken, d.CompletionReason = fdc.Text(state), fdc.Text(x.Token), fdc.Text(string(x.Reason))
	d.FuelMode = &fdc.FuelMode{ModeNo: modeOf(x.Level)}
	d.Amount, d.Volume = fdc.Text(desk.Plain(x.Amount)), fdc.Text(desk.Plain(x.Volume))
	d.UnitPrice = fdc.Text(desk.Plain(x.Price))
	d.VolumeProduct1, d.VolumeProduct2 = d.Volume, fdc.Text("")
	d.ProductNo1, d.ProductNo2, d.ProductNo = product, fdc.Text(""), product
	d.ProductName, d.ProductUM, d.BlendRatio = fdc.Text(grade.Name), fdc.Text(x.Volume.Unit.String()), fdc.Text("100")
	d.LockingApplicationSender = fdc.Text(desk.Shown(x.Holder))
	d.AuthorisationApplicationSender = fdc.Text(desk.Shown(x.Client))
	d.DSPFields, d.CRCMode = fdc.Text(""), fdc.Text("")
	d.StartTimeStamp = fdc.Text(f.cfg.Dialect.Stamp(x.StartedAt))
	d.EndTimeStamp = fdc.Text(f.cfg.Dialect.Stamp(x.EndedAt))
	return d
}

// notice tells the tills what has happened.
func (f *Front) notice(n desk.Notice) {
	switch n := n.(type) {
	case desk.PointNotice:
		if f.listened() {
			f.tell(fdc.FPStateChange, f.state(n.Point))
		}
	case desk.SaleNotice:
		word := state(n.Sale)
		if n.Gone {
			word = fdc.Cleared
		}
		if f.listened() {
			f.tell(fdc.FuelSaleTrx, f.sale(n.Sale, word))
		}
	case desk.LostNotice:
		for _, s := range append([]*Session(nil), f.sessions...) {
			if s.client == n.Client {
				s.end("the till was given up, or has logged on again", true)
			}
		}
	case desk.DownNotice:
		f.dropAll("the controller has lost its power")
	}
}

func (f *Front) listened() bool {
	for _, s := range f.sessions {
		if s.client != nil {
			return true
		}
	}
	return false
}

// tell says something to every till that is logged on.
func (f *Front) tell(kind string, d fdc.DeviceClass) {
	for _, s := range append([]*Session(nil), f.sessions...) {
		if s.client != nil && !s.client.Gone() {
			s.send(&fdc.FDCMessage{MessageType: kind, FDCdata: fdc.FDCData{DeviceClass: []fdc.DeviceClass{d}}})
		}
	}
}
