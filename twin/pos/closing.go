package pos

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a cashier does at the end of a shift or of a business day. The close of a day closes its last shift too.
type (
	// CloseShift closes the shift that is open; the next one is open at once.
	CloseShift struct{}
	// CloseDay closes the day.
	CloseDay struct{}
)

// Stimulus names.
func (CloseShift) Stimulus() string { return "close-shift" }
func (CloseDay) Stimulus() string   { return "close-day" }

// closing is a shift or a day that is closed. A sale belongs to the shift in which it is settled, money that goes back to
// the one in which it was given: what is under way at the instant of a close is the next shift's. The number of the shift
// that is open follows from the closings, so that one record of the store closes the one and opens the other.
type closing struct {
	ID       string            `json:"id"`
	Kind     closeKind         `json:"kind"`
	Number   int               `json:"number"`
	Day      int               `json:"day"`
	First    int               `json:"first"` // shift
	Last     int               `json:"last"`  // shift
	From     clock.Instant     `json:"from"`
	To       clock.Instant     `json:"to"`
	Totals   []forecourt.Total `json:"totals"`
	Captured unit.Money        `json:"captured"`
	Gateway  unit.Money        `json:"gateway"`
	Checked  bool              `json:"checked,omitempty"` // against the gateway
	Posting  postingState      `json:"posting,omitempty"`
}

type closeKind string

const (
	ofShift closeKind = "shift"
	ofDay   closeKind = "day"
)

func (x *closing) enter(b *books) { put(b.closings, &b.order.closings, x.ID, x) }

// last returns the last closing of a kind; nil where there is none.
func (b *books) last(kind closeKind) *closing {
	for i := len(b.order.closings) - 1; i >= 0; i-- {
		if x := b.closings[b.order.closings[i]]; x.Kind == kind {
			return x
		}
	}
	return nil
}

// shift returns the number of the shift that is open, from 1.
func (b *books) shift() int {
	if last := b.last(ofShift); last != nil {
		return last.Number + 1
	}
	return 1
}

// day returns the number of the day that is open, from 1.
func (b *books) day() int {
	if last := b.last(ofDay); last != nil {
		return last.Number + 1
	}
	return 1
}

// closeShift closes the open shift, and the day with it where that is wanted: all of it or nothing.
func (p *POS) closeShift(withDay bool) string {
	now := p.env.Now()
	shift := &closing{Kind: ofShift, Number: p.shift(), Day: p.day(), First: p.shift(), Last: p.shift(), To: now}
	if before := p.last(ofShift); before != nil {
		shift.From = before.To
	}
	closed := []*closing{shift}
	if withDay {
		day := &closing{Kind: ofDay, Number: p.day(), Day: p.day(), First: 1, Last: p.shift(), To: now}
		if before := p.last(ofDay); before != nil {
			day.From, day.First = before.To, before.Last+1
		}
		closed = append(closed, day)
	}
	var entries []entry
	for _, x := range closed {
		x.ID = string(x.Kind) + "-" + itoa(x.Number)
		x.Totals, x.Captured, x.Gateway = p.totals(x.First, x.Last), p.captured(x.First, x.Last), p.none()
		entries = append(entries, x)
	}
	p.keep(entries...)
	for _, x := range closed {
		p.tellClosing(x)
		p.goes("close", func(f *loop.Fiber) { p.conclude(f, x) })
	}
	return ""
}

// conclude holds a closing against the gateway and posts it, once.
func (p *POS) conclude(f *loop.Fiber, x *closing) {
	if !x.Checked {
		p.reconcile(f, x)
		x.Checked, x.Posting = true, postingDue
		p.keep(x, &task{Key: x.ID + "/post", Act: post, Closing: x.ID, Amount: p.none()})
	}
	if x.Posting != postingDue {
		return
	}
	t := p.tasks[x.ID+"/post"]
	a := p.deliver(f, t)
	x.Posting = postingDone
	if !a.OK {
		x.Posting = postingRefused
	}
	p.keep(x, t.close())
	if !a.OK {
		p.tell(ClosePostingRefused{x.ID, a.Reason})
		return
	}
	p.tell(ClosePosted{x.ID})
}

// closePosting is a closing as order management gets it; a repeat has the same bytes.
func (p *POS) closePosting(x *closing) forecourt.ClosePosting {
	return forecourt.ClosePosting{
		ID: x.ID, Site: p.cfg.Site, Kind: string(x.Kind), Number: x.Number, Day: x.Day, From: x.From, To: x.To, Totals: x.Totals,
		Captured: x.Captured, Gateway: x.Gateway,
	}
}
