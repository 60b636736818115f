package veeder

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

const unknown = "\x019999FF1B\x03"

func consoleOf(t testing.TB, cfg Config) (*bench, *site) {
	s := newSite()
	cfg.Source = s
	return open(t, wire.Console, litres, cfg), s
}

func TestAnyTerminatorIsToleratedAndPoisonsNothing(t *testing.T) {
	for _, end := range []string{"", "\r", "\n", "\r\n", "\x03", "\x00", "\r\n\x00\x03"} {
		b, _ := consoleOf(t, Config{})
		first := b.hear("\x01i20101" + end)
		if got := parse(t, litres, []byte(first)); got.Body.(Inventories)[0].Volume != litre(10_000) {
			t.Errorf("%q: %+v", end, got)
		}
		if second := b.hear("\x01i20101" + end); second != first {
			t.Errorf("%q: then %q", end, second)
		}
		if len(b.Faults) > 0 {
			t.Errorf("%q: %v", end, b.Faults)
		}
	}
}

func TestInquiryIsAnsweredAsSoonAsItsSixCharactersAreIn(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	if said := b.hear("\x01i2010"); said != "" {
		t.Errorf("said %q too early", said)
	}
	if said := b.hear("1"); said == "" {
		t.Error("said nothing")
	}
}

func TestUnknownCodes(t *testing.T) {
	for _, in := range []string{"i99900", "I20117", "Q20100", "i2x100", "S20101", "i201\r", "1234567", "i20000", "S50100xx01010000", "S60701abcdefgh",
		"s60101" + "2", "S50201" + "2561", "s50100" + "9902300101"} {
		b, s := consoleOf(t, Config{})
		if said := b.hear("\x01" + in); said != unknown {
			t.Errorf("%q: said %q", in, said)
		}
		if s.sets != 0 || len(b.Heards) != 0 {
			t.Errorf("%q: heard %v", in, b.Nouns())
		}
	}
}

func TestSecurity(t *testing.T) {
	b, s := consoleOf(t, Config{})
	s.setup.Secured, s.setup.Code = true, "271828"
	for _, wrong := range []string{"\x01I20100", "\x01271829I20100\r", "\x01\r", "\x01200\r", "\x012718I20100", "I20100"} {
		if said := b.hear(wrong + "\r\n"); said != "" {
			t.Errorf("%q: said %q", wrong, said)
		}
	}
	if said := b.hear("\x01271828i10100"); !strings.HasPrefix(said, "\x01i10100") {
		t.Errorf("the right code: said %q", said)
	}
	if said := b.hear("\x01271828200\r"); !strings.Contains(said, "SUPER 98") {
		t.Errorf("the short form behind the right code: said %q", said)
	}
	if said := b.hear("\x01271828i99900"); said != unknown {
		t.Errorf("an unknown function behind the right code: said %q", said)
	}
	s.setup.Secured = false
	if said := b.hear("\x01314159i10100"); !strings.HasPrefix(said, "\x01i10100") {
		t.Errorf("a code that nobody wants: said %q", said)
	}
}

func TestShortForm(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	said := b.hear("\x01200\r")
	if r := parse(t, litres, []byte(said)); len(r.Body.(Inventories)) != 2 || r.Function != ShortInventory {
		t.Errorf("%q", said)
	}
	if said = b.hear("\x01200"); said != "" {
		t.Errorf("said %q before the end", said)
	}
}

