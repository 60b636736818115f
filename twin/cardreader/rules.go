package cardreader

import (
	"time"

	"github.com/forecourt/forecourt/twin/payment"
)

// Slot is how a terminal takes a contact card.
type Slot string

// The slots.
const (
	Insert    Slot = "insert"    // the holder pushes the card in and pulls it out
	Motorised Slot = "motorised" // the terminal draws the card in, and can keep it
	NoSlot    Slot = "none"      // contactless only
)

// Slots lists them; the first is meant where none is named.
var Slots = []Slot{Insert, Motorised, NoSlot}

// Rules are what a model of terminal does with cards. Amounts are in whole units of the site's currency; 0: no limit.
type Rules struct {
	Slot          Slot
	Schemes       []payment.Scheme // none: all
	FallbackAfter int              // failures of one chip before its stripe is read; 0: never
	FallbackFor   time.Duration    // how long that is remembered, default 2 min (design default)
	TapLimit      int64            // of a tapped card
	TapCVMLimit   int64            // above it the holder of a tapped card must show who he is
	Bypass        bool             // the PIN may be passed over
	ChooseWithin  time.Duration    // default 30 s (design default)
	RemindAfter   time.Duration    // a card in the slot that may be taken, default 10 s (design default); then as often
	Reminders     int              // before the alarm, default 3 (design default)
	ReceiptWithin time.Duration    // how long a receipt is offered, default 30 s (design default)
	ReprintWithin time.Duration    // how long it can be had again by the same card, default 10 min (design default)
}

func (r *Rules) setDefaults() {
	if r.Slot == "" {
		r.Slot = Insert
	}
	if r.Reminders == 0 {
		r.Reminders = 3
	}
	for _, d := range []struct {
		at *time.Duration
		is time.Duration
	}{
		{&r.FallbackFor, 2 * time.Minute}, {&r.ChooseWithin, 30 * time.Second}, {&r.RemindAfter, 10 * time.Second},
		{&r.ReceiptWithin, 30 * time.Second}, {&r.ReprintWithin, 10 * time.Minute},
	} {
		if *d.at == 0 {
			*d.at = d.is
		}
	}
}

// over says whether the pre-authorised amount is above a limit in whole units.
func (r *Reader) over(limit int64) bool {
	for range r.cfg.Amount.Currency.Decimals() {
		limit *= 10
	}
	return limit > 0 && r.cfg.Amount.Minor > limit
}

// wayIn says why a card is not taken the way it comes, or nothing, and the entry mode that it counts as.
func (r *Reader) wayIn(now time.Time, s payment.InsertCard, card payment.Card) (payment.EntryMode, string) {
	chip := card.HasChip()
	switch {
	case r.pad.spent:
		return s.Entry, "terminal out of order"
	case s.Entry == payment.Contactless && !chip, s.Entry == payment.ContactChip && !chip:
		return s.Entry, "the card has no chip"
	case s.Entry == payment.Contactless:
		return s.Entry, ""
	case r.cfg.Rules.Slot == NoSlot:
		return s.Entry, "tap card"
	case s.Entry == payment.Stripe && chip:
		f := r.failed
		if f.card == card.Name && r.cfg.Rules.FallbackAfter > 0 && f.times >= r.cfg.Rules.FallbackAfter &&
			now.Sub(f.at) <= r.cfg.Rules.FallbackFor {
			return payment.Fallback, ""
		}
		return s.Entry, "insert card"
	}
	return s.Entry, ""
}

// failure is the chip that has failed last.
type failure struct {
	card  string
	times int
	at    time.Time
}

// tapFails judges a tap. It says why the card is not taken, or nothing.
func (r *Reader) tapFails() string {
	switch {
	case r.insert.Tap == payment.TwoCards:
		return "one card only"
	case r.insert.Tap == payment.Torn:
		return "tap again"
	case r.card.Phone && r.insert.Tap == payment.Locked:
		if r.over(r.cfg.Rules.TapCVMLimit) {
			return "see phone"
		}
	case r.card.Phone:
		return "" // it has checked its holder: no limit holds (K)
	}
	if r.over(r.cfg.Rules.TapLimit) {
		if r.cfg.Rules.Slot == NoSlot {
			return "amount over the contactless limit"
		}
		return "insert card"
	}
	return ""
}

// tapWantsPIN says whether a tapped card's holder must type his PIN, which the issuer checks.
func (r *Reader) tapWantsPIN() bool {
	return r.insert.Entry == payment.Contactless && !r.card.Phone && r.over(r.cfg.Rules.TapCVMLimit)
}
