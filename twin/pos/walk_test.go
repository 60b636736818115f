package pos

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
)

// walk draws what customers, cashiers and attendants do at two points and two tills.
type walk struct {
	*rapid.T
	sales int
}

func pick[T any](w *walk, what string, from ...T) T { return rapid.SampledFrom(from).Draw(w.T, what) }

func (w *walk) point() forecourt.Point { return pick[forecourt.Point](w, "point", 1, 2) }

func (w *walk) by() By {
	return pick(w, "by", By{}, By{Till: 1}, By{Till: 2}, By{Till: 3}, By{Attendant: "anna"}, By{Attendant: "ben"}, By{Attendant: "carl"})
}

func (w *walk) mode() service.Set {
	return pick(w, "mode",
		service.Usual, service.Of(service.Automatic), service.Of(service.Prepay), service.Of(service.Outdoor),
		service.Of(service.Attendant), service.Of(service.Attendant, service.Prepay, service.Outdoor),
		service.Of(service.Automatic, service.Prepay, service.Outdoor))
}

// step draws one act.
func (w *walk) step() func(*rig) {
	p, by := w.point(), w.by()
	amount := pick[int64](w, "amount", 0, 1, 999, 2500, 5000)
	switch pick(w, "act", "lift", "lift", "lift", "hang", "finish", "finish", "authorise", "authorise", "pay", "pay", "pay", "prepay",
		"card", "mode", "stop", "tag", "take", "put back", "write off", "move", "clock", "cancel", "lose") {
	case "lift":
		return func(r *rig) { r.lift(p) }
	case "hang":
		return func(r *rig) { r.hang(p) }
	case "finish":
		w.sales++
		return deliver(fmt.Sprint(w.sales), p, amount)
	case "authorise":
		return ifOn(AuthorisePoint{Point: p, By: by})
	case "pay":
		tender, name := Cash, ""
		if pick(w, "by card", true, false) {
			tender, name = Card, pick(w, "card", "visa-credit", "visa-insufficient-funds")
		}
		return ifOn(Pay{Point: p, Tender: tender, Card: name, By: by})
	case "prepay":
		if pick(w, "by card", true, false) {
			return ifOn(Prepay{Point: p, Amount: eur(2500), Tender: Card, Card: "visa-credit", By: by})
		}
		return ifOn(Prepay{Point: p, Amount: eur(2500), Tender: Cash, By: by})
	case "card":
		return card("visa-credit")
	case "mode":
		return ifOn(SetMode{Point: pick[forecourt.Point](w, "at", 0, 1, 2), Mode: w.mode()})
	case "stop":
		return ifOn(StopPoint{Point: pick[forecourt.Point](w, "at", 0, 1, 2), By: by})
	case "tag":
		return ifOn(TagAttendant{pick(w, "tag", "anna", "ben"), pick[forecourt.Point](w, "at", 0, 1, 2), pick(w, "out", true, false, false)})
	case "take":
		return ifOn(TakeSale{Point: p, By: by})
	case "put back":
		return func(r *rig) { ifOn(PutBack{r.unpaid(p), by})(r) }
	case "write off":
		return func(r *rig) { ifOn(WriteOff{r.unpaid(p), "drive-off", by})(r) }
	case "move":
		return ifOn(MovePrepay{From: p, To: 3 - p, By: by})
	case "clock":
		return ifOn(SetClock{clock.Epoch.Add(time.Duration(rapid.IntRange(1, 48).Draw(w.T, "hour")) * time.Hour)})
	case "cancel":
		return func(r *rig) { r.sense(readerRole, payment.PressCancel{}) }
	}
	return lose(pick(w, "host", "gateway", "oms"), pick(w, "fault", "request", "answer"))
}

// customer draws a whole visit, in which others interfere.
func (w *walk) customer(now time.Duration) []step {
	p, by := w.point(), pick(w, "by", By{Attendant: "anna"}, By{Till: 1}, By{Till: 2}, By{Attendant: "ben"})
	amount := pick[int64](w, "amount", 2500, 999, 5000, 0)
	w.sales++ // a number that is never sold does no harm
	end := []step{at(now+8*sec, deliver(fmt.Sprint(w.sales), p, amount)), at(now+9*sec, func(r *rig) { r.hang(p) })}
	switch pick(w, "manner", "after", "ahead", "card", "moved", "flees", "takes", "stays away") {
	case "ahead":
		return append(end, at(now, ifOn(Prepay{Point: p, Amount: eur(2500), Tender: Cash, By: by})), at(now+3*sec, liftOut(p)))
	case "moved":
		return append(end, at(now, ifOn(Prepay{Point: 3 - p, Amount: eur(2500), Tender: Cash, By: by})),
			at(now+sec, ifOn(MovePrepay{From: 3 - p, To: p, By: by})), at(now+3*sec, liftOut(p)))
	case "card":
		return append(end, at(now, card("visa-credit")), at(now+4*sec, liftOut(p)))
	case "stays away":
		return []step{at(now, ifOn(AuthorisePoint{Point: p, By: by}))}
	case "flees":
		end = append(end, at(now+12*sec, func(r *rig) { ifOn(WriteOff{r.unpaid(p), "drive-off", by})(r) }))
	case "takes":
		end = append(end, at(now+9*sec, ifOn(TakeSale{Point: p, By: by})), at(now+12*sec, ifOn(Pay{Point: p, Tender: Cash, By: by})))
	default:
		end = append(end, at(now+12*sec, ifOn(Pay{Point: p, Tender: Cash, By: by})))
	}
	return append(end, at(now, liftOut(p)), at(now+sec, ifOn(AuthorisePoint{Point: p, By: by})), at(now+2*sec, liftOut(p)))
}