func TestStackedCommandsAreAllAnswered(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	said := b.hear("noise\x01i10100\x01i20500\r\n\x01i90200\x03\x01i501")
	said += b.hear("00")
	var codes []string
	for _, r := range strings.SplitAfter(said, "\x03") {
		if r != "" {
			codes = append(codes, r[1:7])
		}
	}
	if diff := cmp.Diff([]string{"i10100", "i20500", "i90200", "i50100"}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestInactiveDeviceIsFilledWithQuestionMarks(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	said := b.hear("\x01i20109")
	if want := "09" + "9" + "????" + "07" + strings.Repeat("?", 56) + "&&"; !strings.Contains(said, want) {
		t.Errorf("%q", said)
	}
	for _, f := range []string{"201", "202", "203", "205", "206", "207", "208", "20C", "214", "21A", "602", "624"} {
		for _, letter := range []string{"i", "I"} {
			r := parse(t, litres, []byte(b.hear("\x01"+letter+f+"09")))
			if i, ok := r.Body.(Inventories); ok && (len(i) != 1 || !i[0].Missing.Has(0) || !i[0].Missing.Has(5)) {
				t.Errorf("%s%s: %+v", letter, f, i)
			}
		}
	}
	if r := parse(t, litres, []byte(b.hear("\x01i20100"))); len(r.Body.(Inventories)) != 2 {
		t.Errorf("all tanks: %+v", r.Body)
	}
}

func TestNoTanks(t *testing.T) {
	b := open(t, wire.Console, litres, Config{})
	if said := b.hear("\x01i20100"); said != "\x01i201002601050000&&FC69\x03" {
		t.Errorf("computer: %q", said)
	}
	if said := b.hear("\x01I20100"); said != "\x01\r\nI20100\r\nJAN  5, 2026 12:00 AM\r\n\r\n\r\n\x03" {
		t.Errorf("display: %q", said)
	}
}

func TestSets(t *testing.T) {
	b, s := consoleOf(t, Config{})
	two := s.setup.Tank(2)
	for _, c := range []struct {
		in   string
		done func() bool
	}{
		{"S60202DIESEL B7\r", func() bool { return two.Label == "DIESEL B7" }},
		{"s60202DI\nESEL\x03", func() bool { return two.Label == "DIESEL" }},
		{"S6020212345678901234567890", func() bool { return two.Label == "12345678901234567890" }},
		{"S60200BOTH\x00", func() bool {
			return two.Label == "BOTH" && s.setup.Tank(1).Label == "BOTH" && s.setup.Tank(3).Label == ""
		}},
		{"S6020\x01S60202\r", func() bool { return two.Label == "" }},
		{"s5010096" + "01221511", func() bool { return s.Clock(b.now) == date(1996, time.January, 22, 15, 11) }},
		{"S501002601051345", func() bool { return s.Clock(b.now) == date(2026, time.January, 5, 13, 45) }},
		{"S60402009728", func() bool { return two.Full == litre(9728) }},
		{"s6040246180000", func() bool { return two.Full == litre(9728) }},
		{"S605020001000002000003000004" + "00", func() bool { return two.Four[3] == litre(400) }},
		{"s607024479C000", func() bool { return two.Diameter == 999*1000 }},
		{"S60802-12.50", func() bool { return two.Tilt == -12_500 }},
		{"S60902.00126", func() bool { return two.Expansion == DefaultExpansion }},
		{"S60302D", func() bool { return two.Product == 'D' }},
		{"S601030", func() bool { return !s.setup.Tank(3).On }},
		{"S601031", func() bool { return s.setup.Tank(3).On }},
		{"S502021430", func() bool { return s.setup.Shifts[1] == Shift(14*time.Hour+30*time.Minute) }},
		{"S50202EE00", func() bool { return s.setup.Shifts[1] == ShiftOff }},
		{"S50303HELLO\r", func() bool { return s.setup.Headers[2] == "HELLO" }},
		{"S50400424242", func() bool { return s.setup.Code == "424242" }},
		{"S62402050.50", func() bool { return two.Limits.HighWater == 50_500 }},
	} {
		said := b.hear("\x01" + c.in)
		if i := strings.LastIndex(c.in, "\x01"); i > 0 {
			said = strings.TrimPrefix(said, unknown)
			c.in = c.in[i+1:]
		}
		if !c.done() || !strings.Contains(said, c.in[:6]) {
			t.Errorf("%q: said %q", c.in, said)
		}
	}
	if got := b.hear("\x01S60202NO\x1b\x01i10100"); !strings.HasPrefix(got, "\x01i10100") || two.Label == "NO" {
		t.Errorf("a set that ESC abandons: said %q", got)
	}
	if len(b.Faults) > 0 {
		t.Error(b.Faults)
	}
}

func TestSetIsEchoed(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	if said := b.hear("\x01s60201DIESEL\r"); !strings.HasPrefix(said, "\x01s60201260105000001DIESEL              &&") {
		t.Errorf("said %q", said)
	}
	if n := b.Nouns(); len(n) != 1 || n[0] != (Set{LabelSetup, Computer, Text("DIESEL")}) {
		t.Errorf("heard %v", n)
	}
}

func TestOlderConsoleSendsSixFloats(t *testing.T) {
	b, _ := consoleOf(t, Config{Layout: Layout{Floats: 6}})
	r := parse(t, litres, []byte(b.hear("\x01i20101")))
	if i := r.Body.(Inventories)[0]; i.Missing != 1<<6 || i.Temperature != celsius(14) {
		t.Errorf("%+v", i)
	}
}

func TestUnfinishedCommandIsGivenUp(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	b.hear("\x01S60201DIES")
	b.run(abandonsSet)
	if b.said() != "" || b.WokeAt != clock.Never {
		t.Errorf("said %q", b.said())
	}
	b.hear("EL\r")
	b.hear("\x01123456")
	b.run(abandonsSet)
	if b.said() != unknown {
		t.Errorf("six digits and then nothing: said %q", b.said())
	}
}

func TestMarksSpoilTheCommand(t *testing.T) {
	b, _ := consoleOf(t, Config{})
	b.hear("\x01i201")
	b.Session.Hear(wire.Chunk{Bytes: []byte("0"), First: b.now, Last: b.now, Marks: wire.ParityError})
	if said := b.hear("1\x01i10100"); !strings.HasPrefix(said, "\x01i10100") || len(b.Faults) != 1 {
		t.Errorf("said %q, faults %v", said, b.Faults)
	}
}

func TestPacing(t *testing.T) {
	b, _ := consoleOf(t, Config{Pacing: RealPacing(nil)})
	start := b.now
	if said := b.hear("\x01I20100\x01i10100"); said != "" {
		t.Errorf("said %q at once", said)
	}
	b.run(449 * time.Millisecond)
	if b.said() != "" {
		t.Error("said something while thinking")
	}
	b.run(time.Second)
	first := strings.Index(b.said(), "\x03")
	if first < 0 || b.Said[0].After != 0 || len(b.Said[0].Bytes) != slice {
		t.Fatalf("%q", b.Said)
	}
	b.run(5 * time.Second)
	if said := b.said(); !strings.HasPrefix(said[first+1:], "\x01i10100") || len(said) <= first+20 {
		t.Errorf("then said %q after %s", said[first+1:], b.now.Sub(start))
	}
	if b.WokeAt != clock.Never {
		t.Error("still wants to be woken")
	}
}

func TestEscapeStopsTheReplyAndNotWhatIsStacked(t *testing.T) {
	b, _ := consoleOf(t, Config{Pacing: RealPacing(nil)})
	b.hear("\x01I20200\x01i10100")
	b.run(500 * time.Millisecond)
	cut := b.said()
	b.hear("\x1b")
	b.run(5 * time.Second)
	if strings.Contains(cut, "\x03") || !strings.HasPrefix(b.said(), "\x01i10100") {
		t.Errorf("said %q, and after ESC %q", cut, b.said())
	}
}

func TestOnly128CharactersAreStacked(t *testing.T) {
	b, _ := consoleOf(t, Config{Pacing: RealPacing(nil)})
	b.hear("\x01i10100")
	for range 1000 {
		b.hear("\x01i10100")
	}
	b.run(time.Hour)
	n := 0
	for _, h := range b.Nouns() {
		if h == (Ask{Function: SystemStatus}) {
			n++
		}
	}
	if n < 1+stacked/7 || n > 25 || len(b.Faults) == 0 {
		t.Errorf("%d answered, %d faults", n, len(b.Faults))
	}
}

func TestSourceMayBeTheOut(t *testing.T) {
	type both struct {
		*bench
		*site
	}
	x := both{&bench{}, newSite()}
	s, err := New(Config{}).Open(wire.Console, litres, x)
	if err != nil {
		t.Fatal(err)
	}
	s.Hear(wire.Chunk{Bytes: []byte("\x01i60201")})
	if !strings.Contains(x.said(), "REGULAR UNLEADED") {
		t.Errorf("said %q", x.said())
	}
	if err := s.Do(0, 0, Ask{}); err == nil {
		t.Error("a console spoke by itself")
	}
}

func TestSecrets(t *testing.T) {
	d := New(Config{})
	for in, want := range map[string]string{
		"\x01I20100": "\x01I20100", "\x01271828I20100\r": "\x01******I20100\r", "\x01271828200\r": "\x01******200\r",
		"\x01ABCDEFI20100": "\x01******I20100", "\x01S50400271828": "\x01S50400******",
		"\x01I20100\x01271828i504": "\x01I20100\x01******i504", "\x019999FF1B\x03": "\x019999FF1B\x03", "\x012718": "\x01****",
		"\x01i504002601050000271828&&F9AB\x03": "\x01i50400" + strings.Repeat("*", 23), "\x01200\r": "\x01200\r",
		"\x01\r\nI50400\r\nJAN\r\n271828\r\n\x03": "\x01\r\nI50400" + strings.Repeat("*", 16),
	} {
		b := []byte(in)
		for _, s := range d.Secrets(b) {
			for i := s.From; i < s.To; i++ {
				b[i] = '*'
			}
		}
		if string(b) != want {
			t.Errorf("%q becomes %q, want %q", in, b, want)
		}
		for _, dir := range []wire.Direction{wire.FromController, wire.FromDispenser} {
			if said, err := d.Describe(dir, []byte(in), litres); strings.Contains(fmt.Sprint(said, err), "271828") {
				t.Errorf("%q is described as %s %v", in, said, err)
			}
		}
	}
}
