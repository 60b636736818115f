//go:build linux

package live

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// The benchmark's shape: so many ports, each polled so often, for so long after a warm-up that is not counted.
const (
	benchPorts  = 500
	benchPeriod = 100 * time.Millisecond
	benchWarm   = 10 // periods
	benchPolls  = 50 // periods
	benchTurn   = 2 * time.Millisecond
	benchNap    = 2 * time.Millisecond // the wait whose overshoot is the machine's noise
)

// clientEnv holds the ports' addresses for the process that polls them: this test binary, started again.
const clientEnv = "FORECOURT_BENCH_PORTS"

var benchLine = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}

// pollFrame and replyFrame are as long as DART's poll and its answer when nothing is new.
var (
	pollFrame  = []byte{0x50, 0x20, 0xFA}
	replyFrame = []byte{0x50, 0x70, 0xFA}
)

func TestMain(m *testing.M) {
	if ports := os.Getenv(clientEnv); ports != "" {
		runtime.LockOSThread()
		if err := pollPorts(strings.Fields(ports)); err != nil {
			fmt.Fprintln(os.Stderr, "client:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// replier answers whatever it hears.
type replier struct{}

func (replier) Sense(*machine.Env, forecourt.Stimulus) {}
func (replier) Wake(*machine.Env, machine.Timer)       {}
func (replier) Hear(env *machine.Env, p machine.Port, _ wire.Chunk) {
	env.Say(p, benchTurn, replyFrame)
}

// measured is what the client found.
type measured struct {
	Polls, Missed                 int
	Median, P99, Worst            time.Duration // of the replies, beyond the ideal
	SendMedian, SendP99           time.Duration // the client's own lateness
	NoiseMedian, NoiseP99, NoiseW time.Duration // of a wait of benchNap during the run
}

// BenchmarkPorts polls 500 ports at 10 Hz from another process, and says how late the replies are and what a poll costs.
func BenchmarkPorts(b *testing.B) {
	if testing.Short() {
		b.Skip("it takes seconds")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan []Endpoint, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- runPorts(ctx, ready)
	}()
	var ports []string
	select {
	case all := <-ready:
		for _, e := range all {
			if e.Kind == "tcp" {
				ports = append(ports, strings.TrimPrefix(e.Address, "tcp://"))
			}
		}
	case err := <-ended:
		b.Fatal(err)
	}
	var m measured
	var cpu time.Duration
	for b.Loop() {
		var err error
		if m, cpu, err = polled(ports); err != nil {
			b.Fatal(err)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	b.ReportMetric(ms(m.Median), "late-p50-ms")
	b.ReportMetric(ms(m.P99), "late-p99-ms")
	b.ReportMetric(ms(m.Worst), "late-max-ms")
	b.ReportMetric(float64(cpu)/float64(time.Microsecond)/float64(m.Polls), "cpu-us/poll")
	b.ReportMetric(float64(m.Polls), "polls")
	b.ReportMetric(float64(m.Missed), "missed")
	b.ReportMetric(ms(m.SendMedian), "send-p50-ms")
	b.ReportMetric(ms(m.SendP99), "send-p99-ms")
	b.ReportMetric(ms(m.NoiseMedian), "noise-p50-ms")
	b.ReportMetric(ms(m.NoiseP99), "noise-p99-ms")
	b.ReportMetric(ms(m.NoiseW), "noise-max-ms")
}

func runPorts(ctx context.Context, ready chan<- []Endpoint) error {
	p, err := NewPacer()
	if err != nil {
		return err
	}
	l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
	var buses []BusPort
	for i := range benchPorts {
		role := forecourt.Role{Kind: "pump", Number: i + 1}
		l.Add(role, replier{}, 0)
		bus := l.Bus(benchLine, nil)
		l.JoinBus(bus, loop.Socket{Role: role, Port: 0})
		buses = append(buses, BusPort{Number: i + 1, Bus: bus})
	}
	s, err := Open(l, p, Options{Buses: buses, Actor: actor{}, State: func() any { return nil }})
	if err != nil {
		return err
	}
	defer s.Close()
	ready <- s.Endpoints()
	return s.Run(ctx, 0, nil)
}

// polled runs the client once, and takes this process's processor time between its two marks.
func polled(ports []string) (m measured, cpu time.Duration, err error) {
	self, err := os.Executable()
	if err != nil {
		return m, 0, err
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), clientEnv+"="+strings.Join(ports, " "))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return m, 0, err
	}
	if err := c.Start(); err != nil {
		return m, 0, err
	}
	marks := bufio.NewScanner(out)
	marks.Scan() // warm
	cpu = -processorTime()
	marks.Scan() // done
	cpu += processorTime()
	marks.Scan()
	err = json.Unmarshal(marks.Bytes(), &m)
	return m, cpu, errors.Join(err, c.Wait())
}

func processorTime() time.Duration {
	var u unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// polling is the client's side of one port.
type polling struct {
	fd   int
	sent time.Time
	got  int // bytes of the reply so far
}

// pollPorts is the client: one thread, one epoll, waits with nanoseconds.
func pollPorts(addresses []string) error {
	ep, err := unix.EpollCreate1(0)
	if err != nil {
		return err
	}
	ports := make([]polling, len(addresses))
	for i, a := range addresses {
		ap, err := netip.ParseAddrPort(a)
		if err != nil {
			return err
		}
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		if err == nil {
			err = unix.Connect(fd, &unix.SockaddrInet4{Port: int(ap.Port()), Addr: ap.Addr().As4()})
		}
		if err == nil {
			err = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
		}
		if err == nil {
			err = unix.EpollCtl(ep, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", a, err)
		}
		ports[i] = polling{fd: fd, got: len(replyFrame)}
	}
	ideal := benchLine.Span(len(pollFrame)) + benchTurn + benchLine.Span(len(replyFrame))
	total := len(ports) * (benchWarm + benchPolls)
	late := make([]time.Duration, 0, total)
	sends := make([]time.Duration, 0, total)
	step := benchPeriod / time.Duration(len(ports))
	missed, counts := 0, false
	var noise chan []time.Duration
	stop := make(chan struct{})
	begin := time.Now().Add(benchPeriod)
	for n := 0; n < total+len(ports); {
		due := begin.Add(time.Duration(n) * step)
		now := time.Now()
		if wait := due.Sub(now); wait > 0 {
			if err := hearReplies(ep, wait, ports, func(d time.Duration) {
				if counts {
					late = append(late, d-ideal)
				}
			}); err != nil {
				return err
			}
			continue
		}
		p := &ports[n%len(ports)]
		if n == len(ports)*benchWarm {
			counts = true
			noise = napping(stop)
			fmt.Println("warm")
		}
		if counts && p.got != len(replyFrame) {
			missed++
		}
		if n < total { // the last round only looks who is still missing
			if counts {
				sends = append(sends, now.Sub(due))
			}
			p.got, p.sent = 0, time.Now()
			if _, err := unix.Write(p.fd, pollFrame); err != nil {
				return err
			}
		} else {
			p.got = len(replyFrame)
		}
		n++
	}
	fmt.Println("done")
	close(stop)
	naps := <-noise
	for _, s := range [][]time.Duration{late, sends, naps} {
		slices.Sort(s)
		if len(s) == 0 {
			return errors.New("nothing was measured")
		}
	}
	return json.NewEncoder(os.Stdout).Encode(measured{
		Polls: len(sends), Missed: missed,
		Median: share(late, 0.5), P99: share(late, 0.99), Worst: share(late, 1),
		SendMedian: share(sends, 0.5), SendP99: share(sends, 0.99),
		NoiseMedian: share(naps, 0.5), NoiseP99: share(naps, 0.99), NoiseW: share(naps, 1),
	})
}

// hearReplies waits at most so long, and gives heard how long each whole reply has taken.
func hearReplies(ep int, wait time.Duration, ports []polling, heard func(time.Duration)) error {
	ts := unix.NsecToTimespec(int64(wait))
	if n, err := unix.Ppoll([]unix.PollFd{{Fd: int32(ep), Events: unix.POLLIN}}, &ts, nil); n <= 0 {
		if err == unix.EINTR {
			err = nil
		}
		return err
	}
	var events [64]unix.EpollEvent
	n, err := unix.EpollWait(ep, events[:], 0)
	if err != nil && err != unix.EINTR {
		return err
	}
	now := time.Now()
	for _, e := range events[:max(n, 0)] {
		var buf [64]byte
		p := &ports[e.Fd]
		got, err := unix.Read(p.fd, buf[:])
		if err != nil || got == 0 {
			return fmt.Errorf("port %d has closed: %w", e.Fd, err)
		}
		if p.got += got; p.got == len(replyFrame) {
			heard(now.Sub(p.sent))
		}
	}
	return nil
}

// napping measures on a thread of its own by how much a wait is overshot, until stop is closed.
func napping(stop chan struct{}) chan []time.Duration {
	over := make(chan []time.Duration, 1)
	go func() {
		runtime.LockOSThread()
		var naps []time.Duration
		for {
			select {
			case <-stop:
				over <- naps
				return
			default:
			}
			ts := unix.NsecToTimespec(int64(benchNap))
			start := time.Now()
			_, _ = unix.Ppoll(nil, &ts, nil)
			naps = append(naps, time.Since(start)-benchNap)
		}
	}()
	return over
}

// share returns the value that a share q of the sorted ones does not exceed.
func share(sorted []time.Duration, q float64) time.Duration {
	return sorted[int(q*float64(len(sorted)-1))]
}
