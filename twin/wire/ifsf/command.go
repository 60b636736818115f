package ifsf

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// setPoint writes a Data_Id of a fuelling point that is no command.
func (d *dispenser) setPoint(p *fuellingPoint, id byte, data []byte) byte {
	if n, ok := sizes[id]; ok && len(data) != n {
		return dataBad
	}
	switch id {
	case idName:
		copy(p.name[:], data)
	case idDepth:
		if data[0] < 1 || data[0] > maxDepth {
			return dataBad
		}
		p.depth = data[0]
		p.ending = p.status.Ended // a sale may have waited for room
	case idDefaultMode:
		if data[0] != 1 {
			return dataBad
		}
	case idFuellingMode:
		return d.setMode(p, data[0])
	case idAssigned:
		copy(p.assigned[:], data)
	case idReleaseMode:
		p.releaseMode = data[0]
	case idZeroMode:
		if data[0] > 1 {
			return dataBad
		}
		p.zeroMode = data[0]
	case idNozzleMask:
		p.mask = data[0]
		d.out.Heard(p.address, forecourt.AllowNozzles{Nozzles: nozzlesOf(data[0], len(p.nozzles))})
	case idConfigLock:
		copy(p.lock[:], data)
	case idAmountPreset, idVolumePreset:
		return d.setPreset(p, id, data)
	case idReleaseToken:
		p.token = data[0]
	case idFrequency:
		n, ok := frame.BCD(data)
		if !ok {
			return dataBad
		}
		p.frequency, p.runningAt = uint32(n), 0
	default:
		return dataUnknown
	}
	return dataOK
}

// sizes of what may be written to a fuelling point.
var sizes = map[byte]int{
	idName: 8, idDepth: 1, idDefaultMode: 1, idFuellingMode: 1, idAssigned: 2, idReleaseMode: 1, idZeroMode: 1,
	idNozzleMask: 1, idConfigLock: 2, idAmountPreset: 1 + quantityLen, idVolumePreset: 1 + quantityLen, idReleaseToken: 1,
	idFrequency: 2,
}

// nozzlesOf lists the nozzles of a mask, of those that there are.
func nozzlesOf(mask byte, n int) []forecourt.Nozzle {
	list := make([]forecourt.Nozzle, 0, n)
	for i := range n {
		if mask&(1<<i) != 0 {
			list = append(list, forecourt.Nozzle(i+1))
		}
	}
	return list
}

// setPreset limits the next or the running sale; a limit of one kind replaces one of the other.
func (d *dispenser) setPreset(p *fuellingPoint, id byte, data []byte) byte {
	v, okVolume := d.codec.volume(data, quantityLen)
	m, okAmount := d.codec.amount(data, quantityLen)
	switch {
	case id == idVolumePreset && !okVolume, id == idAmountPreset && !okAmount:
		return dataBad
	case p.state() <= forecourt.Closed:
		return dataNotWritable
	}
	p.volumePreset, p.amountPreset = d.codec.noVolume(), d.codec.noAmount()
	if id == idVolumePreset {
		p.volumePreset = v
		d.out.Heard(p.address, forecourt.PresetVolume{Limit: v})
		return dataOK
	}
	p.amountPreset = m
	d.out.Heard(p.address, forecourt.PresetAmount{Limit: m})
	return dataOK
}

// command obeys a command of a fuelling point where its state allows it (A).
func (d *dispenser) command(p *fuellingPoint, id byte) byte {
	s := p.state()
	if s == forecourt.Inoperative {
		d.tellError(p, errorInoperative)
		return dataWrongState
	}
	switch id {
	case idOpen:
		return d.openPoint(p)
	case idClose:
		return d.closePoint(p)
	case idRelease:
		return d.release(p)
	case idTerminate:
		if s < forecourt.Calling {
			d.tellError(p, errorNothingRuns)
			return dataWrongState
		}
		d.out.Heard(p.address, forecourt.Stop{})
	case idSuspend:
		switch {
		case s != forecourt.Started && s != forecourt.Fuelling:
			return dataWrongState
		case p.status.LimitReached:
			return dataNotNow
		}
		p.suspends = d.peer
		d.out.Heard(p.address, forecourt.Suspend{Nozzle: p.used()})
	case idResume:
		if s != forecourt.SuspendedStarted && s != forecourt.SuspendedFuelling {
			return dataWrongState
		}
		d.out.Heard(p.address, forecourt.Resume{Nozzle: p.used()})
	case idClearDisplay: // a display that is clear anyway: the sale is in the buffer
		if s < forecourt.Idle || s > forecourt.Authorised {
			return dataWrongState
		}
	default:
		return dataNotAccepted
	}
	return dataOK
}

// openPoint is also the reset of electronics that were switched off.
func (d *dispenser) openPoint(p *fuellingPoint) byte {
	if p.state() != forecourt.Closed {
		d.tellError(p, errorOpen)
		return dataWrongState
	}
	p.opened = true
	if p.status.State == forecourt.Closed {
		d.out.Heard(p.address, forecourt.Reset{})
	}
	d.tellState(p)
	return dataOK
}

func (d *dispenser) closePoint(p *fuellingPoint) byte {
	if p.state() == forecourt.Closed {
		d.tellError(p, errorClosed)
		return dataWrongState
	}
	p.opened = false
	d.out.Heard(p.address, forecourt.SwitchOff{})
	d.tellState(p)
	return dataOK
}

// release: with a full buffer the sale would have no place to go to (B: CSS).
func (d *dispenser) release(p *fuellingPoint) byte {
	switch s := p.state(); {
	case s == forecourt.Closed:
		d.tellError(p, errorClosed)
		return dataWrongState
	case s > forecourt.Authorised:
		d.tellError(p, errorStarted)
		return dataWrongState
	case s == forecourt.Authorised:
		return dataWrongState
	case p.full() || p.status.Ended:
		return dataNotNow
	}
	p.releaser = d.peer
	d.out.Heard(p.address, forecourt.Authorise{})
	return dataOK
}

// settleSale clears, locks or unlocks a transaction (A; unlocking leads to payable, CSS's arrow to cleared is a bug, C).
func (d *dispenser) settleSale(p *fuellingPoint, s *sale, id byte) byte {
	switch {
	case d.lockedOut(s),
		id == idLockSale && s.state != salePayable,
		id == idUnlockSale && s.state != saleLocked:
		return dataWrongState
	case id == idLockSale:
		s.state, s.holder = saleLocked, d.peer
		d.tellSale(p, s)
		return dataOK
	case id == idUnlockSale:
		s.state, s.holder = salePayable, Node{}
		d.tellSale(p, s)
		return dataOK
	}
	s.state, s.holder = saleCleared, d.peer
	d.tellSale(p, s)
	p.drop(s.seq)
	p.ending = p.status.Ended // a sale may have waited for room
	return dataOK
}
