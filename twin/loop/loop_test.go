package loop

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// ticker wakes every 10 ms and says a byte.
type ticker struct {
	every  time.Duration
	wakes  int
	heard  []string
	sensed []string
}

func (m *ticker) Hear(_ *machine.Env, p machine.Port, c wire.Chunk) {
	m.heard = append(m.heard, fmt.Sprintf("%d:%x@%d", p, c.Bytes, c.Last.Sub(clock.Epoch)))
}

func (m *ticker) Sense(env *machine.Env, s forecourt.Stimulus) {
	m.sensed = append(m.sensed, s.Stimulus())
	if _, on := s.(forecourt.PowerOn); on && m.every > 0 {
		env.After(0, m.every)
	}
}

func (m *ticker) Wake(env *machine.Env, t machine.Timer) {
	m.wakes++
	env.After(t, m.every)
}

func role(kind string) forecourt.Role { return forecourt.Role{Kind: kind} }

func TestTimersPassInVirtualTime(t *testing.T) {
	l := New(Options{})
	m := &ticker{every: 10 * time.Millisecond}
	l.Add(role("a"), m, 1)
	if err := l.Run(clock.Epoch.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if m.wakes != 100 || l.Now() != clock.Epoch.Add(time.Second) {
		t.Fatalf("%d wakes until %v", m.wakes, l.Now())
	}
}

func TestNoAllocationPerTimerEvent(t *testing.T) {
	l := New(Options{})
	for i := range 16 {
		l.Add(forecourt.Role{Kind: "m", Number: i + 1}, &ticker{every: time.Duration(7+i) * time.Millisecond}, 1)
	}
	if err := l.Run(clock.Epoch.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { _ = l.Run(l.Now().Add(time.Second)) }); n != 0 {
		t.Fatalf("%v allocations in a second of timer events", n)
	}
}

func BenchmarkTimerEvent(b *testing.B) {
	l := New(Options{})
	for i := range 24 {
		l.Add(forecourt.Role{Kind: "m", Number: i + 1}, &ticker{every: time.Duration(700+i) * time.Microsecond}, 1)
	}
	b.ReportAllocs()
	step := 24 * time.Microsecond // about one event
	for b.Loop() {
		_ = l.Run(l.Now().Add(step))
	}
}

func TestBusBytesArriveWhenTheLastOneHasEnded(t *testing.T) {
	l := New(Options{})
	a, b, c := &ticker{}, &ticker{}, &ticker{}
	l.Add(role("a"), a, 0)
	l.Add(role("b"), b, 0)
	l.Add(role("c"), c, 0)
	bus := l.Bus(wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}, nil)
	for _, r := range []string{"a", "b", "c"} {
		l.JoinBus(bus, Socket{role(r), 0})
	}
	l.Start()
	l.Say(0, 0, 2*time.Millisecond, []byte{1, 2, 3})
	_ = l.Run(clock.Epoch.Add(time.Second))
	want := fmt.Sprintf("0:010203@%d", 2_000_000+3*11*1_000_000_000/9600)
	if len(a.heard) != 0 || len(b.heard) != 1 || b.heard[0] != want || len(c.heard) != 1 {
		t.Fatalf("a %v, b %v, c %v; want %s", a.heard, b.heard, c.heard, want)
	}
}

func TestFibersSleepInOrder(t *testing.T) {
	l := New(Options{})
	var out []string
	for i, d := range []time.Duration{30, 10, 20, 10} {
		l.Go(role("x"), "sleeper", func(f *Fiber) {
			f.Sleep(d * time.Millisecond)
			out = append(out, fmt.Sprintf("%d@%v", i, f.Now().Sub(clock.Epoch)))
		})
	}
	_ = l.Run(clock.Never)
	if got := strings.Join(out, " "); got != "1@10ms 3@10ms 2@20ms 0@30ms" {
		t.Fatal(got)
	}
}

func TestBoxGivesEachThingToOneFiber(t *testing.T) {
	l := New(Options{})
	var box Box[int]
	var got []string
	take := func(name string) {
		l.Go(role("x"), name, func(f *Fiber) {
			v, ok := box.Take(f, clock.Epoch.Add(time.Second))
			got = append(got, fmt.Sprintf("%s=%d,%v@%v", name, v, ok, f.Now().Sub(clock.Epoch)))
		})
	}
	take("a")
	take("b")
	take("c")
	l.Go(role("y"), "put", func(f *Fiber) {
		f.Sleep(time.Millisecond)
		box.Put(1)
		f.Sleep(time.Millisecond)
		box.Put(2)
	})
	_ = l.Run(clock.Never)
	if s := strings.Join(got, " "); s != "a=1,true@1ms b=2,true@2ms c=0,false@1s" {
		t.Fatal(s)
	}
}

func TestGateLetsOneFiberInAtATime(t *testing.T) {
	l := New(Options{})
	var g Gate
	inside, most := 0, 0
	var order []int
	for i := range 5 {
		l.Go(role("x"), "g", func(f *Fiber) {
			g.Enter(f)
			inside++
			most = max(most, inside)
			f.Sleep(time.Millisecond)
			inside--
			order = append(order, i)
			g.Leave()
		})
	}
	_ = l.Run(clock.Never)
	if most != 1 || fmt.Sprint(order) != "[0 1 2 3 4]" {
		t.Fatalf("%d at once, order %v", most, order)
	}
}

