package ifsf

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// What a dispenser tells without being asked. States and running sales go without acknowledgement (B: CSS): the next one
// or a reading puts right what was lost. Transactions and errors want one (C: reasoning): they are told again until the
// controller has them.

// unacked is a message that wants an acknowledgement.
type unacked struct {
	token byte
	db    address
	data  []byte
	due   clock.Instant // when it is told, again
	tries int
}

const (
	againAfter = 3 * time.Second
	maxTries   = 4
)

// listens says that the controller which spoke is to be told.
func (d *dispenser) listens() bool {
	return d.peer != Node{} && (!d.listed || slices.Contains(d.recipients, d.peer))
}

func (d *dispenser) queue(k kind, token byte, db address, data []byte) {
	start := len(d.news)
	d.news = begin(d.news, d.peer, d.own, k, token, db)
	d.news = seal(append(d.news, data...), start)
	d.lengths = append(d.lengths, len(d.news)-start)
}

// tellState sends FP_Status_Message where it is news.
func (d *dispenser) tellState(p *fuellingPoint) {
	now := toldState{p.state(), p.nozzleState()}
	if now == p.told || p.ending {
		return
	}
	p.told = now
	if !d.listens() {
		return
	}
	b := appendItem(d.scratch[:0], idStatusMessage)
	b = appendItem(b, idState, byte(now.state))
	b = appendItem(b, idNozzleState, now.nozzles)
	b = appendItem(b, idAssigned, p.assigned[:]...)
	d.queue(unsolicited, 0, pointAddress(p.address), b)
	d.scratch = b
}

// tellRunning sends FP_Running_Transaction_Message.
func (d *dispenser) tellRunning(p *fuellingPoint) {
	if !d.listens() {
		return
	}
	b := appendItem(d.scratch[:0], idRunningMessage)
	b = appendItem(b, idCurrentNozzle, byte(p.used()))
	b = appendItem(b, idCurrentAmount, d.amount(p.amount)...)
	b = appendItem(b, idCurrentVolume, d.volume(p.volume)...)
	d.queue(unsolicited, 0, pointAddress(p.address), b)
	d.scratch = b
}

// tellSale sends TR_Buff_States_Message.
func (d *dispenser) tellSale(p *fuellingPoint, s *sale) {
	db := saleAddress(p.address, s.seq)
	b := appendItem(nil, idBuffMessage)
	for _, id := range []byte{idSeq, idSaleState, idHolder, idSaleAmount, idSaleVolume} {
		data, _ := d.saleValue(s, id)
		b = appendItem(b, id, data...)
	}
	// A state that is not known yet gives way to the next one.
	d.unacked = slices.DeleteFunc(d.unacked, func(u unacked) bool { return u.db == db })
	d.tellSurely(db, b)
}

// tellError counts an error and sends FP_Error_Type_Mes (B: layout of public index id 13722471604).
func (d *dispenser) tellError(p *fuellingPoint, e byte) {
	p.errors[e] = min(p.errors[e], 254) + 1
	p.errorState[e] = p.state()
	b := appendItem(nil, idErrorTypeMessage)
	b = appendItem(b, idErrorType, e)
	b = appendItem(b, idErrorPointState, byte(p.errorState[e]))
	d.tellSurely(address{place: atError, point: p.address, number: e}, b)
}

func (d *dispenser) tellSurely(db address, data []byte) {
	if len(d.unacked) >= maxUnacked {
		d.unacked = d.unacked[:copy(d.unacked, d.unacked[1:])]
	}
	d.token = d.nextToken()
	d.unacked = append(d.unacked, unacked{token: d.token, db: db, data: data, due: d.now})
	d.again()
}

// again tells what is due.
func (d *dispenser) again() {
	if !d.listens() {
		return
	}
	d.unacked = slices.DeleteFunc(d.unacked, func(u unacked) bool { return u.due <= d.now && u.tries >= maxTries })
	for i := range d.unacked {
		u := &d.unacked[i]
		if u.due > d.now {
			continue
		}
		u.tries++
		u.due = d.now.Add(againAfter)
		d.queue(unsolicitedACK, u.token, u.db, u.data)
	}
}
