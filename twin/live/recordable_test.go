package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/wire"
)

// fidget is a machine on which every nanosecond of an input shows: it says bytes by a timer of its own, answers what it
// hears with the instant at which it heard it, and draws how long it takes.
type fidget struct{}

type noticed struct {
	At    int64
	Bytes string
}

func (noticed) Event() string { return "noticed" }

func (fidget) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, on := s.(forecourt.PowerOn); on {
		env.After(0, time.Millisecond)
	}
}

func (fidget) Wake(env *machine.Env, t machine.Timer) {
	if t == 0 {
		env.Say(0, 0, []byte{0x01, byte(env.Chance().Below(256))})
		env.After(0, env.Chance().Within(3*time.Millisecond, 9*time.Millisecond))
		return
	}
	env.Tell(noticed{At: int64(env.Now())})
}

func (fidget) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	env.Tell(noticed{int64(env.Now()), fmt.Sprintf("%x", c.Bytes)})
	env.Say(p, env.Chance().Within(0, 2*time.Millisecond), fmt.Appendf(nil, "%d ", env.Now()%1000))
	env.After(1, env.Chance().Within(0, time.Millisecond))
}

// napper does a step that lasts as long as its body says.
type napper struct{ naps int }

func (n *napper) Act(f *loop.Fiber, session string, body []byte) (int, any) {
	n.naps++
	d, err := time.ParseDuration(string(body))
	if err != nil {
		return http.StatusUnprocessableEntity, err.Error()
	}
	f.Sleep(d)
	f.Loop().Tell(f.Owner(), noticed{At: int64(f.Now()), Bytes: session})
	return http.StatusOK, n.naps
}

func (*napper) Drop(string) {}

// recordable builds the station of these tests, and what it offers. A serial port is joined to its bus; nil: in a replay.
func recordable(start clock.Instant, p loop.Pacer, j *journal.Journal, serial io.ReadWriteCloser) (*loop.Loop, Options) {
	l := loop.New(loop.Options{Start: start, Pacer: p, Journal: j, Seed: 3})
	pump, gauge := forecourt.Role{Kind: "pump"}, forecourt.Role{Kind: "gauge"}
	var tap line.Tap
	if j != nil {
		tap = j.Recorder("bus 1", func(i int) string { return []string{"pump", "outside", "serial"}[i] }, nil)
	}
	bus := l.Bus(wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}, tap)
	l.Add(pump, fidget{}, 2)
	l.JoinBus(bus, loop.Socket{Role: pump, Port: 0})
	l.Add(gauge, fidget{}, 2)
	l.Serve("web", pump, 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		f := loop.FiberOf(r.Context())
		f.Sleep(time.Millisecond)
		fmt.Fprintf(w, "%s %s at %d", r.URL.Path, b, f.Now())
	}), nil)
	return l, Options{
		Buses: []BusPort{{Number: 1, Bus: bus, Real: []RealPort{{Path: "serial", Port: serial}}}},
		Streams: []StreamPort{{Role: "gauge", Join: func(e line.Ear) *line.Stream {
			return l.StreamTo(0, loop.Socket{Role: gauge, Port: 0}, e, nil)
		}}},
		Sessions: []SessionPort{{Role: "till", Attach: func(say func([]byte), drop func(string)) (func([]byte), func(), error) {
			return func(b []byte) {
				l.Tell(forecourt.Role{Kind: "till"}, noticed{int64(l.Now()), fmt.Sprint(len(b))})
				say(fmt.Appendf(nil, "%d: %d", l.Now(), len(b)))
				if bytes.Contains(b, []byte("bye")) {
					drop("said bye")
				}
			}, func() { l.Tell(forecourt.Role{Kind: "till"}, noticed{int64(l.Now()), "gone"}) }, nil
		}}},
		HTTP:  []HTTPPort{{Role: "gateway", Host: "web"}},
		Actor: &napper{}, State: func() any { return int64(l.Now()) },
		Digests: func() []string { return []string{fmt.Sprintf("bus 1 %016x", bus.Digest(l.Now()))} },
	}
}

type file struct {
	mu sync.Mutex
	bytes.Buffer
}

func (f *file) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Buffer.Write(b)
}
func (f *file) Close() error { return nil }

// recorded runs the station in wall time while the world does something to it, and returns the recording.
func recorded(t *testing.T, world func(t *testing.T, at []Endpoint)) string {
	t.Helper()
	var out file
	near, far := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, far) }()
	go func() { // somebody on the serial line, until it is closed
		for i := range 1000 {
			if _, err := far.Write([]byte{0xAA, byte(i)}); err != nil {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan []Endpoint, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			p, err := NewPacer()
			if err != nil {
				return err
			}
			start := p.Now()
			r := NewRecorder(&out, recording.Header{Build: "test", Seed: "0x3", Start: start, Customers: "none"}, func(err error) {
				t.Errorf("the recorder gave up: %v", err)
			})
			l, o := recordable(start, p, r.Journal(), near)
			o.Recorder = r
			s, err := Open(l, p, o)
			if err != nil {
				return err
			}
			ready <- s.Endpoints()
			err = s.Run(ctx, time.Millisecond, func() {})
			s.Close()
			return errors.Join(err, r.Close())
		}()
	}()
	select {
	case all := <-ready:
		world(t, all)
	case err := <-ended:
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// replayed plays a recording on the station of these tests.
func replayed(file string) (*Replayed, error) {
	r, err := recording.NewReader(strings.NewReader(file))
	if err != nil {
		return nil, err
	}
	s := NewScript(r)
	l, o := recordable(r.Header.Start, s, s.Journal(), nil)
	return s.Play(l, o)
}

// mostly drives every door at once, in as many goroutines, as fast as the world can.
func mostly(t *testing.T, all []Endpoint) {
	var wg sync.WaitGroup
	web, control := address(t, all, "gateway", "http"), address(t, all, "control", "http")
	for _, name := range []string{"bus 1", "bus 1", "gauge", "gauge", "till", "till"} {
		wg.Go(func() {
			c, err := net.Dial("tcp", strings.TrimPrefix(address(t, all, name, "tcp"), "tcp://"))
			if err != nil {
				t.Error(err)
				return
			}
			go func() { _, _ = io.Copy(io.Discard, c) }()
			for i := range 40 {
				if _, err := fmt.Fprintf(c, "%s %d", name, i*i*i); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Duration(i%4) * time.Millisecond)
			}
			_, _ = io.WriteString(c, "bye")
			_ = c.Close()
		})
	}
	for i := range 3 {
		wg.Go(func() {
			for k := range 15 {
				for _, url := range []string{web + "/a", control + "/steps?session=" + fmt.Sprint(i)} {
					res, err := http.Post(url, "text/yaml", strings.NewReader(fmt.Sprint(k)+"ms"))
					if err != nil {
						t.Error(err)
						return
					}
					_ = res.Body.Close()
				}
				_ = get(t, control+"/state")
			}
		})
	}
	wg.Go(func() { // a client that does not wait for its steps
		for range 5 {
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
			r, _ := http.NewRequestWithContext(ctx, "POST", control+"/steps?session=x", strings.NewReader("1h"))
			if res, err := http.DefaultClient.Do(r); err == nil {
				_ = res.Body.Close()
			}
			cancel()
		}
	})
	if path := address(t, all, "bus 1", "serial-pty"); path != "" {
		wg.Go(func() {
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			for range 20 {
				_, _ = io.WriteString(f, "pty")
				time.Sleep(time.Millisecond)
			}
		})
	}
	wg.Wait()
}
