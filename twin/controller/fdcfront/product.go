package fdcfront

import (
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

func (s *Session) productTable(r *fdc.ServiceRequest) {
	d := s.front.cfg.Desk
	table := &fdc.Products{}
	for _, g := range d.Grades() {
		table.Product = append(table.Product, fdc.Product{
			ProductNo: strconv.Itoa(g.Number), ProductName: g.Name, ProductUM: d.Measure().String(), FuelPrice: price(g.Price),
		})
	}
	s.answer(r, fdc.OK, fdc.FDCData{FuelProducts: table})
}

func price(p unit.Price) []fdc.FuelPrice { return []fdc.FuelPrice{{ModeNo: "1", Price: desk.Plain(p)}} }

// products returns what a request names, wherever it stands in it.
func products(r *fdc.ServiceRequest) []fdc.Product {
	all := append([]fdc.Product(nil), r.POSdata.Product...)
	if r.POSdata.Products != nil {
		all = append(all, r.POSdata.Products.Product...)
	}
	for _, d := range r.POSdata.DeviceClass {
		all = append(all, d.Product...)
	}
	return all
}

func (s *Session) grade(p fdc.Product) (desk.Grade, bool) {
	for _, g := range s.front.cfg.Desk.Grades() {
		if p.Number() == strconv.Itoa(g.Number) {
			return g, true
		}
	}
	return desk.Grade{}, false
}

// defProducts takes the till's list where it is ours.
func (s *Session) defProducts(r *fdc.ServiceRequest) {
	for _, p := range products(r) {
		if _, ok := s.grade(p); !ok {
			s.answer(r, fdc.BadProduct, fdc.FDCData{})
			return
		}
	}
	s.answer(r, fdc.OK, fdc.FDCData{})
}

// configuration tells each dispenser (here: one to a point) with its products, its point and its nozzles.
func (s *Session) configuration(r *fdc.ServiceRequest) {
	var data fdc.FDCData
	for _, n := range s.front.cfg.Desk.Points() {
		v, _ := s.front.cfg.Desk.Point(n)
		point := device(n)
		outer := fdc.DeviceClass{Type: "DSP", DeviceID: point.DeviceID}
		told := map[int]bool{}
		for _, z := range v.Nozzles {
			product := strconv.Itoa(z.Grade.Number)
			point.Nozzle = append(point.Nozzle, fdc.Nozzle{
				NozzleNo: strconv.Itoa(int(z.Nozzle)), ProductID: &fdc.ProductID{ProductNo: product},
			})
			if !told[z.Grade.Number] {
				told[z.Grade.Number] = true
				outer.Product = append(outer.Product, fdc.Product{ProductNo: product, ProductName: z.Grade.Name, FuelPrice: price(z.Price)})
			}
		}
		outer.Inner = []fdc.DeviceClass{point}
		data.DeviceClass = append(data.DeviceClass, outer)
	}
	s.answer(r, fdc.OK, data)
}

// totals tells the volume totals of nozzles.
func (s *Session) totals(r *fdc.ServiceRequest) {
	points, ok := s.asked(r, true)
	if !ok {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	wanted := ""
	if d, ok := one(r); ok {
		wanted = d.NozzleNo
	}
	var data fdc.FDCData
	for _, n := range points {
		v, _ := s.front.cfg.Desk.Point(n)
		for _, z := range v.Nozzles {
			d := device(n)
			d.NozzleNo, d.ProductNo = strconv.Itoa(int(z.Nozzle)), fdc.Text(strconv.Itoa(z.Grade.Number))
			if wanted != "" && wanted != "*" && wanted != d.NozzleNo {
				continue
			}
			if t, ok := s.front.cfg.Desk.Totals(n, z.Nozzle); ok {
				d.Volume = fdc.Text(desk.Plain(t))
			} else {
				d.ErrorCode = fdc.Unreachable
			}
			data.DeviceClass = append(data.DeviceClass, d)
		}
	}
	if len(data.DeviceClass) == 0 {
		s.answer(r, fdc.BadDevice, echo(r, fdc.BadDevice))
		return
	}
	s.answer(r, fdc.OK, data)
}

// newPrice returns the price that is asked for a product at price level 1.
func (s *Session) newPrice(p fdc.Product) (unit.Price, *desk.Refusal) {
	text, levels := "", 0
	for _, m := range p.FuelMode {
		if m.PriceNew != "" {
			text, levels = m.PriceNew, levels+1
		}
		if m.ModeNo != "" && m.ModeNo != "1" {
			levels = 2
		}
	}
	for _, f := range p.FuelPrice {
		text, levels = f.Price, levels+1
		if f.ModeNo != "" && f.ModeNo != "1" {
			levels = 2
		}
	}
	if levels > 1 {
		return unit.Price{}, &desk.Refusal{Reason: desk.BadValue, Why: "there is one price level"}
	}
	return s.front.cfg.Desk.Price(text)
}

// change is a new price for a product.
type change struct {
	grade desk.Grade
	price unit.Price
}

// changes reads what a ChangeFuelPrice asks for, and what is to be said of each product; the word is that of the first
// that is wrong.
func (s *Session) changes(r *fdc.ServiceRequest) (all []change, said []fdc.Product, verdict string) {
	verdict = fdc.OK
	for _, p := range products(r) {
		word := fdc.BadProduct
		if g, ok := s.grade(p); ok {
			price, why := s.newPrice(p)
			word = code(why)
			if slices.ContainsFunc(all, func(c change) bool { return c.grade.Grade == g.Grade }) {
				word = fdc.BadValue // the same twice
			}
			all = append(all, change{g, price})
		}
		if word != fdc.OK && verdict == fdc.OK {
			verdict = word
		}
		said = append(said, fdc.Product{ProductNo: p.Number(), ErrorCode: word})
	}
	if len(all) == 0 && verdict == fdc.OK {
		verdict = fdc.BadValue
	}
	return all, said, verdict
}

// changePrice changes prices only if all can be, and answers when all are through.
func (s *Session) changePrice(r *fdc.ServiceRequest) {
	all, said, verdict := s.changes(r)
	if verdict != fdc.OK {
		s.answer(r, verdict, fdc.FDCData{Product: said})
		return
	}
	left := len(all)
	for i, c := range all {
		s.client.ChangePrice(c.grade.Grade, c.price, func(why *desk.Refusal) {
			said[i].ErrorCode = code(why)
			if why != nil {
				verdict = code(why)
			}
			if left--; left == 0 {
				s.answer(r, verdict, fdc.FDCData{Product: said})
			}
		})
	}
}
