package tap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// TestASaleIsToldAsItWas: however the bytes come, the listener tells the frames and who said them.
func TestASaleIsToldAsItWas(t *testing.T) {
	all := sale(t, wiretest.Line{}, 0x50)
	want := truth(t, all)
	if len(want) < 20 {
		t.Fatalf("the sale has %d frames", len(want))
	}
	for name, cut := range map[string]func([]wire.Chunk) []wire.Chunk{
		"frame by frame": func(c []wire.Chunk) []wire.Chunk { return c },
		"byte by byte":   func(c []wire.Chunk) []wire.Chunk { return inParts(c, 1) },
		"by five":        func(c []wire.Chunk) []wire.Chunk { return inParts(c, 5) },
		"as an adapter that holds bytes back for 16 ms": held,
	} {
		for _, protocol := range []string{"dart", ""} {
			t.Run(name+", protocol "+protocol, func(t *testing.T) {
				k, tap, err := listen(t, Listening{Protocol: protocol}, cut(chunks(all))...)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, k.words()); diff != "" {
					t.Errorf("(-said +told):\n%s", diff)
				}
				s := tap.Summary()
				if s.Protocol != "dart" || s.Frames != len(want) || s.Bad != 0 || s.Retries != 0 {
					t.Errorf("%+v", s)
				}
				if a := s.Addresses; len(a) != 1 || a[0].Address != "50h" || a[0].IsSilent || a[0].Asked-a[0].Answered > 1 {
					t.Errorf("addresses %+v", a)
				}
			})
		}
	}
}

// inParts splits chunks, each with its share of the time.
func inParts(all []wire.Chunk, size int) (parts []wire.Chunk) {
	for _, c := range all {
		n := len(c.Bytes)
		at := func(i int) clock.Instant {
			return c.First.Add(c.Last.Sub(c.First) * time.Duration(i) / time.Duration(n))
		}
		for i := 0; i < n; i += size {
			to := min(i+size, n)
			parts = append(parts, wire.Chunk{Bytes: c.Bytes[i:to], First: at(i), Last: at(to)})
		}
	}
	return parts
}

// held hands over what came in each 16 ms at once, with instants as hil/port reckons them.
func held(all []wire.Chunk) (blocks []wire.Chunk) {
	const every = 16 * time.Millisecond
	const span = 1_145_833
	var b []byte
	var due, last clock.Instant
	give := func() {
		if len(b) > 0 {
			first := max(last, due.Add(-time.Duration(len(b))*span))
			blocks = append(blocks, wire.Chunk{Bytes: b, First: first, Last: due})
			b, last = nil, due
		}
	}
	for _, c := range inParts(all, 1) {
		for c.Last > due {
			give()
			due = max(due.Add(every), c.Last-c.Last%clock.Instant(every))
		}
		b = append(b, c.Bytes...)
	}
	give()
	return blocks
}

