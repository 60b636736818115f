package veeder

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestClientSendsOneCommandAfterAnother(t *testing.T) {
	b := open(t, wire.Client, gallons, Config{Security: "271828", Terminator: "\r\n"})
	b.do(t, 1, Ask{Function: InTankInventory})
	b.do(t, 0, Ask{Function: SystemStatus, Format: Display})
	if b.said() != "\x01271828i20101\r\n" {
		t.Errorf("said %q", b.said())
	}
	if said := b.hear(string(framed(vectors[4].text))); said != "\x01271828I10100\r\n" {
		t.Errorf("said %q", said)
	}
	b.hear("\x01\r\nI10100\r\nJAN 22, 1996  3:06 PM\r\n\r\nT 2:OVERFILL ALARM\r\nQ 1:SOMETHING NEW\r\n\x03")
	want := []wire.Noun{vectors[4].want, Report{Function: SystemStatus, Format: Display, At: manual, Body: Alarms{
		TankAlarm(2, OverfillAlarm), {Category: PressureLine, Device: 1, Text: "SOMETHING NEW"}}}}
	if diff := cmp.Diff(want, b.Nouns()); diff != "" {
		t.Error(diff)
	}
	if b.WokeAt != clock.Never {
		t.Error("still waits")
	}
}

func TestClientSendsSets(t *testing.T) {
	b := open(t, wire.Client, litres, Config{Tries: 1})
	for _, c := range []struct {
		device byte
		set    Set
		want   string
	}{
		{1, Set{LabelSetup, Display, Text("DIESEL")}, "S60201DIESEL\r"},
		{0, Set{ClockSetup, Computer, Clock(manual)}, "s501009601221506"},
		{2, Set{FullVolume, Display, Volumes{litre(9728)}}, "S60402009728"},
		{2, Set{FullVolume, Computer, Volumes{litre(9728)}}, "s6040246180000"},
		{2, Set{TiltSetup, Display, Length(-12_500)}, "S60802-12.50"},
		{2, Set{DiameterSetup, Display, Length(2_540_500)}, "S607022540.5"},
		{2, Set{ExpansionSetup, Display, DefaultExpansion}, "S60902.00126"},
		{2, Set{ShiftSetup, Display, ShiftOff}, "S50202EE00"},
		{2, Set{TankSetupOn, Computer, On(true)}, "s601021"},
	} {
		b.Said = nil
		b.do(t, c.device, c.set)
		if b.said() != "\x01"+c.want {
			t.Errorf("said %q, want %q", b.said(), c.want)
		}
		b.hear(unknown)
	}
	for _, n := range []wire.Noun{
		nil, 5, Report{}, Set{}, Set{LabelSetup, Display, Text("a label of more than 20 characters")}, Set{LabelSetup, Display, Text("\n")},
		Set{InTankInventory, Display, Text("")}, Set{ClockSetup, Display, Text("")}, Ask{Function: 0x1000}, Set{FourPoints, Computer, Volumes{1}},
		Set{FullVolume, Display, Volumes{litre(1_000_000)}}, Set{FullVolume, Computer, Volumes{-1}}, Ask{Format: 2}, Set{SecuritySetup, Display, Text("1")},
	} {
		if err := b.Session.Do(b.now, 1, n); err == nil {
			t.Errorf("%#v was taken", n)
		}
	}
}

func TestClientGivesUp(t *testing.T) {
	b := open(t, wire.Client, litres, Config{})
	b.do(t, 3, Ask{Function: InTankInventory})
	b.run(replyTimeout)
	if len(b.Said) != 2 || len(b.Heards) != 0 {
		t.Fatalf("said %q, heard %v", b.said(), b.Nouns())
	}
	b.run(replyTimeout)
	if diff := cmp.Diff([]wire.Noun{Failed{InTankInventory, 3, false, NoAnswer}}, b.Nouns()); diff != "" {
		t.Error(diff)
	}
	b.do(t, 3, Ask{Function: InTankInventory})
	b.hear(unknown)
	b.do(t, 1, Ask{Function: Status})
	b.hear("\x01i2050196012215060100&&FB92\x03") // the sum is wrong
	b.hear("\x01i20501960")                      // it breaks off
	b.run(gapTimeout)
	want := []wire.Noun{Failed{InTankInventory, 3, false, NoAnswer}, Failed{InTankInventory, 3, false, NotUnderstood}, Failed{Status, 1, false, Damaged}}
	if diff := cmp.Diff(want, b.Nouns()); diff != "" || len(b.Faults) != 2 {
		t.Error(diff, b.Faults)
	}
}

