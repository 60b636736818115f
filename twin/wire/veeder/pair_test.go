package veeder

import (
	"fmt"
	"reflect"
	"sort"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func sortedFunctions() (list []Function) {
	for f := range functions {
		list = append(list, f)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

func pairOf(t testing.TB, l wiretest.Line, cfg Config) (*wiretest.Pair, *site) {
	t.Helper()
	s := newSite()
	s.setup.Secured, s.setup.Code = true, "271828"
	cfg.Source, cfg.Security = s, "271828"
	p, err := wiretest.NewPair(seen(cfg), litres, l)
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// expected is what a console answers, less what the format does not carry.
func expected(s *site, at clock.Instant, k code) Report {
	r, _ := answer(s, at, k)
	r.At -= r.At % clock.Instant(time.Minute)
	if k.format == Computer {
		r.Headers = nil
	}
	if list, ok := r.Body.(Settings); ok && k.function == ClockSetup {
		list[0].Value = Clock(r.At)
	}
	return r
}

// plain is a report without what only one of the two formats carries.
func plain(r Report) Report {
	v := reflect.New(reflect.TypeOf(r.Body)).Elem()
	v.Set(reflect.ValueOf(r.Body))
	if v.Kind() == reflect.Slice {
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			for _, name := range []string{"Label", "Product", "Bits", "WaterVolume"} {
				if f := list.Index(i); f.Kind() == reflect.Struct && f.FieldByName(name).IsValid() {
					f.FieldByName(name).SetZero()
				}
			}
			if inventory, ok := list.Index(i).Addr().Interface().(*Inventory); ok {
				inventory.Missing &^= 1 << 6
			}
		}
		r.Body = list.Interface().(Body)
	}
	r.Format, r.Headers = 0, nil
	return r
}

// TestEveryFunctionCrosses: what the source says arrives at the client, in both formats, of one device and of all, over
// a clean line, whole and byte by byte, at once and paced.
func TestEveryFunctionCrosses(t *testing.T) {
	for i, line := range []wiretest.Line{{}, {ByteByByte: true}, {}, {ByteByByte: true}} {
		cfg := Config{}
		if i >= 2 {
			cfg.Pacing = RealPacing(chance.New(1, "console"))
		}
		p, s := pairOf(t, line, cfg)
		for _, f := range sortedFunctions() {
			for _, format := range []Format{Computer, Display} {
				for _, device := range []byte{0, 2} {
					if f == ShortInventory && (device != 0 || format == Computer) {
						continue
					}
					p.Master.Reset()
					if err := p.Master.Session.Do(p.Now(), device, Ask{f, format}); err != nil {
						t.Fatal(err)
					}
					p.RunFor(5 * time.Second)
					want := expected(s, p.Now(), code{function: f, device: device, format: format})
					want.At = 0
					if len(p.Master.Heards) != 1 || len(p.Master.Faults) > 0 {
						t.Fatalf("%s %s %d: %v %v", f, format, device, p.Master.Nouns(), p.Master.Faults)
					}
					got, ok := p.Master.Heards[0].Noun.(Report)
					if got.At = 0; !ok || p.Master.Heards[0].Address != device {
						t.Fatalf("%s: %v", f, p.Master.Heards)
					}
					if f == ClockSetup {
						continue // it moves
					}
					if diff := cmp.Diff(plain(want), plain(got)); diff != "" {
						t.Errorf("line %d: %s %s %d (-want +got):\n%s", i, f, format, device, diff)
					}
				}
			}
		}
	}
}

// TestEverySetCrosses and is programmed, in both formats.
func TestEverySetCrosses(t *testing.T) {
	values := map[kind]Value{kindOn: On(true), kindText: Text("DIESEL 7"), kindProduct: Product('D'), kindLength: Length(mm(123)),
		kindExpansion: DefaultExpansion, kindShift: Shift(90 * time.Minute), kindClock: Clock(manual)}
	for _, format := range []Format{Computer, Display} {
		p, s := pairOf(t, wiretest.Line{ByteByByte: true}, Config{})
		for _, f := range sortedFunctions() {
			info := functions[f]
			if info.kind == none {
				continue
			}
			v := values[info.kind]
			if info.kind == kindVolumes {
				var vols Volumes
				for i := range info.count {
					vols = append(vols, litre(int64(1000+i)))
				}
				v = vols
			}
			if f == SecuritySetup {
				v = Text("271828")
			}
			p.Master.Reset()
			if err := p.Master.Session.Do(p.Now(), 2, Set{f, format, v}); err != nil {
				t.Fatal(err)
			}
			p.RunFor(2 * time.Second)
			if len(p.Master.Heards) != 1 {
				t.Fatalf("%s: %v", f, p.Master.Faults)
			}
			r, ok := p.Master.Heards[0].Noun.(Report)
			if !ok || !r.Set || r.Function != f || !reflect.DeepEqual(r.Body.(Settings)[0].Value, v) {
				t.Errorf("%s %s %v: answered %+v", f, format, v, p.Master.Heards[0].Noun)
			}
			if f != ClockSetup && !reflect.DeepEqual(s.setup.Get(f, 2), v) {
				t.Errorf("%s: %v is programmed", f, s.setup.Get(f, 2))
			}
		}
	}
}

// TestBadLine: every command ends in the right report or in Failed, in order, and when the line has healed it works.
func TestBadLine(t *testing.T) {
	for seed := range uint64(40) {
		line := wiretest.Line{Chance: chance.New(seed, "line"), Flip: 150, Drop: 100, Duplicate: 100, Delay: 100,
			MaxDelay: 300 * time.Millisecond, ByteByByte: seed%2 == 1, Heals: clock.Epoch.Add(20 * time.Minute)}
		cfg := Config{Tries: 3}
		if seed%4 >= 2 {
			cfg.Pacing = RealPacing(chance.New(seed, "console"))
			line.Delay = 0 // the pair lets the bytes of a slice that is late mix with those of the next one; no UART does
		}
		p, s := pairOf(t, line, cfg)
		ask := []Function{InTankInventory, DeliveryHistory, Status, AlarmHistory, SystemStatus, LabelSetup, RevisionLevel}
		for i := range 40 {
			f := ask[i%len(ask)]
			if err := p.Master.Session.Do(p.Now(), 0, Ask{Function: f}); err != nil {
				t.Fatal(err)
			}
			p.RunFor(30 * time.Second)
		}
		failed := 0
		if len(p.Master.Heards) != 40 {
			t.Fatalf("seed %d: 40 commands, %d ends", seed, len(p.Master.Heards))
		}
		for i, h := range p.Master.Heards {
			k := code{function: ask[i%len(ask)]}
			switch n := h.Noun.(type) {
			case Failed:
				failed++
				if n.Function != k.function {
					t.Errorf("seed %d: %d ends with %+v", seed, i, n)
				}
			case Report:
				want := expected(s, p.Now(), k)
				n.At, want.At = 0, 0
				if diff := cmp.Diff(plain(want), plain(n)); diff != "" {
					t.Errorf("seed %d, %d: (-want +got):\n%s", seed, i, diff)
				}
			}
		}
		if failed > 20 {
			t.Errorf("seed %d: %d of 40 failed", seed, failed)
		}
		p.RunFor(time.Hour)
		p.Master.Reset()
		_ = p.Master.Session.Do(p.Now(), 1, Ask{Function: InTankInventory})
		p.RunFor(30 * time.Second)
		if len(p.Master.Heards) != 1 || len(p.Master.Faults) != 0 {
			t.Errorf("seed %d: after healing heard %v, faults %v", seed, p.Master.Heards, p.Master.Faults)
		}
	}
}

func TestRegistered(t *testing.T) {
	d, ok := wire.Lookup("veeder")
	if !ok || d.Ports()[0].Settings.String() != "9600 7O1" || d.Ports()[1].Settings.String() != "9600 8N1" || d.Ports()[2].Carrier != "tcp" {
		t.Fatalf("veeder is %v, %t", d, ok)
	}
	seen := map[string]bool{}
	for _, m := range d.Messages() {
		key := fmt.Sprint(m.Name, m.Direction)
		if seen[key] || m.Meaning == "" || m.Code == "" || m.Confidence < 'A' || m.Confidence > 'C' {
			t.Errorf("%+v", m)
		}
		seen[key] = true
	}
	if len(seen) < 80 {
		t.Errorf("%d messages", len(seen))
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		end wire.End
		cfg Config
		o   wire.Options
	}{
		"another end":       {end: wire.POS},
		"a code of five":    {end: wire.Client, cfg: Config{Security: "12345"}},
		"negative tries":    {end: wire.Client, cfg: Config{Tries: -1}},
		"negative time-out": {end: wire.Client, o: wire.Options{ReplyTimeout: -1}},
		"a measure":         {end: wire.Console, o: wire.Options{Unit: 9}},
		"negative pacing":   {end: wire.Console, cfg: Config{Pacing: Pacing{Think: chance.Constant(-1)}}},
	} {
		if s, err := New(c.cfg).Open(c.end, c.o, &wiretest.Recorder{}); err == nil || s != nil {
			t.Errorf("%s was opened", name)
		}
	}
}
