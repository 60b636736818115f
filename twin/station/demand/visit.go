package demand

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// The places of the phases among the draws.
const (
	toTheNozzle = iota
	release
	trigger
	dribble
	hangUp
	payInside
	cardOutdoors
	driveAway
)

// span draws how long the customer at hand takes for a phase.
func (p *Planner) span(phase int) time.Duration {
	return time.Duration(p.draws.phases[phase].Draw(&p.source))
}

// visit resolves the customer at hand. His draws come in a fixed order.
func (p *Planner) visit(v *Visit) {
	d, s := &p.draws, &p.source
	*v = Visit{Number: p.number, Arrives: p.arrival, Wrong: -1}
	v.Vehicle = d.vehicles.draw(s)
	v.Grade = d.grades[v.Vehicle].draw(s)
	v.Phases = Durations{
		ToTheNozzle: p.span(toTheNozzle), Release: p.span(release), Trigger: p.span(trigger), Dribble: p.span(dribble),
		HangUp: p.span(hangUp), Pay: p.span(payInside), DriveAway: p.span(driveAway),
	}
	card := p.span(cardOutdoors)
	v.Tender = Tender(d.tenders.draw(s))
	if p.unmanned {
		v.Tender = Outdoor
	}
	millilitres := d.volumes[v.Vehicle].Draw(s)
	round := s.Below(1000) < p.profile.RoundMoney.Share
	if patience := time.Duration(d.patience.Draw(s)); !p.choose(v, patience) {
		return
	}
	pt := &p.points[v.Point]
	h := &pt.hoses[v.Hose]
	if v.Tender == Outdoor && !pt.reader {
		v.Tender = Card
	}
	t := h.tariff
	t.Price = p.priceOf(v.Grade)
	v.PriceE4 = t.Price.E4
	counts := unit.Volume(millilitres*int64(unit.Millilitre)).Indicated(h.meter.Decimals, h.meter.Unit).Count
	counts, sum := p.wish(v, h, t, max(counts, 1), round)
	if p.pay(v, sum, card); v.Fate != Served {
		pt.free = v.Leaves
		return
	}
	if !p.sell(v, h, t, counts) {
		v.Fate = SoldOut
		return
	}
	p.err(v, pt)
	p.settle(v)
	p.time(v, h)
	pt.free = v.Leaves
}

// choose finds the point that is free first, and says whether the customer waits for it.
func (p *Planner) choose(v *Visit, patience time.Duration) bool {
	g := &p.grades[v.Grade]
	best, at := -1, clock.Never
	i := g.turn
	for range g.places {
		if free := max(p.points[g.places[i].point].free, v.Arrives); free < at {
			best, at = i, free
		}
		if i++; i == len(g.places) {
			i = 0
		}
	}
	if g.turn++; g.turn == len(g.places) {
		g.turn = 0
	}
	v.Point, v.Hose, v.Begins = g.places[best].point, g.places[best].hose, at
	if at.Sub(v.Arrives) > patience {
		v.Fate = GaveUp
		return false
	}
	return true
}

// wish says at which count of the display the customer wants to stop, and for a prepayment the sum: those are always
// round.
func (p *Planner) wish(v *Visit, h *hose, t reckoning.Tariff, counts int64, round bool) (wanted, sum int64) {
	prepays := v.Tender == PrepayCash || v.Tender == PrepayCard
	if !round && !prepays {
		return counts, 0
	}
	step := p.profile.RoundMoney.Step
	for range p.plan.Currency.Decimals() {
		step *= 10
	}
	worth := t.Price.Amount(unit.Indicated{Count: counts, Decimals: h.meter.Decimals, Unit: h.meter.Unit}, t.Rounding).Minor
	sum = max((worth+step/2)/step, 1) * step
	if prepays {
		return counts, sum
	}
	return max(t.CountsWorth(h.meter, sum), 1), 0
}

// pay asks about the card, and settles how much the release is good for. Who is declined outdoors goes inside with cash,
// or away.
func (p *Planner) pay(v *Visit, sum int64, card time.Duration) {
	switch v.Tender {
	case Outdoor:
		hold := p.plan.POS.PreAuthorise
		granted := hold.Minor
		if !p.options.DispensingOnly {
			granted = p.ask(v, hold)
		}
		// He goes to the terminal first, and lifts within what the till allows from there.
		v.PaysAhead = v.Phases.ToTheNozzle + card
		v.Phases.ToTheNozzle = min(v.Phases.Release, p.plan.POS.LiftWithin/2)
		if granted >= p.least() {
			v.Limit = granted
			return
		}
		v.Declined, v.Tender = true, Cash
		if p.source.Below(1000) >= p.profile.Payments.InsideAfterDecline || p.unmanned {
			v.Fate = Refused
			v.Leaves = v.Begins.Add(v.PaysAhead + v.Phases.DriveAway)
		}
	case PrepayCard:
		if asked := (unit.Money{Minor: sum, Currency: p.plan.Currency}); !p.options.DispensingOnly && p.ask(v, asked) < sum {
			v.Declined, v.Tender = true, PrepayCash
		}
		fallthrough
	case PrepayCash:
		v.Limit = sum
		v.PaysAhead = v.Phases.Pay
	}
}

