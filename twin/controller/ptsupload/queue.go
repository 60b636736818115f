package ptsupload

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// entry is one packet, as the store has it. That of a sale stays until the controller has forgotten the sale.
type entry struct {
	Seq  uint64
	ID   int             // of the packet
	Type string          `json:",omitempty"`
	Data json.RawMessage `json:",omitempty"`
	Sale string          `json:",omitempty"` // the controller's number
	Sent bool            `json:",omitempty"` // confirmed, or given up
	Gone bool            `json:",omitempty"` // the controller has forgotten the sale

	tries int // since the power came
}

const (
	prefix       = "pts-upload/"
	entriesBelow = prefix + "packet/"
	totalsBelow  = prefix + "total/"
)

func (e *entry) key() string { return fmt.Sprintf("%s%012d", entriesBelow, e.Seq) }

func (e *entry) kept() desk.Keepsake { return desk.Keepsake{Key: e.key(), Value: e} }

func (e *entry) dropped() desk.Keepsake { return desk.Keepsake{Key: e.key()} }

// load brings back what the store has, in the order of the keys, which is that of Seq.
func (u *Uploader) load() {
	u.cfg.Desk.Kept(totalsBelow, func(key string, read func(any) error) {
		var sum unit.Money
		if read(&sum) == nil { // nobody else writes under this name
			u.totals[key] = sum
		}
	})
	u.cfg.Desk.Kept(entriesBelow, func(_ string, read func(any) error) {
		e := &entry{}
		if err := read(e); err != nil {
			return // nobody else writes under this name
		}
		u.next = max(u.next, e.Seq+1)
		if e.Sale != "" {
			u.sales[e.Sale] = e
		}
		if e.Sent {
			u.done = append(u.done, e)
		} else {
			u.queue = append(u.queue, e)
		}
	})
}

// add puts data in the queue, and in the store with what else must be true together with it.
func (u *Uploader) add(e *entry, data pts.Data, also ...desk.Keepsake) {
	e.Seq, e.ID = u.next, int((u.next-1)%pts.MaxID)+1
	u.next++
	p := pts.Upload(e.ID, data)
	e.Type, e.Data = p.Type, p.Data
	if e.Sale != "" {
		u.sales[e.Sale] = e
	}
	for len(u.queue) >= u.cfg.Most {
		u.abandon()
	}
	u.queue = append(u.queue, e)
	u.cfg.Desk.Keep(append(also, e.kept())...)
	u.fiber.Wake()
}

// abandon gives up the oldest that is no sale, or else the oldest.
func (u *Uploader) abandon() {
	at := max(0, slices.IndexFunc(u.queue, func(e *entry) bool { return e.Sale == "" }))
	e := u.queue[at]
	u.cfg.Desk.Tell(UploadAbandoned{Type: e.Type, ID: e.ID, Sale: e.Sale})
	u.finish(e)
}

// finish takes an entry out of the queue. A sale that the controller has not forgotten would come again, and is
// remembered.
func (u *Uploader) finish(e *entry) {
	u.queue = slices.DeleteFunc(u.queue, func(x *entry) bool { return x == e })
	if e.Sale == "" || e.Gone {
		u.drop(e)
		return
	}
	e.Sent, e.Data = true, nil
	u.done = append(u.done, e)
	u.cfg.Desk.Keep(e.kept())
	if len(u.done) > mostDone {
		u.drop(u.done[0])
	}
}

func (u *Uploader) drop(e *entry) {
	delete(u.sales, e.Sale)
	u.done = slices.DeleteFunc(u.done, func(x *entry) bool { return x == e })
	u.cfg.Desk.Keep(e.dropped())
}

// sold hears of a sale: a new one, or one that is in the queue or was uploaded before.
func (u *Uploader) sold(s desk.Sale) {
	if u.fiber == nil || u.sales[s.ID] != nil {
		return
	}
	key := fmt.Sprintf("%s%d/%d", totalsBelow, s.Point, s.Nozzle)
	sum := u.totals[key]
	sum.Currency = s.Amount.Currency
	sum.Minor += s.Amount.Minor
	u.totals[key] = sum
	grade := u.cfg.Desk.GradeOf(s.Grade)
	u.add(&entry{Sale: s.ID}, pts.Transaction{
		DateTimeStart: pts.Stamp(s.StartedAt, u.cfg.Zone), DateTime: pts.Stamp(s.EndedAt, u.cfg.Zone),
		Pump: int(s.Point), Nozzle: int(s.Nozzle), FuelGradeID: grade.Number, FuelGradeName: grade.Name, Transaction: s.Number,
		Volume: pts.Plain(s.Volume), Price: pts.Plain(s.Price), Amount: pts.Plain(s.Amount),
		TotalVolume: pts.Plain(s.After), TotalAmount: pts.Plain(sum),
	}, desk.Keepsake{Key: key, Value: sum})
}

// gone hears that the controller has forgotten a sale.
func (u *Uploader) gone(sale string) {
	e := u.sales[sale]
	switch {
	case u.fiber == nil || e == nil:
	case e.Sent:
		u.drop(e)
	default:
		e.Gone = true
		u.cfg.Desk.Keep(e.kept())
	}
}
