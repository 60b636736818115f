package wiretest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// settled opens a pair and runs it until nouns cross.
func settled(t *testing.T, p Profile, l Line) *Pair {
	t.Helper()
	return given(t, p, l, p.Given)
}

// given is settled with other reports of the slave.
func given(t *testing.T, p Profile, l Line, reports []wire.Noun) *Pair {
	t.Helper()
	l.Settings, l.Duplex = p.Dialect.Ports()[0].Settings, p.Stream
	if p.Stream {
		l.Flip, l.Drop, l.Duplicate = 0, 0, 0
	}
	pair, err := NewPair(p.Dialect, p.Options, l)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range reports {
		do(t, pair, p, pair.Slave, n)
	}
	pair.RunFor(p.Settle)
	return pair
}

func do(t *testing.T, pair *Pair, p Profile, s *Side, n wire.Noun) {
	t.Helper()
	if err := s.Session.Do(pair.Now(), p.Options.Addresses[0], n); err != nil {
		t.Fatalf("%T: %v", n, err)
	}
}

// heard lists what a side heard but for what the sessions make themselves.
func heard(p Profile, s *Side) []wire.Noun {
	var nouns []wire.Noun
	for _, n := range s.Nouns() {
		if !p.Own(n) {
			nouns = append(nouns, n)
		}
	}
	return nouns
}

func crosses(t *testing.T, p Profile, all []Crossing, down bool) {
	for _, c := range all {
		t.Run(fmt.Sprintf("%T", c.Sent[len(c.Sent)-1]), func(t *testing.T) {
			pair := given(t, p, Line{}, c.Given)
			from, to, own := pair.Slave, pair.Master, func(wire.Noun) bool { return false }
			if down {
				from, to, own = pair.Master, pair.Slave, p.Own
			}
			to.Reset()
			for _, n := range c.Sent {
				do(t, pair, p, from, n)
			}
			for _, n := range c.Asked {
				do(t, pair, p, to, n)
			}
			pair.RunFor(p.Settle)
			want := c.Want
			if want == nil {
				want = c.Sent
			}
			// A command that a session also makes by itself cannot be told from the session's: it must be there.
			got := slices.DeleteFunc(to.Nouns(), func(n wire.Noun) bool { return own(n) && !in(want, n) })
			if diff := cmp.Diff(want, got); diff != "" && !(in(want, got...) && own(want[0])) {
				t.Errorf("heard (-want +got):\n%s", diff)
			}
			if len(pair.Master.Faults)+len(pair.Slave.Faults) > 0 {
				t.Errorf("faults on a clean line: %v %v", pair.Master.Faults, pair.Slave.Faults)
			}
		})
	}
}

func in(list []wire.Noun, nouns ...wire.Noun) bool {
	for _, n := range nouns {
		if !slices.ContainsFunc(list, func(m wire.Noun) bool { return cmp.Equal(m, n) }) {
			return false
		}
	}
	return len(nouns) > 0
}

func foreign(t *testing.T, p Profile) {
	pair := settled(t, p, Line{})
	pair.Master.Reset()
	pair.Slave.Reset()
	for _, n := range p.Foreign {
		for _, s := range []*Side{pair.Master, pair.Slave} {
			if err := s.Session.Do(pair.Now(), p.Options.Addresses[0], n); err == nil {
				t.Errorf("%T %+v was taken", n, n)
			}
		}
	}
	pair.RunFor(p.Settle)
	if got := append(heard(p, pair.Master), heard(p, pair.Slave)...); len(got) > 0 {
		t.Errorf("heard %v", got)
	}
}

// badLines lets many nouns cross both ways while frames are damaged, lost, doubled and late.
func badLines(t *testing.T, p Profile) {
	const many = 60
	heals := clock.Epoch.Add(20 * time.Second)
	for seed := range uint64(p.Seeds) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			source := chance.New(seed, "line")
			pair := settled(t, p, Line{
				Chance: source, Heals: heals, ByteByByte: seed%2 == 1,
				Flip: 120, Drop: 80, Duplicate: 50, Delay: 100, MaxDelay: 10 * time.Millisecond,
			})
			pair.RunFor(4 * p.Settle) // a bad start takes longer
			pair.Master.Reset()
			pair.Slave.Reset()
			var commands, reports []wire.Noun
			for i := range many {
				commands = append(commands, p.Command(i))
				do(t, pair, p, pair.Master, commands[i])
				reports = append(reports, p.Report(i))
				do(t, pair, p, pair.Slave, reports[i])
				if source.Below(3) > 0 {
					pair.RunFor(source.Within(0, 400*time.Millisecond))
				}
			}
			pair.RunFor(max(0, heals.Sub(pair.Now())) + many*p.Settle)
			if diff := cmp.Diff(commands, heard(p, pair.Slave)); diff != "" {
				t.Errorf("commands (-queued +heard):\n%s", diff)
			}
			got := heard(p, pair.Master)
			if p.LastCounts && ordered(reports, got) {
				return
			}
			if diff := cmp.Diff(reports, got); diff != "" {
				t.Errorf("reports (-queued +heard):\n%s", diff)
			}
		})
	}
}

// ordered says that some are among all in their order, each once, and the last one is.
func ordered(all, some []wire.Noun) bool {
	for i, n := range all {
		if len(some) > 0 && cmp.Equal(n, some[0]) {
			some = some[1:]
			if i == len(all)-1 {
				return len(some) == 0
			}
		}
	}
	return false
}

