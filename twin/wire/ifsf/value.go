package ifsf

import "github.com/forecourt/forecourt/twin/forecourt"

// pointValue returns a Data_Id of a fuelling point.
func (d *dispenser) pointValue(p *fuellingPoint, id byte) ([]byte, bool) {
	switch id {
	case idState:
		return []byte{byte(p.state())}, true
	case idNozzleState:
		return []byte{p.nozzleState()}, true
	case idNozzles:
		return []byte{byte(len(p.nozzles))}, true
	case idCurrentAmount:
		return d.amount(p.amount), true
	case idCurrentVolume:
		return d.volume(p.volume), true
	case idCurrentPrice:
		b, _ := d.codec.appendPrice(nil, p.price)
		return b, true
	case idCurrentNozzle:
		return []byte{byte(p.used())}, true
	case idCurrentProduct:
		if n := p.used(); n > 0 && p.nozzles[n-1].product > 0 {
			return appendBCD(nil, d.products[p.nozzles[n-1].product-1].number, 4), true
		}
		return nil, true
	case idCurrentSeq:
		if !p.selling {
			return nil, true
		}
		return appendBCD(nil, uint32(p.seq%maxSeq+1), 2), true
	case idLastSeq:
		return appendBCD(nil, uint32(p.seq), 2), true
	case idCurrentError, idHistoric:
		return []byte{0}, true
	}
	return d.writtenValue(p, id)
}

// writtenValue returns what a controller has written.
func (d *dispenser) writtenValue(p *fuellingPoint, id byte) ([]byte, bool) {
	switch id {
	case idName:
		return p.name[:], true
	case idDepth:
		return []byte{p.depth}, true
	case idDefaultMode:
		return []byte{1}, true
	case idFuellingMode:
		return []byte{p.mode}, true
	case idAssigned:
		return p.assigned[:], true
	case idReleaseMode:
		return []byte{p.releaseMode}, true
	case idZeroMode:
		return []byte{p.zeroMode}, true
	case idNozzleMask:
		return []byte{p.mask}, true
	case idConfigLock:
		return p.lock[:], true
	case idAmountPreset:
		return d.amount(p.amountPreset), true
	case idVolumePreset:
		return d.volume(p.volumePreset), true
	case idReleaser:
		return []byte{p.releaser.Subnet, p.releaser.Number}, true
	case idSuspender:
		return []byte{p.suspends.Subnet, p.suspends.Number}, true
	case idReleaseToken:
		return []byte{p.token}, true
	case idFrequency:
		return appendBCD(nil, p.frequency, 2), true
	}
	return nil, false
}

// saleValue returns a Data_Id of a transaction.
func (d *dispenser) saleValue(s *sale, id byte) ([]byte, bool) {
	switch id {
	case idSeq:
		return appendBCD(nil, uint32(s.seq), 2), true
	case idSaleOwner:
		return []byte{s.owner.Subnet, s.owner.Number}, true
	case idSaleToken:
		return []byte{s.token}, true
	case idSaleMode:
		return []byte{s.mode}, true
	case idSaleAmount:
		return d.amount(s.amount), true
	case idSaleVolume:
		return d.volume(s.volume), true
	case idSalePrice:
		b, _ := d.codec.appendPrice(nil, s.price)
		return b, true
	case idSaleNozzle:
		return []byte{byte(s.nozzle)}, true
	case idSaleProduct:
		return appendBCD(nil, s.product, 4), true
	case idSaleError:
		return []byte{0}, true
	case idHolder:
		return []byte{s.holder.Subnet, s.holder.Number}, true
	case idSaleState:
		return []byte{s.state}, true
	case idSaleWarmth:
		if !s.measured {
			return nil, true
		}
		return appendWarmth(nil, s.warmth), true
	case 9, 14: // price set, check sum: not kept here
		return nil, true
	}
	return nil, false
}

// lockedOut says that another controller than the one that speaks holds a transaction.
func (d *dispenser) lockedOut(s *sale) bool { return s.state == saleLocked && s.holder != d.peer }

// writable says that configuration may change: while the point sells nothing and is not open (C: reasoning; the error
// for it is A).
func (p *fuellingPoint) writable() bool { return p.state() <= forecourt.Closed }

func (d *dispenser) serviceValue(id byte) ([]byte, bool) {
	switch id {
	case idLocalNode:
		return []byte{d.own.Subnet, d.own.Number}, true
	case idRecipients:
		var b []byte
		for _, n := range d.recipients {
			b = append(b, n.Subnet, n.Number)
		}
		return b, true
	case idInterval:
		return []byte{d.interval}, true
	case 1: // protocol version, of a form that we do not know
		return nil, true
	}
	return nil, false
}

func (d *dispenser) calculatorValue(id byte) ([]byte, bool) {
	switch id {
	case idNbProducts:
		return []byte{byte(len(d.products))}, true
	case idNbModes:
		return []byte{modes}, true
	case idNbMeters:
		return []byte{0}, true
	case idNbPoints:
		return []byte{byte(max(len(d.points), d.cabinet.size()))}, true
	}
	v, ok := d.settings[id]
	if !ok {
		return nil, false
	}
	return []byte{v}, true
}

func (d *dispenser) modeValue(number uint32, mode, id byte) ([]byte, bool) {
	for i := range d.products {
		p := &d.products[i]
		switch {
		case p.number != number:
		case id == idPrice && levelOf(mode) == forecourt.Credit && p.credit.E4 > 0:
			b, _ := d.codec.appendPrice(nil, p.credit)
			return b, true
		case id == idPrice && levelOf(mode) == forecourt.Cash && p.priced:
			b, _ := d.codec.appendPrice(nil, p.price)
			return b, true
		case id == idModeName:
			return []byte("DEFAULT "), true
		case id >= idPrice && id <= 5: // no price yet, or a limit that this device does not have
			return nil, true
		}
	}
	return nil, false
}

func (d *dispenser) nozzleValue(p *fuellingPoint, n forecourt.Nozzle, id byte) ([]byte, bool) {
	z := &p.nozzles[n-1]
	switch id {
	case idProduct:
		return []byte{z.product}, true
	case idPhysical:
		return []byte{byte(n)}, true
	case idMeter1:
		return nil, true
	case idVolumeTotal: // asked for now, so that it is not an old one
		d.out.Heard(p.address, forecourt.ReturnTotals{Nozzle: n})
		if z.hasVolume {
			b, _ := d.codec.appendVolume(nil, z.volume, totalLen)
			return b, true
		}
		return nil, true
	case idAmountTotal:
		d.out.Heard(p.address, forecourt.ReturnTotals{Nozzle: n, Amount: true})
		if z.hasAmount {
			b, _ := d.codec.appendAmount(nil, z.amount, totalLen)
			return b, true
		}
		return nil, true
	case idSalesTotal:
		b, _ := appendNumber(nil, z.sales, 0, totalLen)
		return b, true
	}
	return nil, false
}

func (d *dispenser) errorValue(p *fuellingPoint, e, id byte) ([]byte, bool) {
	switch id {
	case idErrorType:
		return []byte{e}, true
	case idErrorText:
		text := errorWords[e]
		if a, ok := alarmOf(e); ok && text == "" {
			text = a.String()
		}
		return []byte((text + "                    ")[:20]), true
	case idErrorCount:
		return []byte{p.errors[e]}, true
	case idErrorPointState:
		if p.errors[e] == 0 {
			return nil, true
		}
		return []byte{byte(p.errorState[e])}, true
	}
	return nil, false
}