func liftOut(p forecourt.Point) func(*rig) { return func(r *rig) { r.lift(p) } }

// lift takes a nozzle: a released point fuels, another one calls.
func (r *rig) lift(p forecourt.Point) {
	switch r.control.states[p] {
	case forecourt.Authorised:
		r.control.state(p, forecourt.Fuelling)
	case forecourt.Idle:
		r.control.state(p, forecourt.Calling)
	}
}

// hang puts it back: a release that was not used is over.
func (r *rig) hang(p forecourt.Point) {
	switch r.control.states[p] {
	case forecourt.Authorised:
		expire(p)(r)
	case forecourt.Calling:
		r.control.state(p, forecourt.Idle)
	}
}

// unpaid is the number of the oldest unpaid sale of a point, or nothing that there is.
func (r *rig) unpaid(p forecourt.Point) string {
	for _, s := range r.pos.Books().Sales {
		if s.Point == p && s.State == Unpaid {
			return s.Sale
		}
	}
	return "none"
}

// TestEverySaleIsSettledOnceByWhoeverHappensToAct lets everybody do anything, in any order, with power cuts of the POS and
// lost messages. When the dust has settled each sale is paid, unpaid or written off, and what tills, attendants and
// terminals have settled is what the books have, to the cent.
func TestEverySaleIsSettledOnceByWhoeverHappensToAct(t *testing.T) {
	happened := map[string]int{}
	defer func() {
		for _, name := range []string{"paid", "captured", "prepay-settled", "written-off", "refunded", "hold-released", "prepay-moved",
			"sale-taken", "mode-changed", "refused"} {
			if happened[name] == 0 && !t.Failed() {
				t.Errorf("no walk has led to '%s': %v", name, happened)
			}
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		w := &walk{T: t}
		r := newRig(t, Config{
			Tills: 2, Attendants: []string{"anna", "ben"}, AfterLift: rapid.Bool().Draw(t, "after lift"),
			PrepayWithin: pick(w, "prepay within", 0, 90*sec),
			Modes: service.Schedule{Changes: []service.Change{
				{From: 6 * 60, Mode: w.mode()}, {From: 22 * 60, Mode: w.mode(), Points: []forecourt.Point{1}},
			}},
		})
		script := []step{at(0, state(1, forecourt.Idle)), at(0, state(2, forecourt.Idle)),
			at(sec, ifOn(TagAttendant{"anna", 1, false})), at(sec, ifOn(TagAttendant{"ben", 0, false}))}
		now := sec
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			now += pick(w, "after", 5*sec, 300*time.Millisecond, 2*sec, 20*sec, 10*time.Millisecond)
			if rapid.Bool().Draw(t, "a customer") {
				script = insert(script, w.customer(now)...)
			} else {
				script = insert(script, at(now, w.step()))
			}
			if rapid.IntRange(0, 15).Draw(t, "cut") == 0 {
				script = insert(script, at(now+3*time.Millisecond, powerOff), at(now+sec, powerOn))
				now += sec
			}
		}
		r.play(insert(script, w.tidy(now)...)...)
		r.balance()
		r.oneHolderEach()
		for _, e := range r.told {
			happened[e.Event.Event()]++
		}
	})
}

// tidy ends what a walk leaves: deliveries, releases, and in the end every unpaid sale but those of point 2.
func (w *walk) tidy(now time.Duration) (script []step) {
	for i, p := range []forecourt.Point{1, 2} {
		script = append(script, at(now+60*sec, deliver(fmt.Sprint("last ", i), p, 700)))
	}
	script = append(script, at(now+400*sec, func(r *rig) { r.hang(1); r.hang(2) }), at(now+500*sec, ifOn(StopPoint{})))
	for k := range 70 {
		later := now + 1200*sec + time.Duration(k)*20*sec
		script = append(script, at(later, func(r *rig) { ifOn(Pay{Sale: r.unpaid(1), Tender: Cash, By: By{Till: 2}})(r) }))
	}
	return script
}
