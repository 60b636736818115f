package cardreader

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

func sec(n int, s forecourt.Stimulus) act { return act{time.Duration(n) * time.Second, s} }

func key(k payment.Key) payment.PressKey { return payment.PressKey{Key: k} }

func TestRules(t *testing.T) {
	euro := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
	dead := payment.InsertCard{Card: "visa-credit", Entry: payment.ContactChip, Dead: true}
	swipe := insert("visa-credit", payment.Stripe, "")
	tap := func(card string, f payment.TapFault) payment.InsertCard {
		return payment.InsertCard{Card: card, Entry: payment.Contactless, Tap: f, PIN: payment.PINCorrect}
	}
	chip := func(card string, pin payment.PINEntry) payment.InsertCard {
		return insert(card, payment.ContactChip, pin)
	}
	offer := forecourt.Received{Noun: payment.OfferReceipt{Sale: "S1", Card: "visa-credit", Text: "total"}}
	for _, c := range []struct {
		name  string
		cfg   Config
		acts  []act
		wants string // in the order of the events, others between
		never string
		state State
	}{
		{"two applications, the second is picked", Config{}, []act{sec(0, chip("visa-two-applications", "")), sec(5, key(payment.Two)), sec(9, payment.RemoveCard{})},
			"application-asked{1 Visa Credit, 2 US Debit} application-selected{A0000000980840 US Debit} card-read", "refused", Idle},
		{"two applications, a digit too high", Config{}, []act{sec(0, chip("visa-two-applications", "")), sec(5, key(payment.Three)), sec(36, payment.RemoveCard{})},
			"application-asked card-refused{visa-two-applications no application was chosen}", "application-selected", Idle},
		{"a tap takes the card's first choice", Config{}, []act{sec(0, tap("visa-two-applications", ""))},
			"application-selected{A0000000031010 Visa Credit} card-read", "application-asked", Idle},
		{"a blocked application, and its stripe", Config{Rules: Rules{FallbackAfter: 1}}, []act{sec(0, chip("visa-blocked-application", "")),
			sec(6, payment.RemoveCard{}), sec(7, insert("visa-blocked-application", payment.Stripe, ""))},
			"card-refused{visa-blocked-application application blocked} card-refused{visa-blocked-application insert card}", "card-read", Idle},
		{"no common application", Config{}, []act{sec(0, chip("visa-unknown-application", "")), sec(6, payment.RemoveCard{})},
			"card-refused{visa-unknown-application card not accepted}", "card-read", Idle},
		{"a scheme that the terminal does not take", Config{Rules: Rules{Schemes: []payment.Scheme{payment.Mastercard}}}, []act{sec(0, tap("visa-credit", ""))},
			"card-refused{visa-credit card not accepted}", "card-read", Idle},
		{"a torn tap, and again", Config{}, []act{sec(0, tap("visa-credit", payment.Torn)), sec(3, tap("visa-credit", ""))},
			"card-refused{visa-credit tap again} displayed{tap-again en tap again} card-read", "", Idle},
		{"two cards in the field", Config{}, []act{sec(0, tap("visa-credit", payment.TwoCards))}, "card-refused{visa-credit one card only}", "card-read", Idle},
		{"over the contactless limit", Config{Rules: Rules{TapLimit: 100}}, []act{sec(0, tap("visa-credit", "")), sec(2, chip("visa-credit", "")), sec(9, payment.RemoveCard{})},
			"card-refused{visa-credit insert card} card-read{visa-credit chip}", "card-read{visa-credit contactless}", Idle},
		{"at the contactless limit", Config{Amount: euro(100_00), Rules: Rules{TapLimit: 100}}, []act{sec(0, tap("visa-credit", ""))}, "card-read", "card-refused", Idle},
		{"a phone is held to no limit", Config{Rules: Rules{TapLimit: 100, TapCVMLimit: 50}}, []act{sec(0, tap("visa-phone", ""))}, "card-read", "card-refused", Idle},
		{"a phone that is not opened", Config{Rules: Rules{TapCVMLimit: 50}}, []act{sec(0, tap("visa-phone", payment.Locked))},
			"card-refused{visa-phone see phone}", "card-read", Idle},
		{"a PIN above the CVM limit", Config{Rules: Rules{TapCVMLimit: 50}}, []act{sec(0, tap("visa-credit", ""))}, "pin-asked pin-sealed{1} card-read", "", Idle},
		{"contactless only", Config{Rules: Rules{Slot: NoSlot}}, []act{sec(0, chip("visa-credit", "")), sec(1, swipe), sec(2, tap("visa-credit", ""))},
			"card-refused{visa-credit tap card} card-refused{visa-credit tap card} card-read", "", Idle},
		{"two failures before the stripe", Config{Rules: Rules{FallbackAfter: 2}}, []act{sec(0, dead), sec(5, payment.RemoveCard{}), sec(6, swipe),
			sec(8, dead), sec(12, payment.RemoveCard{}), sec(14, swipe)},
			"chip-failed{visa-credit 1 false} card-refused{visa-credit insert card} chip-failed{visa-credit 2 true} card-read{visa-credit fallback}", "", Idle},
		{"another card's stripe", Config{Rules: Rules{FallbackAfter: 1}}, []act{sec(0, dead), sec(5, payment.RemoveCard{}), sec(6, insert("visa-chip", payment.Stripe, ""))},
			"chip-failed card-refused{visa-chip insert card}", "card-read", Idle},
		{"too late for the stripe", Config{Rules: Rules{FallbackAfter: 1}}, []act{sec(0, dead), sec(5, payment.RemoveCard{}), sec(200, swipe)},
			"chip-failed card-refused{visa-credit insert card}", "card-read", Idle},
		{"no fallback here", Config{}, []act{sec(0, dead), sec(5, payment.RemoveCard{}), sec(6, swipe)}, "chip-failed{visa-credit 1 false} card-refused", "card-read", Idle},
		{"PIN bypass", Config{Rules: Rules{Bypass: true}}, []act{sec(0, chip("visa-debit", payment.PINBypass)), sec(15, payment.RemoveCard{})}, "pin-bypassed card-read", "", Idle},
		{"no PIN bypass", Config{}, []act{sec(0, chip("visa-debit", payment.PINBypass)), sec(30, payment.RemoveCard{})},
			"card-refused{visa-debit PIN tries exceeded}", "card-read", Idle},
		{"a PIN too short", Config{}, []act{sec(0, chip("visa-online-pin", payment.PINShort)), sec(30, payment.RemoveCard{})},
			"pin-entered{false} card-refused", "pin-sealed", Idle},
		{"the chip counts wrong PINs", Config{}, []act{sec(0, chip("visa-debit", payment.PINWrong)), sec(30, payment.RemoveCard{}), sec(31, chip("visa-debit", payment.PINCorrect)), sec(38, payment.RemoveCard{})},
			"card-refused card-refused{visa-debit PIN tries exceeded}", "card-read", Idle},
		{"cancel at the PIN", Config{}, []act{sec(0, chip("visa-debit", payment.PINNone)), sec(5, payment.PressCancel{}), sec(7, payment.RemoveCard{})},
			"pin-asked cancelled card-removed", "card-read", Idle},
		{"keys used up", Config{}, []act{sec(0, payment.SpendKeys{}), sec(1, tap("visa-credit", ""))},
			"keys-spent card-refused{visa-credit terminal out of order}", "card-read", Idle},
		{"the pad's counter outlives a power cut", Config{}, []act{sec(0, chip("visa-online-pin", payment.PINCorrect)), sec(14, payment.RemoveCard{}), sec(20, forecourt.PowerOff{}),
			sec(25, forecourt.PowerOn{}), sec(30, chip("visa-online-pin", payment.PINCorrect)), sec(44, payment.RemoveCard{})},
			"pin-sealed{1} pin-sealed{2}", "", Idle},
		{"a card in the slot at a power cut", Config{}, []act{sec(0, chip("visa-credit", "")), sec(1, forecourt.PowerOff{}), sec(5, forecourt.PowerOn{}),
			sec(6, chip("visa-chip", "")), sec(8, payment.RemoveCard{})},
			"card-found{visa-credit} card-refused{visa-chip busy with another card} card-removed", "card-read", Idle},
		{"a motorised terminal keeps what is left", Config{Rules: Rules{Slot: Motorised}}, []act{sec(0, chip("visa-credit", "")), sec(100, chip("visa-chip", ""))},
			"card-forgotten{visa-credit 1} card-forgotten{visa-credit 3} card-captured{visa-credit} card-refused{visa-chip busy with another card}", "card-left-in", Captured},
		{"the card's language, then the terminal's", Config{}, []act{sec(0, chip("visa-german", "")), sec(9, payment.RemoveCard{})},
			"language-chosen{de} displayed{remove-card de Karte entnehmen} card-removed language-chosen{en}", "", Idle},
		{"the key's language before the card's", Config{}, []act{sec(0, key(payment.LanguageKey)), sec(1, key(payment.LanguageKey)), sec(2, chip("visa-german", "")), sec(9, payment.RemoveCard{})},
			"language-chosen{fr} displayed{remove-card fr retirez la carte} language-chosen{en}", "Karte", Idle},
		{"a receipt", Config{}, []act{sec(0, offer), sec(2, key(payment.YesKey))}, "receipt-offered{S1} receipt-given{S1 printer false total}", "declined", Idle},
		{"no receipt", Config{}, []act{sec(0, offer), sec(2, key(payment.NoKey)), sec(3, key(payment.YesKey))}, "receipt-declined", "given", Idle},
		{"nobody answers", Config{}, []act{sec(0, offer), sec(40, key(payment.YesKey))}, "receipt-declined", "given", Idle},
		{"no paper", Config{}, []act{sec(0, payment.SetPaper{Out: true}), sec(1, offer), sec(2, key(payment.YesKey))}, "paper-out{S1} receipt-given{S1 display false total}", "", Idle},
		{"a receipt again", Config{}, []act{sec(0, offer), sec(300, key(payment.ReceiptKey)), sec(301, chip("visa-credit", ""))}, "receipt-given{S1 printer true total}", "card-read", Idle},
		{"a receipt again, too late", Config{Rules: Rules{ReprintWithin: time.Minute}}, []act{sec(0, offer), sec(300, key(payment.ReceiptKey)), sec(301, chip("visa-credit", ""))},
			"no-receipt{visa-credit}", "given", Idle},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.cfg.Number = 1
			r := playWith(t, false, c.cfg, c.acts...)
			rest := r.story()
			for _, want := range wanted(c.wants) {
				at := strings.Index(rest, want)
				if at < 0 {
					t.Fatalf("no %s in\n%s", want, r.story())
				}
				rest = rest[at+len(want):]
			}
			if c.never != "" && strings.Contains(r.story(), c.never) {
				t.Errorf("%s in\n%s", c.never, r.story())
			}
			if r.reader.State() != c.state {
				t.Errorf("now %s", r.reader.State())
			}
		})
	}
}