func TestClientIsNotMisled(t *testing.T) {
	b := open(t, wire.Client, litres, Config{})
	b.hear(string(framed(vectors[9].text)))
	b.do(t, 1, Ask{Function: Status})
	b.hear("\x01i2050296012215060100&&FB90\x03") // of another tank
	b.hear("noise")
	if len(b.Faults) != 2 || len(b.Heards) != 0 {
		t.Errorf("faults %v, heard %v", b.Faults, b.Nouns())
	}
	b.hear("\x01i2050\x00196012215\x000601")
	b.hear("00&&FB91\x03")
	if len(b.Heards) != 1 {
		t.Errorf("heard %v", b.Nouns())
	}
}

func TestClientKeepsNoMoreThanAReply(t *testing.T) {
	b := open(t, wire.Client, litres, Config{})
	b.do(t, 0, Ask{Function: 0x21B})
	for range 3 * MaxReply / 1000 {
		b.hear("\x01"[:b2i(b.now == clock.Epoch)] + strings.Repeat("x", 1000))
	}
	b.hear("\x01" + strings.Repeat("y", 2*MaxReply))
	if c := wiretest.Core(b.Session).(*client); cap(c.cut.buf) > 2*MaxReply || len(b.Faults) == 0 {
		t.Errorf("keeps %d, faults %d", cap(c.cut.buf), len(b.Faults))
	}
	for range 2 * maxQueue {
		_ = b.Session.Do(b.now, 0, Ask{Function: Status})
	}
	if n := len(wiretest.Core(b.Session).(*client).queue); n != maxQueue {
		t.Errorf("%d wait", n)
	}
}

func TestUnknownFunctionIsDeliveredRaw(t *testing.T) {
	b := open(t, wire.Client, litres, Config{})
	b.do(t, 0, Ask{Function: 0x25A})
	b.hear(string(appendCheckSum([]byte("\x01i25A009601221506whatever"))))
	if diff := cmp.Diff([]wire.Noun{Report{Function: 0x25A, At: manual, Body: Raw("whatever")}}, b.Nouns()); diff != "" {
		t.Error(diff)
	}
}

func TestTolerance(t *testing.T) {
	q := strings.Repeat("?", 8)
	for text, want := range map[string]Body{
		"i10100" + head:            Alarms{},
		"i10100" + head + "000000": Alarms{},
		"i20101" + head + "011????07" + strings.Repeat(q, 7):      Inventories{{Tank: 1, Product: '1', Missing: all(7)}},
		"i20101" + head + "011????" + "??" + strings.Repeat(q, 6): Inventories{{Tank: 1, Product: '1', Missing: all(7)}},
		"i20101" + head + "011000009" + "3F800000" + q + strings.Repeat("00000000", 5) + "7FC00000" + "7F800000": Inventories{
			{Tank: 1, Product: '1', Volume: unit.Litre, Missing: 2}},
		"i20101" + head + "011000001" + "7FC00000": Inventories{{Tank: 1, Product: '1', Missing: all(7)}},
		"i60201" + head + "01SHORT":                Settings{{Device: 1, Value: Text("SHORT")}},
		"i60401" + head + "01" + q:                 Settings{{Device: 1}},
		"i20501" + head + "01??":                   Statuses{{Tank: 1, Unknown: true}},
	} {
		r := parse(t, litres, appendCheckSum([]byte("\x01"+text)))
		if diff := cmp.Diff(want, r.Body); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestListenerIsAskedBeforeSilenceIsTakenForAnAnswer(t *testing.T) {
	b := &listening{bench: &bench{now: clock.Epoch}}
	s, err := seen(Config{}).Open(wire.Client, litres, b)
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	b.do(t, 1, Ask{Function: Status})
	b.until = b.now.Add(replyTimeout + time.Second)
	b.run(replyTimeout + time.Second)
	if len(b.Said) != 1 {
		t.Errorf("asked again while the answer came: %q", b.said())
	}
	b.run(time.Second)
	if len(b.Said) != 2 {
		t.Error("did not ask again")
	}
}

type listening struct {
	*bench
	until clock.Instant
}

func (l *listening) Arriving() (clock.Instant, bool) { return l.until, l.now < l.until }
