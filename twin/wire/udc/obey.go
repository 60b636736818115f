package udc

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// obey takes a whole request for this fuelling point.
func (d *dispenser) obey(raw []byte) {
	d.catchUp()
	d.plain = appendHalf(d.plain[:0], raw)
	command, data := d.plain[1], d.plain[2:]
	if isAux(d.plain[0]) {
		d.obeyAux(command, data, raw)
		return
	}
	switch command {
	case askIdentity:
		d.out.Heard(d.address, forecourt.ReturnIdentity{})
		d.sayByte(d.maker)
	case askDisplay:
		d.answerDisplay()
	case askStatus:
		d.sayStatus()
	case doHalt:
		d.halt()
		d.sayStatus()
	case doResume:
		if d.code() == codeHalted && !d.manner.NoResume && !d.acting {
			d.acting = true
			d.out.Heard(d.address, forecourt.Resume{})
		}
		d.sayStatus()
	case doAuthorise:
		d.authorise(data, raw)
	case doInitialise:
		d.initialise(data, raw)
	case askTotals:
		d.answerTotals(data[0])
	}
}

func (d *dispenser) obeyAux(command byte, data, raw []byte) {
	switch command {
	case askNozzle:
		nozzle := byte(0)
		if code := d.code(); isCalling(code) || underWay(code) {
			nozzle = byte(d.nozzle.Nozzle)
		}
		if underWay(d.code()) && nozzle != 0 && d.level == forecourt.Credit {
			nozzle |= creditBit
		}
		d.sayByte(nozzle)
	case doReturned:
		d.sayByte(acknowledged)
		if d.code() == codeIdle && d.status.Ended {
			d.out.Heard(d.address, forecourt.Reset{})
		}
	case doPrices:
		var whole [mostData]byte
		told, ok := d.codec.columns(whole[:copy(whole[:], data)][:mostData])
		if !ok {
			d.out.Fault(newFault(raw, defect{headRaw, "a price with a digit above 9"}))
			return
		}
		d.sayByte(acknowledged)
		for l := range told {
			for i, p := range told[l] {
				if p.E4 != 0 {
					d.prices[l][i] = p
				}
			}
		}
		if d.status.State >= forecourt.Idle {
			d.deliverPrices()
		}
	}
}

// answerDisplay answers first: a reset comes after what it clears was told.
func (d *dispenser) answerDisplay() {
	code := d.code()
	b, err := d.codec.appendDisplay(d.plain[:0], d.price, d.shown)
	if err != nil {
		return // Do has taken only what fits
	}
	d.plain = append(b, code)
	d.say(d.plain...)
	if code == codeIdle && d.status.Ended {
		d.out.Heard(d.address, forecourt.Reset{})
	}
}

// halt stops a release from which nothing has flowed, and suspends a delivery. It is not repeated before the device has
// reported what came of it.
func (d *dispenser) halt() {
	code := d.code()
	if d.acting || code != codeAuthorised && !isOpen(code) {
		return
	}
	d.acting = true
	if code == codeAuthorised {
		d.out.Heard(d.address, forecourt.Stop{})
	} else {
		d.out.Heard(d.address, forecourt.Suspend{})
	}
}

// authorise releases the nozzle that is out. The slow-flow offset is the device's own business.
func (d *dispenser) authorise(data, raw []byte) {
	price, ok1 := d.codec.price(data[1 : 1+priceSize])
	l, ok2 := d.codec.limits(data[1+priceSize:])
	if !ok1 || !ok2 {
		d.out.Fault(newFault(raw, defect{headRaw, "a price or limit with a digit above 9, or too fine for the currency"}))
		return
	}
	if n := d.nozzle.Nozzle; d.code() == codeCalling && n != 0 {
		level := d.priceOf(n, price)
		d.deliverPrices()
		d.selectLevel(level)
		d.out.Heard(d.address, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{n}})
		switch {
		case l.money.Minor > 0 && (l.volume.Count == 0 || price.Amount(l.volume, unit.HalfUp).Minor >= l.money.Minor):
			d.out.Heard(d.address, forecourt.PresetAmount{Limit: l.money})
		case l.volume.Count > 0:
			d.out.Heard(d.address, forecourt.PresetVolume{Limit: l.volume})
		}
		d.out.Heard(d.address, forecourt.Authorise{})
	}
	d.sayStatus()
}

// initialise opens an uninitialised point.
func (d *dispenser) initialise(data, raw []byte) {
	price, f, ok := d.codec.display(data)
	if !ok {
		d.out.Fault(newFault(raw, defect{headRaw, "a price, money or volume with a digit above 9, or too fine for the currency"}))
		return
	}
	if d.code() == codeUninitialised {
		for i := range d.prices[forecourt.Cash][:d.codec.nozzles] {
			if cash := &d.prices[forecourt.Cash][i]; cash.E4 == 0 {
				*cash = price
			}
		}
		keeps := d.status.Ended
		if !keeps {
			d.shown, d.price = f, price
		}
		d.deliverPrices()
		if d.status.State == forecourt.Closed || d.status.Ended && !keeps {
			d.out.Heard(d.address, forecourt.Reset{}) // there is no sale that it could clear
		}
	}
	d.sayStatus()
}

// deliverPrices tells the device its prices, if they are new to it.
func (d *dispenser) deliverPrices() {
	for i, p := range d.prices[forecourt.Cash][:d.codec.nozzles] {
		if p.E4 == 0 {
			d.prices[forecourt.Cash][i] = d.codec.noPrice()
		}
	}
	busy := delivering(d.status.State)
	if d.sent && d.prices == d.delivered && (busy || !d.owed) && d.status.State >= forecourt.Idle {
		return
	}
	d.delivered, d.sent, d.owed = d.prices, true, busy
	d.out.Heard(d.address, d.prices.lists(d.codec.nozzles))
}

// catchUp delivers again, after a sale, what was delivered in it.
func (d *dispenser) catchUp() {
	if d.owed && !delivering(d.status.State) && d.status.State >= forecourt.Idle {
		d.deliverPrices()
	}
}

// answerTotals asks the device, which reports at once. Totals that were never reported are not answered: zero would be a
// lie about litres.
func (d *dispenser) answerTotals(kind byte) {
	from, to := 0, d.codec.nozzles
	if kind&singleNozzle != 0 {
		from = int(kind >> nozzleShift & nozzleBits)
		to = from + 1
	}
	b := d.plain[:0]
	for i := from; i < to; i++ {
		n := forecourt.Nozzle(i + 1)
		if i < d.codec.nozzles {
			d.out.Heard(d.address, forecourt.ReturnTotals{Nozzle: n})
			d.out.Heard(d.address, forecourt.ReturnTotals{Nozzle: n, Amount: true})
		}
		t := &d.totals[i]
		if !t.volume || !t.amount {
			return
		}
		b, _ = d.codec.appendVolume(b, t.Totals.Volume, totalSize)
		b, _ = d.codec.appendAmount(b, t.Totals.Amount, totalSize)
	}
	d.plain = append(b, d.code())
	d.say(d.plain...)
}
