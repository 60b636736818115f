package host

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// bench is a host machine with everything it can reach faked. What a host never does is nil and would panic.
type bench struct {
	machine.Host
	t       testing.TB
	now     clock.Instant
	timers  [Timers]clock.Instant
	events  []forecourt.Event
	faults  []error
	answers []iso8583.Message
	at      []clock.Instant // when each was said
	framer  iso8583.Framer
	disk    journal.Disk
	env     *machine.Env
	host    *Host
	stan    iso8583.STAN
	tpdu    iso8583.TPDU
	profile *iso8583.Profile
	seal    iso8583.Sealer // of what is sent, and of what must come back
}

func newBench(t testing.TB, c Config) *bench {
	t.Helper()
	b := &bench{t: t, now: clock.Epoch, framer: iso8583.Framer{Framing: c.Link.Framing}, profile: c.Link.Profile}
	if b.profile == nil {
		b.profile = iso8583.US87
	}
	for i := range b.timers {
		b.timers[i] = clock.Never
	}
	b.env = machine.NewEnv(b, 0, forecourt.Role{Kind: "host"}, chance.New(7, "host"), &b.disk)
	var err error
	if b.host, err = New(c); err != nil {
		t.Fatal(err)
	}
	b.host.Sense(b.env, forecourt.PowerOn{})
	return b
}

func (b *bench) Now() clock.Instant { return b.now }

func (b *bench) Say(_ int, _ machine.Port, _ time.Duration, bytes []byte) {
	err := b.framer.Hear(bytes, func(_ iso8583.TPDU, m []byte) {
		a, err := b.profile.Decode(m)
		if err == nil && b.seal != nil {
			err = b.profile.Sealed(m, b.seal)
		}
		if err != nil {
			b.t.Errorf("the host said what nobody can read: %v", err)
		}
		b.answers, b.at = append(b.answers, a), append(b.at, b.now)
	})
	if err != nil {
		b.t.Error(err)
	}
}

func (b *bench) Tell(_ forecourt.Role, e forecourt.Event)     { b.events = append(b.events, e) }
func (b *bench) Set(_ int, t machine.Timer, at clock.Instant) { b.timers[t] = at }
func (b *bench) Fault(_ forecourt.Role, err error)            { b.faults = append(b.faults, err) }
func (b *bench) put(bytes []byte)                             { b.host.Hear(b.env, 0, wire.Chunk{Bytes: bytes}) }
func (b *bench) nextSTAN() iso8583.STAN                       { b.stan = b.stan.Next(); return b.stan }
func (b *bench) frame(m []byte) []byte                        { f, _ := b.framer.Framing.Append(nil, b.tpdu, m); return f }
func euros(minor int64) unit.Money                            { return unit.Money{Minor: minor, Currency: "EUR"} }
func read(name string, entry payment.EntryMode) (r payment.Read) {
	c, _ := payment.LookupCard(name)
	return readOf(c, entry)
}
func readOf(c payment.Card, entry payment.EntryMode) (r payment.Read) {
	return payment.Read{Card: c.Name, PAN: c.PAN, Expiry: c.Expiry, Entry: entry, Track2: c.Track2()}
}

// send puts a message on the wire and returns nothing: see ask.
func (b *bench) send(m iso8583.Message) {
	b.t.Helper()
	raw, err := b.profile.Encode(m)
	if b.seal != nil {
		raw, err = b.profile.Seal(m, b.seal)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.put(b.frame(raw))
}

// settle lets all answers come.
func (b *bench) settle() {
	for b.timers[replyTimer] != clock.Never {
		b.now = max(b.now, b.timers[replyTimer])
		b.timers[replyTimer] = clock.Never
		b.host.Wake(b.env, replyTimer)
	}
}

// pass lets time pass, with what the calendar does in it.
func (b *bench) pass(d time.Duration) {
	until := b.now.Add(d)
	for b.timers[clockTimer] <= until {
		b.now = max(b.now, b.timers[clockTimer])
		b.timers[clockTimer] = clock.Never
		b.host.Wake(b.env, clockTimer)
	}
	b.now = until
}

// ask sends a message, waits, and returns the answer; an empty message where there was none.
func (b *bench) ask(m iso8583.Message) iso8583.Message {
	b.t.Helper()
	n := len(b.answers)
	b.send(m)
	b.settle()
	if len(b.answers) == n {
		return iso8583.Message{}
	}
	return b.answers[len(b.answers)-1]
}

// last returns the newest event.
func (b *bench) last() forecourt.Event {
	if len(b.events) == 0 {
		return nil
	}
	return b.events[len(b.events)-1]
}

// powerCut takes the power away and gives it back.
func (b *bench) powerCut() {
	b.host.Sense(b.env, forecourt.PowerOff{})
	b.disk.CutPower()
	b.framer.Reset()
	b.host.Sense(b.env, forecourt.PowerOn{})
}

var pump = iso8583.Terminal{ID: "PUMP0003", Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001", PINPad: true}

func (b *bench) authorise(card string, minor int64) iso8583.Message {
	return pump.Authorise(b.now, b.nextSTAN(), read(card, payment.Stripe), "", euros(minor))
}
