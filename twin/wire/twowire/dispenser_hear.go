package twowire

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// Hear answers what is for this pump. A word that comes while it answers is lost, as on any loop with one pair of wires.
func (d *dispenser) Hear(c wire.Chunk) {
	if c.Marks&badMarks != 0 {
		d.spoil(c)
		return
	}
	for _, w := range c.Bytes {
		if c.Last >= d.deaf {
			d.hearWord(w, c.Last)
		}
	}
}

// spoil meets a mark: silence, and a data error where a block was expected (B).
func (d *dispenser) spoil(c wire.Chunk) {
	if !d.listening || c.Last < d.deaf {
		return
	}
	d.out.Fault(newFault(append(d.block, c.Bytes...), defect{len(d.block), markReason(c.Marks)}))
	d.mistake(c.Last)
}

func (d *dispenser) mistake(at clock.Instant) {
	d.listening, d.block, d.wrong = false, d.block[:0], at.Add(errorFor)
}

// hearWord takes one word. Commands and the words of blocks never have the same high nibble, but for FC.
func (d *dispenser) hearWord(w byte, at clock.Instant) {
	if d.listening {
		if w>>4 >= digit>>4 && w != allStop && (len(d.block) > 0 || w == startOfText) {
			d.hearData(w, at)
			return
		}
		d.out.Fault(newFault(append(d.block, w), defect{len(d.block), "not the word of a block"}))
		d.mistake(at)
	}
	switch {
	case w == allStop:
		d.stop()
	case w>>4 <= cmdMoney>>4 && w&0x0F == d.pump:
		d.obey(w&0xF0, at)
	}
}

func (d *dispenser) obey(cmd byte, at clock.Instant) {
	switch cmd {
	case cmdStatus:
		d.settle()
		if at < d.wrong {
			d.sayWord(saysDataError, at)
			return
		}
		d.sayWord(d.says(), at)
	case cmdAuthorise:
		if at >= d.wrong { // else its limit may be what was lost
			d.authorise()
		}
	case cmdDataNext:
		d.wrong = 0
		d.settle()
		if s := d.says(); s == saysOff || s == saysCall {
			d.sayWord(saysReady, at)
			d.listening = true
		}
	case cmdStop:
		d.stop()
	case cmdSale:
		d.saySale(at)
	case cmdTotals:
		d.sayTotals(at)
	case cmdMoney:
		if d.says() == saysBusy {
			d.answer, _ = appendDigits(d.answer[:0], d.now.money, moneyLen)
			d.say(d.answer, at)
		}
	}
}

func (d *dispenser) sayWord(status byte, at clock.Instant) {
	d.word[0] = status | d.pump
	d.say(d.word[:], at)
}

// say answers. The pump is deaf for no longer than the answer lasts at 11,000 bit/s, faster than any line.
func (d *dispenser) say(b []byte, at clock.Instant) {
	d.deaf = at.Add(d.turnAround + time.Duration(len(b))*time.Millisecond)
	d.out.Say(d.turnAround, b)
}

// authorise obeys 1p in OFF and CALL (A for CALL). The preset's grade counts once.
func (d *dispenser) authorise() {
	d.settle()
	if s := d.says(); s != saysOff && s != saysCall {
		return
	}
	nozzles := make([]forecourt.Nozzle, 0, d.codec.nozzles)
	for n := 1; n <= d.codec.nozzles; n++ {
		if d.grade == 0 || int(d.grade) == n {
			nozzles = append(nozzles, forecourt.Nozzle(n))
		}
	}
	d.grade = 0
	d.out.Heard(d.address, forecourt.AllowNozzles{Nozzles: nozzles})
	d.out.Heard(d.address, forecourt.Authorise{})
}

// stop obeys 3p and FC in AUTH and BUSY (A), once a sale.
func (d *dispenser) stop() {
	if s := d.says(); !d.stopped && (s == saysAuthorised || s == saysBusy) {
		d.stopped = true
		d.out.Heard(d.address, forecourt.Stop{})
	}
}

// readable says that 4p and 5p are valid (A).
func readable(says byte) bool {
	switch says {
	case saysOff, saysCall, saysPEOT, saysFEOT, saysStopped:
		return true
	}
	return false
}

func (d *dispenser) saySale(at clock.Instant) {
	if !readable(d.says()) {
		return
	}
	if !d.read {
		d.ask()
	}
	d.answer = appendSale(d.answer[:0], d.kept)
	d.say(d.answer, at)
	d.read = d.read || isOver(d.status)
}

// sayTotals asks the electronics for all totals, and answers when some are known. A nozzle that has none shows zeros.
func (d *dispenser) sayTotals(at clock.Instant) {
	if !readable(d.says()) {
		return
	}
	for n := 1; n <= d.codec.nozzles; n++ {
		d.out.Heard(d.address, forecourt.ReturnTotals{Nozzle: forecourt.Nozzle(n)})
		d.out.Heard(d.address, forecourt.ReturnTotals{Nozzle: forecourt.Nozzle(n), Amount: true})
	}
	if !d.totalled {
		return
	}
	all := d.totals[1 : d.codec.nozzles+1]
	for i := range all {
		all[i].grade = forecourt.Nozzle(i + 1)
		all[i].price1, _ = wire.Rescale(d.prices[forecourt.Cash][i+1].E4, 4, d.codec.PriceDecimals)
		all[i].price2, _ = wire.Rescale(d.prices[forecourt.Credit][i+1].E4, 4, d.codec.PriceDecimals)
	}
	d.answer = appendTotals(d.answer[:0], all)
	d.say(d.answer, at)
}

// hearData collects a block.
func (d *dispenser) hearData(w byte, at clock.Instant) {
	d.block = append(d.block, w)
	if w != endOfText && len(d.block) < maxHost {
		return
	}
	wrong := checkHost(d.block, !d.isLenient)
	var h hostBlock
	if wrong.reason == "" {
		h, wrong = readHost(d.block)
	}
	if wrong.reason == "" {
		wrong = d.outOfRange(h)
	}
	if wrong.reason != "" {
		d.out.Fault(newFault(d.block, wrong))
		d.mistake(at)
		return
	}
	d.listening, d.block = false, d.block[:0]
	d.take(h, at)
}

func (d *dispenser) outOfRange(h hostBlock) defect {
	if int(h.grade) > d.codec.nozzles {
		return defect{5, "a grade that this pump does not have"}
	}
	return defect{}
}

func (d *dispenser) take(h hostBlock, at clock.Instant) {
	switch h.kind {
	case hostPrice:
		d.takePrice(h.level, h.grade, d.codec.price(h.value))
	case hostLevel:
		d.selectLevel(h.level)
	case hostVolume, hostMoney:
		if h.named { // a preset is for a level, as for a grade
			d.selectLevel(h.level)
		}
		d.grade = h.grade
		d.out.Heard(d.address, d.codec.preset(h))
	case hostExtended:
		e := extended{pump: d.pump, out: d.nozzle.Out, nozzle: d.nozzle.Nozzle}
		d.answer = appendExtended(d.answer[:0], e)
		d.say(d.answer, at)
	}
}
