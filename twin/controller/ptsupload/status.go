package ptsupload

import (
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// status tells how everything is, again and again. What the server did not take is out of date, and not told again.
func (u *Uploader) status(f *loop.Fiber) {
	told := ""
	for id := 1; ; id = id%pts.MaxID + 1 {
		f.Sleep(u.cfg.Status)
		p := pts.Upload(id, u.now())
		if err := u.send(f, p); err != nil {
			u.failed(p.Type, p.ID, err, &told)
		} else {
			told = ""
		}
	}
}

// now reads the state of all pumps.
func (u *Uploader) now() pts.State {
	d := u.cfg.Desk
	s := pts.State{
		DateTime: pts.Stamp(d.Now(), u.cfg.Zone), StartupSeconds: int64(d.Now().Sub(u.since) / time.Second),
		Pumps: pts.PumpsNow{Users: []string{}}, FuelGrades: []pts.FuelGrade{},
	}
	for _, n := range d.Points() {
		v, _ := d.Point(n)
		s.Pumps.Users = append(s.Pumps.Users, user(v))
		unpaid := d.Sales(n)
		switch {
		case v.State == 0 || v.State == forecourt.Inoperative || v.State == forecourt.Closed:
			s.Pumps.Offline.IDs = append(s.Pumps.Offline.IDs, int(n))
		case v.State == forecourt.Authorised || v.State.Delivering():
			price := pts.Number("0")
			if z, ok := v.Find(v.Nozzle); ok {
				price = pts.Plain(z.Price)
			}
			busy(&s.Pumps.Filling, n, v.Nozzle, v.Release, pts.Plain(v.Shown.Volume), pts.Plain(v.Shown.Amount), price)
		case len(unpaid) > 0:
			x := unpaid[0]
			busy(&s.Pumps.Ended, n, x.Nozzle, x.Number, pts.Plain(x.Volume), pts.Plain(x.Amount), pts.Plain(x.Price))
		default:
			idle(&s.Pumps.Idle, v)
		}
	}
	for _, g := range d.Grades() {
		s.FuelGrades = append(s.FuelGrades, pts.FuelGrade{ID: g.Number, Name: g.Name, Price: pts.Plain(g.Price)})
	}
	return s
}

func busy(b *pts.BusyPumps, n forecourt.Point, z forecourt.Nozzle, transaction int, volume, amount, price pts.Number) {
	b.IDs = append(b.IDs, int(n))
	b.Nozzles = append(b.Nozzles, int(z))
	b.Transactions = append(b.Transactions, transaction)
	b.Volumes = append(b.Volumes, volume)
	b.Amounts = append(b.Amounts, amount)
	b.Prices = append(b.Prices, price)
}

func idle(i *pts.IdlePumps, v desk.View) {
	i.IDs = append(i.IDs, int(v.Point))
	i.NozzlesUp = append(i.NozzlesUp, int(v.Out))
	nozzle, volume, amount, price := 0, pts.Number("0"), pts.Number("0"), pts.Number("0")
	if s := v.Last; s != nil {
		nozzle, volume, amount, price = int(s.Nozzle), pts.Plain(s.Volume), pts.Plain(s.Amount), pts.Plain(s.Price)
	}
	i.LastNozzles = append(i.LastNozzles, nozzle)
	i.LastTransactions = append(i.LastTransactions, v.LastNumber)
	i.LastVolumes = append(i.LastVolumes, volume)
	i.LastAmounts = append(i.LastAmounts, amount)
	i.LastPrices = append(i.LastPrices, price)
	request := ""
	if v.Holder != "" {
		request = pts.PumpLock
	}
	if v.Asked {
		request = pts.PumpAuthorize
	}
	i.Requests = append(i.Requests, request)
}

// user is who has locked a pump, or released it.
func user(v desk.View) string {
	if v.Holder != "" {
		return desk.Shown(v.Holder)
	}
	return desk.Shown(v.Released)
}
