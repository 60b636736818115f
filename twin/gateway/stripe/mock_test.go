package stripe

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
)

// stripeMock is the mock that the benchmark is held against: Stripe's own, made of the API's description, without a state.
const stripeMock = "github.com/stripe/stripe-mock@v0.203.0"

// atOnce is how many clients ask at the same time.
const atOnce = 64

// BenchmarkOverTCP measures in wall time, over loopback sockets and with the official client: a pair is an authorisation and a
// capture, host included; create is the call that opens a payment, of ours and of Stripe's mock.
func BenchmarkOverTCP(b *testing.B) {
	b.Run("pair", func(b *testing.B) { overTCP(b, pair) })
	b.Run("create", func(b *testing.B) { overTCP(b, open) })
	b.Run("create-stripe-mock", func(b *testing.B) {
		url := startMock(b)
		each(b, newClient(url, pooled()), open)
	})
}

type ask func(c *sdk.Client, n string) error

func pair(c *sdk.Client, n string) error {
	pi, err := c.V1PaymentIntents.Create(context.Background(), manual(n, 17500, "pm_card_visa"))
	if err == nil {
		_, err = c.V1PaymentIntents.Capture(context.Background(), pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)})
	}
	return err
}

func open(c *sdk.Client, n string) error {
	p := &sdk.PaymentIntentCreateParams{Amount: sdk.Int64(17500), Currency: sdk.String("usd"), CaptureMethod: sdk.String("manual")}
	p.SetIdempotencyKey("open " + n)
	_, err := c.V1PaymentIntents.Create(context.Background(), p)
	return err
}

// overTCP asks a gateway of ours that runs in wall time behind a listener.
func overTCP(b *testing.B, one ask) {
	pacer := newWall()
	bench := newBench(b, Config{}, loop.Options{Start: pacer.clock.Now(), Pacer: pacer})
	bench.Host.Latency = 0
	bench.Loop.Inbox().OnPut(pacer.ring)
	var ran sync.WaitGroup
	ran.Go(func() {
		if err := bench.Loop.Run(clock.Never - 1); err != nil {
			b.Error(err)
		}
	})
	server := listen(b, bench)
	each(b, newClient(server.URL, pooled()), one)
	server.Close()
	bench.Loop.Inbox().Put(bench.Loop.Stop)
	ran.Wait()
	bench.Loop.Close()
}

func pooled() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: atOnce}}
}

// each asks b.N times, many at once.
func each(b *testing.B, c *sdk.Client, one ask) {
	var next atomic.Int64
	var all sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range atOnce {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := one(c, strconv.FormatInt(n, 10)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-s")
}

// startMock builds Stripe's mock and starts it at a free port; a machine that cannot fetch it skips the comparison.
func startMock(b *testing.B) string {
	folder := b.TempDir()
	install := exec.Command("go", "install", stripeMock)
	install.Env = append(os.Environ(), "GOBIN="+folder, "GOFLAGS=-mod=mod")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		b.Skipf("stripe-mock cannot be fetched: %v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	at := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(at)
	mock := exec.Command(filepath.Join(folder, "stripe-mock"), "-http-port", port)
	if err := mock.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = mock.Process.Kill()
		_ = mock.Wait()
	})
	for range 100 {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			return "http://" + at
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Skip("stripe-mock does not start")
	return ""
}