func TestPowerOffEndsFibersAndTimers(t *testing.T) {
	l := New(Options{})
	m := &ticker{every: time.Millisecond}
	l.Add(role("pos"), m, 1)
	unwound := false
	l.Go(role("pos"), "story", func(f *Fiber) {
		defer func() { unwound = true }()
		f.Sleep(time.Hour)
		t.Error("the story went on without power")
	})
	l.Go(role("hand"), "switch", func(f *Fiber) {
		f.Sleep(10 * time.Millisecond)
		if err := l.PowerOff(role("pos")); err != nil {
			t.Error(err)
		}
	})
	if err := l.Run(clock.Epoch.Add(2 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if !unwound || m.wakes > 10 {
		t.Fatalf("unwound %v, %d wakes", unwound, m.wakes)
	}
	if err := l.Sense(role("pos"), forecourt.LetGo{}); err == nil {
		t.Fatal("a machine that is off sensed something")
	}
}

func TestPanicInAFiberFailsTheRun(t *testing.T) {
	l := New(Options{})
	l.Go(role("x"), "bad", func(f *Fiber) {
		f.Sleep(time.Second)
		panic("boom")
	})
	if err := l.Run(clock.Never); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Fatalf("error %v", err)
	}
}

func TestCloseUnwindsEveryFiber(t *testing.T) {
	l := New(Options{})
	n := 0
	for range 3 {
		l.Go(role("x"), "w", func(f *Fiber) {
			defer func() { n++ }()
			f.Sleep(time.Hour)
		})
	}
	_ = l.Run(clock.Epoch.Add(time.Second))
	l.Close()
	if n != 3 {
		t.Fatalf("%d of 3 unwound", n)
	}
}

func serveEcho(l *Loop) {
	l.Serve("echo", role("server"), 5*time.Millisecond, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		FiberOf(r.Context()).Sleep(100 * time.Millisecond)
		fmt.Fprintf(w, "%s %s", r.URL.Path, b)
	}), nil)
}

func TestHTTPRoundTripTakesVirtualTime(t *testing.T) {
	l := New(Options{})
	serveEcho(l)
	var got string
	l.Go(role("client"), "get", func(f *Fiber) {
		c := &http.Client{Transport: &Transport{Timeout: time.Second}}
		req, _ := http.NewRequestWithContext(WithFiber(t.Context(), f), "POST", "http://echo/x", strings.NewReader("hello"))
		res, err := c.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		b, _ := io.ReadAll(res.Body)
		got = fmt.Sprintf("%s after %v", b, f.Now().Sub(clock.Epoch))
	})
	_ = l.Run(clock.Never)
	if got != "/x hello after 110ms" {
		t.Fatal(got)
	}
}

// part is an outside part that puts something into the inbox every 3 ms.
type part struct {
	loop *Loop
	now  clock.Instant
	seen []time.Duration
}

func (p *part) Next() clock.Instant {
	step := clock.Instant(3 * time.Millisecond)
	return clock.Epoch + (p.now-clock.Epoch)/step*step + step
}

func (p *part) Advance(to clock.Instant) {
	if next := p.Next(); next == to {
		p.loop.Inbox().Put(func() { p.seen = append(p.seen, p.loop.Now().Sub(clock.Epoch)) })
	}
	p.now = to
}

func TestLockstepMovesOutsidePartsAndTheLoopTogether(t *testing.T) {
	p := &part{now: clock.Epoch}
	l := New(Options{Pacer: NewLockstep(clock.Epoch, p)})
	p.loop = l
	m := &ticker{every: 10 * time.Millisecond}
	l.Add(role("a"), m, 1)
	if err := l.Run(clock.Epoch.Add(20 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if m.wakes != 2 || fmt.Sprint(p.seen) != "[3ms 6ms 9ms 12ms 15ms 18ms]" {
		t.Fatalf("%d wakes, outside %v", m.wakes, p.seen)
	}
}

type happened struct{ N int }

func (happened) Event() string { return "happened" }

func TestInvariantsAreCheckedAfterWhatTouchesThem(t *testing.T) {
	l := New(Options{})
	books := 0
	l.Invariant(Invariant{
		Name:    "books",
		Touched: func(t forecourt.Told) bool { return t.Event.Event() == "happened" },
		Check: func() error {
			if books != 0 {
				return fmt.Errorf("off by %d", books)
			}
			return nil
		},
	})
	l.Go(role("x"), "work", func(f *Fiber) {
		for i := range 4 {
			books = i % 2
			l.Tell(role("x"), happened{i})
			f.Sleep(time.Millisecond)
		}
	})
	_ = l.Run(clock.Never)
	if got := l.Tallies()[0]; got.Checks != 4 || len(got.Violations) != 2 {
		t.Fatalf("%+v", got)
	}
}

func TestIdentifiersDependOnSeedRoleAndCount(t *testing.T) {
	a, b := New(Options{Seed: 1}), New(Options{Seed: 1})
	if a.ID(role("pos"), "x_") != b.ID(role("pos"), "x_") || a.ID(role("pos"), "x_") == a.ID(role("pos"), "x_") {
		t.Fatal("identifiers do not repeat, or repeat too soon")
	}
}
