package ifsf

import (
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// write obeys a WRITE and acknowledges each Data_Id. The items count in their order; behind one that was refused no
// command is obeyed any more, so that no release goes without its limit (C: reasoning).
func (d *dispenser) write(m *message) {
	answers := d.answers(m)
	var list []address
	if m.known {
		list = slices.Clone(d.resolve(m.db))
	}
	if len(list) == 0 && answers {
		d.acknowledge(m, msUnknown, nil)
	}
	for _, a := range list {
		ms := byte(msOK)
		var pairs []byte
		for rest := m.body; len(rest) > 0; {
			id, data, after, _ := nextItem(rest)
			rest = after
			code := byte(dataNotNow)
			if ms == msOK || !isCommand(a.place, id) {
				code = d.set(a, id, data)
			}
			if code != dataOK {
				ms = msSome
			}
			pairs = append(pairs, id, code)
		}
		if answers {
			one := *m
			one.where = a.append(nil)
			d.acknowledge(&one, ms, pairs)
		}
	}
}

func isCommand(p place, id byte) bool {
	return p == atPoint && id >= idOpen && id <= idLeak || p == atTransaction && id >= idClearSale && id <= idUnlockSale
}

// set writes one Data_Id and returns its Data_ACK.
func (d *dispenser) set(a address, id byte, data []byte) byte {
	switch a.place {
	case atService:
		return d.setService(id, data)
	case atCalculator:
		if _, ok := d.settings[id]; ok {
			if len(data) != 1 {
				return dataBad
			}
			d.settings[id] = data[0]
			return dataOK
		}
	case atProduct:
		return d.setProduct(&d.products[a.number-1], id, data)
	case atMode:
		if id == idPrice {
			return d.setPrice(a.value, a.number, data)
		}
	case atPoint:
		p := d.point(a.point)
		if isCommand(atPoint, id) {
			if len(data) > 0 {
				return dataBad
			}
			return d.command(p, id)
		}
		if code := d.setPoint(p, id, data); code != dataUnknown {
			return code
		}
	case atNozzle:
		if id == idProduct {
			return d.setNozzle(d.point(a.point), int(a.number), data)
		}
	case atTransaction:
		p := d.point(a.point)
		if s := p.find(int(a.value)); s != nil && isCommand(atTransaction, id) {
			if len(data) > 0 {
				return dataBad
			}
			return d.settleSale(p, s, id)
		}
	}
	if _, exists := d.value(a, id); exists {
		return dataNotWritable
	}
	return dataUnknown
}

func (d *dispenser) setService(id byte, data []byte) byte {
	switch {
	case id == idInterval && len(data) == 1 && data[0] > 0:
		d.interval = data[0]
		return dataOK
	case id == idInterval:
		return dataBad
	case id == idAddNode || id == idRemoveNode:
		if len(data) != 2 || !(Node{data[0], data[1]}).valid() {
			return dataBad
		}
		return d.setRecipient(Node{data[0], data[1]}, id == idAddNode)
	case id == 1 || id == idLocalNode || id == idRecipients:
		return dataNotWritable
	}
	return dataUnknown
}

func (d *dispenser) setRecipient(n Node, add bool) byte {
	d.listed = true
	at := slices.Index(d.recipients, n)
	switch {
	case add && at < 0 && len(d.recipients) >= maxRecipients:
		return dataNotNow
	case add && at < 0:
		d.recipients = append(d.recipients, n)
	case !add && at >= 0:
		d.recipients = slices.Delete(d.recipients, at, at+1)
	}
	return dataOK
}

func (d *dispenser) setProduct(p *product, id byte, data []byte) byte {
	switch id {
	case idProductNumber:
		n, ok := frame.BCD(data)
		if !ok || len(data) != 4 {
			return dataBad
		}
		if !d.changeable() {
			return dataNotWritable
		}
		if uint32(n) != p.number {
			*p = product{number: uint32(n), description: p.description, price: d.codec.noPrice()}
		}
		return dataOK
	case idDescription:
		if len(data) != len(p.description) {
			return dataBad
		}
		copy(p.description[:], data)
		return dataOK
	}
	return dataUnknown
}

// changeable says that configuration may change at all points, and tells those where it may not.
func (d *dispenser) changeable() bool {
	ok := !d.elsewhere(func(m *member) bool { return m.state > forecourt.Closed })
	for i := range d.points {
		if p := &d.points[i]; !p.writable() {
			d.tellError(p, errorNoChange)
			ok = false
		}
	}
	return ok
}

func (d *dispenser) setNozzle(p *fuellingPoint, n int, data []byte) byte {
	if len(data) != 1 || int(data[0]) > len(d.products) {
		return dataBad
	}
	if !p.writable() {
		d.tellError(p, errorNoChange)
		return dataNotWritable
	}
	p.nozzles[n-1].product = data[0]
	return dataOK
}

// sold asks something of each point that sells a product, and says whether it is so at any.
func (d *dispenser) sold(index byte, of func(p *fuellingPoint) bool) (any bool) {
	for i := range d.points {
		p := &d.points[i]
		if slices.ContainsFunc(p.nozzles, func(z logicalNozzle) bool { return z.product == index }) && of(p) {
			any = true
		}
	}
	return any
}