// flips turns over each bit of each frame once, with the marks that a receiver would set or, for the data bits, none.
func flips(t *testing.T, p Profile, frames [][]byte, marked bool) {
	settings := p.Dialect.Ports()[0].Settings
	for _, good := range frames {
		for i := range len(good) * settings.BitsPerByte() {
			at, bit := i/settings.BitsPerByte(), i%settings.BitsPerByte()
			b := append([]byte(nil), good...)
			var mark wire.Mark
			b[at], mark = flip(settings, b[at], bit)
			if !marked {
				if mark = 0; b[at] == good[at] {
					continue
				}
			}
			for _, split := range []bool{false, true} {
				s, r := alone(t, p)
				now := clock.Epoch.Add(time.Second)
				if !split {
					s.Hear(wire.Chunk{Bytes: b, First: now, Last: now, Marks: mark})
				}
				for j := 0; split && j < len(b); j++ {
					m := mark
					if j != at {
						m = 0
					}
					s.Hear(wire.Chunk{Bytes: b[j : j+1], First: now, Last: now, Marks: m})
				}
				if len(r.Said) > 0 || len(r.Heards) > 0 {
					t.Fatalf("frame % X, bit %d of byte %d turned, split %t: said % X, heard %v",
						good, bit, at, split, r.Said, r.Nouns())
				}
			}
		}
	}
}

// alone opens the slave's end by itself.
func alone(t *testing.T, p Profile) (wire.Session, *Recorder) {
	t.Helper()
	r := &Recorder{WokeAt: clock.Never}
	s, err := p.Dialect.Open(p.Dialect.Ends()[1], p.Options, r)
	if err != nil {
		t.Fatal(err)
	}
	s.Start(clock.Epoch)
	return s, r
}

func unasked(t *testing.T, p Profile) {
	s, r := alone(t, p)
	for i := range 10 {
		if err := s.Do(clock.Epoch, p.Options.Addresses[0], p.Report(i)); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		if r.WokeAt == clock.Never {
			break
		}
		at := r.WokeAt
		r.WokeAt = clock.Never
		s.Wake(at)
	}
	if len(r.Said) > 0 {
		t.Fatalf("said %v and was not asked", r.Said)
	}
	pair := settled(t, p, Line{})
	for i := range 10 {
		do(t, pair, p, pair.Slave, p.Report(i))
		do(t, pair, p, pair.Master, p.Command(i))
	}
	pair.RunFor(p.Settle)
	for _, said := range pair.Slave.Sent {
		asked := clock.Instant(0)
		for _, q := range pair.Master.Sent {
			if q.To <= said.From {
				asked = max(asked, q.To)
			}
		}
		if wait := said.From.Sub(asked); wait > p.MaxReply {
			t.Errorf("% X was said %s after the master's last byte", said.Bytes, wait)
		}
	}
}

func byteByByte(t *testing.T, p Profile) {
	run := func(l Line) *Pair {
		pair := settled(t, p, l)
		for i := range 12 {
			do(t, pair, p, pair.Slave, p.Report(i))
			do(t, pair, p, pair.Master, p.Command(i))
			pair.RunFor(37 * time.Millisecond)
		}
		pair.RunFor(p.Settle)
		return pair
	}
	whole, bytes := run(Line{}), run(Line{ByteByByte: true})
	for i, sides := range [][2]*Side{{whole.Master, bytes.Master}, {whole.Slave, bytes.Slave}} {
		if diff := cmp.Diff(sides[0].Sent, sides[1].Sent); diff != "" {
			t.Errorf("side %d said (-frames +bytes):\n%s", i, diff)
		}
		if diff := cmp.Diff(sides[0].Heards, sides[1].Heards); diff != "" {
			t.Errorf("side %d heard (-frames +bytes):\n%s", i, diff)
		}
	}
}

// garbage makes both ends hear nonsense, and then lets nouns cross again.
func garbage(t *testing.T, p Profile) {
	source := chance.New(1, "garbage")
	random := make([]byte, 10_000)
	for i := range random {
		random[i] = byte(source.Uint64())
	}
	rubbish := map[string][]byte{
		"nothing": {}, "one zero": {0}, "zeros": make([]byte, 10_000), "random": random,
	}
	for i, f := range p.Frames {
		rubbish[fmt.Sprint("half of frame ", i)] = f[:len(f)/2]
		rubbish[fmt.Sprint("end of frame ", i)] = f[len(f)/2:]
		rubbish[fmt.Sprint("last byte of frame ", i, " again and again")] = slices.Repeat(f[len(f)-1:], 10_000)
	}
	for name, b := range rubbish {
		for _, marks := range []wire.Mark{0, wire.ParityError, wire.FramingError, wire.Break, wire.Collision} {
			t.Run(fmt.Sprint(name, " marks ", marks), func(t *testing.T) {
				pair := settled(t, p, Line{})
				pair.Inject(pair.Slave, b, marks)
				pair.Inject(pair.Master, b, marks)
				pair.RunFor(p.Settle)
				pair.Master.Reset()
				pair.Slave.Reset()
				do(t, pair, p, pair.Master, p.Command(7))
				do(t, pair, p, pair.Slave, p.Report(7))
				pair.RunFor(2 * p.Settle)
				if !in(heard(p, pair.Slave), p.Command(7)) || !in(heard(p, pair.Master), p.Report(7)) {
					t.Errorf("nouns do not cross any more: %v, %v", pair.Slave.Nouns(), pair.Master.Nouns())
				}
			})
		}
	}
}