// story is all that was told, each event with its fields in braces.
func (r *run) story() string {
	var b strings.Builder
	for _, e := range r.told {
		v := reflect.ValueOf(e.Event)
		fields := make([]string, v.NumField())
		for i := range fields {
			fields[i] = fmt.Sprint(v.Field(i).Interface())
		}
		fmt.Fprintf(&b, "%s{%s}\n", e.Event.Event(), strings.Join(fields, " "))
	}
	return b.String()
}

// wanted splits a list of events, with or without their fields in braces.
func wanted(list string) (all []string) {
	for list = strings.TrimSpace(list); list != ""; list = strings.TrimSpace(list) {
		end := strings.IndexByte(list, ' ')
		if brace := strings.IndexByte(list, '{'); brace >= 0 && (end < 0 || brace < end) {
			end = strings.IndexByte(list, '}') + 1
		}
		if end < 0 {
			end = len(list)
		}
		all, list = append(all, list[:end]), list[end:]
	}
	return all
}

func TestCounterIsNeverUsedTwice(t *testing.T) {
	p := newPad(1)
	seen := map[uint32]bool{}
	for range 5000 {
		next, err := p.keys.Next()
		if err != nil || seen[next.Counter()] {
			t.Fatal(next.Counter(), err)
		}
		seen[next.Counter()] = true
		p.keys = next
	}
	if _, err := p.keys.Spent().Next(); err != emv.ErrSpent { //nolint:errorlint // the error itself is promised
		t.Error(err)
	}
}

