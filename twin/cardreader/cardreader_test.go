package cardreader

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// fakePOS keeps what it hears, and releases every card a second after it was read unless it is deaf.
type fakePOS struct {
	heard []any
	deaf  bool
}

func (p *fakePOS) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (p *fakePOS) Wake(env *machine.Env, _ machine.Timer) {
	env.Send(0, payment.Prompt{Text: "lift a nozzle"})
	env.Send(0, payment.ReleaseCard{})
}

func (p *fakePOS) Sense(env *machine.Env, s forecourt.Stimulus) {
	if r, ok := s.(forecourt.Received); ok {
		p.heard = append(p.heard, r.Noun)
		if _, read := r.Noun.(payment.CardRead); read && !p.deaf {
			env.After(0, time.Second)
		}
	}
}

type act struct {
	at time.Duration
	s  forecourt.Stimulus
}

type run struct {
	pos     *fakePOS
	reader  *Reader
	told    []forecourt.Told
	journal strings.Builder
}

func play(t *testing.T, deaf bool, acts ...act) *run {
	t.Helper()
	return playWith(t, deaf, Config{Number: 1}, acts...)
}

func playWith(t *testing.T, deaf bool, cfg Config, acts ...act) *run {
	t.Helper()
	r := &run{pos: &fakePOS{deaf: deaf}, reader: New(cfg)}
	l := loop.New(loop.Options{Seed: 3, Journal: journal.New(&r.journal)})
	defer l.Close()
	pos := forecourt.Role{Kind: "pos"}
	l.Add(pos, r.pos, 1)
	l.Add(r.reader.Role(), r.reader, Timers)
	l.Link(5*time.Millisecond, loop.Socket{Role: r.reader.Role(), Port: ToPOS}, loop.Socket{Role: pos})
	l.Watch(func(e forecourt.Told) { r.told = append(r.told, e) })
	for _, a := range acts {
		if err := l.Run(clock.Epoch.Add(a.at)); err != nil {
			t.Fatal(err)
		}
		if err := l.Sense(r.reader.Role(), a.s); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Run(clock.Epoch.Add(10 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, n := range payment.CardNames() {
		if c, _ := payment.LookupCard(n); strings.Contains(r.journal.String(), c.PAN.Reveal()) {
			t.Errorf("the number of %s is in the journal", n)
		}
	}
	return r
}

func (r *run) names() string {
	var all []string
	for _, e := range r.told {
		switch e.Event.(type) {
		case Displayed, ApplicationSelected:
			continue
		}
		all = append(all, e.Event.Event())
	}
	return strings.Join(all, " ")
}

func insert(card string, entry payment.EntryMode, pin payment.PINEntry) payment.InsertCard {
	return payment.InsertCard{Card: card, Entry: entry, PIN: pin}
}

func TestTransactions(t *testing.T) {
	remove := act{10500 * time.Millisecond, payment.RemoveCard{}}
	for _, c := range []struct {
		name  string
		deaf  bool
		acts  []act
		told  string
		state State
	}{
		{"chip", false, []act{{0, insert("visa-credit", payment.ContactChip, payment.PINCorrect)}, remove},
			"card-inserted card-read prompted card-removed", Idle},
		{"chip that stays in the slot", false, []act{{0, insert("visa-credit", "", "")}},
			"card-inserted card-read prompted card-forgotten card-forgotten card-forgotten card-left-in", Returning},
		{"chip with PIN", false, []act{{0, insert("visa-debit", payment.ContactChip, payment.PINCorrect)}, remove},
			"card-inserted pin-asked pin-entered card-read prompted card-removed", Idle},
		{"wrong PIN", false, []act{{0, insert("visa-debit", payment.ContactChip, payment.PINWrong)}, {20 * time.Second, payment.RemoveCard{}}},
			"card-inserted pin-asked pin-entered pin-asked pin-entered pin-asked pin-entered card-refused card-removed", Idle},
		{"no PIN", false, []act{{0, insert("visa-debit", payment.ContactChip, payment.PINNone)}, {38 * time.Second, payment.RemoveCard{}}},
			"card-inserted pin-asked card-refused card-removed", Idle},
		{"contactless", false, []act{{0, insert("visa-credit", payment.Contactless, "")}}, "card-inserted card-read prompted", Idle},
		{"stripe", false, []act{{0, insert("visa-stripe", payment.Stripe, "")}}, "card-inserted card-read prompted", Idle},
		{"stripe of a chip card", false, []act{{0, insert("visa-credit", payment.Stripe, "")}}, "card-inserted card-refused", Idle},
		{"unknown card", false, []act{{0, insert("library-card", "", "")}}, "card-refused", Idle},
		{"second card", false, []act{{0, insert("visa-credit", "", "")}, {time.Second, insert("visa-chip", "", "")}, remove},
			"card-inserted card-refused card-read prompted card-removed", Idle},
		{"cancel while reading", false, []act{{0, insert("visa-credit", "", "")}, {time.Second, payment.PressCancel{}}, remove},
			"card-inserted cancelled card-removed", Idle},
		{"taken out while reading", false, []act{{0, insert("visa-credit", "", "")}, {time.Second, payment.RemoveCard{}}},
			"card-inserted card-removed cancelled", Idle},
		{"deaf POS", true, []act{{0, insert("visa-credit", payment.Contactless, "")}}, "card-inserted card-read card-refused", Idle},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := play(t, c.deaf, c.acts...)
			if got := r.names(); got != c.told || r.reader.State() != c.state {
				t.Errorf("told %s, now %s\nwanted %s, %s", got, r.reader.State(), c.told, c.state)
			}
		})
	}
}

func TestCryptogramIsTheCards(t *testing.T) {
	r := play(t, false, act{0, insert("visa-chip", payment.ContactChip, "")})
	read, ok := r.pos.heard[0].(payment.CardRead)
	if !ok || read.Reader != 1 || read.Read.Track2.IsZero() {
		t.Fatalf("heard %v", r.pos.heard)
	}
	if err := emv.Verify(read.Read.EMV, read.Read.PAN, ""); err != nil {
		t.Fatal(err)
	}
}
