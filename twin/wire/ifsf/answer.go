package ifsf

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// maxIDs bounds what one READ may ask for; the largest value has 16 bytes.
const maxIDs = 128

// resolve lists the databases that an address stands for.
func (d *dispenser) resolve(a address) []address {
	list := d.places[:0]
	switch a.place {
	case atService, atCalculator:
		list = append(list, a)
	case atProduct:
		for i := range d.products {
			if a.number == 0 || int(a.number) == i+1 {
				list = append(list, address{place: atProduct, number: byte(i + 1)})
			}
		}
	case atMode:
		for i := range d.products {
			n := d.products[i].number
			for l := range forecourt.PriceLevel(modes) {
				if (a.number == 0 || a.number == modeOf(l)) && (a.value == n || a.value == 0) && n > 0 {
					list = append(list, priceAddress(n, l))
				}
			}
		}
	}
	for i := range d.points {
		if p := &d.points[i]; a.point == p.address || a.point == dbAllPoints {
			list = p.resolve(list, a)
		}
	}
	d.places = list
	return list
}

func (p *fuellingPoint) resolve(list []address, a address) []address {
	a.point = p.address
	switch a.place {
	case atPoint, atError:
		return append(list, a)
	case atNozzle:
		for i := range p.nozzles {
			if a.number == 0 || int(a.number) == i+1 {
				list = append(list, nozzleAddress(p.address, i+1))
			}
		}
	case atTransaction:
		for i := range p.sales {
			if s := &p.sales[i]; a.value == 0 || int(a.value) == s.seq {
				list = append(list, saleAddress(p.address, s.seq))
			}
		}
		if a.value == 0 && len(p.sales) == 0 {
			list = append(list, a) // there are none: an answer without data says so (C: reasoning)
		}
	}
	return list
}

func (d *dispenser) point(a byte) *fuellingPoint {
	for i := range d.points {
		if d.points[i].address == a {
			return &d.points[i]
		}
	}
	return nil
}

// answers says that this session is the one to answer a message, also where it refuses it.
func (d *dispenser) answers(m *message) bool {
	switch {
	case d.cabinet == nil:
		return true
	case !m.known || m.db.ofNode() || !d.cabinet.has(m.db.point):
		return d.speaks
	}
	return m.db.point == dbAllPoints || d.point(m.db.point) != nil
}

func (d *dispenser) acknowledge(m *message, ms byte, pairs []byte) {
	start := len(d.reply)
	where := m.where
	if len(where) == 0 {
		where = []byte{1, dbService} // there was no address
	}
	d.reply = append(d.reply, m.from.Subnet, m.from.Number, d.own.Subnet, d.own.Number, 0, byte(ack)<<5|m.token, 0, 0)
	d.reply = seal(append(append(append(d.reply, where...), ms), pairs...), start)
}

// read answers with what is known; what is not there, or not now, has Data_Lg 0 (A). Where none of the Data_Ids exists
// they are refused (C: reasoning).
func (d *dispenser) read(m *message) {
	var list []address
	if m.known {
		list = d.resolve(m.db)
	}
	switch {
	case !d.answers(m):
		return
	case len(list) == 0:
		d.acknowledge(m, msUnknown, nil)
	}
	for _, a := range list {
		start := len(d.reply)
		d.reply = begin(d.reply, m.from, d.own, answer, m.token, a)
		exists := len(m.body) == 0
		for _, id := range m.body {
			data, ok := d.value(a, id)
			exists = exists || ok
			d.reply = appendItem(d.reply, id, data...)
		}
		d.reply = seal(d.reply, start)
		if !exists {
			d.reply = d.reply[:start]
			var pairs []byte
			for _, id := range m.body {
				pairs = append(pairs, id, dataUnknown)
			}
			d.acknowledge(m, msSome, pairs)
		}
	}
}

// value returns one Data_Id; false where the database has no such thing.
func (d *dispenser) value(a address, id byte) (data []byte, ok bool) {
	switch a.place {
	case atService:
		return d.serviceValue(id)
	case atCalculator:
		return d.calculatorValue(id)
	case atProduct:
		p := &d.products[a.number-1]
		switch id {
		case idProductNumber:
			return appendBCD(nil, p.number, 4), true
		case idDescription:
			return p.description[:], true
		}
		return nil, false
	case atMode:
		return d.modeValue(a.value, a.number, id)
	}
	p := d.point(a.point)
	switch a.place {
	case atPoint:
		return d.pointValue(p, id)
	case atNozzle:
		return d.nozzleValue(p, forecourt.Nozzle(a.number), id)
	case atTransaction:
		if s := p.find(int(a.value)); s != nil {
			return d.saleValue(s, id)
		}
		return nil, true
	case atError:
		return d.errorValue(p, a.number, id)
	}
	return nil, false
}

// volume and amount encode what was checked when it came in.
func (d *dispenser) volume(v unit.Indicated) []byte {
	b, _ := d.codec.appendVolume(nil, v, quantityLen)
	return b
}

func (d *dispenser) amount(m unit.Money) []byte {
	b, _ := d.codec.appendAmount(nil, m, quantityLen)
	return b
}
