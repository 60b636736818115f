package port

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// fake is a device that plays what it is told and writes down what is done to it.
type fake struct {
	reads   [][]byte // what the kernel hands over, read by read; then the line is silent
	log     []string
	latency time.Duration
	baud    int           // what the driver makes of a rate, where not 0
	parity  wire.Parity   // likewise
	noRTS   error         // what RTS fails with
	stuck   bool          // writes meet their deadline
	deaf    chan struct{} // Close hangs until it is closed
}

func (f *fake) note(format string, args ...any) { f.log = append(f.log, fmt.Sprintf(format, args...)) }

func (f *fake) Read(b []byte) (int, error) {
	if len(f.reads) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, f.reads[0])
	f.reads = f.reads[1:]
	return n, nil
}

func (f *fake) Write(b []byte) (int, error) {
	f.note("write % X", b)
	if f.stuck {
		return len(b) / 2, os.ErrDeadlineExceeded
	}
	return len(b), nil
}

func (f *fake) Close() error {
	if f.deaf != nil {
		<-f.deaf
	}
	return nil
}

func (f *fake) SetReadDeadline(time.Time) error  { return nil }
func (f *fake) SetWriteDeadline(time.Time) error { return nil }

func (f *fake) Set(s wire.Settings) (wire.Settings, error) {
	if f.baud != 0 {
		s.Baud = f.baud
	}
	if f.parity != 0 {
		s.Parity = f.parity
	}
	return s, nil
}

func (f *fake) IsPseudo() bool { return false }

func (f *fake) RTS(high bool) error {
	f.note("RTS %t", high)
	return f.noRTS
}

func (f *fake) Drain(time.Duration) error {
	f.note("drain")
	return nil
}

func (f *fake) Discard()                       { f.note("discard") }
func (f *fake) Latency() (time.Duration, bool) { return f.latency, f.latency > 0 }

var usual = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}

func fakePort(t *testing.T, f *fake, c Config) *Port {
	t.Helper()
	c.Path = "fake"
	if c.Settings.Baud == 0 {
		c.Settings = usual
	}
	p, err := newPort(c, f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBadBytesAreMarked(t *testing.T) {
	none := usual
	none.Parity = wire.NoParity
	for _, c := range []struct {
		settings wire.Settings
		reads    string // in hexadecimal, a space between reads
		want     string // hexadecimal of each chunk, and its marks
	}{
		{usual, "5020FA", "5020FA/0 "},
		{usual, "50FFFFFA", "50FFFA/0 "},
		{usual, "50FF0020FA", "50/0 20/1 FA/0 "},
		{usual, "50FF00FFFA", "50/0 FF/1 FA/0 "},
		{usual, "FF0000", "00/4 "},
		{usual, "50FF 0020FA", "50/0 20/1 FA/0 "},
		{usual, "50FF 00 20FA", "50/0 20/1 FA/0 "},
		{usual, "FF FF", "FF/0 "},
		{usual, "FF41", "FF41/0 "},
		{usual, "FF0041FF0042", "41/1 42/1 "},
		{none, "FF0041", "41/2 "},
	} {
		f := &fake{}
		for _, h := range strings.Fields(c.reads) {
			var b []byte
			if _, err := fmt.Sscanf(h, "%X", &b); err != nil {
				t.Fatal(err)
			}
			f.reads = append(f.reads, b)
		}
		p := fakePort(t, f, Config{Settings: c.settings})
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		got := ""
		for {
			chunk, err := p.Read(ctx)
			if err != nil {
				break
			}
			got += fmt.Sprintf("%X/%d ", chunk.Bytes, chunk.Marks)
		}
		cancel()
		if got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.reads, c.settings, got, c.want)
		}
	}
}

func TestInstantsAreReckonedBack(t *testing.T) {
	now := clock.NewVirtual(clock.Epoch)
	p := fakePort(t, &fake{reads: [][]byte{{1, 2, 0xFF, 0, 3, 4}, {5}}}, Config{Clock: now})
	span := usual.Span(1)
	for i, want := range []wire.Chunk{
		{First: clock.Epoch.Add(-4 * span), Last: clock.Epoch.Add(-2 * span)},
		{First: clock.Epoch.Add(-2 * span), Last: clock.Epoch.Add(-1 * span)},
		{First: clock.Epoch.Add(-1 * span), Last: clock.Epoch},
		{First: clock.Epoch, Last: clock.Epoch}, // not before the chunk that precedes it
	} {
		c, err := p.Read(context.Background())
		if err != nil || c.First != want.First || c.Last != want.Last {
			t.Errorf("chunk %d: from %s to %s, %v", i, c.First.Sub(clock.Epoch), c.Last.Sub(clock.Epoch), err)
		}
	}
}