// least is what a grant must be for, that a release is worth it: 5 major units, as the till has it.
func (p *Planner) least() int64 {
	n := int64(5)
	for range p.plan.Currency.Decimals() {
		n *= 10
	}
	return n
}

// ask asks the issuer, and returns what it grants.
func (p *Planner) ask(v *Visit, m unit.Money) int64 {
	v.Card = p.draws.cardNames[p.draws.cards.draw(&p.source)]
	switch o := p.issuer.Decide(v.Card, m, p.today); o.Verdict {
	case payment.Approved, payment.PartiallyApproved:
		return o.Granted.Minor
	}
	return 0
}

// settle says what is paid in the end, and asks about a card that comes after the sale.
func (p *Planner) settle(v *Visit) {
	switch {
	case v.Mistakes&DriveOff != 0:
		v.Tender = WrittenOff
	case v.Tender == Card && !p.options.DispensingOnly:
		if m := (unit.Money{Minor: v.Minor, Currency: p.plan.Currency}); v.Minor > 0 && p.ask(v, m) < v.Minor {
			v.Declined, v.Tender = true, Cash
		}
	case v.Tender == PrepayCash, v.Tender == PrepayCard:
		v.Refunded = max(v.Limit-v.Minor, 0)
	}
	if v.Card != "" && !v.Declined {
		p.issuer.Spend(v.Card, v.Minor)
	}
}

// err lets the customer make the mistakes that he can make.
func (p *Planner) err(v *Visit, pt *point) {
	m := &p.profile.Mistakes
	makes := func(perMille int64) bool { return p.source.Below(1000) < perMille }
	driveOff, leftOut, forgotten, wrong := makes(m.DriveOff), makes(m.NozzleLeftOut), makes(m.CardForgotten), makes(m.WrongGrade)
	afterwards := v.Tender == Cash || v.Tender == Card
	switch {
	case afterwards && driveOff:
		v.Mistakes |= DriveOff
	case afterwards && leftOut && v.Until > 0 && v.Cut == 0:
		v.Mistakes |= NozzleLeftOut // a sale that its limit has ended waits for the nozzle
	case v.Tender == Outdoor && forgotten:
		v.Mistakes |= CardForgotten
	}
	if afterwards && wrong && len(pt.hoses) > 1 { // it is noticed before the cashier releases anything
		v.Mistakes |= WrongGrade
		v.Wrong = (v.Hose + 1) % len(pt.hoses)
	}
}

// What nobody draws, nominal.
const (
	starting   = 1300 * time.Millisecond // motor, ramp and what the start of the flow loses
	slowing    = 8 * time.Second         // the last half litre before a limit
	noFlow     = 60 * time.Second        // until a dispenser ends a sale that stands still
	noticing   = 6 * time.Second         // of a wrong nozzle
	forgetting = 60 * time.Second        // until somebody takes the card out
	writingOff = 10 * time.Second        // of a drive-off
)

// time lays the phases out, as they would be if nobody else were there.
func (p *Planner) time(v *Visit, h *hose) {
	d := &v.Phases
	flow := time.Duration(v.Drawn*1000/int64(h.pipe.Flow))*time.Millisecond + starting
	if v.Until == 0 {
		flow += slowing
	}
	flow += v.Dark
	lifted := v.Begins.Add(v.PaysAhead + d.ToTheNozzle)
	if v.Mistakes&WrongGrade != 0 {
		lifted = lifted.Add(noticing)
	}
	if v.Tender == Outdoor || v.Limit > 0 {
		d.Release = 0 // it was given before
	}
	v.Flows = lifted.Add(d.Release + d.Trigger)
	ended := v.Flows.Add(flow + d.Dribble)
	if v.Mistakes&NozzleLeftOut != 0 {
		v.Hangs = ended.Add(noFlow + d.Pay + d.HangUp)
		v.Leaves = v.Hangs.Add(d.DriveAway)
		return
	}
	v.Hangs = ended.Add(d.HangUp)
	v.Leaves = v.Hangs.Add(d.DriveAway)
	switch {
	case v.Mistakes&DriveOff != 0:
		v.Leaves = v.Leaves.Add(writingOff)
	case v.Mistakes&CardForgotten != 0:
		v.Leaves = v.Leaves.Add(forgetting)
	case v.Tender == Cash || v.Tender == Card || v.Refunded > 0:
		v.Leaves = v.Leaves.Add(d.Pay)
	}
}
