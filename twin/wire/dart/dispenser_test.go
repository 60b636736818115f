package dart

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

const me = 0x51

// told is a block to the dispenser that says something else for each i.
func told(tx byte, i int) []byte {
	return appendBlock(nil, me, tx, []byte{transVolume, 4, 0, 0, 0, byte(i)})
}

// TestSequence is the table of section 1.4: a block for each TX#, and what the dispenser makes of it.
func TestSequence(t *testing.T) {
	type step struct {
		tx      byte
		content int
		want    byte // the control byte of the answer
		new     bool
	}
	for _, c := range []struct {
		name    string
		lenient bool
		steps   []step
	}{
		{"first block of any number", false, []step{{7, 1, 0xC7, true}, {8, 2, 0xC8, true}}},
		{"after F comes 1", false, []step{{0xE, 1, 0xCE, true}, {0xF, 2, 0xCF, true}, {1, 3, 0xC1, true}, {2, 4, 0xC2, true}}},
		{"F to 0, as some masters do", false, []step{{0xF, 1, 0xCF, true}, {0, 2, 0xC0, true}, {1, 3, 0xC1, true}}},
		{"a duplicate is acknowledged and not used", false, []step{{3, 1, 0xC3, true}, {3, 1, 0xC3, false}, {4, 2, 0xC4, true}}},
		{"a reused number is a duplicate whatever it says", false, []step{{3, 1, 0xC3, true}, {3, 9, 0xC3, false}}},
		{"0 is a restart", false, []step{{5, 1, 0xC5, true}, {0, 2, 0xC0, true}, {1, 3, 0xC1, true}}},
		{"a second 0 is a duplicate", false, []step{{0, 1, 0xC0, true}, {0, 2, 0xC0, false}}},
		{"a gap is refused", false, []step{{1, 1, 0xC1, true}, {3, 2, 0x53, false}, {2, 2, 0xC2, true}}},
		{"an older number is refused", false, []step{{5, 1, 0xC5, true}, {4, 2, 0x54, false}}},

		{"lenient: always 0, another block", true, []step{{0, 1, 0xC0, true}, {0, 2, 0xC0, true}, {0, 3, 0xC0, true}}},
		{"lenient: always 0, the same again", true, []step{{0, 1, 0xC0, true}, {0, 1, 0xC0, false}}},
		{"lenient: F to 0", true, []step{{0xF, 1, 0xCF, true}, {0, 2, 0xC0, true}, {1, 3, 0xC1, true}}},
		{"lenient: duplicates", true, []step{{3, 1, 0xC3, true}, {3, 9, 0xC3, false}}},
		{"lenient: a gap is refused", true, []step{{1, 1, 0xC1, true}, {3, 2, 0x53, false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := at(euros, me)
			o.Lenient = c.lenient
			d := open(t, wire.Dispenser, o)
			for i, s := range c.steps {
				said := d.hear(told(s.tx, s.content)...)
				if want := []byte{me, s.want, sf}; !bytes.Equal(said, want) {
					t.Errorf("step %d: said % X, want % X", i, said, want)
				}
				if got := len(d.heard()) > 0; got != s.new {
					t.Errorf("step %d: used %t, want %t", i, got, s.new)
				}
			}
		})
	}
}

func TestNumbersGoFromFToOne(t *testing.T) {
	for tx, want := range map[byte]byte{0: 1, 1: 2, 0xE: 0xF, 0xF: 1} {
		if got := nextTX(tx); got != want {
			t.Errorf("after %X comes %X, want %X", tx, got, want)
		}
	}
}

func TestLenientSameBlockAfterAPollIsNew(t *testing.T) {
	o := at(euros, me)
	o.Lenient = true
	d := open(t, wire.Dispenser, o)
	for range 3 {
		d.hear(told(0, 1)...)
		d.hear(me, ctrlPoll, sf)
	}
	if n := len(d.heard()); n != 3 {
		t.Errorf("%d of 3 blocks were used", n)
	}
}

func filling(n int64) forecourt.FillingReport {
	return forecourt.FillingReport{Volume: litres(n, 2), Amount: eur(n)}
}

func (b *bench) do(t testing.TB, address byte, nouns ...wire.Noun) {
	t.Helper()
	for _, n := range nouns {
		if err := b.Do(b.now, address, n); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReportsGoUntilAcknowledged(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	d.do(t, 0, filling(1), filling(2))
	first := d.hear(me, ctrlPoll, sf)
	d.do(t, 0, filling(3))
	if again := d.hear(me, ctrlPoll, sf); !bytes.Equal(first, again) || len(first) != 2+2*10+4 {
		t.Errorf("said % X, then % X", first, again)
	}
	for _, stray := range []byte{0xC5, 0x55, 0x40, 0xCF} {
		d.hear(me, stray, sf)
	}
	if again := d.hear(me, ctrlPoll, sf); !bytes.Equal(first, again) {
		t.Errorf("a stray answer counted: % X", again)
	}
	second := d.hear(me, ctrlACKPoll, sf) // ACK 0 and poll in one
	if len(second) != 2+10+4 || second[1] != ctrlData|1 {
		t.Errorf("after ACKPOLL: % X", second)
	}
	d.hear(me, ctrlACK|1, sf)
	if last := d.hear(me, ctrlPoll, sf); !bytes.Equal(last, []byte{me, ctrlEOT, sf}) {
		t.Errorf("nothing left, said % X", last)
	}
}

func TestLongQueueIsSplitInOrder(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	for i := range int64(60) {
		d.do(t, 0, filling(i))
	}
	want := int64(0)
	for tx := byte(0); want < 60; tx = nextTX(tx) {
		said := d.hear(me, ctrlPoll, sf)
		if len(said) > maxBlock || len(said) < 20 || said[1] != ctrlData|tx {
			t.Fatalf("a block of %d bytes: % X", len(said), said)
		}
		for p := said[2 : len(said)-4]; len(p) >= 10 && p[0] == transFilling; p = p[10:] {
			if got := int64(p[5]>>4*10 + p[5]&15); got != want {
				t.Fatalf("report %d, want %d", got, want)
			}
			want++
		}
		d.hear(me, ctrlACK|tx, sf)
	}
}

func TestThreeNAKsRestartAtZero(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	d.do(t, 0, filling(1))
	d.hear(me, ctrlPoll, sf)
	d.hear(me, ctrlACK, sf)
	d.do(t, 0, filling(2))
	for i, tx := range []byte{1, 1, 1, 0, 0, 0} {
		said := d.hear(me, ctrlPoll, sf)
		if len(said) < 3 || said[1] != ctrlData|tx {
			t.Fatalf("poll %d: % X, want TX# %d", i, said, tx)
		}
		if said := d.hear(me, ctrlNAK|tx, sf); said != nil {
			t.Fatalf("spoke after a NAK: % X", said)
		}
	}
	if said := d.hear(me, ctrlPoll, sf); said[1] != ctrlEOT || len(d.Faults) != 1 {
		t.Errorf("after 6 refusals: % X, faults %v", said, d.Faults)
	}
}

func TestSixByteRun(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	d.do(t, 0, filling(1))
	d.hear(me, ctrlPoll, sf)
	if said := d.hear(me, ctrlACK, sf, 0x52, ctrlPoll, sf); said != nil {
		t.Errorf("answered another's poll: % X", said)
	}
	if said := d.hear(0x52, ctrlACK|3, sf, me, ctrlPoll, sf); !bytes.Equal(said, []byte{me, ctrlEOT, sf}) {
		t.Errorf("said % X", said)
	}
}

func TestUnknownIsSkippedAndUnreadableRefused(t *testing.T) {
	for name, c := range map[string]struct {
		payload []byte
		want    byte
		nouns   []wire.Noun
	}{
		"unknown TRANS":      {[]byte{0x44, 3, 1, 2, 3, 1, 1, 5}, 0xC0, []wire.Noun{forecourt.Reset{}}},
		"unknown command":    {[]byte{1, 1, 0x77, 1, 1, 5}, 0xC0, []wire.Noun{forecourt.Reset{}}},
		"unknown counter":    {[]byte{0x65, 1, 0x20}, 0xC0, nil},
		"too few prices":     {[]byte{5, 3, 0, 0x17, 0x99}, 0xC0, nil},
		"one price too many": {[]byte{5, 9, 0, 0x17, 0x99, 0, 0x16, 0x59, 0, 0, 1}, 0xC0, []wire.Noun{setTwo()}},
		"no transaction":     {nil, 0xC0, nil},
		"LNG too long":       {[]byte{1, 1, 5, 1, 2, 5}, 0x50, nil},
		"a limit unreadable": {[]byte{3, 4, 0, 0, 0, 0x0A, 1, 1, 6}, 0x50, nil},
		"a limit too short":  {[]byte{3, 3, 0, 0, 1, 1, 1, 6}, 0x50, nil},
		"CD9":                {append([]byte{9, 51}, make([]byte, 51)...), 0xC0, nil},
	} {
		o := at(euros, me)
		o.Nozzles = 2
		d := open(t, wire.Dispenser, o)
		if said := d.hear(appendBlock(nil, me, 0, c.payload)...); !bytes.Equal(said, []byte{me, c.want, sf}) {
			t.Errorf("%s: said % X", name, said)
		}
		if diff := cmp.Diff(append([]wire.Noun{}, c.nouns...), d.heard()); diff != "" {
			t.Errorf("%s (-want +heard):\n%s", name, diff)
		}
	}
}

func setTwo() forecourt.SetPrices {
	c, _ := newCodec(euros)
	p, _ := c.prices([]byte{0, 0x17, 0x99, 0, 0x16, 0x59})
	return forecourt.SetPrices{Prices: p}
}

func TestAnswersAfterTurnAround(t *testing.T) {
	o := at(euros, me)
	for _, want := range []time.Duration{2 * time.Millisecond, 20 * time.Millisecond} {
		d := open(t, wire.Dispenser, o)
		d.hear(me, ctrlPoll, sf)
		if got := d.Said[0].After; got != want {
			t.Errorf("answered after %s, want %s", got, want)
		}
		o.TurnAround = 20 * time.Millisecond
	}
}

func TestBrokenFrameEndsAfterAGap(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	d.hear(told(0, 1)[:5]...)
	if said := d.hear(me, ctrlPoll, sf); said == nil || len(d.Faults) != 1 {
		t.Errorf("the poll after half a frame: said % X, faults %v", said, d.Faults)
	}
}

func TestQueueIsBounded(t *testing.T) {
	d := open(t, wire.Dispenser, at(euros, me))
	for range maxWaiting {
		if d.Do(clock.Epoch, 0, filling(1)) != nil {
			return
		}
	}
	t.Error("a dispenser that nobody polls keeps everything")
}

// TestFieldMaster sells fuel under a master that behaves like AS and MEP: TX# always 0, C0 for every ACK, and a poll
// before it acknowledges.
func TestFieldMaster(t *testing.T) {
	o := at(euros, me)
	o.Lenient = true
	d := open(t, wire.Dispenser, o)
	command := func(payload ...byte) {
		t.Helper()
		if said := d.hear(appendBlock(nil, me, 0, payload)...); !bytes.Equal(said, []byte{me, 0xC0, sf}) {
			t.Fatalf("command % X: said % X", payload, said)
		}
	}
	poll := func() []byte {
		t.Helper()
		first := append([]byte(nil), d.hear(me, ctrlPoll, sf)...)
		if len(first) == 3 {
			return nil
		}
		if again := d.hear(me, ctrlPoll, sf); !bytes.Equal(first, again) {
			t.Fatalf("polled again before the ACK: % X, then % X", first, again)
		}
		d.hear(me, 0xC0, sf)
		return first[2 : len(first)-4]
	}
	status := func(s forecourt.State, ended bool) wire.Noun {
		return forecourt.StatusReport{Status: forecourt.Status{State: s, Ended: ended}}
	}
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: eurPerL(1799)}
	command(transPrices, 3, 0, 0x17, 0x99)
	for range 2 { // as AS does
		command(transStatus, 1, doReset)
		poll()
		command(transStatus, 1, doAuthorise)
		poll()
	}
	d.do(t, 0, status(forecourt.Started, false), out)
	for i := range int64(20) { // more blocks than there are numbers
		if got := poll(); len(got) == 0 {
			t.Fatalf("block %d was not said", i)
		}
		d.do(t, 0, filling(100*i))
	}
	poll()
	d.do(t, 0, status(forecourt.Idle, true), filling(2000))
	want := []byte{transStatus, 1, codeCompleted, transFilling, 8, 0, 0, 0x20, 0, 0, 0, 0x20, 0}
	if got := poll(); !bytes.Equal(got, want) {
		t.Errorf("end of sale: % X", got)
	}
	command(transStatus, 1, doReturnStatus)
	poll()
	command(transStatus, 1, doReturnStatus)
	c, _ := newCodec(euros)
	prices, _ := c.prices([]byte{0, 0x17, 0x99})
	reset, authorise, ask := forecourt.Reset{}, forecourt.Authorise{}, forecourt.ReturnStatus{}
	wanted := []wire.Noun{forecourt.SetPrices{Prices: prices}, reset, authorise, reset, authorise, ask, ask}
	if diff := cmp.Diff(wanted, d.heard()); diff != "" {
		t.Errorf("heard (-want +got):\n%s", diff)
	}
}