func TestRTSIsHighWhileWeSpeak(t *testing.T) {
	for low, want := range map[bool]string{
		false: "RTS false, RTS true, write 50 20 FA, drain, RTS false",
		true:  "RTS true, RTS false, write 50 20 FA, drain, RTS true",
	} {
		f := &fake{}
		p := fakePort(t, f, Config{Direction: ByRTS, RTSLow: low})
		if n, err := p.Write([]byte{0x50, 0x20, 0xFA}); n != 3 || err != nil {
			t.Error(n, err)
		}
		if got := strings.Join(f.log, ", "); got != want {
			t.Errorf("RTSLow %t: %s", low, got)
		}
	}
	f := &fake{stuck: true}
	p := fakePort(t, f, Config{Direction: ByRTS})
	if n, err := p.Write([]byte{0x50, 0x20, 0xFA}); n != 1 || !errors.Is(err, ErrStuck) {
		t.Error(n, err)
	}
	if got := strings.Join(f.log, ", "); got != "RTS false, RTS true, write 50 20 FA, discard, RTS false" {
		t.Errorf("a stuck line: %s", got)
	}
}

func TestAListenerLowersRTS(t *testing.T) {
	f := &fake{}
	fakePort(t, f, Config{Listen: true})
	if got := strings.Join(f.log, ", "); got != "RTS false" {
		t.Error(got)
	}
	fakePort(t, &fake{noRTS: io.ErrClosedPipe}, Config{Listen: true})
	if _, err := newPort(Config{Settings: usual, Direction: ByRTS}, &fake{noRTS: io.ErrClosedPipe}); err == nil {
		t.Error("a line without RTS was taken for direction by RTS")
	}
}

func TestADriverThatDoesSomethingElse(t *testing.T) {
	for _, f := range []*fake{{baud: 4800}, {baud: 9400}, {parity: wire.NoParity}} {
		if _, err := newPort(Config{Settings: usual}, f); err == nil || !strings.Contains(err.Error(), "the driver can do") {
			t.Errorf("%+v: %v", f, err)
		}
	}
	p := fakePort(t, &fake{baud: 9615}, Config{})
	if p.Settings().Baud != 9615 || len(p.Warnings()) > 0 {
		t.Errorf("%s, %v", p.Settings(), p.Warnings())
	}
}

func TestASlowAdapterIsWarnedAbout(t *testing.T) {
	if w := fakePort(t, &fake{latency: 16 * time.Millisecond}, Config{}).Warnings(); len(w) != 1 || !strings.Contains(w[0], "16ms") {
		t.Errorf("%q", w)
	}
	if w := fakePort(t, &fake{latency: time.Millisecond}, Config{}).Warnings(); len(w) != 0 {
		t.Errorf("%q", w)
	}
}

func TestAMissedEchoIsCounted(t *testing.T) {
	now := clock.NewVirtual(clock.Epoch)
	f := &fake{}
	p := fakePort(t, f, Config{Echo: true, Clock: now})
	if _, err := p.Write([]byte("poll")); err != nil {
		t.Fatal(err)
	}
	now.Set(clock.Epoch.Add(time.Minute))
	f.reads = [][]byte{[]byte("poll")}
	c, err := p.Read(context.Background())
	if err != nil || !bytes.Equal(c.Bytes, []byte("poll")) || c.Marks != 0 || p.EchoMissed() != 4 {
		t.Errorf("%q marks %d, %d missed, %v", c.Bytes, c.Marks, p.EchoMissed(), err)
	}
}

func TestADriverThatDoesNotLetGo(t *testing.T) {
	f := &fake{deaf: make(chan struct{})}
	defer close(f.deaf)
	p := fakePort(t, f, Config{})
	start := time.Now()
	if err := p.Close(); err == nil || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}

func TestDirectionWords(t *testing.T) {
	for _, d := range []Direction{ByAdapter, ByRTS, ByKernel} {
		if got, err := ParseDirection(d.String()); got != d || err != nil {
			t.Errorf("%s: %v, %v", d, got, err)
		}
	}
	if _, err := ParseDirection("dtr"); err == nil {
		t.Error("dtr was taken")
	}
}
