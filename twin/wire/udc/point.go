package udc

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// point is what a controller knows of a fuelling point, what it holds for it, and what it has told.
type point struct {
	code   byte // the last status; 0: none was heard
	out    bool
	nozzle forecourt.Nozzle
	prices columns                // as taken by the pump
	level  forecourt.PriceLevel   // of the releases to come
	sale   forecourt.NozzleReport // whose sale is shown, and its price as the pump shows it
	shown  forecourt.FillingReport
	read   bool // shown has been read in this sale
	ended  bool // a sale is over and not yet reset

	wantsNozzle bool // ask Cx A1 before anything is told
	wantsFinal  bool // read A1 before anything is told
	reopens     bool // a price was taken: a pump that falls to 2F now is initialised without a word
	other       bool // poll the nozzle next, while calling

	allowed []forecourt.Nozzle // nil: all
	preset  limits             // for the next release
	release release
	limits  limits // of the sale under way

	toldNozzle  forecourt.NozzleReport
	toldStatus  forecourt.Status
	toldShown   forecourt.FillingReport
	statusFresh bool // toldStatus has been told and nobody asks for it again
	nozzleFresh bool
	shownFresh  bool
}

// release is an Authorise that has not been obeyed yet.
type release struct {
	held    bool
	sent    bool // as A5, and the answer did not say what became of it
	refused int
	until   clock.Instant
	limits  limits
}

func newPoint(c *codec) point {
	p := point{toldNozzle: forecourt.NozzleReport{Price: c.noPrice()}, nozzleFresh: true}
	for l := range p.prices {
		for i := range p.prices[l] {
			p.prices[l][i] = c.noPrice()
		}
	}
	return p
}

// hear takes a status; ofA5 says that it answers an A5. It returns why a release is over that was not obeyed.
func (p *point) hear(code byte, ofA5 bool, at clock.Instant) (refusal string) {
	before, wasOut := p.code, p.out
	p.code, p.out = code, isOut(code)
	p.wantsNozzle = p.wantsNozzle && p.out || p.out && !wasOut
	switch {
	case resting(code) && !resting(before):
		p.wantsFinal = true
		p.ended = before != codeUninitialised
	case underWay(code) && !underWay(before):
		p.ended, p.read, p.wantsFinal, p.sale = false, false, false, forecourt.NozzleReport{}
		p.limits = limits{}
		if p.release.sent {
			p.limits = p.release.limits
		}
	case code == codeUninitialised:
		p.ended, p.wantsFinal = false, false
	}
	return p.judge(ofA5, at)
}

// judge says what a status means for the release.
func (p *point) judge(ofA5 bool, at clock.Instant) (refusal string) {
	r := &p.release
	switch {
	case !r.held:
	case underWay(p.code):
		obeyed := r.sent
		*r = release{}
		if !obeyed {
			return "a sale is under way that it did not begin"
		}
	case p.code == codeUninitialised:
		*r = release{}
		return "the point is not initialised"
	case r.sent && ofA5 && isCalling(p.code):
		r.sent = false
		if r.refused++; r.refused >= maxRefusals {
			*r = release{}
			return "the pump goes on calling after A5"
		}
	case r.sent && !ofA5 && p.code == codeIdle:
		*r = release{} // it may have been obeyed, and be over
		p.ended, p.wantsFinal = true, true
	case r.sent:
		r.sent = false // A5 was not heard, or came as the nozzle was hung
	case at >= r.until:
		*r = release{}
	}
	return ""
}

// isAllowed says whether the release is for the nozzle that is out.
func (p *point) isAllowed() bool {
	return p.nozzle != 0 && (p.allowed == nil || slices.Contains(p.allowed, p.nozzle))
}

// mayRelease says that A5 can be sent. One whose answer was lost is not sent again before a status says that it was not
// obeyed.
func (p *point) mayRelease() bool {
	return p.release.held && !p.release.sent && isCalling(p.code) && !p.wantsNozzle && p.isAllowed()
}

// status is the state that all of it amounts to.
func (p *point) status() forecourt.Status {
	suspended := forecourt.SuspendedStarted
	flowed := p.read && !isNothing(p.shown)
	if flowed {
		suspended = forecourt.SuspendedFuelling
	}
	switch p.code {
	case codeIdle:
		if p.release.held && !p.ended {
			return forecourt.Status{State: forecourt.Authorised}
		}
		return forecourt.Status{State: forecourt.Idle, Ended: p.ended}
	case codeCalling, codeCredit:
		if p.release.held && !p.ended && (!p.isAllowed() || p.toldStatus.State == forecourt.Authorised) {
			return forecourt.Status{State: forecourt.Authorised}
		}
		return forecourt.Status{State: forecourt.Calling, Ended: p.ended}
	case codeAuthorised:
		return forecourt.Status{State: forecourt.Started}
	case codeSlow:
		if !flowed {
			return forecourt.Status{State: forecourt.Started}
		}
		return forecourt.Status{State: forecourt.Fuelling}
	case codeFast:
		return forecourt.Status{State: forecourt.Fuelling}
	case codeEnded, codeStopped:
		if p.reached() {
			return forecourt.Status{State: forecourt.Fuelling, LimitReached: true}
		}
		return forecourt.Status{State: suspended}
	case codeHalted, codeReturned:
		return forecourt.Status{State: suspended}
	}
	return forecourt.Status{State: forecourt.Inoperative}
}

// reached says that the display shows the limit of the sale.
func (p *point) reached() bool {
	l := &p.limits
	return p.read && (l.money.Minor > 0 && p.shown.Amount.Minor >= l.money.Minor ||
		l.volume.Count > 0 && p.shown.Volume.Cmp(l.volume) >= 0)
}

// display takes what A1 shows.
func (p *point) display(price unit.Price, f forecourt.FillingReport) {
	p.shown, p.read = f, true
	if (underWay(p.code) || p.wantsFinal) && p.nozzle != 0 && price.E4 != 0 {
		p.sale = forecourt.NozzleReport{Nozzle: p.nozzle, Price: price}
		if cash := &p.prices[forecourt.Cash][p.nozzle-1]; cash.E4 == 0 {
			*cash = price // better than none, before any was sent
		}
	}
	p.wantsFinal = p.wantsFinal && !resting(p.code)
}

// report is the nozzle as it is to be told.
func (p *point) report(c *codec) forecourt.NozzleReport {
	r := forecourt.NozzleReport{Nozzle: p.nozzle, Out: p.out, Price: c.noPrice()}
	if p.nozzle != 0 {
		r.Price = p.prices.at(p.level, p.nozzle)
	}
	if p.nozzle != 0 && p.sale.Nozzle == p.nozzle {
		r.Price = p.sale.Price
	}
	return r
}
