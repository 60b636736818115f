package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// answerer says its bytes backwards, 2 ms after the last one it heard.
type answerer struct{}

func (answerer) Sense(*machine.Env, forecourt.Stimulus) {}
func (answerer) Wake(*machine.Env, machine.Timer)       {}
func (answerer) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	b := bytes.Clone(c.Bytes)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	env.Tell(heard{len(b)})
	env.Say(p, 2*time.Millisecond, b)
}

type heard struct{ N int }

func (heard) Event() string { return "heard" }

type actor struct{}

func (actor) Act(f *loop.Fiber, session string, body []byte) (int, any) {
	f.Sleep(time.Millisecond)
	return http.StatusOK, map[string]string{"session": session, "body": string(body)}
}

func (actor) Drop(string) {}

// start runs a station with one answerer and an HTTP server until the test ends.
func start(t *testing.T) []Endpoint {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan []Endpoint), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- run(ctx, ready)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case e := <-ready:
		return e
	case err := <-ended:
		t.Fatal(err)
	}
	return nil
}

func run(ctx context.Context, ready chan<- []Endpoint) error {
	p, err := NewPacer()
	if err != nil {
		return err
	}
	l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
	role := forecourt.Role{Kind: "pump"}
	l.Add(role, answerer{}, 0)
	bus := l.Bus(wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}, nil)
	l.JoinBus(bus, loop.Socket{Role: role, Port: 0})
	l.Serve("web", role, 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		loop.FiberOf(r.Context()).Sleep(time.Millisecond)
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, "%s %s", r.URL.Path, b)
	}), nil)
	s, err := Open(l, p, Options{
		Buses: []BusPort{{Number: 1, Bus: bus}}, HTTP: []HTTPPort{{Role: "gateway", Host: "web"}},
		Actor: actor{}, State: func() any { return map[string]int{"pump": 1} },
	})
	if err != nil {
		return err
	}
	defer s.Close()
	ready <- s.Endpoints()
	return s.Run(ctx, 0, nil)
}

func address(t *testing.T, all []Endpoint, role, kind string) string {
	t.Helper()
	for _, e := range all {
		if e.Role == role && e.Kind == kind {
			return e.Address
		}
	}
	t.Skipf("no %s %s on this system", role, kind)
	return ""
}

func dial(t *testing.T, all []Endpoint) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(address(t, all, "bus 1", "tcp"), "tcp://"))
	if err != nil {
		t.Fatal(err)
	}
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func exchange(t *testing.T, port io.ReadWriter, say, want string) {
	t.Helper()
	if _, err := io.WriteString(port, say); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want))
	if _, err := io.ReadFull(port, got); err != nil || string(got) != want {
		t.Fatalf("said %q, heard %q, %v", say, got, err)
	}
}

func TestABusIsServedOverTCP(t *testing.T) {
	c := dial(t, start(t))
	for range 5 {
		exchange(t, c, "abc", "cba")
	}
}

func TestABusIsServedOnAPseudoTerminal(t *testing.T) {
	path := address(t, start(t), "bus 1", "serial-pty")
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	exchange(t, f, "xyz", "zyx")
}

func TestAClientThatSaysNothingOrDoesNotReadDisturbsNobody(t *testing.T) {
	all := start(t)
	dial(t, all) // says nothing
	deaf := dial(t, all)
	if _, err := io.WriteString(deaf, "0123456789"); err != nil { // and never reads
		t.Fatal(err)
	}
	c := dial(t, all)
	// What the deaf one said, and the answer to it, are heard here too, whole or garbled by what we say meanwhile.
	time.Sleep(100 * time.Millisecond)
	_ = c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	_, _ = io.Copy(io.Discard, c)
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	exchange(t, c, "abc", "cba")
}

func TestHTTPIsServedOnFibers(t *testing.T) {
	url := address(t, start(t), "gateway", "http")
	res, err := http.Post(url+"/pay", "text/plain", strings.NewReader("body"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusAccepted || string(b) != "/pay body" {
		t.Fatalf("%d %s", res.StatusCode, b)
	}
	big, err := http.Post(url, "text/plain", io.LimitReader(endless{}, loop.MaxBody+10))
	if err != nil {
		t.Fatal(err)
	}
	defer big.Body.Close()
	if big.StatusCode != http.StatusRequestEntityTooLarge {
		t.Fatalf("an oversized body was answered %d", big.StatusCode)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestControlTakesStepsAndTellsEventsAndState(t *testing.T) {
	all := start(t)
	url := address(t, all, "control", "http")
	exchange(t, dial(t, all), "abc", "cba")
	res, err := http.Post(url+"/steps?session=s1", "application/yaml", strings.NewReader("wait: 1 s"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got map[string]string
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || got["session"] != "s1" || got["body"] != "wait: 1 s" {
		t.Fatalf("%v, %v", got, err)
	}
	for path, want := range map[string]string{
		"/events?follow=no":         `"seq":1,`,
		"/events?follow=no&after=1": "",
		"/state":                    `"pump":1`,
	} {
		b := get(t, url+path)
		if !strings.Contains(b, want) || want == "" && b != "" {
			t.Errorf("%s answered %q", path, b)
		}
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return string(b)
}

func TestControlRefusesOtherSites(t *testing.T) {
	url := address(t, start(t), "control", "http")
	for name, change := range map[string]func(*http.Request){
		"foreign origin": func(r *http.Request) { r.Header.Set("Origin", "http://shop.example") },
		"foreign host":   func(r *http.Request) { r.Host = "rebound.example" },
	} {
		r, _ := http.NewRequest("POST", url+"/steps", strings.NewReader("x"))
		change(r)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s was answered %d", name, res.StatusCode)
		}
	}
}

func TestATakenPortIsReplacedWithANotice(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	ln, replaced, err := listenTCP("127.0.0.1", port)
	if err != nil || !replaced {
		t.Fatalf("replaced %v, %v", replaced, err)
	}
	_ = ln.Close()
}

func TestPacerIsWokenByTheInbox(t *testing.T) {
	p, err := NewPacer()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
	go l.Inbox().Put(l.Stop)
	if err := l.Run(clock.Never); err != nil {
		t.Fatal(err)
	}
}

func TestLatenessQuantiles(t *testing.T) {
	var l Lateness
	for i := range 100 {
		l.Add(time.Duration(i+1) * time.Millisecond)
	}
	if q := l.Quantile(0.5); q < 50*time.Millisecond || q > 60*time.Millisecond {
		t.Errorf("median %v", q)
	}
	if q := l.Quantile(1); q < 100*time.Millisecond || l.Count() != 100 {
		t.Errorf("worst %v of %d", q, l.Count())
	}
}

func TestTheFeedForgetsTheOldestFirst(t *testing.T) {
	f := newFeed()
	for i := range kept + 10 {
		f.add(forecourt.Told{Event: heard{i}})
	}
	lines, next, _ := f.after(0)
	if len(lines) != kept/2+10 || next != kept+10 {
		t.Fatalf("%d lines, the last is %d", len(lines), next)
	}
}