func TestSilentAddressesAndRetries(t *testing.T) {
	all := sale(t, wiretest.Line{}, 0x50, 0x51, 0x52)
	k, tap, err := listen(t, Listening{Protocol: "dart"}, chunks(all)...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(truth(t, all), k.words()); diff != "" {
		t.Errorf("(-said +told):\n%s", diff)
	}
	silent := map[string]bool{}
	for _, a := range tap.Summary().Addresses {
		silent[a.Address] = a.IsSilent
	}
	if diff := cmp.Diff(map[string]bool{"50h": false, "51h": true, "52h": true}, silent); diff != "" {
		t.Errorf("silent (-want +got):\n%s", diff)
	}
	if !slices.ContainsFunc(k.notices, func(n string) bool { return strings.HasPrefix(n, "51h is silent") }) {
		t.Errorf("notices %q", k.notices)
	}
}

const (
	poll    = "50 20 FA"
	eot     = "50 70 FA"
	ack1    = "50 C1 FA"
	status  = "50 31 01 01 00 9E A0 03 FA"
	noCheck = "50 31 01 01 01 9E A0 03 FA"
)

func TestARetryIsAQuestionSaidAgain(t *testing.T) {
	k, tap, _ := listen(t, Listening{Protocol: "dart"}, unhex(t, 200*time.Millisecond,
		poll, eot, poll, poll, eot, status, status, status, ack1, poll, eot)...)
	got := []string{}
	for _, f := range k.frames {
		got = append(got, fmt.Sprintf("%s %d", f.From, f.Retry))
	}
	want := []string{
		"controller 0", "dispenser 0", "controller 0", "controller 0", "dispenser 0",
		"controller 0", "controller 1", "controller 2", "controller 0", "controller 0", "dispenser 0",
	}
	if diff := cmp.Diff(want, got); diff != "" || tap.Summary().Retries != 2 {
		t.Errorf("retries %d (-want +got):\n%s", tap.Summary().Retries, diff)
	}
	k, _, _ = listen(t, Listening{Protocol: "dart"}, unhex(t, 20*time.Millisecond, poll, status, poll, status, ack1)...)
	if !k.frames[3].IsAgain || k.frames[1].IsAgain || k.frames[3].From != wire.Dispenser {
		t.Errorf("a block said again: %+v", k.frames)
	}
}

// TestAnAnswerWithoutAnAddress is from whom was asked, as in Tokheim's protocol.
func TestAnAnswerWithoutAnAddress(t *testing.T) {
	k := newTalk(func(clock.Instant, string) {})
	for i := range 4 {
		at := clock.Epoch.Add(time.Duration(i) * time.Second)
		question := &piece{side: unknown, bytes: []byte("F1A2"), begin: at, end: at}
		answer := &piece{side: unknown, bytes: []byte("2"), begin: at, end: at}
		question.readings[wire.FromController] = reading{true, "F1h A2 status?"}
		answer.readings[wire.FromDispenser] = reading{true, "status 2 idle"}
		k.take(question)
		if side, a, _ := k.take(answer); side != wire.FromDispenser || a.Address != "F1h" {
			t.Errorf("from %s of %q", side, a.Address)
		}
	}
	if a := k.order; len(a) != 1 || a[0].Asked != 4 || a[0].Answered != 4 || a[0].IsSilent {
		t.Errorf("%+v", a[0])
	}
}

func TestAnAddressThatAnswersAgain(t *testing.T) {
	k, _, _ := listen(t, Listening{Protocol: "dart"},
		unhex(t, 50*time.Millisecond, poll, eot, poll, poll, poll, poll, poll, eot)...)
	want := []string{"50h is silent: 3 questions without an answer", "50h answers again"}
	if diff := cmp.Diff(want, k.notices); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadBytes(t *testing.T) {
	for name, c := range map[string]struct {
		frames []string
		want   []string
	}{
		"a wrong check sum": {[]string{poll, noCheck, poll, eot}, []string{
			"> 50h POLL", "! dart: CRC does not match", "> 50h POLL", "< 50h EOT",
		}},
		"half a frame first": {[]string{"9E A0 03 FA", poll, eot}, []string{
			"! dart: control byte of a short frame in a long one", "> 50h POLL", "< 50h EOT",
		}},
		"half a frame first, at once": {[]string{"9E A0 03 FA" + poll + eot, poll}, []string{
			"! dart: control byte of a short frame in a long one", "> 50h POLL", "< 50h EOT", "> 50h POLL",
		}},
		"a frame that breaks off": {[]string{poll, "50 31 01 01", poll, eot}, []string{
			"> 50h POLL", "! dart: no stop flag at the end", "> 50h POLL", "< 50h EOT",
		}},
		"no frame at all": {[]string{"00 00 00 00"}, []string{"! dart: no stop flag at the end"}},
	} {
		k, _, err := listen(t, Listening{Protocol: "dart"}, unhex(t, 100*time.Millisecond, c.frames...)...)
		if diff := cmp.Diff(c.want, k.words()); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestAStallInsideAFrame: a computer may hand over the rest of a frame late.
func TestAStallInsideAFrame(t *testing.T) {
	all := unhex(t, 15*time.Millisecond, "50 31 01", "01 00 9E A0 03 FA", ack1)
	k, _, _ := listen(t, Listening{Protocol: "dart"}, all...)
	if diff := cmp.Diff([]string{"> 50h DATA 1: CD1 return status", "< 50h ACK 1"}, k.words()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMarkedBytesAreNoFrame(t *testing.T) {
	all := unhex(t, 100*time.Millisecond, poll, poll, poll)
	all[1].Marks = wire.ParityError
	k, tap, _ := listen(t, Listening{Protocol: "dart"}, all...)
	if diff := cmp.Diff([]string{"> 50h POLL", "! parity error", "> 50h POLL"}, k.words()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s := tap.Summary(); s.Marked != 3 || s.Bad != 1 {
		t.Errorf("%+v", s)
	}
}

func TestNothingThatIsKnown(t *testing.T) {
	k, tap, err := listen(t, Listening{}, unhex(t, 100*time.Millisecond,
		"48 65 6C 6C 6F", "00 11 22", strings.Repeat("55 AA ", 10_000))...)
	if !errors.Is(err, ErrNotFound) || tap.Summary().Protocol != "" || tap.Summary().Frames != 0 {
		t.Errorf("%v, %+v", err, tap.Summary())
	}
	var got []byte
	for _, f := range k.frames {
		got = append(got, f.Bytes...)
	}
	if len(got) != 20_008 || k.frames[0].Fault != "not understood" || string(k.frames[0].Bytes) != "Hello" {
		t.Errorf("%d bytes told; first %+v", len(got), k.frames[0])
	}
}

// TestAStreamWithoutGaps: half a frame in front costs that half only, however much follows at once.
func TestAStreamWithoutGaps(t *testing.T) {
	all := unhex(t, 0, "20 FA "+strings.Repeat(poll+eot, 2000))
	all[0].Last = all[0].First
	_, tap, _ := listen(t, Listening{Protocol: "dart"}, all...)
	if s := tap.Summary(); s.Frames != 4_000 || s.Bad != 1 {
		t.Errorf("%+v", s)
	}
}

func TestNoBytesAreNoError(t *testing.T) {
	if k, _, err := listen(t, Listening{}); err != nil || len(k.frames) > 0 {
		t.Errorf("%v, %v", err, k.frames)
	}
}

func TestAProtocolThatIsNotThere(t *testing.T) {
	_, err := New(Listening{Protocol: "dort"}, &kept{})
	if err == nil || !strings.Contains(err.Error(), "'dort', expected one of [anything dart") {
		t.Error(err)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	k, _, err := listen(t, Listening{Protocol: "anything"}, unhex(t, time.Second, "41 42 43")...)
	if err != nil || len(k.frames) != 1 || string(k.frames[0].Bytes) != "A**" {
		t.Errorf("%v, %+v", err, k.frames)
	}
}

// radio is a line that is heard well at one setting only.
type radio struct {
	right, now wire.Settings
	tried      []string
}

func (r *radio) Tune(s wire.Settings) error {
	r.now = s
	r.tried = append(r.tried, s.String())
	return nil
}

func (r *radio) hear(c wire.Chunk) wire.Chunk {
	if r.now != r.right {
		c.Marks = wire.ParityError
	}
	return c
}

func TestSettingsAreFound(t *testing.T) {
	slow := wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}
	fast := slow
	fast.Baud = 19200
	never := slow
	never.Baud = 300
	for _, c := range []struct {
		right wire.Settings
		found string
		at    string
	}{
		{slow, "dart", "9600 8O1"}, {fast, "dart", "19200 8O1"}, {never, "", "1200 7E1"},
	} {
		r := &radio{right: c.right}
		k := &kept{}
		tap, err := New(Listening{Tuner: r, Options: euros}, k)
		if err != nil {
			t.Fatal(err)
		}
		at := clock.Epoch
		for range 40 { // a real bus goes on and on
			for _, s := range sale(t, wiretest.Line{}, 0x50) {
				s.chunk.Last = at.Add(s.chunk.Last.Sub(s.chunk.First))
				s.chunk.First = at
				at = s.chunk.Last.Add(5 * time.Millisecond)
				if err := tap.Hear(r.hear(s.chunk)); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = tap.Finish(at)
		if s := tap.Summary(); s.Protocol != c.found || s.Settings != c.at || c.found != "" && r.now != c.right {
			t.Errorf("%s: found %q at %s after %v; notices %q", c.right, s.Protocol, s.Settings, r.tried, k.notices)
		}
		if len(r.tried) > 10 {
			t.Errorf("%d settings were tried", len(r.tried))
		}
	}
}

func TestSilenceTriesNothing(t *testing.T) {
	r := &radio{}
	tap, err := New(Listening{Tuner: r}, &kept{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10_000 {
		if err := tap.Idle(clock.Epoch.Add(time.Duration(i) * time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.tried) != 1 {
		t.Errorf("tried %v", r.tried)
	}
}