func TestEveryLanguageHasEveryPrompt(t *testing.T) {
	src := string(promptFile)
	if _, err := readPrompts("p", []byte(src)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"one is missing":      strings.Replace(src, "  tap-card: Karte vorhalten\n", "", 1),
		"one is too many":     strings.Replace(src, "  tap-card: Karte vorhalten\n", "  tap-card: x\n  tap-carrd: y\n", 1),
		"one is empty":        strings.Replace(src, "tap-card: Karte vorhalten", `tap-card: ""`, 1),
		"a language too many": src + "it: { }\n",
		"a language is lost":  src[:strings.Index(src, "nl:")],
	} {
		if _, err := readPrompts("p", []byte(bad)); err == nil {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

func TestEveryStateAndHappening(t *testing.T) {
	states := []State{Idle, Reading, Failing, Choosing, AskingPIN, AskingInput, Presented, Returning, Captured}
	for _, from := range states {
		for _, on := range []happening{presents, presentsBad, wantsPIN, reads, asks, types, fallsBack, ends, endsClear, offers, picks, captures, takes} {
			to, ok := table.Next(from, on)
			want := arrows[from][on]
			if ok != (want != "") || ok && to != want {
				t.Errorf("%s, %s: to %s (%v), wanted %s", from, on, to, ok, want)
			}
		}
	}
}

var arrows = map[State]map[happening]State{
	Idle:        {presents: Reading, presentsBad: Failing, endsClear: Idle},
	Reading:     {wantsPIN: AskingPIN, reads: Presented, ends: Returning, endsClear: Idle, takes: Idle, offers: Choosing},
	Failing:     {fallsBack: Returning, ends: Returning, takes: Idle},
	Choosing:    {picks: Reading, ends: Returning, takes: Idle},
	AskingPIN:   {reads: Presented, ends: Returning, endsClear: Idle, takes: Idle},
	AskingInput: {types: Presented, ends: Returning, endsClear: Idle, takes: Presented},
	Presented:   {asks: AskingInput, ends: Returning, endsClear: Idle, takes: Presented},
	Returning:   {takes: Idle, captures: Captured},
	Captured:    {takes: Idle},
}
